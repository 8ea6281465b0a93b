"""From the sheet to the sheet: an officer drafts on the page, the chief approves, and the public reads it."""

import html
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from meguri.core import guard
from meguri.core.scope import in_town
from meguri.governance.models import Draft, Promise, Route, RouteStep
from meguri.indicators.tests.figures import forget
from meguri.projects.models import Project, Report
from meguri.projects.tests.works import BUS, day, project, report
from tests.fixtures.cast import Cast
from tests.fixtures.offices import SINCE, Offices


@pytest.fixture
def route(cast: Cast, offices: Offices) -> Route:
    """Every draft is approved by the mayor."""
    with guard.door("tests"), in_town(cast.town):
        made: Route = Route.objects.create(town=cast.town, kind="", since=SINCE)
        RouteStep.objects.create(town=cast.town, route=made, position=0, who="post", post=offices.mayor_post)
    return made


def write(client: Client, cast: Cast, kind: str, typed: dict[str, Any], about: Project | None = None) -> Any:
    """Begin a draft on its page and hand it in."""
    query = f"?about=project:{cast.town.code}-{about.pk}" if about else ""
    path = f"/{cast.town.code}/work/drafts/new/{kind}/{query}"
    page = client.get(path)
    assert page.status_code == 200
    form = page.context["form"]
    filled = {name: form[name].value() for name in form.fields}
    sent = {name: value for name, value in (filled | typed).items() if value is not None}
    return client.post(path, sent | {"then": "hand_in", "hand_in": "1"}, follow=True)


def approve(client: Client, cast: Cast) -> Any:
    with in_town(cast.town):
        draft = Draft.objects.latest("pk")
    base = f"/{cast.town.code}/work/drafts/{draft.pk}/"
    if draft.state == Draft.State.WRITING:
        return None
    return client.post(f"{base}decide/", {"verdict": "approved", "version": draft.version}, follow=True)


def hand_in(client: Client, cast: Cast) -> None:
    """Where writing only saved it."""
    with in_town(cast.town):
        draft = Draft.objects.latest("pk")
    if draft.state == Draft.State.WRITING:
        client.post(f"/{cast.town.code}/work/drafts/{draft.pk}/hand-in/", {"version": draft.version}, follow=True)


def test_a_new_project_is_drafted_approved_and_read(
    cast: Cast, route: Route, offices: Offices, client_of: Callable[..., Client]
) -> None:
    officer, mayor = client_of(cast.officer), client_of(cast.mayor)
    write(officer, cast, "projects.plan", BUS | {"post": str(offices.officer_post.pk)})
    hand_in(officer, cast)
    approve(mayor, cast)
    with in_town(cast.town):
        made = Project.objects.get()
        assert Draft.objects.get().published_as is not None
    forget()
    page = html.unescape(client_of(None).get(f"/{cast.town.code}/projects/{made.pk}/").content.decode())
    assert BUS["purpose"] in page
    assert "ためし町役場 町長" in page


def test_a_report_with_a_promise_is_drafted_approved_and_read(
    cast: Cast, route: Route, offices: Offices, client_of: Callable[..., Client]
) -> None:
    bus = project(cast.town, post=offices.officer_post)
    report(bus, day(-3))
    officer, mayor = client_of(cast.officer), client_of(cast.mayor)
    typed = {
        "done": "240日走りました。",
        "promise_1": "土曜の運行を検討してお答えします",
        "promise_1_due": day(60).isoformat(),
        "next_due": day(300).isoformat(),
    }
    write(officer, cast, "projects.report", typed, bus)
    hand_in(officer, cast)
    approve(mayor, cast)
    with in_town(cast.town):
        assert Report.objects.filter(published_at__isnull=False).count() == 1
        assert Promise.objects.get().post == offices.officer_post
    forget()
    page = html.unescape(client_of(None).get(f"/{cast.town.code}/projects/{bus.pk}/").content.decode())
    assert "240日走りました。" in page
    assert "土曜の運行を検討してお答えします" in page


def test_a_resident_of_no_registered_group_reads_so_before_writing(
    cast: Cast, route: Route, client_of: Callable[..., Client]
) -> None:
    answer = client_of(cast.resident).get(f"/{cast.town.code}/work/drafts/new/projects.plan/")
    assert answer.status_code == 409
    assert "どの団体の人かが、まだ登録されていません" in answer.content.decode()
    with in_town(cast.town):
        assert not Draft.objects.exists()

