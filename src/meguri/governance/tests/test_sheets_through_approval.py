"""Once the town has begun, a file is drafted, approved and then taken: as it was shown, or not at all."""

import pytest

from meguri.core import guard
from meguri.core.actor import system
from meguri.core.errors import BadInput, Conflict, NotAllowed
from meguri.core.scope import in_town
from meguri.governance.actions.drafts import decide, start_draft, submit_draft
from meguri.governance.actions.sheets import SHEET, publish_sheet
from meguri.governance.draft_content import form_of
from meguri.governance.models import Decision, Draft, Post
from meguri.governance.sheets.drafted import content_of
from meguri.governance.sheets.files import SheetFile, read_sheet
from meguri.governance.sheets.plan import SheetPlan
from meguri.governance.sheets.registry import import_of
from meguri.governance.tests.test_taking_a_chart import chart
from meguri.governance.tests.town_hall import mayor, officer, set_up_is_over
from meguri.record.models import Entry
from tests.fixtures.cast import Cast
from tests.fixtures.offices import Offices

HEAD = ["課", "係", "職名", "電話番号"]


def plan_of(offices: Offices, *rows: list[str]) -> SheetPlan:
    one = import_of("chart")
    assert one is not None
    with in_town(offices.town):
        plan = read_sheet(SheetFile("a.xlsx", chart(*rows, head=HEAD)), one).plan
    assert plan is not None
    return plan


@pytest.fixture
def draft(cast: Cast, offices: Offices) -> Draft:
    """福祉係 gets another telephone, 総務課 a new section; drafted by the officer and handed in."""
    set_up_is_over(offices.town)
    plan = plan_of(
        offices, ["保健福祉課", "福祉係", "係長", "0100-1-1001"], ["総務課", "防災係", "係長", "0100-1-2001"]
    )
    with in_town(offices.town):
        made = start_draft(officer(cast), SHEET, content=content_of(plan))
        return submit_draft(officer(cast), made)


def approve(cast: Cast, draft: Draft) -> Draft:
    with in_town(draft.town):
        while draft.state == Draft.State.SUBMITTED:
            draft = decide(mayor(cast), draft, Decision.Verdict.APPROVED)
    return draft


def test_a_plan_survives_as_a_draft(draft: Draft) -> None:
    with in_town(draft.town):
        plan: SheetPlan = form_of(draft).cleaned_data["plan"]
    assert (plan.counts["new"], plan.counts["changed"]) == (1, 1)
    assert plan.changed[0].changes[0].new == "0100-1-1001"


def test_the_last_approval_takes_it(cast: Cast, offices: Offices, draft: Draft) -> None:
    assert approve(cast, draft).state == Draft.State.PUBLISHED
    with in_town(offices.town):
        assert Post.objects.get(pk=offices.officer_post.pk).phone == "0100-1-1001"
        assert Post.objects.get(organisation__name="防災係").phone == "0100-1-2001"
    assert Entry.objects.filter(action="governance.publish_sheet").count() == 1


def test_what_was_changed_meanwhile_is_named_and_nothing_is_taken(cast: Cast, offices: Offices, draft: Draft) -> None:
    with guard.door("tests"), in_town(offices.town):
        Post.objects.filter(pk=offices.officer_post.pk).update(phone="0100-9-9999")
    with pytest.raises(Conflict, match="福祉係 係長"):
        approve(cast, draft)
    with in_town(offices.town):
        assert not Post.objects.filter(organisation__name="防災係").exists()
        assert Draft.objects.get(pk=draft.pk).state == Draft.State.SUBMITTED


def test_nobody_takes_a_draft_past_its_approval(offices: Offices, draft: Draft) -> None:
    with in_town(offices.town), pytest.raises(NotAllowed, match="決裁"):
        publish_sheet(system(), draft)


@pytest.mark.parametrize("plan", ["", "{}", "[]", '{"kind": "chart"}', '{"kind": "nothing", "rows": []}'])
def test_a_plan_that_was_tampered_with_is_refused(cast: Cast, offices: Offices, plan: str) -> None:
    set_up_is_over(offices.town)
    with in_town(offices.town):
        made = start_draft(officer(cast), SHEET, content={"reason": "", "plan": plan})
        with pytest.raises(BadInput):
            submit_draft(officer(cast), made)
