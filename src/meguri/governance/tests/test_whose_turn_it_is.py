"""Whose turn it is: routes by kind and sum, deputies, the author never, and no draft stranded when posts change."""

from collections.abc import Iterator

import pytest
from django.utils import timezone

from meguri.core import guard
from meguri.core.errors import BadInput, Conflict, NotAllowed
from meguri.core.scope import in_town
from meguri.governance.actions import drafts
from meguri.governance.actions.routes import OWN_HEAD, PARENT_HEAD, by, end_route, set_route
from meguri.governance.draft_kinds import DraftKind
from meguri.governance.models import Decision, Draft, Holder, Organisation, Post, Route
from meguri.governance.posts import may_act_as
from meguri.governance.queries.drafts import waiting_for
from meguri.governance.queries.routes import kinds_with_routes
from meguri.governance.tests.drafting import (
    NOTICE,
    actor,
    approve,
    end,
    give_back,
    handed_in,
    let_deputise,
    notice,
    send_away,
    written,
)
from meguri.governance.turns import Offices as Deciders
from meguri.governance.turns import turn_of
from tests.fixtures.cast import Cast
from tests.fixtures.offices import SINCE, Offices, seat

__all__ = ["notice"]


@pytest.fixture(autouse=True)
def _in_the_town(cast: Cast, offices: Offices, notice: DraftKind) -> Iterator[None]:
    with in_town(cast.town):
        yield


def unseat(post: Post) -> None:
    with guard.door("tests"):
        Holder.objects.filter(post=post).update(until=timezone.localdate())


def test_a_route_leads_through_its_posts_in_order(cast: Cast, offices: Offices) -> None:
    set_route(actor(cast, "administrator"), NOTICE, 0, [by(offices.admin_post), by(offices.mayor_post)])
    draft = handed_in(cast)
    with pytest.raises(NotAllowed, match="いまの番は、総務課 課長です"):
        approve(cast, "mayor", draft)
    approve(cast, "administrator", draft)
    draft.refresh_from_db()
    assert draft.state == Draft.State.SUBMITTED, "one of two has approved"
    assert approve(cast, "mayor", draft).state == Draft.State.PUBLISHED


def test_the_route_with_the_largest_sum_not_above_the_drafts_counts(cast: Cast, offices: Offices) -> None:
    administrator = actor(cast, "administrator")
    set_route(administrator, "", 0, [by(offices.mayor_post)])
    set_route(administrator, NOTICE, 0, [by(offices.admin_post)])
    set_route(administrator, NOTICE, 1_000_000, [by(offices.admin_post), by(offices.mayor_post)])
    assert handed_in(cast).steps == [offices.admin_post.pk]
    assert handed_in(cast, cost="999999").steps == [offices.admin_post.pk]
    assert handed_in(cast, cost="1000000").steps == [offices.admin_post.pk, offices.mayor_post.pk]


def test_the_route_for_any_kind_serves_a_kind_without_one(cast: Cast, offices: Offices) -> None:
    administrator = actor(cast, "administrator")
    set_route(administrator, "", 0, [by(offices.admin_post)])
    set_route(administrator, NOTICE, 5_000_000, [by(offices.mayor_post)])
    assert handed_in(cast, cost="10").steps == [offices.admin_post.pk]


def test_a_route_set_anew_replaces_and_an_ended_one_gives_way(cast: Cast, offices: Offices) -> None:
    administrator = actor(cast, "administrator")
    set_route(administrator, NOTICE, 0, [by(offices.admin_post)])
    second = set_route(administrator, NOTICE, 0, [by(offices.admin_post), by(offices.mayor_post)])
    assert [line.steps for kind in kinds_with_routes() if kind.name == NOTICE for line in kind.routes] == [
        ["総務課 課長", "ためし町役場 町長"]
    ]
    end_route(administrator, second)
    assert Route.objects.filter(until=None).count() == 0
    with pytest.raises(Conflict, match="もう終わって"):
        end_route(administrator, second)


