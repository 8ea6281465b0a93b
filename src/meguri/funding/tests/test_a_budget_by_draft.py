"""Once the town has begun, a budget file goes from draft to 決裁 to the public, and is judged anew there."""

import json

import pytest
from django.utils import timezone

from meguri.core import guard
from meguri.core.actor import Actor, Channel, Role
from meguri.core.errors import BadInput, Conflict
from meguri.core.scope import in_town
from meguri.funding.tests.budgets import BUS, CARE, LINES, SNOW, TAX, Cells, but, csv, project, read, standing, take
from meguri.governance.actions import drafts
from meguri.governance.actions.routes import by, set_route
from meguri.governance.actions.sheets import SHEET
from meguri.governance.models import Decision, Draft, TownRule
from meguri.governance.sheets.drafted import content_of
from meguri.governance.sheets.plan import SheetPlan
from meguri.towns.models import User
from tests.fixtures.cast import Cast
from tests.fixtures.offices import Offices


def as_(cast: Cast, person: User, role: Role) -> Actor:
    return Actor(Channel.WEB, person_id=person.pk, roles=frozenset({role}), town_id=cast.town.pk)


@pytest.fixture
def begun(cast: Cast, offices: Offices) -> Offices:
    """A town with a budget, which has begun; the mayor approves what is handed in."""
    take(cast.town)
    with in_town(cast.town):
        set_route(as_(cast, cast.administrator, Role.ADMINISTRATOR), "", 0, [by(offices.mayor_post)])
        with guard.door("tests"):
            TownRule.objects.update_or_create(town=cast.town, defaults={"started_on": timezone.localdate()})
    return offices


def plan_for(cast: Cast, *rows: Cells) -> SheetPlan:
    plan = read(cast.town, csv(*rows), "9月補正.csv").plan
    assert plan is not None
    return plan


def handed_in(cast: Cast, content: dict[str, object]) -> Draft:
    officer = as_(cast, cast.officer, Role.OFFICER)
    return drafts.submit_draft(officer, drafts.start_draft(officer, SHEET, None, content))


def approved(cast: Cast, draft: Draft) -> Draft:
    return drafts.decide(as_(cast, cast.mayor, Role.EXECUTIVE), draft, Decision.Verdict.APPROVED)


def test_an_approved_file_stands_with_two_alike_rows_and_its_ties(cast: Cast, begun: Offices) -> None:
    snow = project(cast.town, "除雪")
    rows = (but(BUS, 予算現額=5_000_000), CARE, CARE, TAX, SNOW)
    with in_town(cast.town):
        draft = handed_in(cast, content_of(plan_for(cast, *rows)))
        assert {one.file.name for one in standing(cast.town)} == {"決算.csv"}
        assert approved(cast, draft).state == Draft.State.PUBLISHED
    lines = standing(cast.town)
    assert sorted((one.undertaking, one.setsu, one.budget_yen) for one in lines if one.side == "expenditure") == [
        ("", "扶助費", 88_200_000), ("", "扶助費", 88_200_000), ("福祉バスの予約運行", "委託料", 5_000_000),
        ("除雪", "委託料", 52_000_000),
    ]  # fmt: skip
    assert {one.file.name for one in lines} == {"決算.csv", "9月補正.csv"}
    assert {one.last_file.name for one in lines} == {"9月補正.csv"}
    assert [one.project_id for one in lines if one.undertaking == "除雪"] == [snow.pk]


def test_a_file_that_was_overtaken_is_not_published(cast: Cast, begun: Offices) -> None:
    with in_town(cast.town):
        first = handed_in(cast, content_of(plan_for(cast, but(BUS, 決算額=1), *LINES[1:])))
        second = handed_in(cast, content_of(plan_for(cast, but(BUS, 決算額=2), *LINES[1:])))
        approved(cast, second)
        with pytest.raises(Conflict):
            approved(cast, first)
    assert [one.settlement_yen for one in standing(cast.town) if one.undertaking == "福祉バスの予約運行"] == [2]


@pytest.mark.parametrize("carried", ["", "x", "[[1]]", '{"a": 1}', "null"])
def test_a_plan_that_a_browser_sent_back_broken_is_refused(cast: Cast, begun: Offices, carried: str) -> None:
    with in_town(cast.town):
        content = content_of(plan_for(cast, but(BUS, 決算額=1), *LINES[1:]))
        stored = json.loads(content["plan"])
        stored["asked"]["carried"] = carried
        with pytest.raises((BadInput, Conflict)):
            approved(cast, handed_in(cast, content | {"plan": json.dumps(stored)}))
    assert all(one.settlement_yen != 1 for one in standing(cast.town))
