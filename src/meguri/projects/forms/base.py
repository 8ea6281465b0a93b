"""What a draft was written on: whether the project has changed since, and the word of its author that they saw it."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from meguri.projects.forms.sectioned import ProjectForm

SHOWN = 5
CUT = 40


class BasedForm(ProjectForm):
    """The form of a draft that changes a project: `base` names the version it was written on.

    On another version than the standing one the form is not valid, and tells what differs, until its author ticks
    that they have read it; the tick names the version read, so that it does not count for a later one.
    """

    base = forms.CharField(required=False, widget=forms.HiddenInput(attrs={"id": False}))
    seen = forms.MultipleChoiceField(
        label=gettext_lazy("いま公表されている内容"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.project is None or not self.is_stale():
            del self.fields["seen"]
            return
        field: Any = self.fields["seen"]
        field.choices = [(self.version(), _("いまの内容を読みました。この起案のとおりに変えます。"))]

    def version(self) -> str:
        """The name of what stands now: the moment of the last change of the plan."""
        return self.project.changed_at.isoformat() if self.project is not None else ""

    def is_stale(self) -> bool:
        """Whether the project has changed since this draft was begun."""
        given = str(self.data.get("base") or self.initial.get("base") or "")
        return self.project is not None and given not in ("", self.version())

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.project is not None and not cleaned.get("base"):
            cleaned["base"] = self.version()
        if (why := self.why_stale()) is not None:
            self.add_error(None, why)
        return cleaned

    def why_stale(self) -> str | None:
        """What differs, where the project has changed and the author has not said that they read it. After cleaning."""
        if self.project is None or "seen" not in self.fields or self.cleaned_data.get("seen"):
            return None
        return changed_meanwhile(self.project.name, self.differences())

    def differences(self) -> list[tuple[str, str, str]]:
        """What differs between the standing project and this draft: label, as it stands, as drafted."""
        return []


def changed_meanwhile(name: str, differences: list[tuple[str, str, str]]) -> str:
    """The sentence that shows both, so that the second of two authors loses nothing."""
    if not differences:
        sentence = _("「%(name)s」は、この起案のあとに変わりました。いまの内容を読んで、もう一度出してください。")
        return sentence % {"name": name}
    return _(
        "「%(name)s」は、この起案のあとに変わりました。ちがうところ: %(both)s。"
        "起案を開き、どちらにするかを決めて、もう一度出してください。"
    ) % {"name": name, "both": _both(differences)}


def _both(differences: list[tuple[str, str, str]]) -> str:
    said = _("%(label)s（いま「%(standing)s」、この起案「%(drafted)s」）")
    return pgettext("between words of a list", "、").join(
        said % {"label": label, "standing": _cut(standing), "drafted": _cut(drafted)}
        for label, standing, drafted in differences[:SHOWN]
    )


def _cut(text: str) -> str:
    return (text if len(text) <= CUT else text[:CUT] + "…") or _("未入力")
