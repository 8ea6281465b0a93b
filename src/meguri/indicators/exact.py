"""Which numbers a figure can hold to the last digit, and how many decimals its indicator has."""

import re

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from meguri.core.text import half_width

MOST_DIGITS = 15
"""A binary64 gives back every decimal number of up to 15 significant digits unchanged."""


def why_not_exact(number: str, decimals: int | None) -> Promise | None:
    """Why the written `number` would be kept or shown as another one; None when it would not.

    `decimals`: of the indicator, None where it is not known. Noughts before and after a number count for nothing.
    """
    whole, _point, fraction = re.sub(r"[^0-9.]", "", half_width(number)).partition(".")
    whole, fraction = whole.lstrip("0"), fraction.rstrip("0")
    if len(whole) + len(fraction) > MOST_DIGITS:
        return format_lazy(
            _("{most}けたより長い数は、正しく持っていられません。けたの数か単位をたしかめてください。"),
            most=MOST_DIGITS,
        )
    if decimals is None or len(fraction) <= decimals:
        return None
    if not decimals:
        return _("この指標は、小数点以下のない数です。整数に直してください。")
    return format_lazy(
        _("この指標は、小数点以下{decimals}けたまでの数です。けたの数を直してください。"), decimals=decimals
    )
