"""所管替え協議: a post asks another to take a responsibility over, which that one agrees to or declines."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from meguri.core.action import Public, action, note
from meguri.core.actor import Actor
from meguri.core.errors import BadInput, Conflict
from meguri.core.recording import Locked
from meguri.governance.answering import begin
from meguri.governance.here import this_town
from meguri.governance.models import Handover, Post, PublicObject, Responsibility
from meguri.governance.promise_moves import move_promises
from meguri.governance.terms import day_in_words, end, stands_on

State = Handover.State
Part = Responsibility.Part


@action("governance.ask_handover", record=Public)
def ask_handover(actor: Actor, responsibility: Locked[Responsibility], to_post: Post, reason: str) -> Handover:
    """Ask another post to take a responsibility over, and say why. Until it agrees, everything stays as it is."""
    today = timezone.localdate()
    note(thing=responsibility.object.public_reference(), from_post=responsibility.post.public_reference())
    if not stands_on(responsibility, today):
        raise Conflict(_("この所管は、いまはほかの役職に移ったか、終わっています。ページを読み直してください。"))
    if to_post.pk == responsibility.post_id:
        raise BadInput(_("引き継ぐ先は、別の役職にしてください。"))
    if not stands_on(to_post, today):
        raise Conflict(_("%(post)sは、いまはない役職です。別の役職を選んでください。") % {"post": to_post.full_name})
    if not reason.strip():
        raise BadInput(_("引き継いでほしい理由を書いてください。"))
    if asked := Handover.objects.filter(responsibility=responsibility, state=State.ASKED).first():
        sentence = _("%(day)sに%(post)sにたのんでいて、返事を待っています。返事が来てから、もう一度たのんでください。")
        raise Conflict(sentence % {"day": day_in_words(asked.asked_on), "post": asked.to_post.full_name})
    made: Handover = Handover.objects.create(
        town=this_town(), responsibility=responsibility, to_post=to_post, reason=reason.strip(), asked_on=today
    )
    return made


@action("governance.answer_handover", record=Public)
def answer_handover(actor: Actor, handover: Locked[Handover], agrees: bool, words: str = "") -> Handover:
    """Agree, and answer for the object from today on with what was promised about it; or decline, and say why."""
    if handover.state != State.ASKED:
        raise Conflict(_("この協議は、もう終わっています。ページを読み直してください。"))
    if not agrees and not words.strip():
        raise BadInput(_("引き継げない理由を書いてください。"))
    old = handover.responsibility
    note(thing=old.object.public_reference(), from_post=old.post.public_reference(), to_post=handover.to_post)
    handover.state = State.AGREED if agrees else State.DECLINED
    handover.answered_on, handover.answer = timezone.localdate(), words.strip()
    handover.save(update_fields=["state", "answered_on", "answer"])
    if agrees:
        _take_over(actor, handover)
    return handover


def _take_over(actor: Actor, handover: Handover) -> None:
    """End the old term and begin the new one, confirmed, holding the object's row as every appointment does."""
    today = timezone.localdate()
    thing = PublicObject.objects.select_for_update().get(pk=handover.responsibility.object_id)
    old = Responsibility.objects.select_for_update().get(pk=handover.responsibility_id)
    if not stands_on(old, today):
        raise Conflict(_("この所管は、いまはほかの役職に移ったか、終わっています。ページを読み直してください。"))
    if old.part != Part.ACCOUNTABLE:
        end(old, today)
    begin(thing, handover.to_post, Part(old.part), today, confirmed_by=actor.person_id)
    if old.part == Part.ACCOUNTABLE:
        with override("ja"):
            words = _("所管替えの協議で引き継ぎました。")
        moved = move_promises(thing, old.post, handover.to_post, today, words)
        note(promises=[promise.public_reference() for promise in moved])
