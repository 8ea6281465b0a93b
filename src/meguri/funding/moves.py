"""How the budget of a year came to be what it is: 当初, 補正, 流用・充用 and 繰越, and what goes to the next year."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Min, Sum

from meguri.funding.models import BudgetLine

NAMES = ("initial", "supplement", "transfer", "carried", "budget", "settlement", "carried_out")


@dataclass(frozen=True, slots=True)
class Moves:
    """One 款; `amounts` in the order of `NAMES`, in yen, None where no line says anything."""

    kan: str
    amounts: tuple[int | None, ...]

    @property
    def tells_of_changes(self) -> bool:
        """Whether more is told than what stands as budget and settlement."""
        return any(yen is not None for name, yen in zip(NAMES, self.amounts, strict=True) if name not in _PLAIN)


_PLAIN = ("budget", "settlement")


def moves_of(fiscal_year: int, account: str, side: str) -> list[Moves]:
    """By 款 in the order of the file. One query."""
    rows: Any = (
        BudgetLine.objects.filter(stands=True, fiscal_year=fiscal_year, account=account, side=side)
        .order_by()
        .values("kan")
        .annotate(first=Min("row"), **{name: Sum(f"{name}_yen") for name in NAMES})
        .order_by("first")
    )
    return [Moves(row["kan"], tuple(row[name] for name in NAMES)) for row in rows]
