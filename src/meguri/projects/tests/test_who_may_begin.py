"""Nobody is let write what they could never hand in: outsiders about the town's projects, anybody about ended ones."""

from collections.abc import Callable

import pytest
from django.test import Client

from meguri.projects.tests.works import day, project, report
from tests.fixtures.cast import Cast
from tests.fixtures.offices import Offices


def begin(client: Client, cast: Cast, kind: str, about: str = "") -> tuple[int, str]:
    answer = client.get(f"/{cast.town.code}/work/drafts/new/{kind}/" + (f"?about=project:{about}" if about else ""))
    return answer.status_code, answer.content.decode()


def test_a_firm_that_is_not_registered_reads_so_before_it_writes(
    cast: Cast, offices: Offices, client_of: Callable[..., Client]
) -> None:
    status, page = begin(client_of(cast.firm), cast, "projects.plan")
    assert status == 409
    assert "どの団体の人かが、まだ登録されていません" in page


@pytest.mark.parametrize("kind", ["projects.report", "projects.transition", "projects.milestones"])
def test_an_ended_project_takes_nothing_more(
    cast: Cast, offices: Offices, client_of: Callable[..., Client], kind: str
) -> None:
    ended = project(cast.town, state="completed", post=offices.officer_post)
    status, page = begin(client_of(cast.officer), cast, kind, ended.public_reference().id)
    assert status == 409
    assert "完了した事業なので" in page


def test_but_the_report_that_was_asked_for_may_be_begun_and_is_offered(
    cast: Cast, offices: Offices, client_of: Callable[..., Client]
) -> None:
    ended = project(cast.town, state="completed", post=offices.officer_post)
    client = client_of(cast.officer)
    path = f"/{cast.town.code}/projects/{ended.pk}/"
    assert "報告を書く" not in client.get(path).content.decode()
    report(ended, day(-10))
    assert begin(client, cast, "projects.report", ended.public_reference().id)[0] == 200
    assert "報告を書く" in client.get(path).content.decode()
