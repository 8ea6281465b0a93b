"""What falls due, for the day page: reports and steps of the posts that answer; and where projects are."""

from collections.abc import Callable

from meguri.core.scope import in_town
from meguri.projects.queries.due import late_reports, milestones_due, reports_due
from meguri.projects.queries.listing import positions
from meguri.projects.tests.works import day, milestone, project, report
from tests.fixtures.cast import Cast
from tests.fixtures.offices import Offices


def test_reports_that_are_not_out_fall_due_with_the_post_that_answers(cast: Cast, offices: Offices) -> None:
    bus, snow = project(cast.town, post=offices.officer_post), project(cast.town, "除雪")
    report(bus, day(5), "もうすぐの報告")
    report(bus, day(50), "まだ先の報告")
    report(bus, day(-99), "出た報告", published_at=bus.changed_at)
    report(snow, day(-5), "おくれた報告")
    with in_town(cast.town):
        due = reports_due(day(7))
        own = reports_due(day(7), post_ids=[offices.officer_post.pk])
        assert [str(one.row) for one in late_reports()] == ["おくれた報告"]
        assert late_reports(grace_days=30) == []
        assert late_reports(grace_days=5) == []
    assert [(str(one.row), one.days_late) for one in due] == [("おくれた報告", 5), ("もうすぐの報告", 0)]
    assert due[0].answering is None
    assert [one.answering.post for one in own if one.answering] == [offices.officer_post]


def test_steps_fall_due_until_they_are_done_or_the_project_has_ended(cast: Cast) -> None:
    bus, ended = project(cast.town), project(cast.town, "除雪", state="completed")
    milestone(bus, "本運行", day(-2))
    milestone(bus, "試験運行", day(-9), day(-8))
    milestone(ended, "片づけ", day(-2))
    with in_town(cast.town):
        assert [(str(one.row), one.is_late) for one in milestones_due(day(0))] == [("本運行", True)]


def test_the_queries_stay_the_same_whatever_falls_due(
    cast: Cast, offices: Offices, django_assert_num_queries: Callable[..., object]
) -> None:
    for n in range(6):
        bus = project(cast.town, f"事業{n}", post=offices.officer_post)
        report(bus, day(-n))
    with in_town(cast.town), django_assert_num_queries(3):  # type: ignore[attr-defined]
        assert len(reports_due(day(0), post_ids=[offices.officer_post.pk])) == 6


def test_only_projects_with_a_position_are_on_the_map(cast: Cast) -> None:
    project(cast.town, latitude=43.2, longitude=143.3)
    project(cast.town, "どこでもない事業")
    project(cast.other_town, "となりの事業", latitude=43.2, longitude=143.3)
    with in_town(cast.town):
        assert [(one.name, one.latitude) for one in positions()] == [("福祉バスの予約運行", 43.2)]
