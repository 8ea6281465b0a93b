"""An approved transition moves a project on, with its reason; what is not declared, or came too late, is refused."""

import pytest

from meguri.core.errors import BadInput, Conflict
from meguri.core.scope import in_town
from meguri.governance.models import PublicObject
from meguri.projects.models import Project, Report, StateChange
from meguri.projects.tests.works import approved, day, project, publish, report
from tests.fixtures.cast import Cast

TRANSITION = "projects.transition"
REASON = "1年の運行が終わったので、数字をたしかめます。"


def move(cast: Cast, bus: Project, to_state: str, *, on: int = 0, **more: str) -> None:
    content = {"to_state": to_state, "on": day(on).isoformat(), "reason": REASON, **more}
    publish(approved(cast.town, TRANSITION, cast.officer, content, bus))


def test_the_project_and_what_the_thread_knows_move_with_the_reason(cast: Cast) -> None:
    bus = project(cast.town)
    move(cast, bus, "evaluated")
    with in_town(cast.town):
        assert Project.objects.get(pk=bus.pk).state == "evaluated"
        change = StateChange.objects.get(project=bus, to_state="evaluated")
        assert (change.from_state, change.on, change.reason) == ("running", day(0), REASON)
        assert PublicObject.objects.get(kind="project").state == "評価"


def test_another_round_may_follow_an_evaluation(cast: Cast) -> None:
    bus = project(cast.town, state="evaluated")
    move(cast, bus, "running")
    with in_town(cast.town):
        assert Project.objects.get(pk=bus.pk).state == "running"


@pytest.mark.parametrize(
    ("state", "to_state"), [("running", "completed"), ("completed", "running"), ("stopped", "planned")]
)
def test_what_is_not_declared_is_refused_with_what_is(cast: Cast, state: str, to_state: str) -> None:
    bus = project(cast.town, state=state)
    with pytest.raises(Conflict, match="進めません"):
        move(cast, bus, to_state)
    with in_town(cast.town):
        assert Project.objects.get(pk=bus.pk).state == state


def test_of_two_transitions_the_second_is_told_where_the_project_stands(cast: Cast) -> None:
    bus = project(cast.town)
    content = {"to_state": "stopped", "on": day(0).isoformat(), "reason": REASON}
    second = approved(cast.town, TRANSITION, cast.officer, content, bus)
    move(cast, bus, "evaluated")
    with pytest.raises(Conflict, match="いまは「評価」です"):
        publish(second)


@pytest.mark.parametrize(("changed", "sentence"), [
    ({"reason": " "}, "理由"),
    ({"on": "2999-01-01"}, "今日までの日に"),
    ({"on": "2020-01-01"}, "より前にはできません"),
    ({"to_state": "nowhere"}, "次の段階"),
])  # fmt: skip
def test_a_transition_that_cannot_be_says_what_to_do(cast: Cast, changed: dict[str, str], sentence: str) -> None:
    bus = project(cast.town)
    content = {"to_state": "evaluated", "on": day(0).isoformat(), "reason": REASON, **changed}
    with pytest.raises(BadInput, match=sentence):
        publish(approved(cast.town, TRANSITION, cast.officer, content, bus))


def test_after_the_end_no_report_is_asked_for_that_was_due_later(cast: Cast) -> None:
    bus = project(cast.town, state="evaluated")
    report(bus, day(-5), "終わる前の報告")
    report(bus, day(30), "終わったあとの報告")
    move(cast, bus, "completed")
    with in_town(cast.town):
        assert [one.title for one in Report.objects.filter(project=bus)] == ["終わる前の報告"]
