"""Files as section chiefs really have them: a 補正, lists side by side, years alone, sheets that came back late."""

import io
import re
from collections.abc import Sequence

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from meguri.core.scope import in_town
from meguri.core.tables import write_csv
from meguri.funding.models import BudgetLine
from meguri.governance.models import Holder, Post, SheetLayout
from meguri.governance.sheets.files import SheetFile, SheetRead, read_sheet
from meguri.governance.sheets.registry import import_of
from meguri.projects.models import Project, StateChange
from meguri.towns.models import Town
from meguri.web.tests.test_sheet_pages import digest_in, drop, sent
from tests.fixtures.cast import Cast

Cells = Sequence[object]
BUDGET: tuple[Cells, ...] = (
    ("令和8年度 一般会計 歳出予算事項別明細書",),
    ("", "", "", "", "", "", "", "", "（単位：千円）"),
    ("科目", "", "", "節", "", "予算額", "", "", "説明"),
    ("款", "項", "目", "区分", "名称", "当初", "補正", "計", ""),
    ("2 総務費", "1 総務管理費", "1 一般管理費", "1", "報酬", 1200, 0, 1200, "会計年度任用職員"),
    ("", "", "", "10", "需用費", 3400, "△200", 3200, "消耗品"),
    ("", "", "", "12", "委託料", 9900, 500, 10400, "コミュニティバス運行"),
    ("", "", "計", "", "", 14500, 300, 14800, ""),
    ("8 土木費", "2 道路橋梁費", "2 道路新設改良費", "14", "工事請負費", 45000, 0, 45000, "村道改良事業"),
    ("歳出合計", "", "", "", "", 59500, 300, 59800, ""),
)
SUPPLEMENT: tuple[Cells, ...] = (
    ("令和8年度一般会計補正予算（第2号）歳出",),
    ("", "", "", "", "", "", "単位 千円"),
    ("款", "項", "目", "補正前の額", "補正額", "計", "節（区分）", "節（金額）", "説明"),
    ("2 総務費", "1 総務管理費", "1 一般管理費", 14800, 300, 15100, "12 委託料", 500, "コミュニティバス運行 500"),
    ("", "", "", "", "", "", "10 需用費", -200, "消耗品費 △200"),
)
LIST: tuple[Cells, ...] = (
    ("令和８年度　主要事業一覧",),
    ("", "", "", "", "", "", "単位：千円"),
    ("No.", "事　業　名", "担当", "事業の概要", "開始年度", "終期", "当初予算額"),
    ("1", "源流の森づくり事業", "", "水源地の森林整備", "平成11年度", "－", "12,500"),
    ("2", "移住定住促進事業", "", "空き家バンクの運営", "H27", "R10", "▲0"),
    ("3", "高齢者見守り事業", "", "配食と見守り", "R5", "未定", "3,200"),
    ("", "合　　計", "", "", "", "", "15,700"),
)
PHONES: tuple[Cells, ...] = (
    ("令和8年度 職員電話番号表",),
    (),
    ("課名", "係名", "職名", "氏名", "内線", "", "課名", "係名", "職名", "氏名", "内線"),
    ("総務課", "", "課長", "山本一郎", 101, "", "住民課", "", "課長", "北 三郎", 201),
    ("", "庶務係", "係長", "谷 花子", 102, "", "", "戸籍係", "主任", "東 春子", 202),
    ("", "", "主事", "森 次郎", 103, "", "", "", "欠員", "", 203),
    ("", "財政係", "係長（兼）", "山本一郎", 104, "", "診療所", "", "所長", "南 医師", 301),
)


def book(*, merges: Sequence[str] = (), **sheets: Sequence[Cells]) -> bytes:
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    for name, rows in sheets.items():
        page = made.create_sheet(name)
        for row in rows:
            page.append([cell if cell != "" else None for cell in row])
        for span in merges:
            page.merge_cells(span)
    packed = io.BytesIO()
    made.save(packed)
    return packed.getvalue()


def csv(*rows: Cells) -> bytes:
    return b"".join(write_csv(list(rows)))


BUDGET_BOOK = book(歳出=BUDGET, merges=("A3:C3", "D3:E3", "F3:H3", "I3:I4"))


@pytest.fixture
def admin(cast: Cast, client_of) -> Client:  # type: ignore[no-untyped-def]  # a fixture of fixtures
    return client_of(cast.administrator)  # type: ignore[no-any-return]


