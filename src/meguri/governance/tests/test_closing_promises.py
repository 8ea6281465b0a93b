"""A promise is closed by nothing but what came of it, drafted by its own section and approved."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from meguri.core import guard
from meguri.core.actor import Role
from meguri.core.errors import BadInput, Conflict, NotAllowed
from meguri.core.scope import in_town
from meguri.governance.actions.drafts import decide, start_draft, submit_draft
from meguri.governance.actions.promises import close
from meguri.governance.models import Decision, Draft, Promise, PublicObject, Responsibility
from meguri.governance.objects import object_of
from meguri.governance.tests.promises import closed_by_row, day, promise_by_row, rule
from meguri.towns.models import Membership
from tests.fixtures.cast import Cast, actor_for
from tests.fixtures.offices import Offices, seat

OUTCOME = {"state": "kept", "outcome": "1月から土曜も走らせています。", "outcome_object": ""}
PROMISE = {"text": "土曜の運行を検討し、お答えします", "made_in": "other", "source": ""}


@pytest.fixture
def hall(cast: Cast, offices: Offices) -> Offices:
    """The town has begun, and the chief who approves is there."""
    seat(offices.chief_post, cast.elder)
    member_of_staff(cast, cast.elder.pk)
    rule(cast.town, started_on=day(-90))
    return offices


def member_of_staff(cast: Cast, person_id: int) -> None:
    with guard.door("tests"), in_town(cast.town):
        Membership.objects.create(town=cast.town, person_id=person_id, role=Role.OFFICER, since=day(-90))


def draft_outcome(cast: Cast, promise: Promise, who: str = "officer", **more: str) -> Draft:
    actor = actor_for(getattr(cast, who), cast.town, Role.OFFICER)
    with in_town(cast.town), guard.door("tests"):
        about = object_of(promise)
        draft = start_draft(actor, "governance.promise_outcome", about, OUTCOME | more)
        return submit_draft(actor, draft)


def approve_all(cast: Cast, draft: Draft) -> Draft:
    """Whoever's turn it is approves, until it is published."""
    with in_town(cast.town):
        for who, role in (("elder", Role.OFFICER), ("mayor", Role.EXECUTIVE), ("elder", Role.OFFICER)):
            if draft.state != Draft.State.SUBMITTED:
                break
            try:
                draft = decide(actor_for(getattr(cast, who), cast.town, role), draft, Decision.Verdict.APPROVED)
            except NotAllowed:
                continue
        return Draft.objects.get(pk=draft.pk)


def test_what_came_of_it_closes_it_once_it_is_approved(cast: Cast, hall: Offices) -> None:
    promise = promise_by_row(hall.officer_post, due=-3)
    draft = draft_outcome(cast, promise)
    with in_town(cast.town):
        assert Promise.objects.get().state == Promise.State.OPEN
    draft = approve_all(cast, draft)
    with in_town(cast.town):
        closed = Promise.objects.get()
        thing = PublicObject.objects.get(kind="promise")
    assert draft.state == Draft.State.PUBLISHED
    assert (closed.state, closed.closed_on, closed.outcome) == ("kept", day(0), OUTCOME["outcome"])
    assert thing.state == "はたしました"
    assert draft.published_as_id == thing.pk


def test_what_came_of_it_is_tied_to_it(cast: Cast, hall: Offices) -> None:
    with guard.door("tests"), in_town(cast.town):
        bus = PublicObject.objects.create(
            town=cast.town,
            kind="project",
            key=f"{cast.town.code}-7",
            title="土曜の福祉バス",
            first_told_at=timezone.now(),
        )
        Responsibility.objects.create(
            town=cast.town, object=bus, post=hall.officer_post, part="accountable", since=day(-9)
        )
    approve_all(cast, draft_outcome(cast, promise_by_row(hall.officer_post), outcome_object=str(bus.pk)))
    with in_town(cast.town):
        thing = PublicObject.objects.get(kind="promise")
        assert list(thing.links_out.values_list("target", flat=True)) == [bus.pk]


@pytest.mark.parametrize(
    ("more", "sentence"),
    [({"outcome": ""}, "どうなったか"), ({"outcome": "しました。"}, "8文字以上"), ({"state": "open"}, "はたしましたか"),
     ({"state": ""}, "はたしましたか")],
)  # fmt: skip
def test_without_what_came_of_it_it_cannot_be_handed_in(
    cast: Cast, hall: Offices, more: dict[str, str], sentence: str
) -> None:
    with pytest.raises(BadInput, match=sentence):
        draft_outcome(cast, promise_by_row(hall.officer_post), **more)
    with in_town(cast.town):
        assert Promise.objects.get().state == Promise.State.OPEN


def test_another_section_does_not_say_what_came_of_it(cast: Cast, hall: Offices) -> None:
    with pytest.raises(BadInput, match="福祉係 係長"):
        draft_outcome(cast, promise_by_row(hall.officer_post), who="administrator")


def test_it_is_closed_once(cast: Cast, hall: Offices) -> None:
    with pytest.raises(Conflict, match="もう終わっています"):
        draft_outcome(cast, closed_by_row(hall.officer_post))


def test_two_drafts_close_it_once(cast: Cast, hall: Offices) -> None:
    promise = promise_by_row(hall.officer_post)
    first, second = draft_outcome(cast, promise), draft_outcome(cast, promise, state="not_kept")
    approve_all(cast, first)
    with pytest.raises(Conflict):
        approve_all(cast, second)
    with in_town(cast.town):
        assert Promise.objects.get().state == Promise.State.KEPT


def test_nothing_closes_it_without_approval(cast: Cast, hall: Offices) -> None:
    promise = promise_by_row(hall.officer_post)
    draft = draft_outcome(cast, promise)
    officer = actor_for(cast.officer, cast.town, Role.OFFICER)
    with in_town(cast.town), pytest.raises(NotAllowed, match="決裁が終わった"):
        close(officer, draft, promise, Promise.State.KEPT, OUTCOME["outcome"])


def test_the_database_itself_keeps_a_promise_open_without_its_outcome(cast: Cast, hall: Offices) -> None:
    promise = promise_by_row(hall.officer_post)
    with guard.door("tests"), in_town(cast.town), pytest.raises(IntegrityError), transaction.atomic():
        Promise.objects.filter(pk=promise.pk).update(state="kept", closed_on=day(0))


def draft_promise(cast: Cast, post_id: int, due: int = 30) -> Draft:
    officer = actor_for(cast.officer, cast.town, Role.OFFICER)
    content = PROMISE | {"post": str(post_id), "due_on": day(due).isoformat()}
    with in_town(cast.town):
        return submit_draft(officer, start_draft(officer, "governance.promise", None, content))


def test_a_new_promise_is_made_on_the_day_it_is_approved(cast: Cast, hall: Offices) -> None:
    approve_all(cast, draft_promise(cast, hall.officer_post.pk))
    with in_town(cast.town):
        made = Promise.objects.get()
    assert (made.made_on, made.due_on, made.text) == (day(0), day(30), PROMISE["text"])


def test_a_section_promises_for_itself_alone(cast: Cast, hall: Offices) -> None:
    with pytest.raises(BadInput, match="総務係 係長の約束は"):
        draft_promise(cast, hall.spare_post.pk)


def test_a_promise_whose_day_has_passed_is_not_handed_in(cast: Cast, hall: Offices) -> None:
    with pytest.raises(BadInput, match="期限がもうすぎています"):
        draft_promise(cast, hall.officer_post.pk, due=-1)
