"""An approved plan becomes the project: its text, its post, its first state; what is unknown stays unknown."""

from typing import Any

import pytest

from meguri.core.errors import BadInput, Conflict, NotAllowed
from meguri.core.scope import in_town
from meguri.governance.models import Draft, Link, PublicObject, Responsibility
from meguri.indicators.tests.figures import officer_of, own_indicators
from meguri.projects.models import Milestone, Project, ProjectIndicator, Report, StateChange
from meguri.projects.tests.works import BUS, approved, day, project, publish, thing_of
from meguri.record.models import Entry
from tests.fixtures.cast import Cast
from tests.fixtures.offices import Offices

PLAN = "projects.plan"


def plan(cast: Cast, content: dict[str, Any], about: Project | None = None) -> Draft:
    return approved(cast.town, PLAN, cast.officer, content, about)


def test_a_new_project_stands_with_its_state_post_steps_and_first_report(cast: Cast, offices: Offices) -> None:
    steps = {"milestone_1": "試験運行", "milestone_1_due": day(60).isoformat()}
    more = {"post": str(offices.officer_post.pk), "first_report_due": day(300).isoformat(), **steps}
    made = publish(plan(cast, BUS | more))
    with in_town(cast.town):
        assert (made.name, made.planned_yen, made.state) == (BUS["name"], 4_200_000, "planned")
        assert Milestone.objects.get(project=made).name == "試験運行"
        assert Report.objects.get(project=made).due_on == day(300)
        assert StateChange.objects.get(project=made).to_state == "planned"
        held = Responsibility.objects.get(object__kind="project", object__key=f"{cast.town.code}-{made.pk}")
        assert (held.post, held.part, held.confirmed_on) == (offices.officer_post, "accountable", None)


def test_a_cost_that_was_not_typed_is_unknown_and_a_typed_zero_is_zero(cast: Cast) -> None:
    unknown = publish(plan(cast, BUS | {"planned_yen": ""}))
    free = publish(plan(cast, BUS | {"planned_yen": "0", "name": "声かけの見守り"}))
    assert (unknown.planned_yen, free.planned_yen) == (None, 0)


@pytest.mark.parametrize(
    ("typed", "yen"), [("４，２００，０００円", 4_200_000), ("4200000", 4_200_000), (" ¥500 ", 500)]
)
def test_a_sum_is_read_as_people_write_it(cast: Cast, typed: str, yen: int) -> None:
    assert publish(plan(cast, BUS | {"planned_yen": typed})).planned_yen == yen


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"name": ""}, "事業の名前"),
        ({"planned_yen": "42万"}, "円の数だけを入れてください"),
        ({"planned_yen": "-5"}, "円の数だけを入れてください"),
        ({"planned_yen": "1.5"}, "円の数だけを入れてください"),
        ({"ground": "duty"}, "その法令や条例を書いてください"),
        ({"begins_on": "2026-04-01", "ends_on": "2026-03-31"}, "始まる日からあとの日に"),
        ({"latitude": "43.2"}, "両方入れるか"),
        ({"latitude": "143.29", "longitude": "43.23"}, "日本のなかの位置ではありません"),
        ({"milestone_1": "試験運行"}, "両方入れてください"),
        ({"post": "999999"}, "責任者になる役職"),
    ],
)
def test_a_plan_that_cannot_be_says_what_to_do(cast: Cast, changed: dict[str, str], sentence: str) -> None:
    with pytest.raises(BadInput, match=sentence):
        publish(plan(cast, BUS | changed))
    with in_town(cast.town):
        assert not Project.objects.exists()


def test_a_number_of_the_towns_list_is_taken_once(cast: Cast) -> None:
    project(cast.town, "除雪", number="12")
    with pytest.raises(BadInput, match="「除雪」の番号です"):
        publish(plan(cast, BUS | {"number": "12"}))


