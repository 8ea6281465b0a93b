"""What is typed of a subsidy: giver, conditions, sums, term, who carries it afterwards, the reports that are due."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from meguri.funding.sources.forms.fields import check_term, not_after_today, rate_field, sum_field, text_area
from meguri.funding.sources.keys import project_behind, row_of
from meguri.funding.sources.models import Subsidy, SubsidyDuty
from meguri.governance.models import PublicObject
from meguri.projects.forms.fields import choice_of, day_field
from meguri.projects.forms.sectioned import Part, SectionedForm, paired

DUTIES = [(f"duty_{n}", f"duty_{n}_due") for n in range(1, 5)]


class SubsidyForm(SectionedForm):
    """A new subsidy of a project, or changes of one that stands; reports that are due are added to those it has."""

    name = forms.CharField(label=gettext_lazy("補助金の名前"), max_length=100)
    giver = forms.ChoiceField(label=gettext_lazy("だれから"), choices=Subsidy.Giver.choices)
    giver_name = forms.CharField(
        label=gettext_lazy("出すところ"), max_length=100, help_text=gettext_lazy("例: 国土交通省、県の地域政策課")
    )
    rate = rate_field(
        gettext_lazy("補助率（％）"),
        help_text=gettext_lazy("かかった額のうち、いくらまで出るか。定額のときは空のまま。"),
    )
    amount = sum_field(gettext_lazy("交付の決定額（円）"), required=True, help_text=gettext_lazy("全部の年の合計。"))
    yearly_yen = sum_field(
        gettext_lazy("1年に支えている額（円）"), required=True,
        help_text=gettext_lazy("この事業の1年のお金のうち、この補助金の分。補助金の切れ目は、この額で計算します。"),
    )  # fmt: skip
    decided_on = day_field(gettext_lazy("交付が決まった日"))
    begins_on = day_field(gettext_lazy("はじまる日"), required=True)
    ends_on = day_field(gettext_lazy("終わる日"), required=True)
    conditions = text_area(gettext_lazy("条件"), required=False, help_text=gettext_lazy("例: 事業を3年は続けること"))
    carried_by = forms.ChoiceField(
        label=gettext_lazy("終わったあと、だれが支えるか"), choices=Subsidy.CarriedBy.choices, required=False
    )
    after = forms.CharField(label=gettext_lazy("終わったあとのこと"), max_length=300, required=False)

    PARTS: ClassVar[tuple[Part, ...]] = (
        (gettext_lazy("補助金"), "", ("name", ("giver", "giver_name"), ("amount", "yearly_yen"), ("rate", "decided_on"),
                                      ("begins_on", "ends_on"), "conditions")),
        (gettext_lazy("終わったあと"), "", ("carried_by", "after")),
        (gettext_lazy("出す報告"),
         gettext_lazy("国や県に出す報告と期限です。2週間前から、担当の「きょうの仕事」に出ます。"), tuple(DUTIES)),
    )  # fmt: skip

    def __init__(self, *args: Any, about: PublicObject | None = None, **kwargs: Any) -> None:
        super().__init__(*args, about=about, **kwargs)
        self.subsidy: Subsidy | None = row_of(about, "subsidy")
        self.project = project_behind(about)
        for n, (name, due) in enumerate(DUTIES, start=1):
            self.fields[name] = forms.CharField(label=_("報告 %(n)s") % {"n": n}, max_length=100, required=False)
            self.fields[due] = day_field(_("期限 %(n)s") % {"n": n})

    def title(self) -> str:
        return _("補助金「%(name)s」") % {"name": self.said("name")}

    def yen(self) -> int | None:
        found: int | None = getattr(self, "cleaned_data", {}).get("amount")
        return found

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.project is None:
            self.add_error(None, _("どの事業の補助金かが分かりません。事業のページから起案してください。"))
        check_term(self, "begins_on", "ends_on")
        self.duties = paired(self, DUTIES, _("報告の名前と期限は、両方を入れてください。"))
        if (cleaned.get("yearly_yen") or 0) > (cleaned.get("amount") or 10**15):
            self.add_error("yearly_yen", _("1年の額が、交付の決定額より大きくなっています。"))
        others = Subsidy.objects.exclude(pk=self.subsidy.pk if self.subsidy else 0).filter(project=self.project)
        name, begins = (cleaned.get("name") or "").strip(), cleaned.get("begins_on") or date.min
        if others.filter(name=name, begins_on=begins).exists():
            self.add_error("name", _("この事業には、同じ名前で同じ日にはじまる補助金が、もうあります。"))
        return cleaned


def open_duties(subsidy: Subsidy | None) -> list[tuple[str, str]]:
    rows = SubsidyDuty.objects.filter(subsidy=subsidy, done_on=None)
    word = _("%(name)s（期限 %(due)s）")
    return [("", _("選んでください")), *((str(one.pk), word % {"name": one.name, "due": one.due_on}) for one in rows)]


class DutyForm(SectionedForm):
    """That a report which was due has been handed in."""

    duty = choice_of(lambda: [], gettext_lazy("出した報告"), required=True)
    done_on = day_field(gettext_lazy("出した日"), required=True)
    said_of_it = forms.CharField(label=gettext_lazy("出したときのこと"), max_length=300, required=False)

    PARTS: ClassVar[tuple[Part, ...]] = ((gettext_lazy("補助金の報告を出した"), "", ("duty", "done_on", "said_of_it")),)

    def __init__(self, *args: Any, about: PublicObject | None = None, **kwargs: Any) -> None:
        super().__init__(*args, about=about, **kwargs)
        self.subsidy: Subsidy | None = row_of(about, "subsidy")
        field: Any = self.fields["duty"]
        field.choices = open_duties(self.subsidy)

    def title(self) -> str:
        return _("「%(name)s」の報告を出した") % {"name": self.subsidy.name if self.subsidy else ""}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        not_after_today(self, "done_on")
        return cleaned
