"""What is typed of those who go on with a project, and of what a result brought in next."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from meguri.funding.sources.forms.fields import bodies, check_term, not_after_today, sum_field
from meguri.governance.models import PublicObject
from meguri.governance.objects import kind_of
from meguri.projects.forms.fields import Choices, choice_of, day_field
from meguri.projects.forms.indicator_fields import indicator_choices
from meguri.projects.forms.sectioned import Part, ProjectForm

CAN_COME = ("project", "subsidy", "fund", "investment")


class StayForm(ProjectForm):
    """A firm or an association says until when it goes on."""

    organisation = choice_of(bodies, gettext_lazy("つづける会社・団体"), required=True)
    text = forms.CharField(
        label=gettext_lazy("何をつづけるか"), max_length=300,
        help_text=gettext_lazy("例: 補助金が終わっても、運転手を1人出しつづけます。"),
    )  # fmt: skip
    begins_on = day_field(gettext_lazy("いつから"), required=True)
    until = day_field(gettext_lazy("いつまで"), required=True)
    yearly_yen = sum_field(gettext_lazy("1年に出す額（円）"), help_text=gettext_lazy("お金を出さないときは空のまま。"))

    PARTS: ClassVar[tuple[Part, ...]] = (
        (gettext_lazy("つづける約束"), "", ("organisation", "text", ("begins_on", "until"), "yearly_yen")),
    )

    def title(self) -> str:
        return _("「%(name)s」をつづける約束") % {"name": self.project.name if self.project else ""}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        check_term(self, "begins_on", "until")
        return cleaned


def what_came() -> Choices:
    """Public objects of the town that a result can have brought in, by kind. One query."""
    rows = PublicObject.objects.filter(kind__in=CAN_COME, is_public=True).order_by("kind", "title")
    groups: dict[str, list[tuple[str, str]]] = {}
    for one in rows:
        kind = kind_of(one.kind)
        groups.setdefault(str(kind.word) if kind else one.kind, []).append((str(one.pk), one.title))
    return [("", _("ここにはない")), *groups.items()]


class ReturnForm(ProjectForm):
    """What the result of a project brought in next."""

    text = forms.CharField(
        label=gettext_lazy("何を呼びこんだか"), max_length=300,
        help_text=gettext_lazy("例: 利用がふえたのを見て、県が停留所の補助金を決めました。"),
    )  # fmt: skip
    indicator = choice_of(indicator_choices, gettext_lazy("きっかけになった数字"))
    target = choice_of(what_came, gettext_lazy("つぎに始まったもの"))
    yen_came = sum_field(gettext_lazy("入ってきたお金（円）"))
    on = day_field(gettext_lazy("いつ"), required=True)

    PARTS: ClassVar[tuple[Part, ...]] = (
        (gettext_lazy("成果が呼びこんだもの"), "", ("text", ("indicator", "target"), ("yen_came", "on"))),
    )

    def title(self) -> str:
        return _("「%(name)s」の成果が呼びこんだもの") % {"name": self.project.name if self.project else ""}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        not_after_today(self, "on")
        return cleaned
