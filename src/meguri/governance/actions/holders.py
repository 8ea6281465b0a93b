"""Seating and unseating the holder of a post, naming deputies, and saying who is away."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from meguri.core.action import Internal, Public, action
from meguri.core.actor import MEMBER_ROLES, STAFF_ROLES, Actor
from meguri.core.errors import BadInput, Conflict
from meguri.core.recording import Locked, Unrecorded
from meguri.governance.here import this_town
from meguri.governance.models import Absence, Deputy, Holder, Organisation, Post
from meguri.governance.terms import check_order, day_in_words, end, overlaps, stands_on, term_in_words
from meguri.governance.tree import circle_through
from meguri.towns.models import Membership, Town, User


@action("governance.seat_holder", record=Public)
def seat_holder(
    actor: Actor,
    post: Locked[Post],
    since: date,
    *,
    until: date | None = None,
    name: Unrecorded[str] = "",
    email: Unrecorded[str] = "",
) -> Holder:
    """Say who holds a post from a day on. `email` ties the term to the member of staff who signs in with it."""
    check_order(since, until)
    _refuse_when_gone(post, since)
    for other in Holder.objects.filter(post=post):
        if overlaps(other, since, until):
            sentence = _(
                "%(post)sには、%(term)s在任している人がいます。先にその人の離任の日を入れるか、日を変えてください。"
            )
            raise Conflict(sentence % {"post": post.full_name, "term": term_in_words(other)})
    person = member_who_may_hold(post, email) if email else None
    made: Holder = Holder.objects.create(
        town=this_town(),
        post=post,
        person=person,
        name=name or (person.name if person else ""),
        since=since,
        until=until,
    )
    return made


@action("governance.unseat_holder", record=Public)
def unseat_holder(actor: Actor, holder: Locked[Holder], until: date) -> Holder:
    """Say the day from which somebody no longer holds a post."""
    if until < holder.since:
        raise BadInput(
            _("離任の日は、着任の日（%(since)s）以後にしてください。") % {"since": day_in_words(holder.since)}
        )
    end(holder, until)
    return holder


@action("governance.name_deputy", record=Public)
def name_deputy(actor: Actor, post: Locked[Post], deputy: Post, since: date, *, rank: int = 1) -> Deputy:
    """Let the holder of another post act for this one while it is vacant or its holder is away."""
    if post.pk == deputy.pk:
        raise BadInput(_("代わりをするのは、別の役職にしてください。"))
    _refuse_when_gone(post, since)
    _refuse_when_gone(deputy, since)
    _refuse_circle(post, deputy)
    if Deputy.objects.filter(post=post, deputy=deputy, until=None).exists():
        sentence = _("%(deputy)sは、もう%(post)sの代理です。")
        raise Conflict(sentence % {"deputy": deputy.full_name, "post": post.full_name})
    made: Deputy = Deputy.objects.create(town=this_town(), post=post, deputy=deputy, rank=rank, since=since)
    return made


@action("governance.withdraw_deputy", record=Public)
def withdraw_deputy(actor: Actor, deputy: Locked[Deputy], until: date) -> Deputy:
    """End a deputy's standing in, on a day."""
    end(deputy, until)
    return deputy


@action("governance.record_absence", record=Internal)
def record_absence(actor: Actor, post: Locked[Post], since: date, until: date, *, reason: str = "") -> Absence:
    """Say on which days a post's holder is away. `until` is the first day on which they are back."""
    check_order(since, until)
    for other in Absence.objects.filter(post=post):
        if overlaps(other, since, until):
            sentence = _("%(post)sは、%(term)s不在と入っています。その日をはずして入れてください。")
            raise Conflict(sentence % {"post": post.full_name, "term": term_in_words(other)})
    made: Absence = Absence.objects.create(town=this_town(), post=post, since=since, until=until, reason=reason)
    return made


@action("governance.withdraw_absence", record=Internal)
def withdraw_absence(actor: Actor, absence: Locked[Absence]) -> None:
    """They are back: an absence that has begun ends today, another is taken away."""
    today = timezone.localdate()
    if absence.since < today < absence.until:
        absence.until = today
        absence.save(update_fields=["until"])
    elif today <= absence.since:
        absence.delete()
    else:
        raise Conflict(_("この不在は、もう終わっています。"))


def _refuse_when_gone(post: Post, day: date) -> None:
    if not stands_on(post, day):
        sentence = _("%(post)sは、%(day)sにはありません。その役職がある日にしてください。")
        raise Conflict(sentence % {"post": post.full_name, "day": day_in_words(day)})


def member_who_may_hold(post: Post, email: str) -> User:
    """The person with this address: of the town's staff, or any member for a post of a body outside the town hall."""
    today = timezone.localdate()
    person = User.objects.filter(email__iexact=email.strip()).first()
    of_town = post.organisation.kind == Organisation.Kind.TOWN
    wanted = STAFF_ROLES if of_town else MEMBER_ROLES
    held = Membership.objects.filter(person=person, role__in=wanted) if person else []
    if person is not None and any(stands_on(one, today) for one in held):
        return person
    sentence = _(
        "%(email)sの方は、まだこのまちの職員として登録されていません。先にメンバーのページから招待してください。"
    )
    raise BadInput(sentence % {"email": email})


def _refuse_circle(post: Post, deputy: Post) -> None:
    """Two namings at once must not close a circle together: they wait for one another at the town's row."""
    Town.objects.select_for_update(no_key=True).get(pk=post.town_id)
    today = timezone.localdate()
    rows = Deputy.objects.exclude(until__lte=today).select_related("post__organisation", "deputy__organisation")
    names = {pk: one.full_name for row in rows for pk, one in ((row.post_id, row.post), (row.deputy_id, row.deputy))}
    names |= {post.pk: post.full_name, deputy.pk: deputy.full_name}
    if circle := circle_through([(row.post_id, row.deputy_id) for row in rows], post.pk, deputy.pk):
        shown = pgettext("between posts, each followed by its deputy", " → ").join(names[pk] for pk in circle)
        sentence = _("代理をたどると元にもどってしまいます（%(circle)s）。別の役職を選んでください。")
        raise Conflict(sentence % {"circle": shown})