def test_a_route_that_leads_nowhere_or_in_a_circle_is_refused(cast: Cast, offices: Offices) -> None:
    administrator = actor(cast, "administrator")
    with pytest.raises(BadInput, match="一つは選んで"):
        set_route(administrator, NOTICE, 0, [])
    for circle in ([by(offices.mayor_post), OWN_HEAD, by(offices.mayor_post)], [OWN_HEAD, OWN_HEAD]):
        with pytest.raises(BadInput, match="二度出てきて"):
            set_route(administrator, NOTICE, 0, circle)
    end(offices.spare_post)
    offices.spare_post.refresh_from_db()
    with pytest.raises(BadInput, match="もう終わった役職"):
        set_route(administrator, NOTICE, 0, [by(offices.spare_post)])
    with pytest.raises(BadInput, match="0円以上"):
        set_route(administrator, NOTICE, -1, [OWN_HEAD])
    assert not Route.objects.exists()


def test_a_post_of_another_town_is_refused(cast: Cast) -> None:
    with guard.door("tests"), in_town(cast.other_town):
        hall = Organisation.objects.create(town=cast.other_town, name="となり町役場", since=SINCE)
        post = Post.objects.create(town=cast.other_town, organisation=hall, name="町長", since=SINCE)
    with pytest.raises(BadInput, match="ほかのまち"):
        set_route(actor(cast, "administrator"), NOTICE, 0, [by(post)])


def test_own_head_and_parent_head_follow_from_the_author(cast: Cast, offices: Offices) -> None:
    seat(offices.chief_post, cast.auditor)
    set_route(actor(cast, "administrator"), "", 0, [OWN_HEAD, PARENT_HEAD])
    assert handed_in(cast).steps == [offices.mayor_post.pk], "an auditor decides nothing: the step goes on up"


def test_the_author_never_approves_not_even_through_another_post(cast: Cast, offices: Offices) -> None:
    seat(offices.chief_post, cast.officer)
    draft = handed_in(cast)
    assert draft.steps == [offices.mayor_post.pk], "the author holds the head above too"
    let_deputise(offices.mayor_post, offices.chief_post)
    send_away(offices.mayor_post)
    with pytest.raises(NotAllowed, match="自分の起案は、自分では決裁できません。いまの番は、ためし町役場 町長です"):
        approve(cast, "officer", draft)


def test_a_named_post_that_the_author_holds_falls_to_the_head_above(cast: Cast, offices: Offices) -> None:
    set_route(actor(cast, "administrator"), NOTICE, 0, [by(offices.officer_post), by(offices.mayor_post)])
    assert handed_in(cast).steps == [offices.mayor_post.pk]


def test_a_deputy_decides_while_the_holder_is_away_and_it_is_said(cast: Cast, offices: Offices) -> None:
    let_deputise(offices.mayor_post, offices.admin_post)
    draft = handed_in(cast)
    with pytest.raises(NotAllowed, match="町長"):
        approve(cast, "administrator", draft)
    send_away(offices.mayor_post)
    assert list(waiting_for(actor(cast, "administrator"))) == [draft]
    approve(cast, "administrator", draft)
    decision = Decision.objects.get()
    assert (decision.post, decision.as_deputy) == (offices.mayor_post, offices.admin_post)


def test_the_holder_may_decide_though_away(cast: Cast, offices: Offices) -> None:
    let_deputise(offices.mayor_post, offices.admin_post)
    send_away(offices.mayor_post)
    approve(cast, "mayor", handed_in(cast))
    assert Decision.objects.get().as_deputy is None


def test_a_vacant_head_with_a_deputy_is_not_passed_over(cast: Cast, offices: Offices) -> None:
    let_deputise(offices.chief_post, offices.admin_post)
    draft = handed_in(cast)
    assert draft.steps == [offices.chief_post.pk]
    approve(cast, "administrator", draft)
    assert Decision.objects.get().post == offices.chief_post


