"""What is typed of a contract that pays by outcome, and to pay for one figure."""

from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from meguri.core.scope import active_town
from meguri.funding.sources.figures import known_figure, periods_of
from meguri.funding.sources.forms.fields import check_term, not_after_today, purposes, sum_field
from meguri.funding.sources.keys import row_of
from meguri.funding.sources.models import OutcomeContract, OutcomePayment
from meguri.funding.sources.outcome_payment import Answer, pay
from meguri.funding.sources.outcome_words import why_in_words
from meguri.funding.words import to_the_yen
from meguri.governance.models import PublicObject
from meguri.indicators.labels import period_label
from meguri.projects.forms.fields import YenField, choice_of, day_field
from meguri.projects.forms.indicator_fields import indicator_choices
from meguri.projects.forms.sectioned import Part, ProjectForm, SectionedForm

STEPS = [(f"step_{n}", f"step_{n}_yen") for n in range(1, 6)]
Shape = OutcomeContract.Shape


def figure_field(label: Any) -> forms.DecimalField:
    return forms.DecimalField(label=label, required=False, max_digits=18, decimal_places=4)


class ContractForm(ProjectForm):
    """The agreed table: either steps, or a sum for each unit."""

    title_typed = forms.CharField(label=gettext_lazy("件名"), max_length=100)
    contractor = forms.CharField(
        label=gettext_lazy("契約の相手"),
        max_length=100,
        help_text=gettext_lazy("会社や団体の名前。個人の名前は書けません。"),
    )
    purpose = choice_of(purposes, gettext_lazy("どの資金の、どの使いみちから払うか"), required=True)
    indicator = choice_of(indicator_choices, gettext_lazy("どの指標で払うか"), required=True)
    evaluator = forms.CharField(label=gettext_lazy("数字を確かめる第三者"), max_length=100)
    signed_on = day_field(gettext_lazy("契約の日"), required=True)
    ends_on = day_field(gettext_lazy("終わる日"), required=True)
    better = forms.ChoiceField(label=gettext_lazy("どちらに動けば払うか"), choices=OutcomeContract.Direction.choices)
    shape = forms.ChoiceField(label=gettext_lazy("払う額の決め方"), choices=Shape.choices)
    base = figure_field(gettext_lazy("もとになる数"))
    yen_a_unit = sum_field(gettext_lazy("1単位あたりの額（円）"))
    cap_yen = sum_field(gettext_lazy("1回に払う上限（円）"), required=True)
    floor_yen = YenField(label=gettext_lazy("1回に払う下限（円）"), required=False)

    PARTS: ClassVar[tuple[Part, ...]] = (
        (gettext_lazy("契約"), "", ("title_typed", "contractor", "purpose", "indicator", "evaluator",
                                    ("signed_on", "ends_on"))),
        (gettext_lazy("払う額の表"),
         gettext_lazy("段階のときは数と額の組を、1単位ごとのときはもとになる数と1単位の額を入れます。"),
         (("better", "shape"), ("cap_yen", "floor_yen"), *STEPS, ("base", "yen_a_unit"))),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for n, (threshold, yen) in enumerate(STEPS, start=1):
            self.fields[threshold] = figure_field(_("段階 %(n)s の数") % {"n": n})
            self.fields[yen] = YenField(label=_("段階 %(n)s の額（円）") % {"n": n}, required=False)

    def title(self) -> str:
        return _("成果連動の契約「%(name)s」") % {"name": self.said("title_typed")}

    def yen(self) -> int | None:
        found: int | None = getattr(self, "cleaned_data", {}).get("cap_yen")
        return found

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        check_term(self, "signed_on", "ends_on")
        if (cleaned.get("floor_yen") or 0) > (cleaned.get("cap_yen") or 10**15):
            self.add_error("floor_yen", _("下限が、上限より大きくなっています。"))
        if cleaned.get("shape") == Shape.STEPS:
            self._check_steps(cleaned)
        for name in ("base", "yen_a_unit") if cleaned.get("shape") == Shape.LINEAR else ():
            if cleaned.get(name) is None and not self.has_error(name):
                self.add_error(name, _("1単位ごとに決めるときは、もとになる数と1単位の額を入れてください。"))
        return cleaned

    def _check_steps(self, cleaned: dict[str, Any]) -> None:
        rows = self.steps()
        if not rows and not self.errors:
            self.add_error("step_1", _("段階で決めるときは、数と額の組を一つは入れてください。"))
        if len({threshold for threshold, _yen in rows}) < len(rows):
            self.add_error("step_1", _("同じ数の段階が二つあります。"))
        if any(yen > (cleaned.get("cap_yen") or 10**15) for _threshold, yen in rows):
            self.add_error("cap_yen", _("上限より大きい段階の額があります。"))

    def steps(self) -> list[tuple[Decimal, int]]:
        """Rows of which both are given; 0 counts as given."""
        given = self.cleaned_data
        rows = [(given.get(threshold), given.get(yen)) for threshold, yen in STEPS]
        for (threshold, yen), (name, yen_name) in zip(rows, STEPS, strict=True):
            if (threshold is None) != (yen is None) and not (self.has_error(name) or self.has_error(yen_name)):
                self.add_error(name if threshold is None else yen_name, _("数と額は、両方を入れてください。"))
        return [(threshold, yen) for threshold, yen in rows if threshold is not None and yen is not None]


class PaymentForm(SectionedForm):
    """Which period is paid for. Nobody types the sum: it comes from the figure by the agreed table."""

    period = choice_of(lambda: [], gettext_lazy("どの時期の数字か"), required=True)
    on = day_field(gettext_lazy("支払った日"), required=True)

    PARTS: ClassVar[tuple[Part, ...]] = (
        (gettext_lazy("成果への支払い"),
         gettext_lazy("支払う額は、公表されている数字から、契約の表で計算します。額は入れません。"), ("period", "on")),
    )  # fmt: skip

    def __init__(self, *args: Any, about: PublicObject | None = None, **kwargs: Any) -> None:
        super().__init__(*args, about=about, **kwargs)
        self.contract: OutcomeContract | None = row_of(about, "outcome_contract")
        field: Any = self.fields["period"]
        known = periods_of(self.contract.indicator_id, active_town()) if self.contract is not None else []
        field.choices = [("", _("選んでください")), *((str(one), period_label(one)) for one in known)]

    def title(self) -> str:
        name = self.contract.title if self.contract else ""
        return _("「%(name)s」の支払い %(yen)s円") % {"name": name, "yen": to_the_yen(self.yen())}

    def yen(self) -> int | None:
        given = getattr(self, "cleaned_data", {})
        return self.answer(given["period"]).yen if self.contract is not None and given.get("period") else None

    def answer(self, period: int) -> Answer:
        """What the agreed table gives for the figure of a period as it is published now."""
        assert self.contract is not None  # noqa: S101 - asked only where there is one
        known = known_figure(self.contract.indicator_id, period, active_town())
        return pay(self.contract.table, self.contract.definition, known)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        not_after_today(self, "on")
        period = cleaned.get("period")
        if self.contract is None or period is None:
            return cleaned
        if OutcomePayment.objects.filter(contract=self.contract, period=period).exists():
            self.add_error("period", _("この時期の分は、もう支払っています。"))
        answer = self.answer(period)
        if answer.why is not None:
            self.add_error("period", why_in_words(answer.why))
        return cleaned