def test_the_indicators_it_means_to_move_are_tied_to_it(cast: Cast) -> None:
    with in_town(cast.town):
        bus, visits = own_indicators(cast.town, officer_of(cast.town, cast.officer.pk))
    made = publish(plan(cast, BUS | {"indicator_1": str(bus.pk), "indicator_2": str(bus.pk)}))
    with in_town(cast.town):
        assert [tie.indicator_id for tie in ProjectIndicator.objects.filter(project=made)] == [bus.pk]
        assert Link.objects.get(source__kind="project").target.kind == "indicator"
    publish(plan(cast, {"indicator_1": str(visits.pk)}, made))
    with in_town(cast.town):
        assert [tie.indicator_id for tie in ProjectIndicator.objects.filter(project=made)] == [visits.pk]
        assert Link.objects.get(source__kind="project").target.title == visits.name


def test_a_change_keeps_what_it_does_not_touch_and_moves_the_post(cast: Cast, offices: Offices) -> None:
    bus = project(cast.town, purpose="病院へ", planned_yen=None, post=offices.officer_post)
    publish(plan(cast, {"purpose": "病院と買い物へ", "post": str(offices.spare_post.pk)}, bus))
    with in_town(cast.town):
        after = Project.objects.get(pk=bus.pk)
        assert (after.purpose, after.planned_yen, after.state) == ("病院と買い物へ", None, "running")
        terms = Responsibility.objects.filter(object=thing_of(bus)).order_by("since")
        assert [(term.post, term.until is None) for term in terms] == [
            (offices.officer_post, False), (offices.spare_post, True),
        ]  # fmt: skip
        assert PublicObject.objects.get(kind="project", key=f"{cast.town.code}-{bus.pk}").summary == "病院と買い物へ"


def test_a_change_without_another_post_leaves_the_confirmation_alone(cast: Cast, offices: Offices) -> None:
    bus = project(cast.town, post=offices.officer_post)
    publish(plan(cast, {"purpose": "病院と買い物へ"}, bus))
    with in_town(cast.town):
        assert Responsibility.objects.filter(object=thing_of(bus)).count() == 1


def test_the_second_of_two_drafts_is_shown_both_and_nothing_is_lost(cast: Cast) -> None:
    bus = project(cast.town, purpose="病院へ")
    first = plan(cast, {"purpose": "病院と買い物へ"}, bus)
    second = plan(cast, {"purpose": "学校へ"}, bus)
    publish(first)
    with pytest.raises(Conflict) as told:
        publish(second)
    assert "病院と買い物へ" in str(told.value)
    assert "学校へ" in str(told.value)
    with in_town(cast.town):
        assert Project.objects.get(pk=bus.pk).purpose == "病院と買い物へ"
        assert Draft.objects.get(pk=second.pk).content["purpose"] == "学校へ"


def test_a_draft_that_names_no_version_is_held_to_the_day_it_was_written(cast: Cast) -> None:
    bus = project(cast.town, purpose="病院へ")
    second = plan(cast, {"purpose": "学校へ", "base": ""}, bus)
    publish(plan(cast, {"purpose": "病院と買い物へ"}, bus))
    with pytest.raises(Conflict, match="病院と買い物へ"):
        publish(second)


def test_whoever_has_read_what_stands_may_publish_theirs(cast: Cast) -> None:
    bus = project(cast.town, purpose="病院へ")
    stale = {"purpose": "学校へ", "base": bus.changed_at.isoformat()}
    publish(plan(cast, {"purpose": "病院と買い物へ"}, bus))
    with in_town(cast.town):
        now = Project.objects.get(pk=bus.pk).changed_at.isoformat()
    publish(plan(cast, stale | {"seen": [now]}, bus))
    with in_town(cast.town):
        assert Project.objects.get(pk=bus.pk).purpose == "学校へ"


def test_what_was_not_approved_is_not_published(cast: Cast) -> None:
    draft = plan(cast, BUS)
    draft.step = 0
    with pytest.raises(NotAllowed):
        publish(draft)


def test_the_record_says_what_changed_and_never_what_it_says(cast: Cast) -> None:
    bus = project(cast.town, purpose="病院へ")
    publish(plan(cast, {"purpose": "ひみつの目的ではない", "planned_yen": "100"}, bus))
    body = bytes(Entry.objects.get(action="projects.publish_plan").body).decode()
    assert '"planned_yen":"100"' in body
    assert '"purpose"' in body
    assert "ひみつ" not in body
