"""The strip: what an object came from, what came of it, what is not tied yet, who answers; in a few queries."""

import datetime as dt
from collections.abc import Iterator

import pytest
from pytest_django.fixtures import DjangoAssertNumQueries

from meguri.core import guard
from meguri.core.ports import Reference
from meguri.core.scope import in_town
from meguri.governance.models import Organisation, Post, PublicObject, Responsibility
from meguri.governance.objects import tell
from meguri.thread.queries import strip, whole
from meguri.thread.shapes import Strip
from meguri.thread.tests.made_up import Thing, kind, kinds_of_a_later_slice, say, wish
from meguri.towns.models import Station, Town
from tests.fixtures.cast import Cast

APRIL = dt.date(2026, 4, 1)


@pytest.fixture(autouse=True)
def _kinds() -> Iterator[None]:
    with kinds_of_a_later_slice(
        kind("wish", Station.VISION, expects_after=(Station.ACT,)),
        kind("deed", Station.ACT, needs_post=True, expects_before=(Station.VISION,), expects_after=(Station.RESULTS,)),
        kind("beside", None),
    ):
        yield


@pytest.fixture
def town(cast: Cast) -> Town:
    """The town uses three stations of the ring."""
    cast.town.stations = ["vision", "act", "results"]
    with guard.door("tests"):
        cast.town.save(update_fields=["stations"])
    return cast.town


def strip_of(town: Town, kind: str, pk: int = 1) -> Strip:
    with in_town(town):
        found = strip(town, Reference(kind, str(pk)))
    assert found is not None
    return found


def deed(pk: int, *came_from: Reference, is_public: bool = True) -> Thing:
    return Thing(pk, kind="deed", came_from=came_from, is_public=is_public)


def test_it_says_what_an_object_came_from_and_what_came_of_it(town: Town) -> None:
    say(town, [Thing(1, "みんなで歩ける道"), deed(1, wish(1)), Thing(2, "広場", came_from=(Reference("deed", "1"),))])
    found = strip_of(town, "deed")
    assert [knot.title for knot in found.before.knots] == ["みんなで歩ける道"]
    assert [knot.title for knot in found.after.knots] == ["広場"]
    assert found.here.station == "act"


def test_the_newest_few_are_shown_and_the_others_counted(town: Town) -> None:
    say(town, [Thing(1), *(deed(pk, wish(1)) for pk in range(1, 9))])
    ends = strip_of(town, "wish").after
    assert [knot.reference.id for knot in ends.knots] == ["8", "7", "6"]
    assert (ends.more, ends.or_more) == (5, False)


def test_the_others_are_counted_by_kind_where_they_are_of_several(town: Town) -> None:
    say(town, [Thing(1), Thing(2, came_from=(wish(1),))])
    say(town, [deed(pk, wish(1)) for pk in range(1, 9)])
    ends = strip_of(town, "wish").after
    assert (ends.more, [count for _word, count in ends.kinds]) == (6, [5, 1])
    say(town, [Thing(1), *(deed(pk, wish(1)) for pk in range(1, 12))])
    assert strip_of(town, "deed").after.kinds == ()


def test_the_others_are_named_too_where_one_of_another_kind_is_shown(town: Town) -> None:
    say(town, [Thing(1), *(deed(pk, wish(1)) for pk in range(1, 9))])
    say(town, [Thing(2, came_from=(wish(1),))])
    ends = strip_of(town, "wish").after
    assert (ends.more, [count for _word, count in ends.kinds]) == (6, [6])


def test_a_tie_told_from_both_ends_counts_once(town: Town) -> None:
    say(town, [Thing(1), deed(1, wish(1)), Thing(1, led_to=(Reference("deed", "1"),))])
    ends = strip_of(town, "wish").after
    assert (len(ends.knots), ends.more) == (1, 0)


def test_what_is_not_tied_yet_is_a_gap(town: Town) -> None:
    say(town, [deed(1)])
    found = strip_of(town, "deed")
    assert [gap.station for gap in found.gaps_before] == ["vision"]
    assert [gap.station for gap in found.gaps_after] == ["results"]


def test_a_station_reached_over_a_step_between_is_no_gap(town: Town) -> None:
    say(town, [Thing(1), Thing(1, kind="beside", came_from=(wish(1),)), deed(1, Reference("beside", "1"))])
    assert not strip_of(town, "deed").gaps_before


def test_a_station_that_the_town_does_not_use_is_no_gap(town: Town) -> None:
    town.stations = ["act"]
    say(town, [deed(1)])
    assert strip_of(town, "deed").gaps == ()


