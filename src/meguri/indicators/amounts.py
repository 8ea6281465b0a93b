"""Amounts as prose writes them: 1万3,245人, 約85億4,300万円; 13,245 people, about 8.54 billion yen. Free of Django."""

from math import floor, log10

THOUSAND_YEN = "千円"
_SIGNIFICANT = 4
_KANJI_UNITS = ((10**12, "兆"), (10**8, "億"), (10**4, "万"))
_ENGLISH_UNITS = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"))


def amount(value: float, unit: str, language: str, *, decimals: int = 0) -> str:
    """`value` (not negative) of `unit` (as in Indicator.unit or unit_en) in words.

    Thousands of yen are told in yen, rounded to four digits and marked 約 or "about" where that changed anything.
    Everything else keeps all of its digits.
    """
    if unit == THOUSAND_YEN:
        return yen_in_words(round(value * 1000), language)
    if language.startswith("ja"):
        return f"{_in_kanji(value, decimals)}{unit}"
    return f"{value:,.{decimals}f} {unit}".strip()


def yen_in_words(yen: int, language: str) -> str:
    """Whole yen (not negative) in prose, rounded to four digits and then marked 約 or "about"."""
    rounded = _rounded(yen)
    japanese = language.startswith("ja")
    words = f"{_in_kanji(rounded, 0)}円" if japanese else f"{_in_english(rounded)} yen"
    if rounded == yen:
        return words
    return f"約{words}" if japanese else f"about {words}"


def _rounded(number: int) -> int:
    if number == 0:
        return 0
    step: int = 10 ** max(0, floor(log10(number)) + 1 - _SIGNIFICANT)
    return round(number / step) * step


def _in_kanji(value: float, decimals: int) -> str:
    """From 10,000 on in 万, 億 and 兆: 152,345 is 15万2,345."""
    if value < 10_000:
        return f"{value:,.{decimals}f}"
    rest = round(value)
    parts = []
    for worth, word in _KANJI_UNITS:
        count, rest = divmod(rest, worth)
        if count:
            parts.append(f"{count:,}{word}")
    return "".join(parts) + (f"{rest:,}" if rest else "")


def _in_english(number: int) -> str:
    for worth, word in _ENGLISH_UNITS:
        if number >= worth:
            return f"{number / worth:.{_SIGNIFICANT}g} {word}"
    return f"{number:,}"
