"""Whoever would lose what they answer for approves first, and many rows at once go the way of the strictest of them."""

import datetime as dt
from typing import Any

import pytest

from meguri.core.scope import in_town
from meguri.governance.actions.drafts import start_draft, submit_draft
from meguri.governance.actions.routes import by, set_route
from meguri.governance.forms.people_drafts import APPOINT, RELIEVE
from meguri.governance.models import Draft, Post
from meguri.governance.sheets.drafted import content_of
from meguri.governance.sheets.files import SheetFile, read_sheet, require_plan
from meguri.governance.sheets.registry import import_of
from meguri.projects.models import Project
from meguri.projects.tests.works import project, thing_of
from tests.fixtures.cast import Cast, actor_for
from tests.fixtures.offices import Offices


@pytest.fixture
def snow(cast: Cast, offices: Offices) -> Project:
    """What 総務課 answers for; the officer is of 福祉係."""
    return project(cast.town, "除雪", post=offices.admin_post)


def handed_in(cast: Cast, kind: str, about: Any, content: dict[str, Any]) -> Draft:
    author = actor_for(cast.officer, cast.town, "officer")  # type: ignore[arg-type]  # by its value
    begun = start_draft(author, kind, about)
    return submit_draft(author, start_draft(author, kind, about, {**begun.content, **content}))


def approvers(draft: Draft) -> list[str]:
    names = {post.pk: post.full_name for post in Post.objects.select_related("organisation")}
    return [names[pk] for pk in draft.steps]


def appointment(post: Post, what: str = APPOINT) -> dict[str, str]:
    return {"what": what, "post": str(post.pk), "part": "accountable", "since": dt.date.today().isoformat()}


def test_an_appointment_asks_the_post_that_answers_now(cast: Cast, offices: Offices, snow: Project) -> None:
    with in_town(cast.town):
        draft = handed_in(cast, "governance.appointment", thing_of(snow), appointment(offices.officer_post))
        assert approvers(draft)[0] == "総務課 課長"


def test_relieving_another_post_asks_it_too(cast: Cast, offices: Offices, snow: Project) -> None:
    with in_town(cast.town):
        content = appointment(offices.admin_post, RELIEVE)
        assert approvers(handed_in(cast, "governance.appointment", thing_of(snow), content))[0] == "総務課 課長"


def test_a_plan_that_takes_a_project_from_another_section_asks_that_section(
    cast: Cast, offices: Offices, snow: Project
) -> None:
    with in_town(cast.town):
        draft = handed_in(cast, "projects.plan", thing_of(snow), {"post": str(offices.officer_post.pk)})
        assert approvers(draft)[0] == "総務課 課長"


def test_what_nobody_answers_for_and_what_stays_ask_nobody_more(cast: Cast, offices: Offices, snow: Project) -> None:
    with in_town(cast.town):
        set_route(actor_for(cast.administrator, cast.town, "administrator"), "", 0, [by(offices.mayor_post)])  # type: ignore[arg-type]  # by its value
        orphan = thing_of(project(cast.town, "シェアオフィス"))
        free = handed_in(cast, "governance.appointment", orphan, appointment(offices.officer_post))
        same = handed_in(cast, "projects.plan", thing_of(snow), {"purpose": "朝7時までに"})
        assert approvers(free) == approvers(same) == ["ためし町役場 町長"]


def test_many_rows_go_the_route_of_their_largest_sum(cast: Cast, offices: Offices, snow: Project) -> None:
    administrator = actor_for(cast.administrator, cast.town, "administrator")  # type: ignore[arg-type]  # by its value
    with in_town(cast.town):
        set_route(administrator, "", 0, [by(offices.admin_post)])
        set_route(administrator, "projects.plan", 10_000_000, [by(offices.admin_post), by(offices.mayor_post)])
        one = import_of("undertakings")
        assert one is not None
        ways = {}
        for yen in (9_000_000, 50_000_000):
            file = SheetFile("list.csv", f"事業名,担当,見込みの費用\n除雪,福祉係,{yen}\n".encode())
            draft = handed_in(cast, "governance.sheet", None, content_of(require_plan(read_sheet(file, one))))
            ways[yen] = approvers(draft)
    assert ways == {9_000_000: ["総務課 課長"], 50_000_000: ["総務課 課長", "ためし町役場 町長"]}
