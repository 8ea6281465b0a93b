"""Moving promises to another post: what was promised goes along with what a post hands over."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db.models import F
from django.utils.translation import gettext as _

from meguri.core.batches import AT_ONCE
from meguri.core.errors import BadInput
from meguri.core.scope import active_town
from meguri.governance.models import Post, Promise, PromiseChange, PublicObject, Responsibility
from meguri.governance.objects import tell
from meguri.governance.queries.responsibilities import accountable_for

LOOKS_BACK = timedelta(days=8)


def move_promises(of: PublicObject | Post, from_post: Post, to_post: Post, on: date, reason: str) -> list[Promise]:
    """Hand the open promises of `from_post` over to `to_post`; returns those that moved.

    `of`: an object, for the promises about it alone (a handover), or a post, for all of them (a reorganisation). Only
    inside an action, which notes in its record what is returned. A closed promise stays with the post that closed it.
    Five queries and one more for each batch, however many promises move.
    """
    if from_post.pk == to_post.pk:
        return []
    open_ones = Promise.objects.select_for_update().filter(post=from_post, state=Promise.State.OPEN)
    if isinstance(of, PublicObject):
        open_ones = open_ones.filter(about=of)
    return hand_to(list(open_ones), to_post, on, reason)


def settle_transfers(on: date) -> list[Promise]:
    """Let promises follow an accountable post that was followed by another in the last week; returns those that moved.

    For appointments that were made before the day on which they hold. Only inside an action; once a day is enough.
    """
    ended = Responsibility.objects.filter(
        part=Responsibility.Part.ACCOUNTABLE, until__gt=on - LOOKS_BACK, until__lte=on,
        object__promises__post=F("post"), object__promises__state=Promise.State.OPEN,
    )  # fmt: skip
    terms = list(ended.select_related("object", "post__organisation").distinct())
    followed = accountable_for({term.object_id for term in terms}, on)
    moved: list[Promise] = []
    for term in terms:
        successor = followed.get(term.object_id)
        if successor is not None and successor.since >= (term.until or on):
            reason = str(_("責任者が変わりました。"))
            moved += move_promises(term.object, term.post, successor.post, on, reason)
    return moved


def hand_to(promises: Sequence[Promise], to_post: Post, on: date, reason: str) -> list[Promise]:
    """Give these locked, open promises to a post, each with a change that stays in sight. Only inside an action."""
    moving = [promise for promise in promises if promise.post_id != to_post.pk]
    if to_post.until is not None and to_post.until <= on:
        raise BadInput(_("%(post)sは、もうない役職です。いまある役職を選んでください。") % {"post": to_post.name})
    PromiseChange.objects.bulk_create(
        (
            PromiseChange(
                town=active_town(),
                promise=promise,
                on=on,
                from_post_id=promise.post_id,
                to_post=to_post,
                reason=reason,
            )
            for promise in moving
        ),
        batch_size=AT_ONCE,
    )
    for promise in moving:
        promise.post = to_post
    Promise.objects.filter(pk__in=[promise.pk for promise in moving]).update(post=to_post)
    tell("promise", moving)
    return moving
