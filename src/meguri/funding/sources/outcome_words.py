"""The working of a payment by outcome in words, line by line, so that a reader can reckon it again."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from meguri.funding.sources.outcome_payment import Line, Rule, Why


def why_in_words(why: Why) -> str:
    """Why nothing is paid, and what to do."""
    if why == Why.MISSING:
        return _("この時期の数字は、公表されていません。数字が公表されてから、もう一度起案してください。")
    return _(
        "指標の決め方が、契約のときと変わっています。同じ決め方の数字でなければ払えません。契約を見直してください。"
    )


def working(lines: Sequence[Line], unit: str) -> list[tuple[str, str]]:
    """Each line as (what is done, what it gives)."""
    return [(_told(one, unit), _yen_or_number(one, unit)) for one in lines]


def _told(line: Line, unit: str) -> str:
    first, *rest = [number(term) for term in line.terms]
    second = rest[0] if rest else ""
    if line.rule in (Rule.REACHED, Rule.NOT_REACHED):
        word = (
            _("%(figure)s%(unit)sなので、%(step)s%(unit)sの段階に届いています")
            if line.rule == Rule.REACHED
            else _("%(step)s%(unit)sの段階には届いていないので、額はそのままです")
        )
        return word % {"figure": first, "step": second, "unit": unit}
    if line.rule == Rule.GAIN:
        return _("%(first)s%(unit)s − %(second)s%(unit)s") % {"first": first, "second": second, "unit": unit}
    if line.rule == Rule.TIMES:
        return _("%(first)s × %(second)s円") % {"first": first, "second": second}
    if line.rule == Rule.WHOLE_YEN:
        return _("1円に満たない分を切りすてる")
    if line.rule == Rule.AT_LEAST:
        return _("下限 %(yen)s円より少なければ、下限にする") % {"yen": second}
    return _("上限 %(yen)s円より多ければ、上限にする") % {"yen": second}


def _yen_or_number(line: Line, unit: str) -> str:
    if line.rule == Rule.GAIN:
        return f"{number(line.result)}{unit}"
    return _("%(yen)s円") % {"yen": number(line.result)}


def number(value: Fraction) -> str:
    """A decimal number as written, with thousands separators; terms have at most four places, products four more."""
    places = Decimal(value.numerator) / Decimal(value.denominator)
    text = f"{places:,.8f}" if value.denominator != 1 else f"{value.numerator:,}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace("-", "−")
