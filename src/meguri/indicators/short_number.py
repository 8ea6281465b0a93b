"""Figures short enough for an axis: 4,778 ・ 1.2万 ・ 3.2億, or 12K and 320M for readers of English."""

from collections.abc import Callable

_JAPANESE = ((1e12, "兆"), (1e8, "億"), (1e4, "万"))
_ENGLISH = ((1e12, "T"), (1e9, "B"), (1e6, "M"), (1e3, "K"))


def short_number(value: float) -> str:
    """Japanese short form, two significant decimals at most: 12345 → "1.23万", 1234 → "1,234", 0.5 → "0.5"."""
    return _short(value, _JAPANESE)


def short_number_en(value: float) -> str:
    """English short form: 12345 → "12.3K"; under ten thousand all digits are written."""
    return _short(value, _ENGLISH)


def short_number_for(language: str) -> Callable[[float], str]:
    """The form for a language code; Japanese unless it is English."""
    return short_number_en if language.startswith("en") else short_number


def _short(value: float, units: tuple[tuple[float, str], ...]) -> str:
    size = abs(value)
    if size >= 1e4:
        for worth, word in units:
            if round(size / worth, 2) >= 1:
                return _plain(value / worth) + word
    return _plain(value)


def _plain(value: float) -> str:
    written = f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
    return written.replace("-", "−")
