"""The names in the budget that wait to be tied to a project: one for all lines that carry it, the most money first."""

from dataclasses import dataclass

from meguri.funding.models import BudgetLine

MOST_LINES_OF_A_NAME = 100


@dataclass(frozen=True, slots=True)
class OpenName:
    """A name of an undertaking as the budget has it. `budget`: yen of all its open lines, None where unknown."""

    name: str
    number: str
    years: tuple[int, ...]
    budget: int | None
    line_ids: tuple[int, ...]


def open_names() -> list[OpenName]:
    """All of the active town. One query."""
    rows = (
        BudgetLine.objects.filter(stands=True, tie=BudgetLine.Tie.OPEN)
        .exclude(name_key="", number="")
        .order_by("-fiscal_year", "row")
        .values_list("pk", "name_key", "number", "undertaking", "fiscal_year", "budget_yen")
    )
    found: dict[tuple[str, str], list[tuple[int, str, int, int | None]]] = {}
    for pk, key, number, name, year, yen in rows:
        found.setdefault((key, number), []).append((pk, name, year, yen))
    names = [_named(number, lines) for (_key, number), lines in found.items()]
    return sorted(names, key=lambda one: (-(one.budget or 0), one.name))


def _named(number: str, lines: list[tuple[int, str, int, int | None]]) -> OpenName:
    known = [yen for _pk, _name, _year, yen in lines if yen is not None]
    return OpenName(
        name=lines[0][1],
        number=number,
        years=tuple(sorted({year for _pk, _name, year, _yen in lines})),
        budget=sum(known) if known else None,
        line_ids=tuple(pk for pk, _name, _year, _yen in lines[:MOST_LINES_OF_A_NAME]),
    )


def count_unnamed() -> int:
    """Open lines without the name of an undertaking, as 給料: tied on their own page, if at all. One query."""
    return BudgetLine.objects.filter(stands=True, tie=BudgetLine.Tie.OPEN, name_key="", number="").count()
