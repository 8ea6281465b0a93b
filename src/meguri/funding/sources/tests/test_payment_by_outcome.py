"""The town pays by outcome: the sum comes from the published figure by the agreed table, and from nothing else."""

from typing import Any

import pytest
from django.test import Client

from meguri.core import guard
from meguri.core.errors import BadInput, Conflict
from meguri.core.revision import PerRevision
from meguri.funding.journal.models import JournalEntry
from meguri.funding.sources.models import OutcomeContract, OutcomePayment
from meguri.funding.sources.policies import CONTRACT, PAYMENT
from meguri.funding.sources.tests.given import CONTRACT as TYPED
from meguri.funding.sources.tests.given import YEAR, Given
from meguri.governance.models import PublicObject
from meguri.indicators.models import Indicator


def agree(given: Given, indicator: Indicator, **other: Any) -> PublicObject:
    rows = {"indicator": indicator.pk, "purpose": given.books.purpose.pk}
    thing = given.publish(given.keeper, CONTRACT, given.thing, **TYPED | rows | other).published_as
    assert thing is not None
    return thing


@pytest.fixture
def indicator(given: Given) -> Indicator:
    with guard.door("tests"):
        return given.indicator(FY2024=14, FY2025=9.5)


def test_the_figure_decides_the_sum_and_the_expense_names_its_approver(given: Given, indicator: Indicator) -> None:
    given.publish(given.keeper, PAYMENT, agree(given, indicator), period=YEAR, on="2026-05-20")
    paid = OutcomePayment.objects.get()
    assert (paid.yen, str(paid.figure)) == (40_000, "9.5000")
    entry = JournalEntry.objects.get(stage="spent")
    assert paid.entry == entry
    assert (entry.approved_by, entry.project) == (given.head_post, given.project)


def test_a_period_is_paid_once(given: Given, indicator: Indicator) -> None:
    thing = agree(given, indicator)
    given.publish(given.keeper, PAYMENT, thing, period=YEAR, on="2026-05-20")
    with pytest.raises(BadInput, match="もう支払って"):
        given.publish(given.keeper, PAYMENT, thing, period=YEAR, on="2026-05-21")


def test_a_figure_of_another_definition_pays_nothing_and_says_why(given: Given, indicator: Indicator) -> None:
    thing = agree(given, indicator)
    with guard.door("tests"):
        Indicator.objects.filter(pk=indicator.pk).update(definition="一度でも空いた数")
    PerRevision.forget_all()
    with pytest.raises(BadInput, match="決め方が、契約のときと変わっています"):
        given.publish(given.keeper, PAYMENT, thing, period=YEAR, on="2026-05-20")
    assert not JournalEntry.objects.filter(stage="spent").exists()


def test_a_figure_that_is_not_published_cannot_be_paid_for(given: Given, indicator: Indicator) -> None:
    with pytest.raises(BadInput, match="どの時期の数字か"):
        given.hand_in(given.keeper, PAYMENT, agree(given, indicator), period=YEAR + 99, on="2026-05-20")


def test_by_the_unit_the_sum_keeps_to_its_cap(given: Given, indicator: Indicator) -> None:
    linear = {"shape": "linear", "base": "14", "yen_a_unit": "20,000", "step_1": "", "step_1_yen": ""}
    given.publish(given.keeper, PAYMENT, agree(given, indicator, **linear), period=YEAR, on="2026-05-20")
    assert OutcomePayment.objects.get().yen == 60_000


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"ends_on": "2024-01-01"}, "より後の日"), ({"cap_yen": "50,000"}, "上限より大きい段階"),
        ({"step_1_yen": ""}, "両方"), ({"step_2": "12"}, "同じ数の段階"), ({"shape": "linear"}, "もとになる数"),
        ({"floor_yen": "70,000"}, "下限が、上限より"),
    ],
)  # fmt: skip
def test_a_table_that_cannot_be_reckoned_is_refused(
    given: Given, indicator: Indicator, typed: dict[str, Any], said: str
) -> None:
    with pytest.raises(BadInput, match=said):
        agree(given, indicator, **typed)


def test_nobody_agrees_to_pay_out_of_a_fund_that_is_not_theirs(given: Given, indicator: Indicator) -> None:
    rows = {"indicator": indicator.pk, "purpose": given.books.purpose.pk}
    with pytest.raises((BadInput, Conflict), match="見本商店の人"):
        given.hand_in(given.officer, CONTRACT, given.thing, **TYPED | rows)


def test_the_page_shows_the_working_line_by_line(given: Given, indicator: Indicator, client: Client) -> None:
    given.publish(given.keeper, PAYMENT, agree(given, indicator), period=YEAR, on="2026-05-20")
    code, contract = given.town.code, OutcomeContract.objects.get()
    page = client.get(f"/{code}/outcomes/{contract.pk}/").content.decode()
    reached, missed = "9.5軒なので、10軒の段階に届いています", "8軒の段階には届いていないので"
    for said in (reached, missed, "支払った額は同じです", "12軒以下"):
        assert said in page
    assert contract.title in client.get(f"/{code}/outcomes/").content.decode()
