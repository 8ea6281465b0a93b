"""A town's list of undertakings comes in as it is, row by row, with who is in charge, and goes out and back in."""

import io
from datetime import date
from pathlib import Path

import openpyxl
import pytest

import meguri
from meguri.core.actor import Actor, Channel, Role
from meguri.core.errors import BadInput
from meguri.core.scope import in_town
from meguri.core.tables import write_csv
from meguri.core.tables.xlsx import OutRow, write_sheet
from meguri.governance.actions.sheets import NothingNew, take_sheet
from meguri.governance.models import DeskEntry, Post, PublicObject, Responsibility
from meguri.governance.sheets.files import SheetFile, SheetRead, read_sheet
from meguri.projects.models import Project, StateChange
from meguri.projects.sheets import UNDERTAKINGS_SHEET, choices, gaps, standing
from meguri.projects.undertaking_kind import UNDERTAKINGS
from meguri.record.models import Entry
from meguri.towns.models import Town
from tests.fixtures.cast import Cast

SAMPLE = Path(meguri.__file__).parent / "cli" / "sample" / "sheets"
LIST = (SAMPLE / "jimujigyo.csv").read_bytes()
CHART = (SAMPLE / "soshiki.xlsx").read_bytes()
HEAD = ("事業番号", "事業名", "担当", "目的", "段階", "根拠", "終了予定", "見込みの費用")


def csv(*rows: tuple[object, ...], head: tuple[object, ...] = HEAD) -> bytes:
    return b"".join(write_csv([head, *rows]))


def administrator(town: Town) -> Actor:
    return Actor(Channel.WEB, roles=frozenset({Role.ADMINISTRATOR}), town_id=town.pk)


def take(town: Town, content: bytes, name: str = "一覧.csv", kind: str = "undertakings") -> dict[str, int]:
    with in_town(town):
        return take_sheet(administrator(town), town, kind, SheetFile(name, content))


def read(town: Town, content: bytes) -> SheetRead:
    with in_town(town):
        return read_sheet(SheetFile("一覧.csv", content), UNDERTAKINGS_SHEET)


def told(found: SheetRead) -> str:
    return " ".join(str(one.message) for one in found.laid.report.listed(1000)[0])


@pytest.fixture
def chart(cast: Cast) -> Town:
    """The town with the organisation chart that the sample town has."""
    take(cast.town, CHART, "soshiki.xlsx", "chart")
    return cast.town


def charge_of(town: Town, number: str) -> str:
    with in_town(town):
        values = {one.values["number"]: one.values for one in standing({})}
        return str(values[number]["charge"])


def test_the_list_of_the_sample_town_comes_in_with_who_is_in_charge(chart: Town) -> None:
    counts = take(chart, LIST)
    assert counts["new"] == 25
    with in_town(chart):
        bus = Project.objects.get(number="101")
        assert (bus.name, bus.ground, bus.planned_yen, str(bus.begins_on)) == (
            "福祉バスの予約運行", "free", 4_200_000, "2022-10-01"
        )  # fmt: skip
        assert Project.objects.get(number="102").planned_yen == 3_100_000
        assert str(Project.objects.get(number="104").ends_on) == "2028-03-31"
        assert Project.objects.get(number="124").state == "completed"
        assert Project.objects.get(number="121").planned_yen is None
        assert StateChange.objects.count() == 25
        accountable = Responsibility.objects.filter(part="accountable")
        assert accountable.count() == counts["appointed"] > 20
        assert not accountable.exclude(confirmed_on=None).exists()
        assert PublicObject.objects.filter(kind="project").count() == 25
        assert DeskEntry.objects.filter(object__kind="project").exists()
    assert "福祉係" in charge_of(chart, "101")
    assert "管理係" in charge_of(chart, "106")


def test_a_name_that_is_not_in_the_chart_is_told_with_names_near_it(chart: Town) -> None:
    found = read(chart, csv(("1", "バス", "福祉掛", "", "実施", "任意", "", "")))
    assert found.plan is not None
    assert "福祉係" in told(found)
    assert found.plan.new[0].values["charge"] is None


def test_a_team_whose_name_two_sections_share_is_not_guessed(chart: Town) -> None:
    with in_town(chart):
        twice = next(p.name for p in Post.objects.all() if Post.objects.filter(name=p.name).count() > 1)
    found = read(chart, csv(("1", "バス", twice, "", "実施", "任意", "", "")))
    assert found.plan is not None
    assert found.plan.new[0].values["charge"] is None


def test_the_same_list_again_changes_nothing_and_leaves_no_entry(chart: Town) -> None:
    take(chart, LIST)
    entries = Entry.objects.count()
    with pytest.raises(NothingNew):
        take(chart, LIST, "jimujigyo (2).csv")
    assert Entry.objects.count() == entries