@pytest.mark.parametrize("lost", [end, unseat])
def test_a_post_that_goes_between_does_not_strand_the_draft(cast: Cast, offices: Offices, lost: object) -> None:
    set_route(actor(cast, "administrator"), NOTICE, 0, [by(offices.admin_post)])
    draft = handed_in(cast)
    assert callable(lost)
    lost(offices.admin_post)
    turn = turn_of(draft)
    assert turn is not None
    assert (turn.post, turn.settled) == (offices.mayor_post, offices.admin_post.pk)
    approve(cast, "mayor", draft)
    assert Decision.objects.get().post == offices.mayor_post


def test_a_post_whose_whole_organisation_ends_falls_to_the_head_above(cast: Cast, offices: Offices) -> None:
    set_route(actor(cast, "administrator"), NOTICE, 0, [by(offices.admin_post)])
    draft = handed_in(cast)
    end(offices.admin_post)
    with guard.door("tests"):
        Organisation.objects.filter(pk=offices.general.pk).update(until=timezone.localdate())
    approve(cast, "mayor", draft)
    assert Draft.objects.get().state == Draft.State.PUBLISHED


def test_when_nobody_can_approve_the_sentence_says_what_to_do(cast: Cast, offices: Offices) -> None:
    unseat(offices.mayor_post)
    draft = written(cast)
    with pytest.raises(Conflict, match="まちの管理者に"):
        drafts.submit_draft(actor(cast, "officer"), draft)
    assert Draft.objects.get().content["text"] == "土曜も走ります。"


def test_a_waiting_draft_that_nobody_can_approve_goes_on_when_somebody_comes(cast: Cast, offices: Offices) -> None:
    draft = handed_in(cast)
    unseat(offices.mayor_post)
    with pytest.raises(NotAllowed, match="決裁できる人がいません"):
        approve(cast, "mayor", draft)
    seat(offices.mayor_post, cast.administrator, timezone.localdate())
    assert approve(cast, "administrator", draft).state == Draft.State.PUBLISHED


def test_whoever_has_left_the_town_hall_decides_nothing(cast: Cast, offices: Offices) -> None:
    seat(offices.chief_post, cast.resident)
    assert handed_in(cast).steps == [offices.mayor_post.pk]


def test_a_person_without_a_second_factor_is_asked_for_it(cast: Cast) -> None:
    draft = handed_in(cast)
    with pytest.raises(NotAllowed, match="二つ目の確認") as no:
        drafts.decide(actor(cast, "mayor", second_factor=False), draft, Decision.Verdict.APPROVED)
    assert no.value.sign_in_helps


def test_a_draft_returned_at_the_second_step_begins_again_at_the_first(cast: Cast, offices: Offices) -> None:
    set_route(actor(cast, "administrator"), NOTICE, 0, [by(offices.admin_post), by(offices.mayor_post)])
    draft = approve(cast, "administrator", handed_in(cast))
    again = drafts.submit_draft(actor(cast, "officer"), give_back(cast, "mayor", draft))
    assert again.step == 0
    with pytest.raises(NotAllowed):
        approve(cast, "mayor", again)


def test_deciding_and_acting_as_a_post_never_disagree(cast: Cast, offices: Offices) -> None:
    """`turns.Offices` loads all at once what `posts.may_act_as` asks one by one."""
    let_deputise(offices.mayor_post, offices.spare_post)
    let_deputise(offices.mayor_post, offices.admin_post, rank=2)
    let_deputise(offices.chief_post, offices.officer_post)
    send_away(offices.mayor_post)
    end(offices.spare_post)
    found = Deciders.today()
    nobody = 0
    for post in Post.objects.all():
        for name in ("officer", "mayor", "administrator"):
            acting = may_act_as(actor(cast, name), post)
            via = found.people(post.pk, nobody).get(getattr(cast, name).pk, "no")
            assert (acting is not None) == (via != "no"), (post, name)
            if acting is not None:
                assert (acting.deputy.pk if acting.deputy else None) == via