def look(town: Town, kind: str, name: str, content: bytes) -> SheetRead:
    one = import_of(kind)
    assert one is not None
    with in_town(town):
        return read_sheet(SheetFile(name, content), one)


def said(read: SheetRead) -> list[str]:
    return [f"{one.severity} {one.message}" for one in read.laid.report.listed(1000)[0]]


def take(admin: Client, town: Town, name: str, content: bytes, kind: str, **more: str) -> None:
    drop(admin, town, sent(name, content))
    answer = admin.post(f"/{town.code}/start/{SheetFile(name, content).digest}/", {"kind": kind, **more})
    assert answer.status_code == 302, re.findall(r"<q>.*", answer.content.decode())


def amounts(town: Town) -> dict[str, int | None]:
    with in_town(town):
        return {one.setsu: one.budget_yen for one in BudgetLine.objects.filter(stands=True)}


def test_a_supplementary_budget_changes_only_the_lines_it_names(cast: Cast, admin: Client) -> None:
    take(admin, cast.town, "yosan.xlsx", BUDGET_BOOK, "budget")
    before = {"報酬": 1_200_000, "需用費": 3_200_000, "委託料": 10_400_000, "工事請負費": 45_000_000}
    assert amounts(cast.town) == before
    hosei = book(第2号補正=SUPPLEMENT)
    read = look(cast.town, "budget", "hosei.xlsx", hosei)
    assert read.plan is not None, said(read)
    assert (len(read.plan.changed), len(read.plan.new), read.plan.ending) == (2, 0, 0)
    take(admin, cast.town, "hosei.xlsx", hosei, "budget")
    assert amounts(cast.town) == before | {"委託料": 10_900_000, "需用費": 3_000_000}


def test_a_supplement_by_moku_is_not_added_to_the_lines_below_it(cast: Cast, admin: Client) -> None:
    take(admin, cast.town, "yosan.xlsx", BUDGET_BOOK, "budget")
    unit = ("", "", "", "", "", "単位 千円")
    rows = [
        row[:6]
        for row in (
            SUPPLEMENT[0],
            unit,
            *SUPPLEMENT[2:4],
            ("8 土木費", "2 道路橋梁費", "2 道路新設改良費", 45000, -1000, 44000),
        )
    ]
    read = look(cast.town, "budget", "hosei.xlsx", book(補正=rows))
    assert read.plan is None
    assert any("3行に分かれています" in one for one in said(read))
    read = look(cast.town, "budget", "hosei.xlsx", book(補正=[*rows[:3], rows[4]]))
    assert read.plan is not None
    assert [(one.key, one.new) for row in read.plan.changed for one in row.changes] == [("budget", 44_000_000)]


def test_what_ends_rows_is_not_taken_from_its_card(cast: Cast, admin: Client) -> None:
    take(admin, cast.town, "yosan.xlsx", BUDGET_BOOK, "budget")
    few = book(歳出=[*BUDGET[:5]], merges=("A3:C3", "D3:E3", "F3:H3", "I3:I4"))
    page = drop(admin, cast.town, sent("few.xlsx", few))
    card = page[page.index("few.xlsx") :]
    assert "終わるもの" in card
    assert "3件" in card
    assert "120万円" in card
    assert "この内容で取り込む" not in card.split("</li>")[0]
    digest = SheetFile("few.xlsx", few).digest
    admin.post(f"/{cast.town.code}/start/{digest}/take/", {})
    refused = admin.post(f"/{cast.town.code}/start/{digest}/", {"kind": "budget"})
    assert "終わるものと合計を見てから" in refused.content.decode()
    assert len(amounts(cast.town)) == 4
    assert admin.post(f"/{cast.town.code}/start/{digest}/", {"kind": "budget", "seen": "on"}).status_code == 302
    assert amounts(cast.town) == {"報酬": 1_200_000}


def test_a_list_of_projects_with_a_column_of_money_is_no_budget(cast: Cast, admin: Client) -> None:
    page = drop(admin, cast.town, sent("jigyou.csv", csv(*LIST)))
    assert "事務事業一覧" in page[page.index("jigyou.csv") :].split("</li>")[0]
    bare = csv(("事業名", "担当課", "当初予算額"), ("バス", "", 1), ("森", "", 2))
    page = drop(admin, cast.town, sent("bare.csv", bare))
    assert "予算と決算" not in page[page.index("bare.csv") :].split("</li>")[0]


