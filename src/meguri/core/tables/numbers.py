"""Reading the figures of Japanese statistics: their digits, signs and marks for what is not published."""

import re
from typing import NamedTuple

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from meguri.core.errors import BadInput
from meguri.core.repairs import Repair
from meguri.core.text import half_width

NOT_PUBLISHED = frozenset(
    (
        "",
        "-",
        "－",
        "−",
        "‐",
        "–",
        "—",
        "―",
        "ー",
        "…",
        "...",
        "‥",
        "・・・",
        "x",
        "X",
        "ｘ",
        "Ｘ",
        "χ",
        "*",
        "**",
        "***",
        "＊",
        "＊＊＊",
    )
)
"""Marks of statistical tables for a figure that is not there, was not surveyed, or is kept secret."""

_MINUS = "△▲−－‐–"
_PLAIN = re.compile(r"-?(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.[0-9]+)?")
_LONGEST = 40


class Number(NamedTuple):
    """A figure, or None with the mark that stood in its place; and the repairs it needed."""

    value: int | float | None
    repairs: tuple[Repair, ...] = ()
    mark: str = ""


def read_number(text: str) -> Number:
    """The figure that `text` shows: int if it has no decimal point, else float; 12.3% is 12.3.

    Takes full-width digits, thousands separators, △ ▲ − and brackets for negative, and blanks around. Marks in
    NOT_PUBLISHED give None. Raises BadInput for text, units, dates and exponents.
    """
    if text.isascii() and text.isdigit() and len(text) <= _LONGEST:
        return Number(int(text))
    bare = text.strip()
    if bare in NOT_PUBLISHED:
        return Number(None, (), bare)
    narrow = half_width(bare)
    plain, signs = _plain_sign(narrow)
    plain, percent = (plain[:-1].rstrip(), [Repair.PERCENT]) if plain.endswith("%") else (plain, [])
    if len(plain) > _LONGEST or not _PLAIN.fullmatch(plain):
        raise _not_a_number(text)
    repairs = [Repair.SPACES] if bare != text else []
    repairs += [Repair.FULL_WIDTH] if re.search("[０-９．，％]", bare) else []
    repairs += [*signs, *([Repair.THOUSANDS] if "," in plain else []), *percent]
    digits = plain.replace(",", "")
    return Number(float(digits) if "." in digits else int(digits), tuple(repairs))


def _plain_sign(text: str) -> tuple[str, list[Repair]]:
    if text[:1] in _MINUS:
        return "-" + text[1:].lstrip(), [Repair.NEGATIVE_SIGN]
    if re.fullmatch(r"\([^()-]+\)", text):
        return "-" + text[1:-1].strip(), [Repair.NEGATIVE_SIGN]
    return text, []


def _not_a_number(text: str) -> BadInput:
    return BadInput(
        format_lazy(
            _(
                "「{found}」は数として読めません。数字だけを入れてください（例：4768、-12.5）。公表していない値は空にします。"
            ),
            found=text[:_LONGEST],
        )
    )
