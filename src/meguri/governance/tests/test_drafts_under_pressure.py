"""Two approvers at once, a crash in the middle, any sequence of acts: nothing is published that was not approved."""

from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, event, example, given, settings
from hypothesis import strategies as st

from meguri.core.actor import Actor
from meguri.core.errors import MeguriError
from meguri.core.scope import in_town
from meguri.governance import draft_kinds
from meguri.governance.actions import drafts
from meguri.governance.actions.routes import OWN_HEAD, by, set_route
from meguri.governance.draft_kinds import DraftKind, register
from meguri.governance.models import Decision, Draft, PublicObject
from meguri.governance.tests.drafting import (
    APPROVED,
    CONTENT,
    NOTICE,
    RETURNED,
    NoticeForm,
    actor,
    handed_in,
    let_deputise,
    notice,
    send_away,
    written,
)
from meguri.record.models import Entry
from tests.fixtures.cast import Cast
from tests.fixtures.offices import Offices

__all__ = ["notice"]


def at_once(cast: Cast, acts: list[Callable[[], Any]]) -> list[Any]:
    """Run these at the same moment, each on a connection of its own; what each gave, or the no it got."""
    together, got = Barrier(len(acts)), []

    def run(act: Callable[[], Any]) -> None:
        together.wait()
        try:
            with in_town(cast.town):
                got.append(act())
        except MeguriError as no:
            got.append(no)
        finally:
            connection.close()

    threads = [Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return got


@pytest.mark.django_db(transaction=True)
def test_of_holder_and_deputy_at_once_one_decides(cast: Cast, offices: Offices, notice: DraftKind) -> None:
    with in_town(cast.town):
        let_deputise(offices.mayor_post, offices.admin_post)
        send_away(offices.mayor_post)
        draft = handed_in(cast)
    deciders = [actor(cast, name) for name in ("mayor", "administrator", "mayor", "administrator")]
    got = at_once(cast, [lambda one=one: drafts.decide(one, draft, APPROVED) for one in deciders])  # type: ignore[misc]
    assert sum(isinstance(one, Draft) for one in got) == 1
    with in_town(cast.town):
        assert Decision.objects.count() == 1
        assert PublicObject.objects.filter(kind="notice").count() == 1
    assert Entry.objects.filter(action="governance.publish").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_return_and_an_approval_at_once_leave_one_of_them(cast: Cast, offices: Offices, notice: DraftKind) -> None:
    with in_town(cast.town):
        let_deputise(offices.mayor_post, offices.admin_post)
        send_away(offices.mayor_post)
        draft = handed_in(cast)
    at_once(
        cast,
        [
            lambda: drafts.decide(actor(cast, "mayor"), draft, APPROVED),
            lambda: drafts.decide(actor(cast, "administrator"), draft, RETURNED, "日を書いてください。"),
        ],
    )
    with in_town(cast.town):
        found, decision = Draft.objects.get(), Decision.objects.get()
        assert found.state == {"approved": "published", "returned": "returned"}[decision.verdict]


@pytest.mark.django_db(transaction=True)
def test_two_who_save_at_once_lose_nothing(cast: Cast, offices: Offices, notice: DraftKind) -> None:
    with in_town(cast.town):
        draft = written(cast)
    texts = [f"文{number}" for number in range(4)]
    got = at_once(
        cast,
        [
            lambda said=said: drafts.save_draft(actor(cast, "officer"), draft, 1, CONTENT | {"text": said})  # type: ignore[misc]
            for said in texts
        ],
    )
    kept = [one.content["text"] for one in got if isinstance(one, Draft)]
    unsaved = [one.mine["text"] for one in got if isinstance(one, drafts.StaleDraft)]
    assert len(kept) == 1
    assert sorted(kept + unsaved) == texts
    assert all(one.theirs["text"] == kept[0] for one in got if isinstance(one, drafts.StaleDraft))


@pytest.fixture
def broken_off(notice: DraftKind) -> list[str]:
    """A kind whose publishing breaks off after it has written, as a crash would, while the list is not empty."""
    reasons = ["the power failed"]

    def publish(who: Actor, draft: Draft) -> PublicObject:
        made: PublicObject = notice.publish(who, draft)
        if reasons:
            raise RuntimeError(reasons[0])
        return made

    register(
        DraftKind(NOTICE, "お知らせ", NoticeForm, publish, preview=notice.preview,
                  preview_context=notice.preview_context)
    )  # fmt: skip
    return reasons


@pytest.mark.django_db(transaction=True)
def test_a_crash_while_publishing_leaves_nothing_and_the_same_press_goes_through_later(
    cast: Cast, offices: Offices, broken_off: list[str]
) -> None:
    with in_town(cast.town):
        draft = handed_in(cast)

        def press() -> Draft:
            return drafts.decide(actor(cast, "mayor"), draft, APPROVED, idempotency_key="press")  # type: ignore[call-arg]

        with pytest.raises(RuntimeError):
            press()
        assert not Decision.objects.exists()
        assert not PublicObject.objects.filter(kind="notice").exists()
        broken_off.clear()
        assert press().state == Draft.State.PUBLISHED
        assert press().state == Draft.State.PUBLISHED, "the client that tries once more gets the same answer"
        assert PublicObject.objects.filter(kind="notice").count() == 1


NAMES = ("officer", "mayor", "administrator", "mayor", "administrator", "auditor", "resident")
TO_THE_END = [("submit", "officer", True), ("approve", "mayor", True), ("approve", "administrator", True)]
acts = st.lists(
    st.tuples(
        st.sampled_from(["save", "submit", "submit", "withdraw", "approve", "approve", "approve", "return", "away"]),
        st.sampled_from(NAMES),
        st.booleans(),
    ),
    max_size=14,
)


@pytest.mark.django_db
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(acts=TO_THE_END, author="officer")
@given(acts=acts, author=st.sampled_from(["officer", "administrator"]))
def test_no_sequence_of_acts_publishes_what_was_not_approved_at_every_step(
    cast: Cast, offices: Offices, notice: DraftKind, acts: list[tuple[str, str, bool]], author: str
) -> None:
    with in_town(cast.town), transaction.atomic():
        set_route(actor(cast, "administrator"), NOTICE, 0, [OWN_HEAD, by(offices.admin_post)])
        let_deputise(offices.mayor_post, offices.admin_post)
        draft = written(cast, author)
        for verb, name, flag in acts:
            _try(cast, offices, draft, verb, name, flag)
            _holds(draft, getattr(cast, author).pk)
        assert acts is not TO_THE_END or Draft.objects.get(pk=draft.pk).state == Draft.State.PUBLISHED
        transaction.set_rollback(True)


def _try(cast: Cast, offices: Offices, draft: Draft, verb: str, name: str, flag: bool) -> None:
    who = actor(cast, name)
    now = Draft.objects.get(pk=draft.pk)
    try:
        if verb == "save":
            drafts.save_draft(who, now, now.version - flag, CONTENT | {"text": f"{name}の文"})
        elif verb == "submit":
            drafts.submit_draft(who, now)
        elif verb == "withdraw":
            drafts.withdraw_draft(who, now)
        elif verb == "away":
            send_away(offices.mayor_post)
        else:
            drafts.decide(who, now, APPROVED if verb == "approve" else RETURNED, "理由" if flag else "", now.version)
    except MeguriError:
        return


def _holds(draft: Draft, author_id: int) -> None:
    now = Draft.objects.get(pk=draft.pk)
    assert not Decision.objects.filter(draft=now, person_id=author_id).exists(), "the author is never among them"
    approved = [one for one in Decision.objects.filter(draft=now, verdict=APPROVED)
                if now.submitted_at and one.at >= now.submitted_at]  # fmt: skip
    published = PublicObject.objects.filter(kind="notice").exists()
    assert published == (now.state == Draft.State.PUBLISHED)
    if published:
        event("published")
        assert now.steps
        assert [one.step for one in approved] == list(range(len(now.steps)))
        assert len({one.person_id for one in approved} | {author_id}) >= 2


def test_the_kinds_of_a_test_go_with_it() -> None:
    assert NOTICE not in draft_kinds._kinds
