"""Sums of the journal by purpose, way and project: what a fund or a year received, and where it went."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet, Sum

from meguri.funding.journal.accounts import Kind, balances_of
from meguri.funding.journal.models import Fund, JournalEntry, Posting, Purpose

Stage = JournalEntry.Stage


@dataclass(frozen=True, slots=True)
class End:
    """Yen of a purpose and what became of them: `stage` spent (with its project) or returned, or "lent", "kept"."""

    purpose: int
    stage: str
    project: int | None
    yen: int


@dataclass(frozen=True, slots=True)
class Came:
    """Yen that came in by one way, of one fund."""

    fund: int
    way: str
    yen: int


def ends_of_fund(fund: Fund) -> list[End]:
    """Where all yen of a fund are, each once. Four queries."""
    purposes = list(Purpose.objects.filter(fund=fund))
    gone = _gone(Posting.objects.filter(account__fund=fund))
    return [*gone, *_there(purposes)]


def ends_of_year(fiscal_year: int) -> list[End]:
    """What left the purposes of all funds in a fiscal year. One query."""
    return _gone(Posting.objects.filter(entry__fiscal_year=fiscal_year))


def came_to(fund: Fund) -> list[Came]:
    """What a fund received, by way, the most first. One query."""
    return _came(Posting.objects.filter(account__fund=fund))


def came_in(fiscal_year: int) -> list[Came]:
    """What all funds received in a fiscal year, by fund and way. One query."""
    return _came(Posting.objects.filter(entry__fiscal_year=fiscal_year))


def _came(postings: QuerySet[Posting]) -> list[Came]:
    rows = (
        postings.filter(account__kind=Kind.PURPOSE, entry__stage=Stage.RECEIVED)
        .order_by()
        .values_list("account__fund_id", "entry__way")
        .annotate(yen=-Sum("yen"))
    )
    return sorted((Came(*row) for row in rows if row[2]), key=lambda one: (-one.yen, one.way))


def _gone(postings: QuerySet[Posting]) -> list[End]:
    rows = (
        postings.filter(account__kind=Kind.PURPOSE, entry__stage__in=[Stage.SPENT, Stage.RETURNED])
        .order_by()
        .values_list("account__purpose_id", "entry__stage", "entry__project_id")
        .annotate(yen=Sum("yen"))
    )
    return [End(*row) for row in rows if row[3]]


def _there(purposes: Iterable[Purpose]) -> list[End]:
    found = []
    for pk, balance in balances_of(purposes).items():
        found += [End(pk, "lent", None, balance.lent), End(pk, "kept", None, balance.available)]
    return [one for one in found if one.yen]
