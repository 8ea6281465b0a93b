"""The targets of an indicator on its page: those in force, and those that were replaced, with the day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from meguri.core.period import Period
from meguri.core.scope import active_town
from meguri.indicators.labels import number, period_label, suffix_of
from meguri.indicators.models import Indicator, Target


@dataclass(frozen=True, slots=True)
class TargetLine:
    """One target in words. `replaced` is the day on which another took its place, "" while it is in force."""

    raw: float
    value: str
    unit: str
    by: str
    baseline: str
    baseline_when: str
    reason: str
    set_on: str
    replaced: str


def targets_of(indicator: Indicator) -> list[Target]:
    """The active town's targets for an indicator, the replaced ones too; none where no town is open. One query."""
    if active_town() is None:
        return []
    return list(Target.objects.filter(indicator=indicator).order_by("period", "-set_at"))


def in_force(targets: Sequence[Target], today: date) -> Target | None:
    """The target that the chart shows: the next to come due, or the last of those past."""
    standing = sorted((t for t in targets if t.replaced_at is None), key=lambda t: Period.decode(t.period))
    coming = [t for t in standing if Period.decode(t.period).end >= today]
    return next(iter(coming or standing[-1:]), None)


def target_name(target: Target, indicator: Indicator) -> str:
    """「目標 5,000人（2027年度）」"""
    value = f"{number(target.value, indicator.decimals)}{suffix_of(indicator)}"
    return _("目標 %(value)s（%(when)s）") % {"value": value, "when": period_label(target.period)}


def target_lines(indicator: Indicator, targets: Sequence[Target]) -> list[TargetLine]:
    """In force first, then the replaced ones, each in the order of its period."""
    return [_line(indicator, target) for target in sorted(targets, key=lambda t: t.replaced_at is not None)]


def _line(indicator: Indicator, target: Target) -> TargetLine:
    return TargetLine(
        raw=target.value,
        value=number(target.value, indicator.decimals),
        unit=suffix_of(indicator),
        by=period_label(target.period),
        baseline=number(target.baseline_value, indicator.decimals),
        baseline_when=period_label(target.baseline_period),
        reason=target.reason,
        set_on=_day(timezone.localtime(target.set_at).date()),
        replaced="" if target.replaced_at is None else _day(timezone.localtime(target.replaced_at).date()),
    )


def _day(day: date) -> str:
    return date_format(day, "DATE_FORMAT")
