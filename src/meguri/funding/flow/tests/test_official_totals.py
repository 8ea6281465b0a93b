"""The copy of the town's accounts is held against official totals and its own parts; differences show to the yen."""

import html
import re
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from meguri.core.errors import BadInput
from meguri.core.scope import in_town
from meguri.funding.flow.policies import OFFICIAL_TOTAL
from meguri.funding.tests.budgets import BUS, CARE, SNOW, TAX, Cells, csv, standing, take
from meguri.projects.tests.works import approved, publish
from tests.fixtures.cast import Cast
from tests.fixtures.offices import Offices

SAID: dict[str, Any] = {
    "fiscal_year": 2025, "account": "一般会計", "side": "expenditure", "kind": "settlement", "amount": "147,831,000",
    "source": "令和7年度 決算書 4ページ", "explained": "",
}  # fmt: skip
HEAD: Cells = (
    "年度", "歳入歳出", "款", "目", "当初予算額", "補正予算額", "予備費支出及び流用増減", "前年度繰越額", "予算現額",
    "支出済額", "翌年度繰越額",
)  # fmt: skip


def text_of(content: bytes) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", content.decode())))


def state(offices: Offices, cast: Cast, **more: Any) -> Any:
    return publish(approved(offices.town, OFFICIAL_TOTAL, cast.officer, {**SAID, **more}))


def year(client: Client, offices: Offices) -> str:
    return text_of(client.get(f"/{offices.town.code}/budget/2025/").content)


def test_a_total_that_the_lines_add_up_to_is_said_to_fit(offices: Offices, cast: Cast, client: Client) -> None:
    take(offices.town, BUS, CARE, SNOW, TAX)
    assert "公式の合計は、まだ入っていません" in year(client, offices)
    state(offices, cast)
    assert "147,831,000 147,831,000 0 合っています" in year(client, offices)


def test_a_difference_is_shown_to_the_yen_with_why(offices: Offices, cast: Cast, client: Client) -> None:
    take(offices.town, BUS, CARE, SNOW, TAX)
    state(offices, cast, amount="147,830,999")
    assert "147,830,999 147,831,000 1 " in year(client, offices)
    assert "差のわけは、まだ書かれていません。" in year(client, offices)
    state(offices, cast, amount="147,831,002", explained="千円より下の端数のため")
    said = year(client, offices)
    assert "147,831,002 147,831,000 −2 " in said
    assert "千円より下の端数のため" in said
    assert "147,830,999" not in said


@pytest.mark.parametrize("wrong", [{"amount": ""}, {"fiscal_year": "千"}, {"source": ""}, {"side": "x"}])
def test_a_total_without_its_paper_or_sum_is_refused(offices: Offices, cast: Cast, wrong: dict[str, Any]) -> None:
    with pytest.raises(BadInput):
        state(offices, cast, **wrong)


def rows_of(*rows: Cells) -> bytes:
    return csv(*((2025, "歳出", *row) for row in rows), head=HEAD)


def test_first_budget_changes_transfers_and_what_is_carried_over_stay_apart(cast: Cast, client: Client) -> None:
    snow: Cells = ("土木費", "除雪", 50_000, 3_000, 200, 1_000, 54_200, 53_000, 900)
    reserve: Cells = ("予備費", "予備費", 500, "", "△200", "", 300, 0, "")
    take(cast.town, content=rows_of(snow, reserve))
    line = next(one for one in standing(cast.town) if one.kan == "土木費")
    parts = (line.initial_yen, line.supplement_yen, line.transfer_yen, line.carried_yen, line.carried_out_yen)
    assert (parts, line.budget_yen) == ((50_000, 3_000, 200, 1_000, 900), 54_200)
    page = text_of(client.get(f"/{cast.town.code}/budget/2025/").content)
    assert "土木費 50,000 3,000 200 1,000 54,200 53,000 900" in page
    assert "流用・充用を足すと" not in page
    assert "補正予算額 3,000円" in text_of(client.get(f"/{cast.town.code}/budget/lines/{line.pk}/").content)


def test_parts_that_do_not_give_the_budget_and_transfers_to_nowhere_are_told(cast: Cast, client: Client) -> None:
    take(cast.town, content=rows_of(("土木費", "除雪", 50_000, 3_000, 200, "", 53_201, 53_000, "")))
    page = text_of(client.get(f"/{cast.town.code}/budget/2025/").content)
    assert "一般会計の歳出の1行で、当初・補正・流用・繰越を足した額と予算現額が、あわせて1円ちがいます。" in page
    assert "一般会計の流用・充用を足すと、0円でなく200円になります。" in page


def test_a_supplementary_budget_adds_to_what_was_known_of_the_changes(cast: Cast) -> None:
    take(cast.town, content=rows_of(("土木費", "除雪", 50_000, 3_000, "", "", 53_000, "", "")))
    head: Cells = ("年度", "歳入歳出", "款", "目", "補正前の額", "補正額", "計")
    take(cast.town, content=csv((2025, "歳出", "土木費", "除雪", 53_000, 1_500, 54_500), head=head), name="補正.csv")
    (line,) = standing(cast.town)
    assert (line.initial_yen, line.supplement_yen, line.budget_yen) == (50_000, 4_500, 54_500)


def test_the_year_takes_as_many_queries_with_many_totals_as_with_few(
    offices: Offices, cast: Cast, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    take(offices.town, BUS, CARE, SNOW, TAX)
    for kind in ("initial", "budget", "settlement"):
        state(offices, cast, kind=kind)
    with in_town(offices.town), django_assert_max_num_queries(24):
        assert client.get(f"/{offices.town.code}/budget/2025/").status_code == 200
