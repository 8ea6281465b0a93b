"""The thread and the desk are told of projects and reports: where they stand, who answers, by what they are found."""

from meguri.core import guard
from meguri.core.scope import in_town
from meguri.governance.models import PublicObject
from meguri.governance.objects import ensure, kind_of, tell
from meguri.projects.tests.works import day, project, report, thing_of
from meguri.thread.queries import strip
from tests.fixtures.cast import Cast
from tests.fixtures.offices import Offices


def test_a_project_acts_and_needs_a_post_and_a_report_is_a_result(cast: Cast) -> None:
    bus = project(cast.town, purpose="病院へ")
    report(bus, day(-5), published_at=bus.changed_at)
    with in_town(cast.town):
        told = {one.kind: one for one in PublicObject.objects.filter(kind__in=["project", "report"])}
    assert (told["project"].station, told["project"].needs_post, told["project"].state) == ("act", True, "実施")
    assert (told["report"].station, told["report"].needs_post, told["report"].is_public) == ("results", False, True)


def test_a_report_that_is_only_due_is_not_public(cast: Cast) -> None:
    waiting = report(project(cast.town), day(5))
    with guard.door("tests"), in_town(cast.town):
        assert not tell("report", [waiting])[0].is_public


def test_a_report_is_answered_for_by_the_post_of_its_project(cast: Cast, offices: Offices) -> None:
    bus = project(cast.town, post=offices.officer_post)
    answered = report(bus, day(-5), published_at=bus.changed_at)
    orphan = report(project(cast.town, "除雪"), day(-5), published_at=bus.changed_at)
    with in_town(cast.town):
        found = [strip(cast.town, one.public_reference()) for one in (answered, orphan)]
    assert [one.answers.name for one in found if one] == [offices.officer_post.full_name, ""]


def test_the_desk_finds_a_project_by_its_name_purpose_activity_and_place(cast: Cast) -> None:
    kind = kind_of("project")
    assert kind is not None
    assert kind.found_by is not None
    found = kind.found_by(project(cast.town, purpose="病院へ", activity="バスを走らせます", place="町内"))
    assert (found.name, found.text) == ("福祉バスの予約運行", "病院へ\nバスを走らせます\n町内")


def test_a_project_is_found_by_its_public_name_in_its_own_town_alone(cast: Cast) -> None:
    bus = project(cast.town)
    kind = kind_of("project")
    assert kind is not None
    assert kind.by_references is not None
    with in_town(cast.town):
        assert list(kind.by_references([bus.public_reference().id, "999999-1", "nonsense"])) == [bus]
    with in_town(cast.other_town):
        assert list(kind.by_references([bus.public_reference().id])) == []
    with guard.door("tests"), in_town(cast.town):
        assert ensure([bus.public_reference()])[bus.public_reference()] == thing_of(bus)
