"""Who may write a promise down, move it and say what came of it."""

from typing import Any

from django.utils.translation import gettext as _

from meguri.core.actor import Actor, Role
from meguri.core.errors import NotAllowed
from meguri.core.policy import policy, require
from meguri.governance import policies
from meguri.governance.leading import below, leads, led_posts, organisations_above, parents
from meguri.governance.models import Draft, Post, Promise


@policy("governance.note_promise")
def speaking_for(actor: Actor, post: Post, *args: Any, **kwargs: Any) -> NotAllowed | None:
    """For a post that one holds, or whose head one is; while the town is being set up, the administrator too."""
    return None if leads(actor, post) or sets_up(actor) else policies.as_post(actor, post)


@policy("governance.postpone_promise")
def own_promise(actor: Actor, promise: Promise, *args: Any, **kwargs: Any) -> NotAllowed | None:
    return policies.as_post(actor, promise.post)


@policy("governance.hand_over_promise")
def giving_away(actor: Actor, promise: Promise, to_post: Post, *args: Any, **kwargs: Any) -> NotAllowed | None:
    """The post itself, within its own organisation and what is below it; else only who leads both of them.

    Nobody can leave a promise with another section by a press of a button: that takes the head of both.
    """
    if leads(actor, promise.post) and leads(actor, to_post) or sets_up(actor):
        return None
    refused = policies.as_post(actor, promise.post)
    if refused is not None or promise.post.organisation_id in organisations_above(to_post):
        return refused
    return NotAllowed(
        _(
            "よその組織への引き継ぎは、両方の上に立つ長だけができます。長にたのむか、受け持ちごと所管替えの協議をしてください。"
        )
    )


def receivers(actor: Actor, promise: Promise) -> set[int] | None:
    """Ids of the posts to which the actor may hand this promise over; None: all."""
    if sets_up(actor):
        return None
    inside = below([promise.post.organisation_id], parents())
    near = set(Post.objects.filter(organisation__in=inside).values_list("pk", flat=True))
    led = led_posts(actor)
    return near | led if promise.post_id in led else near


@policy("governance.publish_promise")
def promising(actor: Actor, draft: Draft, *args: Any, **kwargs: Any) -> NotAllowed | None:
    return policies.publication(actor, draft, "governance.promise")


@policy("governance.close_promise")
def closing(actor: Actor, draft: Draft, *args: Any, **kwargs: Any) -> NotAllowed | None:
    return policies.publication(actor, draft, "governance.promise_outcome")


@policy("governance.see_day")
def working_here(actor: Actor, *args: Any, **kwargs: Any) -> NotAllowed | None:
    """The pages of the day: whoever works for the town."""
    sentence = _("このページは、まちの職員のためのものです。")
    return require(actor, Role.OFFICER, Role.EXECUTIVE, Role.ADMINISTRATOR, sentence=sentence)


@policy("governance.see_executive")
def leading_the_town(actor: Actor, *args: Any, **kwargs: Any) -> NotAllowed | None:
    sentence = _("このページは、首長と副首長、まちの管理者のためのものです。")
    return require(actor, Role.EXECUTIVE, Role.ADMINISTRATOR, sentence=sentence)


def sets_up(actor: Actor) -> bool:
    return actor.has(Role.ADMINISTRATOR, Role.SYSTEM) and policies.set_up(actor) is None