def test_rows_are_new_changed_unchanged_and_absent(cast: Cast) -> None:
    rows = [("1", "バス", "", "足", "計画", "任意", "", "10"), ("2", "除雪", "", "道", "実施", "義務", "", ""),
            ("3", "図書館", "", "本", "実施", "任意", "", "")]  # fmt: skip
    take(cast.town, csv(*rows))
    changed = ("1", "バスの運行", "", "足", "実施", "任意", "R9.3", "20")
    found = read(cast.town, csv(changed, rows[1], ("4", "講座", "", "", "検討", "", "", "")))
    assert found.plan is not None
    assert found.plan.counts == {"new": 1, "changed": 1, "unchanged": 1, "absent": 1}
    take(cast.town, csv(changed, rows[1], ("4", "講座", "", "", "検討", "", "", "")), "改.csv")
    with in_town(cast.town):
        bus = Project.objects.get(number="1")
        assert (bus.name, bus.state, str(bus.ends_on), bus.planned_yen) == ("バスの運行", "running", "2027-03-31", 20)
        step = StateChange.objects.get(project=bus, from_state="planned")
        expected = f"{date.today():%Y年%-m月}の事務事業一覧から取り込みました。"  # noqa: DTZ011 - as the reader sees it
        assert (step.to_state, step.reason) == ("running", expected)
        assert Project.objects.filter(number="3").exists()


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (("1", "バス", "", "", "完了", "任意", "", ""), "「計画」から「完了」へは進めません"),
        (("1", "バス", "", "", "そのうち", "任意", "", ""), "「そのうち」は使えません"),
        (("1", "バス", "", "", "計画", "任意", "", "△5"), "費用は0円以上で"),
        (("1", "バス", "", "", "計画", "任意", "いつか", ""), "いつか"),
        (("1", "あ" * 101, "", "", "計画", "任意", "", ""), "100字まで"),
        (("1", "", "", "", "計画", "任意", "", ""), "が空です"),
    ],
)
def test_what_a_project_cannot_be_is_told_and_nothing_comes_in(cast: Cast, row: tuple[str, ...], why: str) -> None:
    take(cast.town, csv(("1", "バス", "", "", "計画", "任意", "", "")))
    found = read(cast.town, csv(row))
    assert found.plan is None
    assert any(why in f"{one.found} {one.message}" for one in found.laid.report.listed(50)[0])
    with pytest.raises(BadInput):
        take(cast.town, csv(row))


def test_two_rows_for_one_undertaking_are_told_with_their_numbers(cast: Cast) -> None:
    found = read(cast.town, csv(("1", "バス", "", "", "", "", "", ""), ("1", "道", "", "", "", "", "", "")))
    assert found.plan is None
    assert "2行目と同じものです" in told(found)


def test_money_columns_are_left_to_the_sheet_of_the_budget(cast: Cast) -> None:
    content = csv(("1", "バス", "4200", "3987"), head=("番号", "事業名", "予算額（千円）", "決算額（千円）"))
    assert "同じファイルを「予算と決算」として取り込むと入ります" in told(read(cast.town, content))
    take(cast.town, content)
    head = ("年度", "番号", "事業名", "予算額（千円）", "決算額（千円）")
    assert take(cast.town, csv(("2025", "1", "バス", "4200", "3987"), head=head), kind="budget")["tied"] == 1


def test_a_list_that_names_another_post_moves_the_responsibility_and_a_blank_says_nothing(chart: Town) -> None:
    take(chart, csv(("1", "バス", "福祉係", "", "", "", "", "")))
    assert "福祉係" in charge_of(chart, "1")
    take(chart, csv(("1", "バス", "管理係", "", "", "", "", "")), "改.csv")
    assert "管理係" in charge_of(chart, "1")
    found = read(chart, csv(("1", "バス", "知らない係", "", "", "", "", "")))
    assert found.plan is not None
    assert found.plan.changes_nothing
    found = read(chart, csv(("1", "バス", "", "", "", "", "", "")))
    assert found.plan is not None
    assert found.plan.changes_nothing
    with in_town(chart):
        assert Responsibility.objects.filter(until=None).count() == 1


def test_what_went_out_to_excel_comes_back_with_only_what_was_changed(chart: Town) -> None:
    take(chart, LIST)
    with in_town(chart):
        rows = [OutRow(one.id, one.version, one.values) for one in standing({})]
        book = openpyxl.load_workbook(io.BytesIO(write_sheet(UNDERTAKINGS, rows, choices())))
    packed = io.BytesIO()
    book.save(packed)
    with in_town(chart), pytest.raises(NothingNew):
        take_sheet(administrator(chart), chart, "undertakings", SheetFile("出した表.xlsx", packed.getvalue()))
    sheet = book.worksheets[0]
    names = [cell.value for cell in sheet[1]]
    sheet.cell(2, names.index("事業の名前") + 1).value = "改めた名前"
    packed = io.BytesIO()
    book.save(packed)
    with in_town(chart):
        plan = read_sheet(SheetFile("出した表.xlsx", packed.getvalue()), UNDERTAKINGS_SHEET).plan
    assert plan is not None
    assert [[(c.key, c.new) for c in one.changes] for one in plan.changed] == [[("name", "改めた名前")]]


def test_what_is_not_said_yet_is_counted(cast: Cast) -> None:
    take(cast.town, csv(("1", "バス", "", "", "", "", "", ""), ("2", "除雪", "", "道", "", "", "", "")))
    with in_town(cast.town):
        assert [one.count for one in gaps()] == [1, 2]
