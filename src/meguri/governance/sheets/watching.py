"""What a plan would end or shift by much: never taken in passing, only by whoever has looked at it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from meguri.core.errors import BadInput
from meguri.governance.sheets.plan import SheetPlan
from meguri.governance.sheets.registry import SheetImport, Total

MUCH = 10
"""Of a hundred: by how much a sum may change before somebody has to look."""


@dataclass(frozen=True, slots=True)
class Watch:
    """How many rows a plan ends, and the sums before and after."""

    ending: int = 0
    totals: tuple[Total, ...] = ()

    @property
    def shifted(self) -> tuple[Total, ...]:
        return tuple(one for one in self.totals if one.before and _differs_much(one))

    @property
    def needs_look(self) -> bool:
        return bool(self.ending or self.shifted)


def _differs_much(one: Total) -> bool:
    return abs(one.after - one.before) * 100 > abs(one.before) * MUCH


def watch_of(one: SheetImport, plan: SheetPlan) -> Watch:
    return Watch(plan.ending, tuple(one.totals(plan)))


def require_looked(one: SheetImport, plan: SheetPlan, *, seen: bool) -> None:
    """BadInput for a plan that ends rows or shifts a sum by much, and that nobody says to have looked at."""
    if not seen and watch_of(one, plan).needs_look:
        raise BadInput(
            _(
                "終わるものや、合計が大きく変わるものがあります。"
                "中身を見て、「終わるものを見ました」にしるしを付けてください。"
            )
        )
