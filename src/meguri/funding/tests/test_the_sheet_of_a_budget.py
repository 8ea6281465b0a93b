"""Files of budget and settlement as towns have them: two years in one book, thousands, sums, formulas."""

import io
from pathlib import Path

import openpyxl
import pytest

import meguri
from meguri.core.errors import BadInput
from meguri.core.scope import in_town
from meguri.core.tables.xlsx import OutRow, write_sheet
from meguri.funding.budget_kind import BUDGET_KIND, account_in, side_in, year_in
from meguri.funding.queries import money_of, year_of, years
from meguri.funding.sheets import gaps, standing
from meguri.funding.tests.budgets import BUS, CARE, SNOW, but, csv, project, read, take, told, workbook
from meguri.funding.tests.budgets import standing as lines_of
from meguri.governance.actions.sheets import NothingNew
from tests.fixtures.cast import Cast

BOOK = (Path(meguri.__file__).parent / "cli" / "sample" / "sheets" / "yosan.xlsx").read_bytes()


def test_both_years_of_the_sample_towns_book_come_in_and_add_up_to_its_totals(cast: Cast) -> None:
    for sheet in ("R7決算", "R8当初"):
        take(cast.town, content=BOOK, name="yosan.xlsx", sheet=sheet)
    with in_town(cast.town):
        last, before = years()
        assert (last.fiscal_year, last.expenditure.budget, last.expenditure.settlement) == (2026, 2_329_140_000, None)
        assert (before.fiscal_year, before.expenditure.budget) == (2025, 2_217_440_000)
        assert before.expenditure.settlement == 2_152_959_000
        assert (last.unsound, before.unsound) == ([], [])
    with pytest.raises(NothingNew):
        take(cast.town, content=BOOK, name="yosan.xlsx", sheet="R7決算")


def test_the_sample_towns_lines_are_tied_by_name_and_what_looks_alike_is_left_to_a_person(cast: Cast) -> None:
    tablets, radio = project(cast.town, "高齢者タブレットの貸し出し"), project(cast.town, "防災無線の更新", "122")
    ict = project(cast.town, "学校のICT活用")
    take(cast.town, content=BOOK, name="yosan.xlsx", sheet="R7決算")
    with in_town(cast.town):
        money = money_of([tablets.pk, radio.pk, ict.pk])
        assert money[tablets.pk][0].money.budget == 3_100_000
        assert money[ict.pk][0].money.settlement == 13_355_000
        assert money[radio.pk] == []
        assert any("件がまだ事業につながっていません" in str(one.sentence) for one in gaps())


def test_a_snow_that_cost_more_than_planned_is_told(cast: Cast) -> None:
    said = told(read(cast.town, BOOK, "yosan.xlsx", "R7決算"))
    assert "決算額 58,730,000円が、予算額 52,000,000円をこえています。そのまま読みました。" in said


def test_rows_of_one_undertaking_by_setsu_with_subtotals_and_parts_of_the_budget(cast: Cast) -> None:
    rows = [
        ("令和7年度 ためし町国民健康保険特別会計 歳出",),
        ("（単位：円）",),
        (),
        ("事業コード", "事業名", "款", "節", "当初", "補正", "繰越", "支出済額"),
        ("0010", "健診", "保健費", "委託料", 1_000, "△200", 50, 700),
        (None, None, None, "需用費", 100, None, None, 90),
        (None, "小計", None, None, 1_100, "△200", 50, 790),
        ("0020", "給付", "給付費", "扶助費", 5_000, 500, None, 5_400),
        (None, "小計", None, None, 5_000, 500, None, 5_401),
        (None, "合計", None, None, 6_100, 300, 50, 6_190),
    ]
    found = read(cast.town, workbook(表=rows), "国保.xlsx")
    assert found.plan is not None, told(found)
    assert [
        (one.values["number"], one.values["undertaking"], one.values["budget"], one.values["settlement"])
        for one in found.plan.new
    ] == [("0010", "健診", 850, 700), ("0010", "健診", 100, 90), ("0020", "給付", 5_500, 5_400)]
    assert {one.values["account"] for one in found.plan.new} == {"国民健康保険特別会計"}
    assert [one for one in told(found) if "上の行を足すと" in one] == [
        "5,401円と書かれていますが、上の行を足すと 5,400円です。行のほうを読みました。"
    ]
    take(cast.town, content=workbook(表=rows), name="国保.xlsx")
    with in_town(cast.town):
        ((_file, unsound),) = year_of(2025).unsound  # type: ignore[union-attr]
    assert (unsound.row, unsound.stated_yen, unsound.counted_yen) == (9, 5_401, 5_400)


