"""Which posts a person holds or may act for on a day: what policies, pages and the desk all ask."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from meguri.core.actor import Actor
from meguri.governance.models import Absence, Deputy, Holder, Post


def on_day(day: date) -> Q:
    """Rows whose half-open term [since, until) holds `day`."""
    return Q(since__lte=day) & (Q(until__isnull=True) | Q(until__gt=day))


@dataclass(frozen=True, slots=True)
class Acting:
    """That an actor may act as `post`; `deputy` is the post through which (代決), None for its own holder."""

    post: Post
    deputy: Post | None = None


def posts_held(person_id: int | None, day: date | None = None) -> list[Post]:
    """The posts of the active town that a person holds on `day` (today). One query; none for a visitor."""
    if person_id is None:
        return []
    day = day or timezone.localdate()
    held = Holder.objects.filter(on_day(day), person_id=person_id).values("post_id")
    posts: QuerySet[Post] = Post.objects.filter(on_day(day), pk__in=held)
    return list(posts.select_related("organisation__parent", "town__municipality"))


def acting_as(actor: Actor, post_ids: Iterable[int], day: date | None = None) -> dict[int, Acting]:
    """For each of these posts that the actor may act for today, how. Four queries at most, two for most people.

    The holder always may. A deputy may while the post has no holder or its holder is absent, unless a deputy of a
    lower rank is there to act.
    """
    day = day or timezone.localdate()
    wanted = set(post_ids)
    held = {post.pk: post for post in posts_held(actor.person_id, day)}
    found = {pk: Acting(held[pk]) for pk in wanted & held.keys()}
    left = wanted - found.keys()
    if held and left:
        found |= _as_deputy(held, left, day)
    return found


def _as_deputy(held: dict[int, Post], wanted: set[int], day: date) -> dict[int, Acting]:
    open_posts = Post.objects.filter(on_day(day)).values("id")
    deputies = list(
        Deputy.objects.filter(on_day(day), post__in=open_posts.filter(pk__in=wanted), deputy__in=open_posts)
        .select_related("post__organisation")
        .order_by("rank", "id")
    )
    away = _away({one.post_id for one in deputies} | {one.deputy_id for one in deputies}, day)
    first: dict[int, Deputy] = {}
    for one in deputies:
        if one.post_id in away and one.deputy_id not in away:
            first.setdefault(one.post_id, one)
    return {pk: Acting(one.post, held[one.deputy_id]) for pk, one in first.items() if one.deputy_id in held}


def may_act_as(actor: Actor, post: Post, day: date | None = None) -> Acting | None:
    """How the actor may act for `post` today; None when they may not."""
    return acting_as(actor, [post.pk], day).get(post.pk)


def _away(post_ids: set[int], day: date) -> set[int]:
    """Those of these posts that are vacant or whose holder is absent. Two queries."""
    filled = set(Holder.objects.filter(on_day(day), post__in=post_ids).values_list("post_id", flat=True))
    absent = set(Absence.objects.filter(on_day(day), post__in=post_ids).values_list("post_id", flat=True))
    return {pk for pk in post_ids if pk not in filled or pk in absent}
