"""A report that is asked for is called by the fiscal year of which it speaks, and each of a project by another name."""

import datetime as dt

import pytest

from meguri.core import guard
from meguri.core.scope import in_town
from meguri.projects.actions.asking import ask_for_reports
from meguri.projects.models import Report
from meguri.projects.report_titles import report_title
from meguri.projects.tests.works import project
from tests.fixtures.cast import Cast


@pytest.mark.parametrize(
    ("due", "title"),
    [
        (dt.date(2026, 6, 30), "2025年度の報告"),
        (dt.date(2026, 4, 1), "2025年度の報告"),
        (dt.date(2026, 12, 31), "2025年度の報告"),
        (dt.date(2027, 1, 1), "2026年度の報告"),
        (dt.date(2027, 3, 31), "2026年度の報告"),
    ],
)
def test_it_speaks_of_the_year_before_from_april_on_and_else_of_the_one_that_runs(due: dt.date, title: str) -> None:
    assert report_title(due) == title


def test_two_of_one_year_are_numbered_and_one_day_asks_once(cast: Cast) -> None:
    bus, snow = project(cast.town), project(cast.town, "除雪")
    june, december = dt.date(2026, 6, 30), dt.date(2026, 12, 1)
    with guard.door("tests"), in_town(cast.town):
        ask_for_reports([(bus.pk, june), (snow.pk, june), (bus.pk, december), (bus.pk, june)])
        ask_for_reports([(bus.pk, december)])
        titles = list(Report.objects.order_by("project_id", "due_on").values_list("project_id", "title"))
    first, second = "2025年度の報告", "2025年度の報告（2）"
    assert titles == [(bus.pk, first), (bus.pk, second), (snow.pk, first)]
