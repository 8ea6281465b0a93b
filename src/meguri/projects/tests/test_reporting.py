"""An approved report is out: done, cost, moved, learnt; its promises have a post; the next one is asked for."""

from typing import Any

import pytest

from meguri.core import guard
from meguri.core.errors import BadInput, Conflict
from meguri.core.scope import in_town
from meguri.governance.models import Link, Promise, PublicObject
from meguri.governance.promise_moves import move_promises
from meguri.projects.models import Project, Report
from meguri.projects.tests.works import approved, day, project, publish, report, thing_of
from tests.fixtures.cast import Cast
from tests.fixtures.offices import Offices

REPORT = "projects.report"
DONE = {
    "done": "240日、運行しました。", "moved": "1日4.1人から9.6人になりました。",
    "learnt": "土曜の希望が多くありました。",
}  # fmt: skip
NEXT = {"next_due": day(300).isoformat()}
SATURDAY = {"promise_1": "土曜の運行を検討してお答えします", "promise_1_due": day(60).isoformat()}


def give(cast: Cast, bus: Project, content: dict[str, Any]) -> Report:
    out: Report = publish(approved(cast.town, REPORT, cast.officer, content, bus))
    return out


def test_the_report_that_was_due_is_out_and_the_next_is_asked_for(cast: Cast) -> None:
    bus = project(cast.town)
    waiting = report(bus, day(-3))
    out = give(cast, bus, DONE | NEXT | {"cost_yen": "3,100,000"})
    assert (out.pk, out.cost_yen, out.done) == (waiting.pk, 3_100_000, DONE["done"])
    with in_town(cast.town):
        assert Report.objects.get(project=bus, published_at__isnull=True).due_on == day(300)
        known = PublicObject.objects.get(kind="report")
        assert (known.title, known.is_public, known.station) == (waiting.title, True, "results")
        assert Link.objects.get(target=known).source.kind == "project"


def test_what_it_cost_is_unknown_until_it_is_typed(cast: Cast) -> None:
    bus = project(cast.town)
    assert give(cast, bus, DONE | NEXT | {"title_typed": "中間報告"}).cost_yen is None
    assert give(cast, bus, DONE | {"next_due": day(500).isoformat(), "cost_yen": "0"}).cost_yen == 0


def test_a_promise_in_it_belongs_to_the_post_and_came_of_the_report(cast: Cast, offices: Offices) -> None:
    bus = project(cast.town, post=offices.officer_post)
    report(bus, day(-3))
    give(cast, bus, DONE | NEXT | SATURDAY)
    with in_town(cast.town):
        promise = Promise.objects.get()
        assert (promise.post, promise.due_on, promise.made_in) == (offices.officer_post, day(60), "report")
        sources = Link.objects.filter(target__kind="promise").values_list("source__kind", flat=True)
        assert set(sources) == {"project", "report"}


def test_its_promises_move_along_when_the_project_is_handed_over(cast: Cast, offices: Offices) -> None:
    bus = project(cast.town, post=offices.officer_post)
    give(cast, bus, DONE | NEXT | SATURDAY | {"title_typed": "中間報告"})
    with guard.door("tests"), in_town(cast.town):
        move_promises(thing_of(bus), offices.officer_post, offices.spare_post, day(0), "所管替え")
        assert Promise.objects.get().post == offices.spare_post


def test_a_promise_needs_a_post_that_keeps_it(cast: Cast) -> None:
    bus = project(cast.town)
    with pytest.raises(BadInput, match="先に事業の責任者を決めて"):
        give(cast, bus, DONE | NEXT | SATURDAY | {"title_typed": "中間報告"})
    with in_town(cast.town):
        assert not Report.objects.filter(published_at__isnull=False).exists()


@pytest.mark.parametrize("state", ["completed", "stopped"])
def test_a_project_that_has_ended_takes_no_new_report(cast: Cast, state: str) -> None:
    bus = project(cast.town, state=state)
    with pytest.raises(Conflict, match="新しい報告は出せません"):
        give(cast, bus, DONE | {"title_typed": "あとからの報告"})


@pytest.mark.parametrize("due", [-100, -10, 30])
def test_but_it_takes_one_that_had_been_asked_for(cast: Cast, due: int) -> None:
    """The report on the last year is due after that year."""
    bus = project(cast.town, state="completed")
    asked_for = report(bus, day(due))
    assert give(cast, bus, DONE).pk == asked_for.pk


def test_a_report_is_out_once(cast: Cast) -> None:
    bus = project(cast.town)
    report(bus, day(-3))
    content = DONE | NEXT
    second = approved(cast.town, REPORT, cast.officer, content, bus)
    give(cast, bus, content)
    with pytest.raises(Conflict, match="もう公表されています"):
        publish(second)


@pytest.mark.parametrize(("changed", "sentence"), [
    ({"done": ""}, "何をしたか"),
    ({"title_typed": ""}, "報告の名前を入れて"),
    ({"title_typed": "2024年度の報告"}, "同じ名前の報告があります"),
    ({"cost_yen": "約300万"}, "円の数だけを"),
    ({"next_due": ""}, "次の報告の期限を入れて"),
    ({"next_due": "2020-01-01"}, "明日からあとの日に"),
    ({"promise_1": "土曜の運行を検討します"}, "約束と期限を、両方"),
    ({"promise_1": "検討", "promise_1_due": "2999-01-01"}, "8文字以上"),
    ({"promise_1": "土曜の運行を検討します", "promise_1_due": "2020-01-01"}, "今日からあとの日に"),
    ({"report": "999999"}, "どの報告か"),
])  # fmt: skip
def test_a_report_that_cannot_be_says_what_to_do(cast: Cast, changed: dict[str, str], sentence: str) -> None:
    bus = project(cast.town)
    report(bus, day(-400), "2024年度の報告", published_at=bus.changed_at)
    with pytest.raises(BadInput, match=sentence):
        give(cast, bus, DONE | NEXT | {"title_typed": "中間報告"} | changed)
