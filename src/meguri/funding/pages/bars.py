"""A bar for parts: budget and settlement of each on one axis from zero, as shares that the template draws."""

from collections.abc import Sequence
from dataclasses import dataclass

from meguri.funding.queries import Money
from meguri.funding.words import in_words, to_the_yen

FULL = 1000


@dataclass(frozen=True, slots=True)
class Bar:
    """One part in words and as lengths; `budget` and `settlement` are of `FULL`, None where unknown."""

    name: str
    url: str
    money: Money
    budget: int | None
    settlement: int | None

    @property
    def budget_words(self) -> str:
        return in_words(self.money.budget)

    @property
    def settlement_words(self) -> str:
        return in_words(self.money.settlement)

    @property
    def budget_yen(self) -> tuple[int | None, str]:
        return self.money.budget, to_the_yen(self.money.budget)

    @property
    def settlement_yen(self) -> tuple[int | None, str]:
        return self.money.settlement, to_the_yen(self.money.settlement)


def bars(parts: Sequence[tuple[str, str, Money]]) -> list[Bar]:
    """(name, address, money) as bars; the longest of all amounts is full. What is below zero has no length."""
    amounts = [yen for _name, _url, money in parts for yen in (money.budget, money.settlement) if yen is not None]
    longest = max(amounts, default=0)
    return [
        Bar(name, url, money, _length(money.budget, longest), _length(money.settlement, longest))
        for name, url, money in parts
    ]


def _length(yen: int | None, longest: int) -> int | None:
    if yen is None:
        return None
    return max(0, yen) * FULL // longest if longest > 0 else 0