def test_what_is_not_sure_shows_no_kind_and_what_was_chosen_stays(cast: Cast, admin: Client) -> None:
    content = csv(("はこ", "ひと"), ("総務課", "課長"), ("住民課", "課長"))
    page = drop(admin, cast.town, sent("x.csv", content))
    assert "何の表か分かりません" in page
    url = f"/{cast.town.code}/start/{digest_in(page)}/"
    assert "何の表ですか" in admin.get(url).content.decode()
    query = {"kind": "chart", "header": "1", "headers": "1", "u0": "unit", "u1": "post"}
    admin.get(url, query)
    assert "組織図と電話番号" in admin.get(f"/{cast.town.code}/start/").content.decode().split("x.csv")[1]
    admin.post(url, query)
    with in_town(cast.town):
        assert SheetLayout.objects.get().kind == "chart"
    other = csv(("はこ", "ひと"), ("総務課", "課長"), ("税務課", "課長"))
    card = drop(admin, cast.town, sent("y.csv", other)).split("y.csv")[1].split("</li>")[0]
    assert "組織図と電話番号" in card


def test_years_alone_are_fiscal_years_and_undecided_is_empty(cast: Cast, admin: Client) -> None:
    take(admin, cast.town, "jigyou.csv", csv(*LIST), "undertakings")
    with in_town(cast.town):
        found = {one.name: (str(one.begins_on), str(one.ends_on), one.activity) for one in Project.objects.all()}
        starts = {one.project.name: str(one.on) for one in StateChange.objects.select_related("project")}
    assert found == {
        "源流の森づくり事業": ("1999-04-01", "None", "水源地の森林整備"),
        "移住定住促進事業": ("2015-04-01", "2029-03-31", "空き家バンクの運営"),
        "高齢者見守り事業": ("2023-04-01", "None", "配食と見守り"),
    }
    assert starts["高齢者見守り事業"] == "2023-04-01"


def test_two_tables_side_by_side_are_both_read_and_looked_at(cast: Cast, admin: Client) -> None:
    content = book(Sheet=PHONES, merges=("A4:A7",))
    read = look(cast.town, "chart", "denwa.xlsx", content)
    assert read.plan is not None, said(read)
    names = [row.name for row in read.plan.new]
    assert names == [
        "総務課 課長", "総務課 庶務係 係長", "総務課 庶務係 主事", "総務課 財政係 係長",
        "住民課 課長", "住民課 戸籍係 主任", "住民課 戸籍係 係長", "診療所 所長",
    ]  # fmt: skip
    card = drop(admin, cast.town, sent("denwa.xlsx", content))
    assert "たしかめてください" in card
    assert "この内容で取り込む" not in card
    take(admin, cast.town, "denwa.xlsx", content, "chart")
    with in_town(cast.town):
        assert Holder.objects.filter(name="山本一郎").count() == 2
        assert not Post.objects.filter(name__contains="兼").exists()


def test_a_sum_that_does_not_add_up_and_a_short_number_are_doubts(cast: Cast) -> None:
    wrong = [list(row) for row in BUDGET]
    wrong[4][7] = 9999
    read = look(cast.town, "budget", "a.xlsx", book(歳出=wrong, merges=("A3:C3", "D3:E3", "F3:H3", "I3:I4")))
    assert read.laid.report.doubts >= 2
    read = look(cast.town, "chart", "b.csv", csv(("課", "職名", "電話"), ("総務課", "課長", "0746-52-011")))
    assert read.laid.report.doubts == 1


def test_a_seventh_file_says_which_one_had_to_go(cast: Cast, admin: Client) -> None:
    for number in range(6):
        page = drop(admin, cast.town, sent(f"f{number}.csv", csv(("課", "職名"), (f"{number}課", "課長"))))
    assert page.count('class="card start__file"') == 6
    page = drop(admin, cast.town, sent("f6.csv", csv(("課", "職名"), ("七課", "課長"))))
    assert "「f0.csv」を下ろしました" in page
    assert page.count('class="card start__file"') == 6


