"""What nobody answers for, and what was never confirmed: seen by staff at once, in public after the days of grace.

One rule for every public page: until an object has been without an accountable post for all the days of grace, the
page names the town's general desk and says nothing more; after that it says that nobody answers (`is_public_gap`).
"""

import datetime as dt
from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from meguri.governance.models import PublicObject, Responsibility, TownRule
from meguri.governance.models.rules import GRACE_DAYS
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


def public_gaps(on: date | None = None, *, grace_days: int) -> QuerySet[PublicObject]:
    """Objects that have been without an accountable post for all the days of grace, the oldest first.

    With no days of grace: all that have none on `on` (today), as the staff see it. Evaluated or paged, one query each.
    """
    on = on or timezone.localdate()
    ended = Responsibility.objects.filter(
        object=OuterRef("pk"), part=Part.ACCOUNTABLE, since__lte=on, until__gt=on - dt.timedelta(days=grace_days)
    )
    return objects_without_post(on, older_than_days=grace_days).filter(~Exists(ended))


def public_gaps_among(object_ids: Iterable[int], grace_days: int) -> set[int]:
    """Those of these objects of which a page says today that nobody answers. One query; none for no objects."""
    ids = list(object_ids)
    found = public_gaps(grace_days=grace_days).order_by().filter(pk__in=ids) if ids else PublicObject.objects.none()
    return set(found.values_list("pk", flat=True))


def is_public_gap(thing: PublicObject, rule: TownRule | None) -> bool:
    """Whether a public page says today that nobody answers for it, by the rule of its town. One query at most."""
    grace_days = GRACE_DAYS if rule is None else rule.grace_days
    return thing.needs_post and thing.is_public and thing.pk in public_gaps_among([thing.pk], grace_days)


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
