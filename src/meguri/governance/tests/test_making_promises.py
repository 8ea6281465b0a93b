"""A promise is written down by those who may speak for its post, and one that says too little is refused."""

import datetime as dt
import json
from dataclasses import replace

import pytest
from django.utils import timezone

from meguri.core import guard
from meguri.core.actor import Role, system
from meguri.core.errors import BadInput, NotAllowed
from meguri.core.scope import in_town
from meguri.governance.actions.promises import note_promise
from meguri.governance.models import Post, Promise, PublicObject, TownRule
from meguri.record.models import Entry
from tests.fixtures.cast import Cast, actor_for
from tests.fixtures.offices import Offices

MadeIn = Promise.MadeIn
TEXT = "土曜の運行を検討し、12月までにお答えします"


def day(days: int) -> dt.date:
    return timezone.localdate() + dt.timedelta(days)


def note(cast: Cast, who: str, role: Role, post: Post, **more: object) -> Promise:
    given = {"text": TEXT, "made_in": MadeIn.COUNCIL, "made_on": day(-3), "due_on": day(30)} | more
    with in_town(cast.town):
        return note_promise(actor_for(getattr(cast, who), cast.town, role), post, **given)  # type: ignore[arg-type]


@pytest.fixture
def started(offices: Offices) -> Offices:
    """The town has been set up: nobody but those who hold the posts may speak for them."""
    with guard.door("tests"), in_town(offices.town):
        TownRule.objects.update_or_create(town=offices.town, defaults={"started_on": day(-90)})
    return offices


def test_the_holder_writes_down_what_they_promised(cast: Cast, started: Offices) -> None:
    promise = note(cast, "officer", Role.OFFICER, started.officer_post)
    assert (promise.text, promise.state, promise.post) == (TEXT, Promise.State.OPEN, started.officer_post)


def test_the_head_above_writes_down_what_a_post_below_promised(cast: Cast, started: Offices) -> None:
    assert note(cast, "mayor", Role.EXECUTIVE, started.officer_post).post == started.officer_post


@pytest.mark.parametrize(
    ("who", "role"),
    [("officer", Role.OFFICER), ("resident", Role.RESIDENT), ("administrator", Role.ADMINISTRATOR),
     ("council_member", Role.COUNCIL), ("journalist", Role.RESIDENT)],
)  # fmt: skip
def test_nobody_else_speaks_for_a_post(cast: Cast, started: Offices, who: str, role: Role) -> None:
    with pytest.raises(NotAllowed) as no:
        note(cast, who, role, started.mayor_post)
    assert "町長" in str(no.value)


def test_who_has_not_shown_the_second_factor_is_led_there(cast: Cast, started: Offices) -> None:
    actor = replace(actor_for(cast.officer, cast.town), withheld_roles=frozenset({Role.OFFICER}))
    with in_town(cast.town), pytest.raises(NotAllowed) as no:
        note_promise(actor, started.officer_post, TEXT, MadeIn.COUNCIL, day(-3), day(30))
    assert no.value.sign_in_helps


def test_while_the_town_is_set_up_the_administrator_brings_what_was_promised_before(
    cast: Cast, offices: Offices
) -> None:
    promise = note(cast, "administrator", Role.ADMINISTRATOR, offices.officer_post, made_on=day(-400), due_on=day(-30))
    assert promise.due_on == day(-30)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"text": "検討します"}, "8文字以上"),
        ({"text": "　　　　　　　　　"}, "8文字以上"),
        ({"due_on": day(-4)}, "約束した日からあと"),
        ({"made_on": day(1)}, "今日までの日"),
        ({"made_in": MadeIn.ANSWER}, "報告や回答といっしょに"),
        ({"made_in": MadeIn.REPORT}, "報告や回答といっしょに"),
    ],
)
def test_what_says_too_little_or_cannot_be_is_refused(
    cast: Cast, offices: Offices, given: dict[str, object], sentence: str
) -> None:
    with pytest.raises(BadInput, match=sentence):
        note(cast, "officer", Role.OFFICER, offices.officer_post, **given)
    with in_town(cast.town):
        assert not Promise.objects.exists()


def test_the_day_it_was_made_may_be_the_day_it_is_due(cast: Cast, offices: Offices) -> None:
    promise = note(cast, "officer", Role.OFFICER, offices.officer_post, made_on=day(0), due_on=day(0))
    assert promise.due_on == day(0)


def test_the_record_names_the_post_and_the_dates_but_never_the_words(cast: Cast, offices: Offices) -> None:
    promise = note(cast, "officer", Role.OFFICER, offices.officer_post, source="九月定例会")
    told = bytes(Entry.objects.order_by("-id")[0].body).decode()
    facts = json.loads(told)["facts"]
    assert facts["due_on"] == day(30).isoformat()
    assert facts["made_in"] == "council"
    assert facts["post"] == {"kind": "post", "id": offices.officer_post.public_reference().id}
    assert facts["result"]["id"] == promise.public_reference().id
    assert TEXT not in told
    assert "九月定例会" not in told


def test_a_promise_is_a_public_object_that_came_of_what_it_is_about(cast: Cast, offices: Offices) -> None:
    with in_town(cast.town):
        about = PublicObject.objects.get(kind="post", key=offices.officer_post.public_reference().id)
        officer = actor_for(cast.officer, cast.town, Role.OFFICER)
        promise = note_promise(officer, offices.officer_post, TEXT, MadeIn.MEETING, day(-1), day(9), about=about)
        thing = PublicObject.objects.get(kind="promise", key=promise.public_reference().id)
        assert (thing.title, thing.state, thing.is_public) == (TEXT, "はたす前", True)
        assert list(thing.links_in.values_list("source", flat=True)) == [about.pk]


def test_the_platform_itself_makes_no_promise_once_the_town_has_begun(cast: Cast, started: Offices) -> None:
    with in_town(cast.town), pytest.raises(NotAllowed):
        note_promise(system(), started.officer_post, TEXT, MadeIn.COUNCIL, day(-1), day(9))