def test_each_sheet_of_a_workbook_is_a_take_of_its_own(cast: Cast, admin: Client) -> None:
    head = ("款", "項", "目", "予算現額", "決算額")
    content = book(
        R7決算=[head, ("総務費", "管理費", "一般", 10, 9)], R8当初=[head, ("総務費", "管理費", "一般", 12, "")]
    )
    page = drop(admin, cast.town, sent("yosan.xlsx", content))
    assert page.count('name="sheet"') == 2
    digest = digest_in(page)
    for sheet in ("R7決算", "R8当初"):
        admin.post(f"/{cast.town.code}/start/{digest}/take/", {"sheet": sheet})
    with in_town(cast.town):
        assert sorted(BudgetLine.objects.values_list("fiscal_year", "budget_yen")) == [(2025, 10), (2026, 12)]


def test_a_row_that_changed_since_it_went_out_is_left_unless_ticked(cast: Cast, admin: Client) -> None:
    head = ("課", "職名", "電話")
    take(admin, cast.town, "a.csv", csv(head, ("総務課", "課長", "0746-52-0111")), "chart")
    out = openpyxl.load_workbook(io.BytesIO(admin.get(f"/{cast.town.code}/work/sheets/chart.xlsx").content))
    take(admin, cast.town, "b.csv", csv(head, ("総務課", "課長", "0746-52-0222")), "chart")
    packed = io.BytesIO()
    out.save(packed)
    back = SheetFile("back.xlsx", packed.getvalue())
    drop(admin, cast.town, sent(back.name, back.content))
    url = f"/{cast.town.code}/start/{back.digest}/"
    page = admin.get(url).content.decode()
    assert "出したあとに変わった行が1件あります" in page
    assert "いま「0746-52-0222」、ファイル「0746-52-0111」" in page
    admin.post(url, {"kind": "chart"})
    with in_town(cast.town):
        post = Post.objects.get()
        assert post.phone == "0746-52-0222"
    assert admin.post(url, {"kind": "chart", f"over_{post.pk}": "1"}).status_code == 302
    with in_town(cast.town):
        assert Post.objects.get().phone == "0746-52-0111"


def test_an_empty_cell_of_the_towns_own_file_leaves_what_stands(cast: Cast, admin: Client) -> None:
    head = ("課", "職名", "氏名", "電話")
    take(admin, cast.town, "a.csv", csv(head, ("総務課", "課長", "山本", "0746-52-0111")), "chart")
    read = look(cast.town, "chart", "b.csv", csv(head, ("総務課", "課長", "", "")))
    assert read.plan is not None
    assert read.plan.changes_nothing
    read = look(cast.town, "chart", "c.csv", csv(head, ("総務課", "課長", "欠員", "")))
    assert read.plan is not None
    assert [one.key for row in read.plan.changed for one in row.changes] == ["holder"]


def test_a_file_goes_out_under_a_name_that_says_what_it_is(cast: Cast, admin: Client) -> None:
    name = admin.get(f"/{cast.town.code}/work/sheets/chart.xlsx").headers["Content-Disposition"]
    assert name.startswith("attachment; filename*=utf-8''%E7%B5%84%E7%B9%94%E5%9B%B3")


def test_the_findings_are_folded_by_what_they_say(cast: Cast, admin: Client) -> None:
    rows = [(f"{n}課", "課長", "０７４６-52-0111") for n in range(8)]
    page = drop(admin, cast.town, SimpleUploadedFile("t.csv", csv(("課", "職名", "電話"), *rows)))
    shown = admin.get(f"/{cast.town.code}/start/{digest_in(page)}/").content.decode()
    assert shown.count("全角の文字を半角に直しました。") == 1
    assert shown.index('id="reading"') < shown.index('id="findings"')


def test_what_was_typed_into_the_table_shows_only_what_it_changes(cast: Cast, admin: Client) -> None:
    take(admin, cast.town, "jigyou.csv", csv(*LIST), "undertakings")
    with in_town(cast.town):
        one = Project.objects.get(number="1")
    answer = admin.post(f"/{cast.town.code}/work/projects/bulk/", {f"purpose-{one.pk}": "森をまもる"})
    assert answer.status_code == 302
    shown = admin.get(answer["Location"]).content.decode()
    assert "森をまもる" in shown
    assert "表にもどって直す" in shown
    assert "このファイルにないもの" not in shown
    assert "それぞれの列を、何として読むか" not in shown
    posted = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', shown))
    assert admin.post(answer["Location"].split("?")[0], posted).status_code == 302
    with in_town(cast.town):
        assert Project.objects.get(number="1").purpose == "森をまもる"
