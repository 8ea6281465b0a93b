"""What nobody answers for, and what was never confirmed: seen by staff at once, in public after the days of grace."""

import datetime as dt
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from meguri.governance.models import PublicObject, Responsibility
from meguri.governance.posts import on_day

Part = Responsibility.Part


def objects_without_post(on: date | None = None, *, older_than_days: int = 0) -> QuerySet[PublicObject]:
    """Public objects that need an accountable post and have none on `on` (today), the oldest first.

    `older_than_days`: only those that have been known for that long. Evaluated or paged, one query each.
    """
    on = on or timezone.localdate()
    answered = Responsibility.objects.filter(on_day(on), object=OuterRef("pk"), part=Part.ACCOUNTABLE)
    lacking: QuerySet[PublicObject] = PublicObject.objects.filter(~Exists(answered), needs_post=True, is_public=True)
    if older_than_days:
        lacking = lacking.filter(first_told_at__lt=_begin_of_day(on) - dt.timedelta(days=older_than_days))
    return lacking.order_by("first_told_at", "pk")


def never_confirmed(on: date | None = None, *, older_than_days: int = 0) -> QuerySet[Responsibility]:
    """Accountable terms that stand on `on` (today) and that their post never confirmed, the oldest first.

    `older_than_days`: only those that began that long ago. Objects, posts and organisations are selected.
    """
    on = on or timezone.localdate()
    standing: QuerySet[Responsibility] = Responsibility.objects.filter(
        on_day(on), part=Part.ACCOUNTABLE, confirmed_on=None, object__is_public=True
    )
    if older_than_days:
        standing = standing.filter(since__lt=on - dt.timedelta(days=older_than_days))
    return standing.select_related("object", "post__organisation__parent").order_by("since", "pk")


def _begin_of_day(day: date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))
