"""Founding, describing and ending posts."""

from dataclasses import asdict, dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from meguri.core.action import Public, action
from meguri.core.actor import Actor
from meguri.core.errors import Conflict
from meguri.core.recording import Locked, Plain, Unrecorded
from meguri.governance.here import this_town
from meguri.governance.models import Deputy, Draft, Holder, Organisation, Post, Promise, Responsibility
from meguri.governance.objects import tell
from meguri.governance.terms import end, stands_on


@dataclass(frozen=True, slots=True)
class PostDetails:
    """What is known of a post besides its name and organisation."""

    is_head: bool = False
    duties: str = ""
    phone: str = ""
    extension: str = ""
    email: str = ""
    hours: str = ""
    position: int = 0


NOTHING_MORE = PostDetails()


@action("governance.found_post", record=Public)
def found_post(
    actor: Actor,
    organisation: Organisation,
    name: Plain,
    *,
    since: date,
    details: Unrecorded[PostDetails] = NOTHING_MORE,
    draft: Unrecorded[Draft | None] = None,
) -> Post:
    """Found a post in an organisation that stands on that day."""
    if not stands_on(organisation, since):
        raise Conflict(_("%(name)sは、その日にはありません。日か組織を変えてください。") % {"name": organisation.name})
    _refuse_same_name(organisation, name)
    made: Post = Post.objects.create(
        town=this_town(), organisation=organisation, name=name, since=since, **asdict(details)
    )
    tell("post", [made])
    return made


@action("governance.describe_post", record=Public)
def describe_post(
    actor: Actor,
    post: Locked[Post],
    organisation: Organisation,
    name: Plain,
    *,
    details: Unrecorded[PostDetails],
    draft: Unrecorded[Draft | None] = None,
) -> Post:
    """Say anew what a post is called, what it answers for, how it is reached and where it belongs."""
    _refuse_same_name(organisation, name, but=post)
    post.organisation, post.name = organisation, name
    for field, value in asdict(details).items():
        setattr(post, field, value)
    post.save()
    tell("post", [post])
    return post


@action("governance.end_post", record=Public)
def end_post(actor: Actor, post: Locked[Post], on: date, *, draft: Unrecorded[Draft | None] = None) -> Post:
    """End a post on a day. What it answers for and what it promised has to go to another post before.

    Its holder, its deputies and its other parts end with it.
    """
    lives = Q(until__isnull=True) | Q(until__gt=on)
    parts = Responsibility.objects.filter(lives, post=post)
    if left := parts.filter(part=Responsibility.Part.ACCOUNTABLE).count():
        sentence = _("%(post)sが責任者になっているものが、まだ%(count)s件あります。先にほかの役職に移してください。")
        raise Conflict(sentence % {"post": post.full_name, "count": left})
    if left := Promise.objects.filter(post=post, state=Promise.State.OPEN).count():
        sentence = _("%(post)sの約束が、まだ%(count)s件あります。先にほかの役職に引き継いでください。")
        raise Conflict(sentence % {"post": post.full_name, "count": left})
    held = Holder.objects.filter(lives, post=post)
    deputies = Deputy.objects.filter(lives & (Q(post=post) | Q(deputy=post)))
    for row in [*held, *deputies, *parts]:
        end(row, on)
    end(post, on)
    tell("post", [post])
    return post


def _refuse_same_name(organisation: Organisation, name: str, but: Post | None = None) -> None:
    same = Post.objects.filter(organisation=organisation, name=name, until=None)
    if any(one.pk != (but.pk if but else None) for one in same):
        sentence = _("%(organisation)sには、%(name)sがもうあります。その役職の内容を直してください。")
        raise Conflict(sentence % {"organisation": organisation.name, "name": name})