def test_a_budget_that_its_parts_do_not_give_is_told(cast: Cast) -> None:
    head = ("年度", "款", "当初予算額", "補正予算額", "予算現額")
    found = read(cast.town, csv((2025, "総務費", 100, 20, 121), head=head))
    assert found.plan is not None
    assert found.plan.new[0].values["budget"] == 121
    assert "当初と補正などを足すと 120円で、予算額の 121円とちがいます。予算額のほうを読みました。" in told(found)


def test_numbers_before_names_and_rows_without_money_are_left_off(cast: Cast) -> None:
    found = read(cast.town, csv(but(BUS, 款="３款 民生費", 項="1 社会福祉費"), but(CARE, 予算現額="", 決算額="－")))
    assert found.plan is not None
    (line,) = found.plan.new
    assert (line.values["kan"], line.values["kou"]) == ("民生費", "社会福祉費")
    assert "金額のない行なので、読みとばします。" in told(found)


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (but(BUS, 年度="そのうち"), "年度"),
        (but(BUS, 年度=1850), "1873年から"),
        (but(BUS, 年度=1900), "何年度の予算か"),
        (but(BUS, 款="", 項="", 目="", 節="", 事業名=""), "款・項・目・節か、事業の名前"),
        (but(BUS, 歳入歳出="出たお金"), "歳出"),
        (but(BUS, 予算現額="0.5"), "1円より細かい"),
        (but(BUS, 事業名="あ" * 101), "100字まで"),
        (but(BUS, 款="あ" * 61), "60字まで"),
    ],
)
def test_what_cannot_be_a_line_is_told_by_row_and_keeps_the_file_out(
    cast: Cast, row: tuple[object, ...], why: str
) -> None:
    found = read(cast.town, csv(row, SNOW))
    assert found.plan is None
    assert any(why in one for one in told(found)), told(found)
    with pytest.raises(BadInput):
        take(cast.town, row, SNOW)


def test_a_file_that_does_not_say_its_year_asks_for_it(cast: Cast) -> None:
    found = read(cast.town, csv(("総務費", 100), head=("款", "予算額")), "予算.csv")
    assert "「年度」を入れてください。" in found.fault


def test_what_was_taken_for_granted_is_said(cast: Cast) -> None:
    said = told(read(cast.town, csv((2025, "総務費", 100), head=("年度", "款", "予算額")), "予算.csv"))
    assert "会計が書かれていないので、一般会計として読みました。" in said
    assert "歳入か歳出かが書かれていないので、歳出として読みました。" in said


@pytest.mark.parametrize(
    ("title", "year", "account", "side"),
    [
        ("令和７年度　見本町一般会計　歳出決算", "令和7年度", "一般会計", "歳出"),
        ("R8当初", "R8", None, None),
        ("2025年度 介護保険特別会計 歳入", "2025年度", "介護保険特別会計", "歳入"),
        ("平成31年度水道事業会計予算", "平成31年度", "水道事業会計", None),
        ("歳入歳出予算事項別明細書", None, None, None),
        ("単位：千円", None, None, None),
    ],
)
def test_titles_say_the_year_the_account_and_the_side(
    db: None, title: str, year: str | None, account: str | None, side: str | None
) -> None:
    assert (year_in(title), account_in(title), side_in(title)) == (year, account, side)


def test_what_went_out_to_excel_comes_back_with_only_what_was_changed(cast: Cast) -> None:
    take(cast.town, BUS, CARE, CARE, SNOW)
    with in_town(cast.town):
        content = write_sheet(BUDGET_KIND, [OutRow(one.id, one.version, one.values) for one in standing({})])
    with pytest.raises(NothingNew):
        take(cast.town, content=content, name="出した表.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book.worksheets[0]
    heads = [cell.value for cell in sheet[1]]
    at = [row[heads.index("事業の名前")].value for row in sheet.iter_rows()].index("除雪") + 1
    sheet.cell(at, heads.index("決算額（円）") + 1).value = 1
    packed = io.BytesIO()
    book.save(packed)
    plan = read(cast.town, packed.getvalue(), "出した表.xlsx").plan
    assert plan is not None
    assert plan.counts == {"new": 0, "changed": 1, "unchanged": 3, "absent": 0}
    take(cast.town, content=packed.getvalue(), name="出した表.xlsx")
    assert {one.settlement_yen for one in lines_of(cast.town) if one.undertaking == "除雪"} == {1}


def test_a_formula_is_read_as_the_value_that_was_saved_with_it_or_refused(cast: Cast) -> None:
    rows = [("年度", "款", "予算額"), (2025, "総務費", "=100+20")]
    found = read(cast.town, workbook(表=rows), "式.xlsx")
    assert found.plan is None
    assert any("式の値が保存されていません" in one for one in told(found))
