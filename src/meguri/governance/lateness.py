"""When something due is late, and from which day the public sees that it is. Free of Django's database."""

from datetime import date, timedelta


def is_late(due_on: date, today: date) -> bool:
    """The day itself is still in time."""
    return due_on < today


def late_before(today: date, grace_days: int = 0) -> date:
    """What was due before this day is late; with the town's days of grace, late in the public's eyes."""
    return today - timedelta(days=grace_days)


def is_late_in_public(due_on: date, today: date, grace_days: int) -> bool:
    """Late for longer than the town's days of grace."""
    return is_late(due_on, late_before(today, grace_days))


def days_late(due_on: date, today: date) -> int:
    """How many days have passed since it was due; 0 while it is in time."""
    return max((today - due_on).days, 0)
