"""The main steps of a project: done on a day, put to another with the reason in sight, added; never twice the same."""

import pytest

from meguri.core.errors import BadInput, Conflict
from meguri.core.scope import in_town
from meguri.projects.models import Milestone, MilestoneChange, Project
from meguri.projects.tests.works import approved, day, milestone, project, publish
from tests.fixtures.cast import Cast

KIND = "projects.milestones"


def keep(cast: Cast, bus: Project, content: dict[str, str]) -> None:
    publish(approved(cast.town, KIND, cast.officer, content, bus))


def test_a_step_is_done_another_is_moved_with_its_reason_and_one_is_added(cast: Cast) -> None:
    bus = project(cast.town)
    trial, full = milestone(bus, "試験運行", day(-20)), milestone(bus, "本運行", day(30))
    keep(cast, bus, {
        f"done_{trial.pk}": day(-18).isoformat(), f"due_{full.pk}": day(60).isoformat(),
        f"reason_{full.pk}": "車がまだ届かないため。", "new_1": "1年のまとめ", "new_1_due": day(400).isoformat(),
    })  # fmt: skip
    with in_town(cast.town):
        steps = {one.name: (one.due_on, one.done_on) for one in Milestone.objects.filter(project=bus)}
        assert steps == {
            "試験運行": (day(-20), day(-18)), "本運行": (day(60), None), "1年のまとめ": (day(400), None),
        }  # fmt: skip
        moved = MilestoneChange.objects.get()
        assert (moved.from_due, moved.to_due, moved.reason) == (day(30), day(60), "車がまだ届かないため。")


def test_of_two_drafts_the_second_is_shown_both(cast: Cast) -> None:
    bus = project(cast.town)
    full = milestone(bus, "本運行", day(30))
    moved = {f"due_{full.pk}": day(60).isoformat(), f"reason_{full.pk}": "車がまだ届かないため。"}
    second = approved(cast.town, KIND, cast.officer, {f"done_{full.pk}": day(0).isoformat()}, bus)
    keep(cast, bus, moved)
    with pytest.raises(Conflict, match="本運行"):
        publish(second)


@pytest.mark.parametrize(("changed", "sentence"), [
    ({}, "変わったところがありません"),
    ({"due_{pk}": "2999-01-01"}, "予定の日を変える理由"),
    ({"due_{pk}": ""}, "予定の日"),
    ({"done_{pk}": "2999-01-01"}, "できた日は、今日までの日に"),
    ({"new_1": "本運行", "new_1_due": "2999-01-01"}, "同じ名前の工程"),
    ({"new_1": "まとめ"}, "両方入れてください"),
])  # fmt: skip
def test_what_cannot_be_says_what_to_do(cast: Cast, changed: dict[str, str], sentence: str) -> None:
    bus = project(cast.town)
    pk = milestone(bus, "本運行", day(30)).pk
    with pytest.raises(BadInput, match=sentence):
        keep(cast, bus, {name.format(pk=pk): value for name, value in changed.items()})
