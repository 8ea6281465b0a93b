"""Acts on promises: written down or published, postponed, handed over, and closed by what came of them."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from meguri.core.action import Public, action
from meguri.core.actor import Actor
from meguri.core.errors import BadInput, Conflict
from meguri.core.recording import Locked
from meguri.governance.models import Draft, Post, Promise, PromiseChange, PublicObject
from meguri.governance.objects import tell
from meguri.governance.promise_moves import hand_to

SHORTEST_PROMISE = 8
SHORTEST_REASON = 4

MadeIn = Promise.MadeIn
State = Promise.State


def make_promise(
    post: Post,
    text: str,
    *,
    made_in: MadeIn,
    made_on: date,
    due_on: date,
    source: str = "",
    about: PublicObject | None = None,
) -> Promise:
    """Write a promise into the town's ledger. Only inside an action that publishes: a report, an answer.

    A promise whose due date has passed since it was made is taken, and late from the start; one that was due before
    it was made is refused.
    """
    _may_be_promised(post, text, made_on, due_on)
    promise: Promise = Promise.objects.create(
        town_id=post.town_id,
        post=post,
        text=text.strip(),
        made_in=made_in,
        made_on=made_on,
        due_on=due_on,
        source=source.strip(),
        about=about,
    )
    tell("promise", [promise])
    return promise


@action("governance.note_promise", record=Public)
def note_promise(
    actor: Actor,
    post: Post,
    text: str,
    made_in: MadeIn,
    made_on: date,
    due_on: date,
    source: str = "",
    about: PublicObject | None = None,
) -> Promise:
    """Write down what was already promised in public: in the assembly, by the mayor, to a donor, at a meeting.

    No 決裁: the promise was the public act, and whoever writes it down only makes it hard to forget. A promise that
    is first made here goes through a draft (ADR 13).
    """
    if made_in in (MadeIn.REPORT, MadeIn.ANSWER):
        raise BadInput(_("報告や回答のなかの約束は、その報告や回答といっしょに起案してください。"))
    return make_promise(post, text, made_in=made_in, made_on=made_on, due_on=due_on, source=source, about=about)


@action("governance.publish_promise", record=Public)
def publish_promise(
    actor: Actor,
    draft: Draft,
    post: Post,
    text: str,
    made_in: MadeIn,
    made_on: date,
    due_on: date,
    source: str = "",
) -> Promise:
    """Make a promise that has been approved."""
    return make_promise(post, text, made_in=made_in, made_on=made_on, due_on=due_on, source=source, about=draft.about)


@action("governance.postpone_promise", record=Public)
def postpone(actor: Actor, promise: Locked[Promise], due_on: date, reason: str) -> Promise:
    """Give a promise a later date. The earlier one stays in sight with the reason."""
    _is_open(promise)
    _has_reason(reason)
    today = timezone.localdate()
    if due_on <= promise.due_on:
        raise BadInput(_("新しい期限は、いまの期限よりあとの日にしてください。"))
    if due_on < today:
        raise BadInput(_("新しい期限は、今日からあとの日にしてください。"))
    PromiseChange.objects.create(
        town_id=promise.town_id,
        promise=promise,
        on=today,
        from_due=promise.due_on,
        to_due=due_on,
        reason=reason.strip(),
    )
    promise.due_on = due_on
    promise.save(update_fields=["due_on"])
    tell("promise", [promise])
    return promise


@action("governance.hand_over_promise", record=Public)
def hand_over(actor: Actor, promise: Locked[Promise], to_post: Post, reason: str) -> Promise:
    """Give one promise to another post, which answers for it from today on."""
    _is_open(promise)
    _has_reason(reason)
    if not hand_to([promise], to_post, timezone.localdate(), reason.strip()):
        raise BadInput(_("いまと同じ役職です。引き継ぐ先の役職を選んでください。"))
    return promise


@action("governance.close_promise", record=Public)
def close(
    actor: Actor,
    draft: Draft,
    promise: Locked[Promise],
    state: State,
    outcome: str,
    outcome_object: PublicObject | None = None,
) -> Promise:
    """Say what came of a promise, once that has been approved: nothing else closes it."""
    may_be_closed(promise, state, outcome)
    promise.state, promise.closed_on = state, timezone.localdate()
    promise.outcome, promise.outcome_object = outcome.strip(), outcome_object
    promise.save(update_fields=["state", "closed_on", "outcome", "outcome_object"])
    tell("promise", [promise])
    return promise


def may_be_closed(promise: Promise, state: State, outcome: str) -> None:
    """`Conflict` or `BadInput` with what is missing."""
    _is_open(promise)
    if state == State.OPEN:
        raise BadInput(_("はたしたか、一部か、はたせなかったかを選んでください。"))
    if len(outcome.strip()) < SHORTEST_PROMISE:
        raise BadInput(_("どうなったかを、8文字以上で書いてください。それがないと、約束は終わりません。"))


def _may_be_promised(post: Post, text: str, made_on: date, due_on: date) -> None:
    today = timezone.localdate()
    if len(text.strip()) < SHORTEST_PROMISE:
        raise BadInput(_("何を約束したかを、8文字以上で書いてください。例: 土曜の運行を検討し、12月までにお答えします"))
    if made_on > today:
        raise BadInput(_("約束した日は、今日までの日にしてください。"))
    if due_on < made_on:
        raise BadInput(_("期限は、約束した日からあとの日にしてください。"))
    if post.until is not None and post.until <= today:
        raise BadInput(_("%(post)sは、もうない役職です。いまある役職を選んでください。") % {"post": post.name})


def _is_open(promise: Promise) -> None:
    if promise.state != State.OPEN:
        raise Conflict(_("この約束は、もう終わっています。どうなったかは、約束のページにあります。"))


def _has_reason(reason: str) -> None:
    if len(reason.strip()) < SHORTEST_REASON:
        raise BadInput(_("理由を、4文字以上で書いてください。約束のページに残ります。"))
