"""What falls due, for the day page: reports that are not out and steps that are not done, and whose they are."""

from meguri.core.scope import in_town
from meguri.projects.queries.due import ending_projects, projects_of, reports_owed, steps_to_do
from meguri.projects.tests.works import day, milestone, project, report
from tests.fixtures.cast import Cast
from tests.fixtures.offices import Offices


def test_reports_that_are_not_out_fall_due_the_most_urgent_first(cast: Cast) -> None:
    bus, ended = project(cast.town), project(cast.town, "除雪", state="completed")
    report(bus, day(5), "もうすぐの報告")
    report(bus, day(50), "まだ先の報告")
    report(bus, day(-5), "おくれた報告")
    report(bus, day(-99), "出た報告", published_at=bus.changed_at)
    report(ended, day(-5), "終わった事業の報告")
    with in_town(cast.town):
        assert [str(one) for one in reports_owed(day(8))] == ["おくれた報告", "もうすぐの報告"]
        assert len(reports_owed()) == 3
    with in_town(cast.other_town):
        assert not reports_owed().exists()


def test_steps_fall_due_until_they_are_done_or_the_project_has_ended(cast: Cast) -> None:
    bus, ended = project(cast.town), project(cast.town, "除雪", state="completed")
    milestone(bus, "本運行", day(-2))
    milestone(bus, "試験運行", day(-9), day(-8))
    milestone(ended, "片づけ", day(-2))
    with in_town(cast.town):
        assert [str(one) for one in steps_to_do(day(0))] == ["本運行"]


def test_a_post_owes_what_the_projects_owe_for_which_it_is_accountable(cast: Cast, offices: Offices) -> None:
    bus = project(cast.town, post=offices.officer_post)
    project(cast.town, "除雪")
    with in_town(cast.town):
        assert projects_of([offices.officer_post.pk], day(0)) == [bus.pk]
        assert projects_of([offices.mayor_post.pk], day(0)) == []


def test_a_project_that_ends_soon_is_told_unless_somebody_carries_on(cast: Cast) -> None:
    project(cast.town, ends_on=day(30))
    project(cast.town, "引き継がれる事業", ends_on=day(30), successor="社会福祉協議会")
    project(cast.town, "まだ先の事業", ends_on=day(400))
    with in_town(cast.town):
        assert [one.name for one in ending_projects(day(0), day(365))] == ["福祉バスの予約運行"]
