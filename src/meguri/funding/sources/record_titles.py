"""What the public acts on other sources of money are called in the record."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from meguri.core.scope import across_towns
from meguri.funding.sources.models import (
    InKind,
    Investment,
    Loan,
    OutcomeContract,
    ReturnEdge,
    StayCommitment,
    Subsidy,
)
from meguri.indicators.labels import period_label
from meguri.record.titles import Kind, register


def _names(model: Any, column: str) -> Callable[[Iterable[str]], Mapping[str, str]]:
    def names(references: Iterable[str]) -> Mapping[str, str]:
        ids = {int(one.rpartition("-")[2]): one for one in references if one.rpartition("-")[2].isdecimal()}
        with across_towns():  # the country's record names rows of many towns
            return {ids[pk]: name for pk, name in model.objects.filter(pk__in=ids).values_list("pk", column)}

    return names


def _page(path: str) -> Callable[[str], str]:
    def page(reference: str) -> str:
        code, _dash, pk = reference.rpartition("-")
        return f"/{code}/{path}/{pk}/"

    return page


def _list(path: str, anchor: str) -> Callable[[str], str]:
    """What has no page of its own is read where it stands in a list."""
    return lambda reference: f"/{reference.partition('-')[0]}/{path}/#{anchor}-{reference.rpartition('-')[2]}"


def _parent(path: str) -> Callable[[str], str]:
    """A repayment and a payment are read on the page of their loan or contract."""
    return lambda reference: f"/{reference.split('-')[0]}/{path}/{reference.split('-')[1]}/"


def _repayments(references: Iterable[str]) -> Mapping[str, str]:
    return {one: gettext("第%(n)s回") % {"n": one.rpartition("-")[2]} for one in references}


def _payments(references: Iterable[str]) -> Mapping[str, str]:
    """By the period whose figure was paid for."""
    periods = {one: one.rpartition("-")[2] for one in references}
    return {one: period_label(int(period)) for one, period in periods.items() if period.isdecimal()}


def _sheets(references: Iterable[str]) -> Mapping[str, str]:
    named = _names(Investment, "project__name")(references)
    return {one: gettext("「%(project)s」の説明") % {"project": name} for one, name in named.items()}


register(
    titles={
        "funding.publish_subsidy": _("補助金のことを公表しました"),
        "funding.publish_subsidy_duty": _("補助金の報告を出しました"),
        "funding.publish_stay": _("つづける約束を公表しました"),
        "funding.publish_return_edge": _("成果が呼びこんだものを公表しました"),
        "funding.publish_loan": _("資金から融資しました"),
        "funding.publish_repayment": _("融資の返済が入りました"),
        "funding.publish_investment": _("投資の説明を公表しました"),
        "funding.publish_outcome_contract": _("成果連動の契約を公表しました"),
        "funding.publish_outcome_payment": _("成果に応じて支払いました"),
        "funding.publish_in_kind": _("現物・労務を公表しました"),
    },
    kinds={
        "subsidy": Kind(_("補助金"), _page("subsidies"), _names(Subsidy, "name")),
        "stay": Kind(_("つづける約束"), _list("cliff", "cliff-stay"), _names(StayCommitment, "text")),
        "return_edge": Kind(_("成果が呼びこんだもの"), _list("cliff", "cliff-return"), _names(ReturnEdge, "text")),
        "loan": Kind(_("融資"), _page("loans"), _names(Loan, "name")),
        "repayment": Kind(_("融資の返済"), _parent("loans"), _repayments),
        "investment": Kind(_("投資の説明"), _page("investments"), _sheets),
        "outcome_contract": Kind(_("成果連動の契約"), _page("outcomes"), _names(OutcomeContract, "title")),
        "outcome_payment": Kind(_("成果への支払い"), _parent("outcomes"), _payments),
        "in_kind": Kind(_("現物・労務"), _list("in-kind", "in-kind"), _names(InKind, "what")),
    },
    facts={
        "subsidy": _("補助金"),
        "loan": _("融資"),
        "contract": _("契約"),
        "yearly_yen": _("1年の額（円）"),
        "cap_yen": _("1回に払う上限（円）"),
        "ends_on": _("終わる日"),
        "figure": _("もとになった数字"),
        "definition": _("指標の決め方のしるし"),
        "takes_interest": _("関心表明を受け付けるか"),
    },
)
