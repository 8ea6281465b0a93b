"""A promise's date goes further away only by its own post, with a reason, and the earlier one stays in sight."""

import pytest

from meguri.core.actor import Role
from meguri.core.errors import BadInput, Conflict, NotAllowed
from meguri.core.scope import in_town
from meguri.governance.actions.promises import postpone
from meguri.governance.models import Promise, PromiseChange
from meguri.governance.tests.promises import closed_by_row, day, promise_by_row
from tests.fixtures.cast import Cast, actor_for
from tests.fixtures.offices import Offices

REASON = "運転手の採用が遅れたため"


def put_off(cast: Cast, promise: Promise, days: int, reason: str = REASON, who: str = "officer") -> Promise:
    with in_town(cast.town):
        return postpone(actor_for(getattr(cast, who), cast.town, Role.OFFICER), promise, day(days), reason)


def test_the_earlier_date_and_the_reason_stay(cast: Cast, offices: Offices) -> None:
    promise = put_off(cast, promise_by_row(offices.officer_post, due=5), 40)
    with in_town(cast.town):
        change = PromiseChange.objects.get()
    assert promise.due_on == day(40)
    assert (change.from_due, change.to_due, change.reason, change.on) == (day(5), day(40), REASON, day(0))


def test_a_late_promise_can_be_given_a_new_date(cast: Cast, offices: Offices) -> None:
    assert put_off(cast, promise_by_row(offices.officer_post, due=-5), 0).due_on == day(0)


@pytest.mark.parametrize(
    ("due", "to", "reason", "sentence"),
    [
        (5, 5, REASON, "いまの期限よりあと"),
        (5, 4, REASON, "いまの期限よりあと"),
        (-9, -2, REASON, "今日からあと"),
        (5, 40, "", "理由を"),
        (5, 40, "　　　　　", "理由を"),
    ],
)
def test_an_earlier_date_or_no_reason_is_refused(
    cast: Cast, offices: Offices, due: int, to: int, reason: str, sentence: str
) -> None:
    promise = promise_by_row(offices.officer_post, due=due)
    with pytest.raises(BadInput, match=sentence):
        put_off(cast, promise, to, reason)
    with in_town(cast.town):
        assert not PromiseChange.objects.exists()


@pytest.mark.parametrize("who", ["mayor", "administrator", "resident", "other_towns_officer"])
def test_only_the_post_itself_puts_it_off(cast: Cast, offices: Offices, who: str) -> None:
    with pytest.raises(NotAllowed, match="福祉係 係長"):
        put_off(cast, promise_by_row(offices.officer_post), 60, who=who)


def test_a_closed_promise_has_no_other_date(cast: Cast, offices: Offices) -> None:
    with pytest.raises(Conflict, match="もう終わっています"):
        put_off(cast, closed_by_row(offices.officer_post), 60)
