"""Appointing a post to an object and relieving it, and a post's word that it answers (所管を確認しました)."""

from collections.abc import Sequence
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from meguri.core.action import Internal, Public, action, note
from meguri.core.actor import Actor
from meguri.core.errors import BadInput, Conflict
from meguri.core.recording import Locked, Unrecorded
from meguri.governance.answering import begin, standing_term
from meguri.governance.models import Draft, Post, PublicObject, Responsibility
from meguri.governance.promise_moves import move_promises
from meguri.governance.terms import end, stands_on

Part = Responsibility.Part

MOST_AT_ONCE = 200


@action("governance.appoint", record=Public)
def appoint(
    actor: Actor,
    thing: Locked[PublicObject],
    post: Post,
    since: date,
    *,
    part: Part = Part.ACCOUNTABLE,
    reason: str = "",
    draft: Unrecorded[Draft | None] = None,
) -> Responsibility:
    """Let a post answer for an object, or have another part in it, from a day on.

    An accountable post takes over from the one that stands on that day; what that one promised about the object goes
    along, unless the day is still to come. A later appointment bounds the new term.
    """
    earlier = standing_term(thing, since) if part is Part.ACCOUNTABLE else None
    made = begin(thing, post, part, since)
    if earlier is not None and since <= timezone.localdate():
        words = reason or _("責任者が変わりました。")
        moved = move_promises(thing, earlier.post, post, timezone.localdate(), words)
        note(promises=[promise.public_reference() for promise in moved])
    return made


@action("governance.relieve", record=Public)
def relieve(
    actor: Actor,
    thing: Locked[PublicObject],
    post: Post,
    on: date,
    *,
    part: Part = Part.ACCOUNTABLE,
    reason: str = "",
    draft: Unrecorded[Draft | None] = None,
) -> Responsibility:
    """End a post's part in an object on a day. Nobody follows: the object stands among what nobody answers for."""
    terms = Responsibility.objects.filter(object=thing, post=post, part=part).order_by("-since")
    term = next((one for one in terms if one.until is None or one.until > on), None)
    if term is None:
        sentence = _("%(post)sは、その日には「%(thing)s」を受け持っていません。")
        raise Conflict(sentence % {"post": post.full_name, "thing": thing.title})
    end(term, on)
    return term


@action("governance.confirm", record=Public)
def confirm(actor: Actor, responsibility: Locked[Responsibility]) -> Responsibility:
    """所管を確認しました: the post says that it answers, or has its part. Saying it again changes nothing."""
    today = timezone.localdate()
    if not stands_on(responsibility, today):
        raise Conflict(_("この所管は、いまはほかの役職に移ったか、終わっています。ページを読み直してください。"))
    note(thing=responsibility.object.public_reference(), post=responsibility.post.public_reference())
    if responsibility.confirmed_on is None:
        responsibility.confirmed_on = today
        responsibility.confirmed_by_id = actor.person_id
        responsibility.save(update_fields=["confirmed_on", "confirmed_by"])
    return responsibility


@action("governance.confirm_several", record=Internal)
def confirm_several(actor: Actor, responsibilities: Sequence[Responsibility]) -> int:
    """Confirm each of these, all or none; returns how many. Each stands in the record for itself."""
    if len(responsibilities) > MOST_AT_ONCE:
        raise BadInput(_("一度に確認できるのは%(most)s件までです。") % {"most": MOST_AT_ONCE})
    for responsibility in responsibilities:
        confirm(actor, responsibility)
    return len(responsibilities)


@action("governance.appoint_several", record=Internal)
def appoint_several(
    actor: Actor, things: Sequence[PublicObject], post: Post, since: date, *, part: Part = Part.ACCOUNTABLE
) -> int:
    """Give a post the same part in several objects, in all or in none; each stands in the record for itself."""
    if len(things) > MOST_AT_ONCE:
        raise BadInput(_("一度に決められるのは%(most)s件までです。") % {"most": MOST_AT_ONCE})
    for thing in sorted(things, key=lambda one: one.pk):
        appoint(actor, thing, post, since, part=part)
    return len(things)
