"""Which post answers for which object on a day: for many objects at once, and all that one post answers for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, F, Q, QuerySet, Value, When
from django.utils import timezone

from meguri.governance.models import Handover, Post, PublicObject, Responsibility
from meguri.governance.posts import on_day

Part = Responsibility.Part


@dataclass(frozen=True, slots=True)
class Answering:
    """The post that answers for an object on a day, since when, and when it said so (None: not yet)."""

    post: Post
    since: date
    confirmed_on: date | None
    responsibility_id: int

    @property
    def is_confirmed(self) -> bool:
        return self.confirmed_on is not None

    @property
    def name(self) -> str:
        """As 「保健福祉課 課長」."""
        return self.post.full_name

    @property
    def url(self) -> str:
        return f"/{self.post.town.code}/posts/{self.post_id}/"

    @property
    def post_id(self) -> int:
        return self.post.pk


def standing(on: date | None = None) -> QuerySet[Responsibility]:
    """Responsibilities of the active town that stand on `on` (today), posts with their organisations selected."""
    found: QuerySet[Responsibility] = Responsibility.objects.filter(on_day(on or timezone.localdate()))
    return found.select_related("post__organisation__parent", "post__town__municipality")


def accountable_for(object_ids: Iterable[int], on: date | None = None) -> dict[int, Answering]:
    """The accountable post of each of these objects on `on` (today); objects that have none are left out. One query."""
    rows = standing(on).filter(object__in=list(object_ids), part=Part.ACCOUNTABLE)
    return {row.object_id: _answering(row) for row in rows}


def _answering(row: Responsibility) -> Answering:
    return Answering(row.post, row.since, row.confirmed_on, row.pk)


def parts_in(thing: PublicObject, on: date | None = None) -> list[Responsibility]:
    """Every post that has a part in this object on `on` (today), the accountable one first. One query."""
    order = list(Part)
    return sorted(standing(on).filter(object=thing), key=lambda row: (order.index(Part(row.part)), row.since, row.pk))


def answered_by(post_ids: Iterable[int], on: date | None = None) -> QuerySet[Responsibility]:
    """What these posts have a part in on `on` (today), objects selected; only what the public may see."""
    found = Responsibility.objects.filter(on_day(on or timezone.localdate()), post__in=list(post_ids))
    return (
        found.filter(object__is_public=True)
        .select_related("object", "post__organisation")
        .order_by("part", "object__kind", "object__title", "pk")
    )


def terms_of(thing: PublicObject) -> QuerySet[Responsibility]:
    """Every accountable term of an object, the newest first; empty terms are left out."""
    rows: QuerySet[Responsibility] = Responsibility.objects.filter(object=thing, part=Part.ACCOUNTABLE)
    lasting = rows.exclude(until__isnull=False, until__lte=F("since"))
    return lasting.select_related("post__organisation").order_by("-since")


def handovers_for(post_ids: Iterable[int]) -> QuerySet[Handover]:
    """Requests that wait for an answer by one of these posts, the oldest first; only of terms that still stand."""
    return _waiting().filter(to_post__in=list(post_ids))


def handovers_from(post_ids: Iterable[int]) -> QuerySet[Handover]:
    """Requests that these posts made and that wait for an answer, the oldest first."""
    return _waiting().filter(responsibility__post__in=list(post_ids))


def _waiting() -> QuerySet[Handover]:
    today = timezone.localdate()
    stands = Q(responsibility__until__isnull=True) | Q(responsibility__until__gt=today)
    rows: QuerySet[Handover] = Handover.objects.filter(stands, state=Handover.State.ASKED)
    return rows.select_related(
        "responsibility__object", "responsibility__post__organisation", "to_post__organisation"
    ).order_by("asked_on", "pk")


def of_my_posts(post_ids: Iterable[int]) -> QuerySet[Responsibility]:
    """What these posts have a part in today: first what they are accountable for and have not confirmed."""
    accountable = Case(When(part=Part.ACCOUNTABLE, then=Value(0)), default=Value(1))
    unconfirmed = Case(When(confirmed_on__isnull=True, then=Value(0)), default=Value(1))
    return answered_by(post_ids).order_by(accountable, unconfirmed, "object__title", "pk")
