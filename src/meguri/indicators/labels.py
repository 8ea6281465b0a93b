"""An indicator in the reader's language: its name, unit, dates and figures, and what stands where one is missing."""

import re
from collections.abc import Iterable

from django.utils.translation import get_language, gettext

from meguri.core.period import Period
from meguri.indicators.amounts import THOUSAND_YEN
from meguri.indicators.figures import Figure, State
from meguri.indicators.models import MADE_UP, Indicator, Source
from meguri.towns.models import Municipality

_DATE = re.compile(r"(?:(\d+)年)?(\d+)月(\d+)日")
_BRACKETS = re.compile(r"\s*[（(][^（）()]*[）)]$")
_SPANS = {
    Indicator.PeriodKind.YEAR: "1 January to 31 December",
    Indicator.PeriodKind.FISCAL_YEAR: "1 April to 31 March of the next year",
}
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December")  # fmt: skip


def in_english() -> bool:
    """Whether the reader has chosen English."""
    return not (get_language() or "ja").startswith("ja")


def _chosen(japanese: str, english: str) -> str:
    return english if english and in_english() else japanese


def name_of(indicator: Indicator) -> str:
    return _chosen(indicator.name, indicator.name_en)


def unit_of(indicator: Indicator) -> str:
    return _chosen(indicator.unit, indicator.unit_en)


def suffix_of(indicator: Indicator) -> str:
    """The unit as it stands right after a number: 「人」, or " people" with its space."""
    unit = unit_of(indicator)
    return f" {unit}" if unit and in_english() and unit != "%" else unit


def definition_of(indicator: Indicator) -> str:
    return _chosen(indicator.definition, indicator.definition_en)


def zero_note_of(indicator: Indicator) -> str:
    """How a 0 is read, in one sentence; the general one where the definition has none of its own."""
    own = _chosen(indicator.zero_note, indicator.zero_note_en)
    if own:
        return own
    if indicator.zero_means == Indicator.ZeroMeans.BLANK:
        return gettext("0は公表なしとして扱います。")
    return gettext("0は、本当に0だったという数です。")


def statistic_of(indicator: Indicator) -> str:
    return _chosen(indicator.statistic, indicator.statistic_en) or source_name(indicator.source)


def credit_of(indicator: Indicator, source: Source) -> str:
    """The statistic and the credit line for figures of `indicator` that came from `source`."""
    if source.key == MADE_UP:
        return source.credit
    return f"{statistic_of(indicator)}／{source.credit}"


def counted_by(indicator: Indicator, source: Source) -> str:
    """The statistic behind a figure from `source`; of a made-up one, that it is made up."""
    return source_name(source) if source.key == MADE_UP else statistic_of(indicator)


def source_name(source: Source) -> str:
    return _chosen(source.name, source.name_en)


def base_date_of(indicator: Indicator) -> str:
    """The day or span counted. A town's own words are shown as they are."""
    if not in_english() or indicator.town_id is not None:
        return indicator.base_date
    return _SPANS.get(Indicator.PeriodKind(indicator.period_kind)) or _DATE.sub(_english_day, indicator.base_date)


def _english_day(found: "re.Match[str]") -> str:
    year, month, day = found.groups()
    return f"{int(day)} {_MONTHS[int(month) - 1]}" + (f" {year}" if year else "")


def number(value: float, decimals: int = 0) -> str:
    """With thousands separators: "4,778", "87.3"."""
    return f"{value:,.{decimals}f}"


def period_label(period: int) -> str:
    """A stored period in words: 「2020年10月1日」."""
    return Period.decode(period).label(get_language() or "ja")


def newer_note(newer: Iterable[tuple[Indicator, Figure]]) -> str:
    """Which other figures are newer than the one shown, each by name and date, in one line."""
    named = [
        gettext("%(name)s（%(when)s）") % {"name": name_of(indicator), "when": period_label(figure.period)}
        for indicator, figure in newer
    ]
    between = ", " if in_english() else "、"
    return gettext("ほかの数字には、もっと新しいものがあります: %(names)s") % {"names": between.join(named)}


def place_label(place: Municipality) -> str:
    """A place's name in the reader's language; a made-up one says that it is."""
    name = place.romaji.capitalize() if in_english() and place.romaji else place.name
    return gettext("%(name)s（架空）") % {"name": name} if place.is_fictional else name


def missing(figure: Figure | None, *, is_open: bool) -> str:
    """What stands where there is no figure: 公表なし, 未入力 or 公開資料なし; never 0."""
    if figure is not None and figure.state is State.NOT_PUBLISHED:
        return gettext("公表なし")
    return gettext("未入力") if is_open else gettext("公開資料なし")


def shown(figure: Figure | None, indicator: Indicator, *, is_open: bool) -> str:
    """A figure as a table has it, or the word that stands where it is missing."""
    if figure is None or figure.value is None:
        return missing(figure, is_open=is_open)
    return number(figure.value, indicator.decimals)


def large(value: float, indicator: Indicator) -> tuple[str, str]:
    """A figure to the last digit and its unit, as prose has it: thousands of yen are told in yen."""
    if indicator.unit != THOUSAND_YEN:
        return number(value, indicator.decimals), unit_of(indicator)
    if in_english():
        return number(value * 1000), yen()
    cho, rest = divmod(abs(round(value)), 1_000_000_000)
    oku, rest = divmod(rest, 100_000)
    man, thousands = divmod(rest, 10)
    parts = [
        f"{cho:,}兆" if cho else "",
        f"{oku:,}億" if oku else "",
        f"{man:,}万" if man else "",
        f"{thousands}千" if thousands else "",
    ]
    return ("-" if value < 0 else "") + ("".join(parts) or "0"), yen()


def yen() -> str:
    """The unit of money as drawn and told, whatever thousands it is stored in."""
    return "yen" if in_english() else "円"


def subject_of(indicator: Indicator) -> str:
    """The name as it stands in a sentence, without what is in brackets at its end."""
    return _BRACKETS.sub("", name_of(indicator))


def edition_span(figure: Figure) -> str:
    """The editions that carried a figure: 「2018版〜2026版」."""
    if figure.first_edition == figure.last_edition:
        return figure.first_edition
    return f"{figure.first_edition}〜{figure.last_edition}"
