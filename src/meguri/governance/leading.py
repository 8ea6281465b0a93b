"""Whose head one is: the heads of a post's organisation and of those above it, and who acts for them today."""

from collections.abc import Iterable

from django.utils import timezone

from meguri.core.actor import Actor, Channel
from meguri.governance.draft_kinds import OFFICE_ROLES
from meguri.governance.models import Deputy, Organisation, Post
from meguri.governance.posts import acting_as, on_day, posts_held
from meguri.governance.tree import path_up


def parents() -> dict[int, int | None]:
    """The organisation above each organisation of the town. One query."""
    return dict(Organisation.objects.values_list("pk", "parent_id"))


def below(organisation_ids: Iterable[int], tree: dict[int, int | None]) -> set[int]:
    """These organisations and all below them."""
    wanted = set(organisation_ids)
    return {one for one in tree if wanted & set(path_up(tree, one))}


def organisations_above(post: Post) -> list[int]:
    """The post's own organisation and those above it. One query."""
    return path_up(parents(), post.organisation_id)


def leads(actor: Actor, post: Post) -> bool:
    """Whether the actor may act today for a head of the post's organisation or of one above it. Six queries at most."""
    if not actor.has(*OFFICE_ROLES):
        return False
    heads = Post.objects.filter(on_day(timezone.localdate()), is_head=True, organisation__in=organisations_above(post))
    return bool(acting_as(actor, heads.values_list("pk", flat=True)))


def acted_for(person_id: int | None) -> list[Post]:
    """The posts a person holds today, then those they may act for as deputy while the holder is away.

    Seven queries at most; none for a visitor.
    """
    held = posts_held(person_id)
    if not held:
        return []
    today = timezone.localdate()
    candidates = Deputy.objects.filter(on_day(today), deputy__in=held).values_list("post_id", flat=True)
    actor = Actor(Channel.WEB, person_id=person_id)
    as_deputy = acting_as(actor, set(candidates) - {post.pk for post in held})
    others = Post.objects.filter(pk__in=as_deputy).select_related("organisation__parent", "town__municipality")
    return [*held, *others]


def led_posts(actor: Actor) -> set[int]:
    """Ids of the posts below the heads that the actor holds today, those heads among them. Ten queries at most."""
    heads = [post.organisation_id for post in acted_for(actor.person_id) if post.is_head]
    if not heads or not actor.has(*OFFICE_ROLES):
        return set()
    led = Post.objects.filter(on_day(timezone.localdate()), organisation__in=below(heads, parents()))
    return set(led.values_list("pk", flat=True))