def test_the_accountable_post_could_tie_a_gap(town: Town) -> None:
    told = say(town, [deed(1)])
    with guard.door("tests"), in_town(town):
        office = Organisation.objects.create(town=town, name="福祉係", phone="01564-2-2111", since=APRIL)
        post = Post.objects.create(town=town, organisation=office, name="係長", since=APRIL)
        Responsibility.objects.create(
            town=town, object=told[Reference("deed", "1")], post=post, part="accountable", since=APRIL,
            confirmed_on=dt.date(2026, 4, 3),
        )  # fmt: skip
    found = strip_of(town, "deed")
    assert found.answers.name == "福祉係 係長"
    assert found.answers.contact.phone == "01564-2-2111"
    assert found.answers.confirmed_on == dt.date(2026, 4, 3)
    assert found.gaps[0].who.who == "福祉係 係長"


def test_without_a_post_the_general_desk_answers(town: Town) -> None:
    town.general_desk, town.general_phone = "総務課", "01564-2-2000"
    say(town, [deed(1)])
    found = strip_of(town, "deed")
    assert (found.answers.who, found.answers.contact.phone) == ("総務課", "01564-2-2000")


def test_that_nobody_answers_is_public_only_after_the_days_of_grace(town: Town) -> None:
    thing = say(town, [deed(1)])[Reference("deed", "1")]
    assert not strip_of(town, "deed").answers.is_missing
    with guard.door("tests"), in_town(town):
        thing.first_told_at -= dt.timedelta(days=31)
        thing.save(update_fields=["first_told_at"])
    assert strip_of(town, "deed").answers.is_missing


def test_a_post_that_the_row_names_itself_answers(town: Town) -> None:
    with guard.door("tests"), in_town(town):
        office = Organisation.objects.create(town=town, name="福祉係", since=APRIL)
        post = Post.objects.create(town=town, organisation=office, name="係長", since=APRIL)
    with kinds_of_a_later_slice(kind("vow", None)):
        say(town, [Thing(1, kind="vow", answered_by=post.public_reference())])
        assert strip_of(town, "vow").answers.name == "福祉係 係長"


def test_what_has_left_public_view_is_nowhere(town: Town) -> None:
    say(town, [Thing(1), deed(1, wish(1), is_public=False), deed(2, wish(1))])
    ends = strip_of(town, "wish").after
    assert [knot.reference.id for knot in ends.knots] == ["2"]
    assert ends.more == 0
    with in_town(town):
        assert strip(town, Reference("deed", "1")) is None


def test_another_town_s_objects_are_nowhere(town: Town, cast: Cast) -> None:
    say(cast.other_town, [Thing(1, "となりの願い")])
    with in_town(town):
        found = strip(town, wish(1))
    assert found is not None
    assert not found.is_known


def test_an_object_not_told_yet_has_an_empty_strip_and_nothing_is_written(town: Town) -> None:
    found = strip_of(town, "deed", 77)
    assert not found.is_known
    assert [gap.station for gap in found.gaps] == ["vision", "results"]
    with in_town(town):
        assert not PublicObject.objects.exists()


def test_a_kind_nobody_registered_has_no_strip(town: Town) -> None:
    with in_town(town):
        assert strip(town, Reference("nothing", "1")) is None


@pytest.mark.parametrize("many", [2, 60])
def test_eight_queries_are_enough_however_much_is_tied(
    town: Town, many: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    say(town, [Thing(1), *(deed(pk, wish(1)) for pk in range(1, many + 1)), deed(99)])
    for reference in (wish(1), Reference("deed", "1"), Reference("deed", "99")):
        with in_town(town), django_assert_max_num_queries(8):
            strip(town, reference)


def test_more_than_can_be_counted_is_said_to_be_more(town: Town) -> None:
    with guard.door("tests"), in_town(town):
        tell("wish", [Thing(1)])
        tell("deed", [deed(pk, wish(1)) for pk in range(1, 1003)])
    ends = strip_of(town, "wish").after
    assert (len(ends.knots) + ends.more, ends.or_more) == (1000, True)


def test_a_station_reached_through_a_common_object_is_no_gap_and_is_told(town: Town) -> None:
    line = Thing(1, "予算の行", kind="line", came_from=(Reference("deed", "1"),))
    result = Thing(1, "2025年度の報告", kind="result", came_from=(Reference("deed", "1"),))
    with kinds_of_a_later_slice(
        kind("line", Station.FUND, expects_after=(Station.RESULTS,)), kind("result", Station.RESULTS)
    ):
        say(town, [deed(1)])
        say(town, [line])
        assert [gap.station for gap in strip_of(town, "line").gaps] == ["results"]
        say(town, [result])
        found = strip_of(town, "line")
        with in_town(town):
            walked = whole(town, Reference("line", "1"))
    assert (found.gaps, walked is not None and walked.gaps) == ((), ())
    assert [knot.title for knot in found.beside] == ["2025年度の報告"]
    assert found.after.knots == ()
    assert "results" in found.live
