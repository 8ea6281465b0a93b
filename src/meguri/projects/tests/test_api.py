"""The API of projects says what the pages say; unknown is null, and nothing of another town comes along."""

import json
from typing import Any

import pytest
from django.test import Client

from meguri.indicators.tests.figures import forget
from meguri.projects.tests.works import day, milestone, project, report
from tests.fixtures.cast import Cast
from tests.fixtures.offices import Offices


def ask(client: Client, cast: Cast, path: str, status: int = 200) -> Any:
    answer = client.get(f"/api/v1/municipalities/{cast.town.code}/{path}")
    assert answer.status_code == status, answer.content
    return json.loads(answer.content)


def test_a_project_is_told_with_its_post_and_unknown_costs_are_null(
    cast: Cast, offices: Offices, client: Client
) -> None:
    made = project(cast.town, post=offices.officer_post)
    project(cast.town, "除雪", planned_yen=0, state="planned")
    project(cast.other_town, "となりの事業")
    forget()
    items = ask(client, cast, "projects")["items"]
    assert [(one["name"], one["accountable_post"], one["planned_yen"]) for one in items] == [
        ("福祉バスの予約運行", "福祉係 係長", None), ("除雪", "", 0),
    ]  # fmt: skip
    assert [one["id"] for one in ask(client, cast, "projects?state=running")["items"]] == [made.pk]
    assert ask(client, cast, "projects?state=nonsense", 422)["errors"]


def test_the_list_comes_in_parts_and_as_csv(cast: Cast, client: Client) -> None:
    for n in range(5):
        project(cast.town, f"事業{n}")
    forget()
    part = ask(client, cast, "projects?limit=2&offset=2")
    assert (part["total"], [one["name"] for one in part["items"]]) == (5, ["事業2", "事業3"])
    lines = client.get(f"/api/v1/municipalities/{cast.town.code}/projects?format=csv").content.decode().splitlines()
    assert len(lines) == 6


def test_one_project_has_its_steps_states_and_reports_that_are_out(cast: Cast, client: Client) -> None:
    made = project(cast.town)
    milestone(made, "試験運行", day(3))
    report(made, day(10), "まだの報告")
    out = report(made, day(-10), "済んだ報告", published_at=made.changed_at, done="走りました。")
    forget()
    told = ask(client, cast, f"projects/{made.pk}")
    assert [one["name"] for one in told["milestones"]] == ["試験運行"]
    assert [one["to_state"] for one in told["states"]] == ["running"]
    assert [one["id"] for one in told["reports"]] == [out.pk]
    reports = ask(client, cast, f"reports?project={made.pk}")["items"]
    assert [(one["title"], one["cost_yen"]) for one in reports] == [("済んだ報告", None)]


def test_late_is_late_after_the_days_of_grace(cast: Cast, client: Client) -> None:
    report(project(cast.town), day(-10))
    report(project(cast.town, "除雪"), day(-40))
    forget()
    assert [one["name"] for one in ask(client, cast, "projects?late=true")["items"]] == ["除雪"]


@pytest.mark.parametrize("path", ["projects/999", "projects/99999999999999"])
def test_what_is_not_there_is_a_problem_that_says_what_to_do(cast: Cast, client: Client, path: str) -> None:
    assert "一覧の id" in ask(client, cast, path, 404)["detail"]


def test_another_towns_project_is_not_found(cast: Cast, client: Client) -> None:
    theirs = project(cast.other_town, "となりの事業")
    forget()
    ask(client, cast, f"projects/{theirs.pk}", 404)
