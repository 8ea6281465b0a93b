"""起案 → 決裁 → 公表: a draft is kept, handed in, returned, approved and published; the record says who approved."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from meguri.core.errors import BadInput, Conflict, NotAllowed
from meguri.core.scope import in_town
from meguri.governance.actions import drafts
from meguri.governance.draft_kinds import DraftKind
from meguri.governance.models import Decision, Draft, PublicObject
from meguri.governance.queries.drafts import approvals_of, counts, mine, waiting_for
from meguri.governance.tests.drafting import (
    APPROVED,
    CANNOT_BE_PUBLISHED,
    CONTENT,
    OPEN_NOTICE,
    actor,
    approve,
    give_back,
    handed_in,
    notice,
    open_notice,
    written,
)
from meguri.record.models import Entry
from meguri.record.queries import history
from meguri.record.words import told
from tests.fixtures.cast import Cast
from tests.fixtures.offices import Offices

__all__ = ["notice", "open_notice"]


@pytest.fixture(autouse=True)
def _in_the_town(cast: Cast, offices: Offices, notice: DraftKind) -> Iterator[None]:
    with in_town(cast.town):
        yield


def test_an_unfinished_draft_is_kept_as_it_was_typed(cast: Cast) -> None:
    draft = written(cast, subject="", text="まだ途中", cost="たくさん")
    assert draft.title == "お知らせ"
    assert draft.content == {"subject": "", "text": "まだ途中", "cost": "たくさん"}
    assert draft.yen is None
    with pytest.raises(BadInput, match="件名"):
        drafts.submit_draft(actor(cast, "officer"), draft)
    assert Draft.objects.get().state == Draft.State.WRITING


def test_the_subject_and_the_sum_follow_the_form(cast: Cast) -> None:
    draft = written(cast, cost="1200000")
    assert (draft.title, draft.yen) == ("バスの時刻", 1_200_000)


def test_a_kind_may_refuse_what_its_form_takes(cast: Cast) -> None:
    with pytest.raises(BadInput, match="ひみつ"):
        handed_in(cast, text="ひみつの話")


def test_without_a_route_the_head_above_approves_and_the_draft_is_published(cast: Cast, offices: Offices) -> None:
    draft = handed_in(cast)
    assert draft.steps == [offices.mayor_post.pk], "課長 is vacant: the step falls to the head above"
    done = approve(cast, "mayor", draft)
    assert (done.state, done.step) == (Draft.State.PUBLISHED, 1)
    assert done.published_at is not None
    assert done.published_as == PublicObject.objects.get(kind="notice")


def test_a_return_needs_a_reason_and_gives_the_draft_back_with_all_it_held(cast: Cast) -> None:
    draft = handed_in(cast)
    with pytest.raises(BadInput, match="理由"):
        give_back(cast, "mayor", draft, " ")
    returned = give_back(cast, "mayor", draft)
    assert returned.state == Draft.State.RETURNED
    assert returned.content == CONTENT
    again = drafts.save_draft(actor(cast, "officer"), returned, returned.version, CONTENT | {"text": "5月から。"})
    approve(cast, "mayor", drafts.submit_draft(actor(cast, "officer"), again))
    assert [one.verdict for one in Decision.objects.all()] == ["returned", "approved"]


def test_a_draft_on_its_way_is_not_changed(cast: Cast) -> None:
    draft = handed_in(cast)
    with pytest.raises(Conflict, match="取り下げて"):
        drafts.save_draft(actor(cast, "officer"), draft, draft.version, CONTENT | {"text": "こっそり"})
    with pytest.raises(Conflict, match="もう決裁"):
        drafts.submit_draft(actor(cast, "officer"), draft)


def test_a_withdrawn_draft_keeps_its_text_and_can_be_taken_up_again(cast: Cast) -> None:
    draft = drafts.withdraw_draft(actor(cast, "officer"), handed_in(cast))
    assert draft.state == Draft.State.WITHDRAWN
    with pytest.raises(Conflict):
        approve(cast, "mayor", draft)
    again = drafts.save_draft(actor(cast, "officer"), draft, draft.version, CONTENT | {"text": "直しました。"})
    assert (again.state, again.content["subject"]) == (Draft.State.WRITING, "バスの時刻")


def test_a_published_draft_stays_as_it_is(cast: Cast) -> None:
    draft = approve(cast, "mayor", handed_in(cast))
    for act in (drafts.withdraw_draft, drafts.submit_draft):
        with pytest.raises(Conflict):
            act(actor(cast, "officer"), draft)
    with pytest.raises(Conflict):
        approve(cast, "mayor", draft)


def test_an_approval_that_cannot_publish_is_not_made(cast: Cast) -> None:
    draft = handed_in(cast, subject=CANNOT_BE_PUBLISHED)
    with pytest.raises(Conflict, match="件名を変えて"):
        approve(cast, "mayor", draft)
    draft.refresh_from_db()
    assert (draft.state, draft.step) == (Draft.State.SUBMITTED, 0)
    assert not Decision.objects.exists()
    assert not Entry.objects.filter(action="governance.publish").exists()


def test_the_second_writer_gets_both_texts_and_nothing_is_overwritten(cast: Cast) -> None:
    draft = written(cast)
    drafts.save_draft(actor(cast, "officer"), draft, 1, CONTENT | {"text": "先の文"})
    with pytest.raises(drafts.StaleDraft) as stale:
        drafts.save_draft(actor(cast, "officer"), draft, 1, CONTENT | {"text": "後の文"})
    assert (stale.value.theirs["text"], stale.value.mine["text"]) == ("先の文", "後の文")
    assert Draft.objects.get().content["text"] == "先の文"


def test_the_same_text_saved_twice_is_one_save(cast: Cast) -> None:
    draft = written(cast)
    for _press in range(2):
        saved = drafts.save_draft(actor(cast, "officer"), draft, 1, CONTENT | {"text": "同じ文"})
    assert saved.version == 2


def test_an_approver_decides_only_on_what_they_have_read(cast: Cast) -> None:
    draft = handed_in(cast)
    read = draft.version
    drafts.withdraw_draft(actor(cast, "officer"), draft)
    drafts.save_draft(actor(cast, "officer"), draft, read + 1, CONTENT | {"text": "すりかえた文"})
    drafts.submit_draft(actor(cast, "officer"), draft)
    with pytest.raises(Conflict, match="変わりました"):
        drafts.decide(actor(cast, "mayor"), draft, APPROVED, expected_version=read)


def test_a_decision_sent_twice_counts_once(cast: Cast) -> None:
    draft = handed_in(cast)
    for _press in range(2):
        done: Any = drafts.decide(actor(cast, "mayor"), draft, APPROVED, idempotency_key="k")  # type: ignore[call-arg]
    assert done.state == Draft.State.PUBLISHED
    assert Decision.objects.count() == 1


def test_the_record_names_the_posts_and_days_and_nothing_of_the_draft(cast: Cast, offices: Offices) -> None:
    approve(cast, "mayor", give_back_and_again(cast))
    entries = [entry for entry in Entry.objects.all() if entry.action.startswith("governance.")]
    assert [entry.action for entry in entries] == ["governance.publish"], "no draft, no return is public"
    body = json.loads(bytes(entries[0].body))
    approval = body["facts"]["approvals"][0]
    assert approval["post"] == {"kind": "post", "id": f"{cast.town.code}-{offices.mayor_post.pk}"}
    assert len(approval["on"]) == 10
    assert "土曜" not in json.dumps(body, ensure_ascii=False)
    thing = PublicObject.objects.get(kind="notice")
    [line] = told(history("notice", thing.key))
    assert line.title == "決裁をへて公表しました"


def give_back_and_again(cast: Cast) -> Draft:
    return drafts.submit_draft(actor(cast, "officer"), give_back(cast, "mayor", handed_in(cast)))


def test_the_public_sees_who_approved_and_when(cast: Cast, offices: Offices, django_assert_num_queries: Any) -> None:
    published = [approve(cast, "mayor", give_back_and_again(cast)).published_as for _one in range(3)]
    ids = [one.pk for one in published if one is not None]
    with django_assert_num_queries(2):
        found = approvals_of(ids)
    assert found.keys() == set(ids)
    [approval] = found[ids[0]].approvals
    assert (approval.post, approval.deputy) == (offices.mayor_post, None)


def test_lists_and_counts_do_not_ask_more_for_more(cast: Cast, django_assert_max_num_queries: Any) -> None:
    handed = [handed_in(cast) for _one in range(4)]
    written(cast)
    with django_assert_max_num_queries(10):
        assert [draft.pk for draft in waiting_for(actor(cast, "mayor"))] == [draft.pk for draft in handed]
    with django_assert_max_num_queries(11):
        counted = counts(actor(cast, "officer"))
    assert (counted.waiting, counted.writing, counted.submitted) == (0, 1, 4)
    assert mine(actor(cast, "officer")).count() == 5


def test_a_firm_drafts_what_firms_may_and_the_top_head_approves(
    cast: Cast, offices: Offices, open_notice: DraftKind
) -> None:
    draft = handed_in(cast, "firm", OPEN_NOTICE)
    assert (draft.author_post, draft.steps) == (None, [offices.mayor_post.pk])
    assert approve(cast, "mayor", draft).state == Draft.State.PUBLISHED
    with pytest.raises(NotAllowed, match="職員だけ"):
        written(cast, "firm")


def test_an_unknown_kind_is_refused(cast: Cast) -> None:
    with pytest.raises(BadInput):
        written(cast, kind="test.nothing")
