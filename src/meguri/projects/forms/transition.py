"""What is typed to move a project on: to which state, from which day, and why."""

from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from meguri.projects.forms.fields import day_field
from meguri.projects.forms.sectioned import Part, ProjectForm
from meguri.projects.queries.promises import open_promises_of
from meguri.projects.states import WORDS, State, has_ended, transitions_from


class TransitionForm(ProjectForm):
    """Only transitions from the state as it stands are offered. `from_state`: the state on which it was written."""

    from_state = forms.CharField(required=False, widget=forms.HiddenInput(attrs={"id": False}))
    to_state = forms.ChoiceField(label=gettext_lazy("次の段階"), widget=forms.RadioSelect)
    on = day_field(gettext_lazy("いつから"), required=True)
    reason = forms.CharField(
        label=gettext_lazy("理由"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("だれが読んでも分かるように。公表され、事業のページに残ります。"),
    )

    PARTS: ClassVar[tuple[Part, ...]] = ((gettext_lazy("段階を進める"), "", ("to_state", "on", "reason")),)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        state = self.project.state if self.project else ""
        field: Any = self.fields["to_state"]
        word = _("%(word)s — %(sentence)s")
        field.choices = [
            (one.target.value, word % {"word": WORDS[one.target], "sentence": one.sentence})
            for one in transitions_from(state)
        ]
        field.error_messages["invalid_choice"] = _("次の段階は、出ているもののなかから選んでください。")

    def title(self) -> str:
        name = self.project.name if self.project else ""
        word = next((str(word) for state, word in WORDS.items() if state == self.said("to_state")), "")
        return _("「%(name)s」を%(state)sへ") % {"name": name, "state": word}

    def clean_on(self) -> Any:
        day = self.cleaned_data["on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("今日までの日にしてください。先の予定は、工程に書けます。"))
        return day

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.project is not None and not cleaned.get("from_state"):
            cleaned["from_state"] = self.project.state
        return cleaned

    def warning(self) -> str:
        """What is still open when a project ends: its promises stay with their posts."""
        if self.project is None or not has_ended(self.said("to_state")):
            return ""
        count = open_promises_of(self.project)
        if not count:
            return ""
        return ngettext(
            "はたしていない約束が%(count)s件あります。終えても、約束は役職に残ります。",
            "はたしていない約束が%(count)s件あります。終えても、約束は役職に残ります。",
            count,
        ) % {"count": count}

    def target(self) -> State:
        return State(self.cleaned_data["to_state"])
