"""What an officer drafts about organisations, posts and who answers for what."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from meguri.governance.draft_kinds import DraftForm
from meguri.governance.forms.offices import OrganisationFields, PostFields, today_field
from meguri.governance.forms.promises import PostField, posts_of_today
from meguri.governance.models import Organisation, Post, PublicObject, Responsibility
from meguri.governance.queries.gaps import objects_without_post

Part = Responsibility.Part

FOUND, DESCRIBE, END = "found", "describe", "end"
APPOINT, RELIEVE = "appoint", "relieve"
MOST_OFFERED = 200


def row_of(about: PublicObject | None, kind: str, model: type[Any]) -> Any | None:
    """The stored row that an object of this kind stands for."""
    if about is None or about.kind != kind:
        return None
    return model.objects.filter(pk=about.key.rpartition("-")[2]).first()


def _what() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=gettext_lazy("何をするか"),
        choices=[(DESCRIBE, gettext_lazy("内容を直す")), (END, gettext_lazy("終える"))],
        widget=forms.RadioSelect,
        initial=DESCRIBE,
    )


class _OfRow(DraftForm):
    """Founds something when it is about nothing; else describes or ends what it is about."""

    row: Any = None

    def _settle(self) -> None:
        if self.row is None:
            del self.fields["what"]
        else:
            self.fields["on"].required = False
            self.fields["on"].help_text = gettext_lazy("終えるときだけ。この日から、なくなります。")

    @property
    def act(self) -> str:
        return FOUND if self.row is None else str(self.cleaned_data["what"])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("what") == END and not given.get("on"):
            self.add_error("on", _("終わりの日を入れてください。"))
        return given

    def _titled(self, name: str) -> str:
        titles = {FOUND: _("%(name)sをつくる"), DESCRIBE: _("%(name)sの内容を直す"), END: _("%(name)sを終える")}
        return titles[self.act] % {"name": name}


class OrganisationDraftForm(OrganisationFields, _OfRow):
    what = _what()
    on = today_field(gettext_lazy("いつから"))

    def __init__(self, *args: Any, about: PublicObject | None = None, **kwargs: Any) -> None:
        self.row = row_of(about, "organisation", Organisation)
        super().__init__(*args, about=about, **kwargs)
        self._settle()
        self.order_fields(["what"])

    def standing(self) -> Organisation | None:
        found: Organisation | None = self.row
        return found

    def title(self) -> str:
        return self._titled(self.cleaned_data["name"])


class PostDraftForm(PostFields, _OfRow):
    what = _what()
    on = today_field(gettext_lazy("いつから"))

    def __init__(self, *args: Any, about: PublicObject | None = None, **kwargs: Any) -> None:
        self.row = row_of(about, "post", Post)
        super().__init__(*args, about=about, **kwargs)
        self._settle()
        self.order_fields(["what"])

    def title(self) -> str:
        return self._titled(f"{self.cleaned_data['organisation'].name} {self.cleaned_data['name']}")


class ObjectField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic when it runs
    """An object of the town by its title."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.title)


class AppointmentDraftForm(DraftForm):
    """Who answers for an object, or no longer does. Without `about`, one that nobody answers for is chosen."""

    object = ObjectField(label=gettext_lazy("受け持つもの"), queryset=None)
    what = forms.ChoiceField(
        label=gettext_lazy("何をするか"), widget=forms.RadioSelect, initial=APPOINT,
        choices=[(APPOINT, gettext_lazy("この役職に決める")), (RELIEVE, gettext_lazy("この役職の受け持ちを終える"))],
    )  # fmt: skip
    post = PostField(label=gettext_lazy("役職"))
    part = forms.ChoiceField(label=gettext_lazy("立場"), choices=Part.choices, initial=Part.ACCOUNTABLE)
    since = today_field(
        gettext_lazy("いつから"), help_text=gettext_lazy("受け持ちを終えるときは、この日からいなくなります。")
    )
    reason = forms.CharField(
        label=gettext_lazy("理由"), max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("決裁をする人が読みます。約束が移るときは、約束のページにも残ります。"),
    )  # fmt: skip

    def __init__(self, *args: Any, about: PublicObject | None = None, **kwargs: Any) -> None:
        super().__init__(*args, about=about, **kwargs)
        self.fields["post"].queryset = posts_of_today()  # type: ignore[attr-defined]
        offered: Any = self.fields["object"]
        if about is not None:
            del self.fields["object"]
            return
        offered.queryset = PublicObject.objects.filter(is_public=True, needs_post=True)
        gaps = [(one.pk, one.title) for one in objects_without_post()[:MOST_OFFERED]]
        offered.choices = [("", _("えらんでください")), *gaps]

    @property
    def thing(self) -> PublicObject:
        found: PublicObject = self.about or self.cleaned_data["object"]
        return found

    @property
    def chosen_part(self) -> Part:
        return Part(self.cleaned_data["part"])

    def title(self) -> str:
        if self.cleaned_data["what"] == RELIEVE:
            words = _("「%(thing)s」の%(part)s %(post)sの受け持ちを終える")
        else:
            words = _("「%(thing)s」の%(part)sを%(post)sに決める")
        shown = {
            "thing": self.thing.title,
            "part": self.chosen_part.label,
            "post": self.cleaned_data["post"].full_name,
        }
        return (words % shown)[:200]
