"""A sum as people say and write it: 1万, 1万5千, 3千円, 2億1,000万. Free of Django."""

import re

from meguri.core.text import half_width

UNITS = (("億", 10**8), ("万", 10**4), ("千", 10**3), ("", 1))
_SPOKEN = re.compile("".join(rf"(?:([0-9]{{1,6}}){unit})?" for unit, _factor in UNITS))


def spoken_sum(typed: str) -> int | None:
    """Whole yen, in any digits, with or without commas and 円; None where it is no such sum."""
    bare = re.sub(r"[\s,]", "", half_width(typed)).removesuffix("円")
    found = _SPOKEN.fullmatch(bare)
    if found is None or not any(found.groups()):
        return None
    return sum(int(part or 0) * factor for part, (_unit, factor) in zip(found.groups(), UNITS, strict=True))
