"""A subsidy is public once it is approved; its reports fall due, and its cliff stands on its pages for everybody."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from meguri.core.errors import BadInput, Conflict
from meguri.funding.sources.models import Subsidy, SubsidyDuty
from meguri.funding.sources.policies import DUTY, RETURN, STAY, SUBSIDY
from meguri.funding.sources.queries import duties_owed, ending_within_a_year
from meguri.funding.sources.tests.given import SUBSIDY as TYPED
from meguri.funding.sources.tests.given import TODAY, Given
from meguri.governance.models import Link
from meguri.governance.objects import object_of


def test_an_approved_subsidy_stands_in_the_thread_after_its_project(given: Given) -> None:
    draft = given.publish(given.officer, SUBSIDY, given.thing, **TYPED)
    subsidy = Subsidy.objects.get()
    assert (subsidy.yen, subsidy.yearly_yen, subsidy.project) == (6_000_000, 2_000_000, given.project)
    assert draft.published_as == object_of(subsidy)
    assert Link.objects.filter(source=given.thing, target=draft.published_as).exists()
    assert draft.published_as.answered_by == given.thing


def test_a_change_keeps_the_row_and_adds_a_report(given: Given) -> None:
    thing = given.publish(given.officer, SUBSIDY, given.thing, **TYPED).published_as
    more = {"carried_by": "town", "duty_1": "変更の届け", "duty_1_due": "2026-12-20"}
    given.publish(given.officer, SUBSIDY, thing, **more)
    subsidy = Subsidy.objects.get()
    assert (subsidy.carried_by, subsidy.rate, subsidy.duties.count()) == ("town", Decimal(50), 2)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"rate": "120"}, "0から100"), ({"ends_on": "2023-03-31"}, "より後の日"), ({"amount": "0"}, "1円以上"),
        ({"amount": "1000000000000000000"}, "円の数"), ({"yearly_yen": "7,000,000"}, "決定額より大きく"),
        ({"duty_1_due": ""}, "両方"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_what_to_do(given: Given, typed: dict[str, Any], said: str) -> None:
    with pytest.raises(BadInput, match=said):
        given.hand_in(given.officer, SUBSIDY, given.thing, **TYPED | typed)


def test_the_same_subsidy_is_not_stored_twice(given: Given) -> None:
    given.publish(given.officer, SUBSIDY, given.thing, **TYPED)
    with pytest.raises(BadInput, match="もうあります"):
        given.hand_in(given.officer, SUBSIDY, given.thing, **TYPED)


def test_a_report_that_was_handed_in_is_owed_no_more(given: Given) -> None:
    thing = given.publish(given.officer, SUBSIDY, given.thing, **TYPED).published_as
    duty = SubsidyDuty.objects.get()
    assert list(duties_owed()) == [duty]
    done = {"duty": duty.pk, "done_on": "2026-05-09"}
    second = given.hand_in(given.officer, DUTY, thing, **done)
    given.publish(given.officer, DUTY, thing, **done)
    assert not duties_owed().exists()
    with pytest.raises((BadInput, Conflict)):
        given.publish(given.officer, DUTY, thing, **done)
    assert second.state == "submitted"


def test_the_alarm_is_there_a_year_ahead_and_not_before(given: Given) -> None:
    given.publish(given.officer, SUBSIDY, given.thing, **TYPED)
    assert ending_within_a_year(TODAY).count() == 1
    assert not ending_within_a_year(TODAY.replace(month=1, day=4)).exists()


def test_a_firm_says_how_long_it_goes_on_and_nobody_says_it_for_another(given: Given) -> None:
    stay = {"text": "運転手を1人出します。", "begins_on": "2027-04-01", "until": "2030-03-31", "yearly_yen": "300000"}
    given.publish(given.keeper, STAY, given.thing, organisation=given.firm.pk, **stay)
    assert given.project.stays.get().organisation == given.firm
    with pytest.raises(BadInput, match="自分の会社・団体"):
        given.hand_in(given.keeper, STAY, given.thing, organisation=given.club.pk, **stay)


def test_what_a_result_brought_in_leads_on_in_the_thread(given: Given) -> None:
    came = given.publish(given.officer, SUBSIDY, given.thing, **TYPED).published_as
    edge = given.publish(
        given.officer, RETURN, given.thing, text="利用がふえ、県が決めました。", target=came.pk if came else 0,
        on="2026-05-01",        yen_came="500000",
    ).published_as  # fmt: skip
    assert Link.objects.filter(source=edge, target=came).exists()
    assert Link.objects.filter(source=given.thing, target=edge).exists()


def test_the_pages_say_what_hangs_on_it_and_what_if_it_ended(given: Given, client: Client) -> None:
    thing = given.publish(given.officer, SUBSIDY, given.thing, **TYPED).published_as
    subsidy, code = Subsidy.objects.get(), given.town.code
    shown = client.get(f"/{code}/cliff/").content.decode()
    assert "47％" in shown
    assert "2027年度に、あわせて200万円が足りなくなります" in shown
    earlier = client.get(f"/{code}/cliff/?end-{subsidy.pk}=2026-09-30").content.decode()
    assert '<data value="997261">' in earlier
    wrong = client.get(f"/{code}/cliff/?end-{subsidy.pk}=きのう").content.decode()
    assert "年・月・日を入れてください" in wrong
    assert 'value="きのう"' in wrong
    assert "計算していません" in wrong
    assert 'id="what-if-table"' not in wrong
    page = client.get(f"/{code}/subsidies/{subsidy.pk}/").content.decode()
    assert "実績報告" in page
    assert "期限をすぎています" in page
    assert subsidy.name in client.get(f"/{code}/subsidies/").content.decode()
    sheet = client.get(f"/{code}/projects/{given.project.pk}/").content.decode()
    assert f"/{code}/subsidies/{subsidy.pk}/" in sheet
    assert thing is not None
    assert thing.title in sheet
