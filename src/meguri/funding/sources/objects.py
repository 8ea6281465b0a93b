"""Subsidies, loans, contracts and the rest as the thread sees them: each after its project, answered for through it.

What a result brought in stands after the figure that spoke and leads to what came, so that the ring goes on.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy, override

from meguri.core.ports import Reference
from meguri.funding.sources.models import (
    InKind,
    Investment,
    Loan,
    OutcomeContract,
    ReturnEdge,
    StayCommitment,
    Subsidy,
)
from meguri.funding.words import in_words
from meguri.governance.models import PublicObject
from meguri.governance.objects import Described, DeskText, ObjectKind, register
from meguri.indicators.queries import catalogue
from meguri.projects.keys import numbers, town_code
from meguri.towns.models import Station

Said = Callable[[Any], tuple[str, str, str]]
"""Title, summary and state of a row, in Japanese."""


def _subsidy(one: Subsidy) -> tuple[str, str, str]:
    until = date_format(one.ends_on, "DATE_FORMAT")
    return one.name, f"1年に{in_words(one.yearly_yen)}。{until}まで。{one.giver_name}", ""


def _stay(one: StayCommitment) -> tuple[str, str, str]:
    return one.text, f"{date_format(one.until, 'DATE_FORMAT')}までつづける約束", ""


def _return(one: ReturnEdge) -> tuple[str, str, str]:
    return one.text, in_words(one.yen) if one.yen is not None else "", ""


def _loan(one: Loan) -> tuple[str, str, str]:
    rate = f"{one.rate.normalize():f}" if hasattr(one.rate, "normalize") else str(one.rate)
    return one.name, f"融資 {in_words(one.yen)}、年利{rate}％、{one.instalments}回で返す", ""


def _investment(one: Investment) -> tuple[str, str, str]:
    return f"投資の説明: {one.aim}", one.use, ""


def _outcome(one: OutcomeContract) -> tuple[str, str, str]:
    return one.title, f"成果連動の契約、1回に{in_words(one.cap_yen)}まで。{one.contractor}", ""


def _in_kind(one: InKind) -> tuple[str, str, str]:
    return one.what, f"{one.giver_name}、{one.quantity.normalize():f}{one.unit}", str(one.get_kind_display())


def _describer(kind: str, said: Said) -> Callable[[Sequence[Any]], list[Described]]:
    def describe(rows: Sequence[Any]) -> list[Described]:
        """No query: all that is said stands in the row."""
        code = town_code()
        with override("ja"):
            told = [(one, *said(one)) for one in rows]
        return [
            Described(
                Reference(kind, f"{code}-{one.pk}"), title=title, summary=summary, state=state,
                came_from=(Reference("project", f"{code}-{one.project_id}"),),
                answered_by=Reference("project", f"{code}-{one.project_id}"),
            )
            for one, title, summary, state in told
        ]  # fmt: skip

    return describe


def _describe_returns(rows: Sequence[ReturnEdge]) -> list[Described]:
    """One query for what came, one for the catalogue after an act."""
    code, known = town_code(), catalogue().by_id
    came = PublicObject.objects.in_bulk({one.target_id for one in rows if one.target_id is not None})
    with override("ja"):
        told = [(one, *_return(one)) for one in rows]
    return [
        Described(
            Reference("return_edge", f"{code}-{one.pk}"), title=title, summary=summary, state=state,
            came_from=(
                Reference("project", f"{code}-{one.project_id}"),
                *([known[one.indicator_id].public_reference()] if one.indicator_id in known else []),
            ),
            led_to=(came[one.target_id].public_reference(),) if one.target_id in came else (),
            answered_by=Reference("project", f"{code}-{one.project_id}"),
        )
        for one, title, summary, state in told
    ]  # fmt: skip


def _by(model: Any) -> Callable[[Iterable[str]], Sequence[Any]]:
    return lambda keys: list(model.objects.filter(pk__in=numbers(keys)))


def _found_by(said: Said) -> Callable[[Any], DeskText]:
    return lambda one: DeskText(said(one)[0], text=said(one)[1])


for _name, _word, _model, _said in (
    ("subsidy", gettext_lazy("補助金"), Subsidy, _subsidy),
    ("stay", gettext_lazy("つづける約束"), StayCommitment, _stay),
    ("loan", gettext_lazy("融資"), Loan, _loan),
    ("investment", gettext_lazy("投資の説明"), Investment, _investment),
    ("outcome_contract", gettext_lazy("成果連動の契約"), OutcomeContract, _outcome),
    ("in_kind", gettext_lazy("現物・労務"), InKind, _in_kind),
):
    register(
        ObjectKind(
            _name, _word, Station.FUND, _describer(_name, _said), rows=_model.objects.all, found_by=_found_by(_said),
            by_references=_by(_model),
        )
    )  # fmt: skip
register(
    ObjectKind(
        "return_edge", gettext_lazy("成果が呼びこんだもの"), Station.FUND, _describe_returns,
        rows=ReturnEdge.objects.all, by_references=_by(ReturnEdge),
    )
)  # fmt: skip
