"""How a year's page shows what the copy is held against: official totals, national statistics, and its own parts."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from meguri.funding.flow.models import OfficialTotal
from meguri.funding.flow.reconciled import (
    Held,
    Statistic,
    broken_parts,
    broken_transfers,
    held_against,
    statistics_of,
)
from meguri.funding.models import BudgetLine
from meguri.funding.words import to_the_yen
from meguri.indicators.labels import definition_of, name_of, source_name, statistic_of
from meguri.towns.models import Town

Side = BudgetLine.Side


@dataclass(frozen=True, slots=True)
class Row:
    """One comparison; amounts as (yen, letters)."""

    what: str
    stated: tuple[int | None, str]
    counted: tuple[int | None, str]
    difference: tuple[int | None, str]
    is_same: bool
    source: str
    said: str


def reconciled(town: Town, fiscal_year: int) -> dict[str, Any]:
    """For the year's page. Nine queries at most."""
    return {
        "official": [_official(one) for one in held_against(fiscal_year)],
        "statistics": [_statistic(one) for one in statistics_of(town, fiscal_year)],
        "broken": [*_parts(fiscal_year), *_transfers(fiscal_year)],
    }


def _official(one: Held) -> Row:
    total, off = one.total, one.difference
    words = (total.account, Side(total.side).label, OfficialTotal.Kind(total.kind).label)
    return Row(
        what=" ".join(str(word) for word in words),
        stated=_cell(total.yen),
        counted=_cell(one.counted),
        difference=_cell(off),
        is_same=off == 0,
        source=total.source,
        said=total.explained or (_("差のわけは、まだ書かれていません。") if off else ""),
    )


def _statistic(one: Statistic) -> Row:
    return Row(
        what=name_of(one.indicator),
        stated=(one.thousand_yen, to_the_yen(one.thousand_yen)),
        counted=_cell(one.counted),
        difference=_cell(one.difference),
        is_same=one.difference == 0,
        source=f"{statistic_of(one.indicator)}／{source_name(one.indicator.source)}",
        said=definition_of(one.indicator),
    )


def _cell(yen: int | None) -> tuple[int | None, str]:
    return yen, to_the_yen(yen)


def _parts(fiscal_year: int) -> list[str]:
    sentence = _(
        "%(account)sの%(side)sの%(lines)s行で、当初・補正・流用・繰越を足した額と予算現額が、あわせて%(yen)s円ちがいます。"
    )
    return [
        sentence
        % {"account": one.account, "side": Side(one.side).label, "lines": one.lines, "yen": to_the_yen(one.yen)}
        for one in broken_parts(fiscal_year)
    ]


def _transfers(fiscal_year: int) -> list[str]:
    """流用 and 充用 move money within an account."""
    sentence = _("%(account)sの流用・充用を足すと、0円でなく%(yen)s円になります。")
    return [sentence % {"account": account, "yen": to_the_yen(yen)} for account, yen in broken_transfers(fiscal_year)]
