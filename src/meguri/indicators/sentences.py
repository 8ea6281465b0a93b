"""What a line of figures says in a sentence: how much it changed and since when; never why, never better than whom."""

from collections.abc import Sequence
from dataclasses import dataclass

from meguri.core.period import Period, PeriodKind
from meguri.indicators.amounts import THOUSAND_YEN, amount

SPAN_YEARS = 5


@dataclass(frozen=True, slots=True)
class Reading:
    """A figure of one period; `value` is None when it was not published."""

    when: Period
    value: float | None


@dataclass(frozen=True, slots=True)
class Line:
    """One indicator at one place. `subject`: as it stands in a sentence, 「人口」 or "the population".

    `unit` is the indicator's own, or what Japanese counts it with (か所); 千円 is told in yen in either language.
    `zero_is_explained`: the definition says how a 0 came to be, so no rise or fall is told from or to one.
    """

    subject: str
    unit: str
    readings: Sequence[Reading]
    is_flow: bool = False
    decimals: int = 0
    zero_is_explained: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """The two figures that a sentence compares, the earlier one first."""

    earlier: Reading
    later: Reading

    @property
    def difference(self) -> float:
        return (self.later.value or 0) - (self.earlier.value or 0)

    @property
    def has_zero(self) -> bool:
        return 0 in (self.earlier.value, self.later.value)

    @property
    def same_day_of_year(self) -> bool:
        """Whether both were counted on the same day of the year, so that whole years lie between them."""
        one, other = self.earlier.when, self.later.when
        return (one.kind, one.month, one.day) == (other.kind, other.month, other.day)


def change_of(readings: Sequence[Reading]) -> Change | None:
    """The newest published figure beside the one nearest to five years before it; None with fewer than two.

    Only figures of one kind of period are compared; of two equally near, the later one is taken.
    """
    published = [reading for reading in sorted(readings, key=lambda r: r.when) if reading.value is not None]
    if not published:
        return None
    newest = published[-1]
    before = [reading for reading in published[:-1] if reading.when.kind is newest.when.kind]
    if not before:
        return None
    wanted = newest.when.end.year - SPAN_YEARS
    return Change(min(reversed(before), key=lambda reading: abs(reading.when.end.year - wanted)), newest)


def sentence(line: Line, language: str) -> str:
    """One sentence, and a second where the newest period was not published or the day of counting changed.

    "" when there is no reading at all: the page then says what is missing.
    """
    if not line.readings:
        return ""
    words: _Japanese | _English = _Japanese(line) if language.startswith("ja") else _English(line)
    published = [reading for reading in line.readings if reading.value is not None]
    if not published:
        return words.nothing_published()
    change = change_of(line.readings)
    newest = max(line.readings, key=lambda reading: reading.when)
    parts = [words.alone(published[-1]) if change is None else words.change(change)]
    if change is not None and not change.same_day_of_year:
        parts.append(words.other_day(change))
    if newest.value is None:
        parts.append(words.newest_missing(newest.when))
    return words.joined(parts)


class _Japanese:
    def __init__(self, line: Line) -> None:
        self.line = line

    def nothing_published(self) -> str:
        return f"{self.line.subject}は公表されていません。"

    def alone(self, reading: Reading) -> str:
        said = f"{reading.when.label_ja()}の{self.line.subject}は{self._amount(reading.value)}です。"
        return f"{said}くらべられる前の数字はありません。"

    def change(self, change: Change) -> str:
        if self.line.zero_is_explained and change.has_zero:
            return self._both(change)
        return f"{self._about(change)}{self._turn(change)}"

    def _both(self, change: Change) -> str:
        earlier, later = self._when(change.earlier, change), self._when(change.later, change)
        if not change.difference:
            return f"{self.line.subject}は、{earlier}も{later}も{self._amount(0)}です。"
        before, after = self._amount(change.earlier.value), self._amount(change.later.value)
        return f"{self.line.subject}は、{earlier}は{before}、{later}は{after}です。"

    def _when(self, reading: Reading, change: Change) -> str:
        """The year alone where both were counted on the same day of it."""
        is_fiscal = reading.when.kind is PeriodKind.FISCAL_YEAR
        return f"{reading.when.year}年" if change.same_day_of_year and not is_fiscal else reading.when.label_ja()

    def _about(self, change: Change) -> str:
        subject = self.line.subject
        if self.line.is_flow:
            return f"{change.later.when.label_ja()}の{subject}は、{change.earlier.when.label_ja()}"
        return f"{subject}は、{self._when(change.earlier, change)}から{self._when(change.later, change)}までに"

    def _turn(self, change: Change) -> str:
        if not change.difference:
            return "と同じです。" if self.line.is_flow else "変わっていません。"
        verb = "増えました。" if change.difference > 0 else "減りました。"
        return ("より" if self.line.is_flow else "") + self._amount(abs(change.difference)) + verb

    def other_day(self, change: Change) -> str:
        return "数えた日がちがうので、1年あたりにはなおせません。"

    def newest_missing(self, when: Period) -> str:
        return f"{when.label_ja()}の数字は公表されていません。"

    def joined(self, parts: Sequence[str]) -> str:
        return "".join(parts)

    def _amount(self, value: float | None) -> str:
        return amount(value or 0, self.line.unit, "ja", decimals=self.line.decimals)


class _English:
    def __init__(self, line: Line) -> None:
        self.line = line
        self.subject = line.subject[:1].upper() + line.subject[1:]

    def nothing_published(self) -> str:
        return f"{self.subject}: no figure has been published."

    def alone(self, reading: Reading) -> str:
        return (
            f"{self.subject} was {self._amount(reading.value)} {self._at(reading.when)}. "
            "There is no earlier figure to compare it with."
        )

    def change(self, change: Change) -> str:
        if self.line.zero_is_explained and change.has_zero and change.difference:
            before, after = (self._there(reading, change) for reading in (change.earlier, change.later))
            return f"{self.subject} was {before} and {after}."
        if not change.difference:
            return f"{self.subject} {self._span(change, 'was the same')}."
        turn = "rose" if change.difference > 0 else "fell"
        return f"{self.subject} {self._span(change, f'{turn} by {self._amount(abs(change.difference))}')}."

    def _span(self, change: Change, turn: str) -> str:
        return f"{turn} from {self._when(change.earlier, change)} to {self._when(change.later, change)}"

    def _there(self, reading: Reading, change: Change) -> str:
        when = f"in {self._when(reading, change)}" if change.same_day_of_year else self._at(reading.when)
        return f"{self._amount(reading.value)} {when}"

    def _when(self, reading: Reading, change: Change) -> str:
        is_fiscal = reading.when.kind is PeriodKind.FISCAL_YEAR
        return str(reading.when.year) if change.same_day_of_year and not is_fiscal else reading.when.label_en()

    def other_day(self, change: Change) -> str:
        return "The days of counting differ, so this cannot be told by the year."

    def newest_missing(self, when: Period) -> str:
        return f"The figure for {when.label_en()} has not been published."

    def joined(self, parts: Sequence[str]) -> str:
        return " ".join(parts)

    def _at(self, when: Period) -> str:
        return f"{'on' if when.kind is PeriodKind.DAY else 'in'} {when.label_en()}"

    def _amount(self, value: float | None) -> str:
        """The number alone: the subject has said what is counted; money keeps its yen."""
        unit = THOUSAND_YEN if self.line.unit == THOUSAND_YEN else ""
        return amount(value or 0, unit, "en", decimals=self.line.decimals)
