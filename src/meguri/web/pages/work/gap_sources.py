"""What the public sees of what nobody answers for and of what was never confirmed: what stood for the days of grace."""

from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from meguri.governance.models import PublicObject, Responsibility
from meguri.governance.queries.gaps import never_confirmed, public_gaps


def unanswered_in_public(today: date, grace_days: int) -> QuerySet[PublicObject]:
    """Objects that have been without an accountable post for all the days of grace, the oldest first."""
    return public_gaps(today, grace_days=grace_days)


def unconfirmed_in_public(today: date, grace_days: int) -> QuerySet[Responsibility]:
    """Terms that nobody confirmed for all the days of grace since both they and their object stood here."""
    found = never_confirmed(today, older_than_days=grace_days)
    if not grace_days:
        return found
    begin = timezone.make_aware(datetime.combine(today - timedelta(days=grace_days), time.min))
    return found.filter(object__first_told_at__lt=begin)
