"""An organisation chart comes in as one act, all or nothing, a second time nothing; and out again as Excel."""

import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from meguri.cli import sample
from meguri.core import guard
from meguri.core.actor import Actor, Role, system
from meguri.core.errors import BadInput, Conflict, NotAllowed
from meguri.core.scope import in_town
from meguri.core.tables.values import Value
from meguri.core.tables.xlsx import OutRow, write_sheet, write_sheet_csv
from meguri.governance.actions.sheets import NothingNew, take_sheet
from meguri.governance.models import Holder, Organisation, Post, SheetLayout, TownRule
from meguri.governance.sheets.chart_kind import CHART
from meguri.governance.sheets.files import SheetFile, SheetRead, read_sheet
from meguri.governance.sheets.plan import Standing
from meguri.governance.sheets.registry import import_of
from meguri.record.models import Entry
from meguri.towns.models import Town
from tests.fixtures.cast import Cast, actor_for

SOSHIKI = (Path(sample.__file__).parent / "sheets" / "soshiki.xlsx").read_bytes()
HEAD = ["課", "係", "職名", "氏名", "直通電話", "内線", "分掌事務"]


def chart(*rows: list[Any], head: list[str] | None = None) -> bytes:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    for row in (head or HEAD, *rows):
        page.append(row)
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def read(content: bytes, town: Town, name: str = "soshiki.xlsx") -> SheetRead:
    one = import_of("chart")
    assert one is not None
    with in_town(town):
        return read_sheet(SheetFile(name, content), one)


def take(content: bytes, town: Town, actor: Actor | None = None, name: str = "soshiki.xlsx") -> dict[str, int]:
    with in_town(town):
        return take_sheet(actor or system(), town, "chart", SheetFile(name, content))


def entries(town: Town) -> int:
    return Entry.objects.filter(action__in=["governance.take_sheet"]).count()


def out(town: Town) -> list[OutRow]:
    one = import_of("chart")
    assert one is not None
    with in_town(town):
        return [OutRow(row.id, row.version, row.values) for row in one.standing({})]


def test_the_sample_chart_founds_organisations_posts_and_holders_in_one_entry(cast: Cast) -> None:
    counts = take(SOSHIKI, cast.town)
    with in_town(cast.town):
        section = Organisation.objects.get(name="福祉係")
        post = Post.objects.get(organisation=section)
        assert section.parent is not None
        assert section.parent.name == "保健福祉課"
        assert section.parent.parent is not None
        assert section.parent.parent.name == "ためし町役場"
        assert (post.name, post.phone, post.extension, post.is_head) == ("係長", "0000-00-1041", "241", True)
        assert Holder.objects.get(post=post).name == "見本 みどり"
        assert Post.objects.get(name="町長").organisation.name == "ためし町役場"
        assert not Holder.objects.filter(post__organisation__name="林政係").exists()
        assert counts["new"] == Post.objects.count() == 30
    assert entries(cast.town) == 1


def test_the_record_says_how_much_and_no_name(cast: Cast) -> None:
    take(SOSHIKI, cast.town)
    entry = Entry.objects.get(action="governance.take_sheet")
    told = bytes(entry.body).decode()
    assert '"sheet":"chart"' in told
    assert '"new":30' in told
    assert "みどり" not in told


def test_a_second_time_nothing_changes_and_it_is_said(cast: Cast) -> None:
    take(SOSHIKI, cast.town)
    with pytest.raises(NothingNew, match="変わりはありません"):
        take(SOSHIKI, cast.town)
    assert entries(cast.town) == 1
    plan = read(SOSHIKI, cast.town).plan
    assert plan is not None
    assert plan.counts == {"new": 0, "changed": 0, "unchanged": 30, "absent": 0}


def test_what_changed_is_told_field_by_field(cast: Cast) -> None:
    take(chart(["総務課", "総務係", "係長", "山田", "0100-1-1111", "11", "文書"]), cast.town)
    plan = read(chart(["総務課", "総務係", "係長", "鈴木", "0100-1-2222", "11", "文書"]), cast.town).plan
    assert plan is not None
    changes = {one.key: (one.old, one.new) for one in plan.changed[0].changes}
    assert changes == {"holder": ("山田", "鈴木"), "phone": ("0100-1-1111", "0100-1-2222")}


def test_what_is_not_in_the_file_stays(cast: Cast) -> None:
    take(chart(["総務課", "総務係", "係長"], head=HEAD[:3]), cast.town)
    counts = take(chart(["総務課", "財政係", "係長"], head=HEAD[:3]), cast.town)
    with in_town(cast.town):
        assert Post.objects.filter(until=None).count() == 2
    assert counts["new"] == 1


def test_columns_that_are_not_there_change_nothing(cast: Cast) -> None:
    take(chart(["総務課", "総務係", "係長", "山田", "0100-1-1111", "11", "文書"]), cast.town)
    plan = read(chart(["総務課", "総務係", "係長"], head=HEAD[:3]), cast.town).plan
    assert plan is not None
    assert plan.changes_nothing


def test_one_column_with_levels_becomes_a_tree(cast: Cast) -> None:
    rows = [["総務課", "課長"], ["　総務係", "係長"], ["企画課 企画係", "係長"], ["住民課税務係", "係長"]]
    take(chart(*rows, head=["所属", "職名"]), cast.town)
    with in_town(cast.town):
        pairs = set(Organisation.objects.exclude(parent=None).values_list("parent__name", "name"))
    assert pairs >= {("総務課", "総務係"), ("企画課", "企画係"), ("住民課", "税務係")}


def test_posts_without_a_name_are_named_after_their_organisation_and_told(cast: Cast) -> None:
    found = read(chart(["建設課", "管理係", "0100-1-1111"], head=["課", "係", "電話番号"]), cast.town)
    assert found.plan is not None
    assert found.plan.new[0].values["post"] == "係長"
    assert any("組織の名前から" in str(one.message) for one in found.laid.report.listed()[0])


def test_two_of_one_post_are_numbered_and_a_second_time_nothing(cast: Cast) -> None:
    content = chart(["総務課", "総務係", "主事", "山田"], ["総務課", "総務係", "主事", "鈴木"], head=HEAD[:4])
    take(content, cast.town)
    with in_town(cast.town):
        assert sorted(Post.objects.values_list("name", flat=True)) == ["主事", "主事(2)"]
    with pytest.raises(NothingNew):
        take(content, cast.town)


def test_an_organisation_whose_posts_all_carry_a_new_name_is_renamed(cast: Cast) -> None:
    take(chart(["総務課", "総務係", "係長"], ["総務課", "総務係", "主査"], head=HEAD[:3]), cast.town)
    rows = [OutRow(row.id, row.version, {**row.values, "unit": "総務課／庶務係"}) for row in out(cast.town)]
    take(write_sheet(CHART, rows), cast.town)
    with in_town(cast.town):
        assert set(Organisation.objects.values_list("name", flat=True)) == {"ためし町役場", "総務課", "庶務係"}


def test_a_fault_stops_the_whole_file(cast: Cast) -> None:
    content = chart(
        ["総務課", "総務係", "係長", "山田", "0100-1-1111"],
        ["総務課", "財政係", "係長", "田中", "なし番号"],
        head=HEAD[:5],
    )
    with pytest.raises(BadInput, match="電話番号"):
        take(content, cast.town)
    with in_town(cast.town):
        assert not Post.objects.exists()
    assert entries(cast.town) == 0


def test_a_mapping_is_remembered_by_its_headings(cast: Cast) -> None:
    take(SOSHIKI, cast.town)
    with in_town(cast.town):
        assert SheetLayout.objects.get().kind == "chart"
    assert read(SOSHIKI, cast.town).is_remembered


def test_only_the_administrator_may_and_only_before_the_town_has_begun(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        take(SOSHIKI, cast.town, actor_for(cast.officer, cast.town, Role.OFFICER))
    with guard.door("tests"), in_town(cast.town):
        TownRule.objects.create(town=cast.town, started_on="2026-04-01")
    with pytest.raises(NotAllowed, match="起案"):
        take(SOSHIKI, cast.town, actor_for(cast.administrator, cast.town, Role.ADMINISTRATOR))


def test_what_was_shown_is_what_is_taken(cast: Cast) -> None:
    with in_town(cast.town), pytest.raises(Conflict, match="見ていたあいだに"):
        take_sheet(system(), cast.town, "chart", SheetFile("a.xlsx", SOSHIKI), "0" * 64)


def test_out_and_in_without_a_change_is_an_empty_plan(cast: Cast) -> None:
    take(SOSHIKI, cast.town)
    for content, name in ((write_sheet(CHART, out(cast.town)), "a.xlsx"),
                          (b"".join(write_sheet_csv(CHART, out(cast.town))), "a.csv")):  # fmt: skip
        plan = read(content, cast.town, name).plan
        assert plan is not None
        assert plan.changes_nothing
        assert not plan.absent


def test_a_sheet_that_lost_its_hidden_columns_is_matched_by_name(cast: Cast) -> None:
    take(SOSHIKI, cast.town)
    book = openpyxl.load_workbook(io.BytesIO(write_sheet(CHART, out(cast.town))))
    page = book.worksheets[0]
    page.delete_cols(len(CHART.out_fields) + 1, 2)
    packed = io.BytesIO()
    book.save(packed)
    found = read(packed.getvalue(), cast.town)
    assert found.plan is not None
    assert found.plan.changes_nothing
    assert found.reading is not None
    assert found.reading.lost_ids


# What is written down was stripped when it was taken in, so no kept value begins or ends with a space or a line end.
_TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30).map(str.strip)
_LINES = st.text(st.characters(exclude_categories=["Cs"]), max_size=80).map(str.strip)
_VALUE: dict[str, st.SearchStrategy[Value]] = {
    "holder": _TEXT, "duties": _LINES, "hours": _TEXT,
    "phone": st.sampled_from([None, "0100-1-1111", "0120000111", "#7119"]),
    "extension": st.sampled_from([None, "007", "12・13"]), "email": st.sampled_from([None, "a@b.example"]),
}  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.fixed_dictionaries(_VALUE), min_size=1, max_size=4))
def test_any_rows_that_go_out_and_come_back_change_nothing(rows: list[dict[str, Value]]) -> None:
    from meguri.core.tables.filling import read_rows
    from meguri.core.tables.layout import lay_out
    from meguri.governance.sheets.chart_kind import prepare
    from meguri.governance.sheets.plan import make_plan

    standing = [
        Standing(n, {key: value or None for key, value in row.items()} | {"unit": f"課{n}", "post": "係長"})
        for n, row in enumerate(rows, start=1)
    ]
    sent = [OutRow(one.id, one.version, one.values) for one in standing]
    for content, name in ((write_sheet(CHART, sent), "a.xlsx"), (b"".join(write_sheet_csv(CHART, sent)), "a.csv")):
        laid = lay_out(content, name, CHART)
        reading = read_rows(laid, CHART)
        prepare(reading)
        assert reading.report.ok, reading.report.listed()
        plan = make_plan(CHART, reading, standing, digest="")
        assert plan.changes_nothing, plan.changed
        assert not plan.absent


def test_queries_do_not_grow_with_the_rows(cast: Cast, django_assert_max_num_queries: Any) -> None:
    rows = [[f"第{n // 20}課", f"第{n}係", "係長", f"氏名{n}", "0100-1-1111", str(n), "仕事"] for n in range(600)]
    with django_assert_max_num_queries(140):
        take(chart(*rows), cast.town)
    with in_town(cast.town):
        assert Post.objects.count() == 600
    with django_assert_max_num_queries(10):
        plan = read(chart(*rows), cast.town).plan
    assert plan is not None
    assert plan.changes_nothing


def test_another_holder_begins_when_the_earlier_one_leaves(cast: Cast) -> None:
    head = ["課", "職名", "氏名"]
    take(chart(["総務課", "課長", "山田"], head=head), cast.town)
    take(chart(["総務課", "課長", "鈴木"], head=head), cast.town)
    with in_town(cast.town):
        first, second = Holder.objects.order_by("id")
    assert (first.until, second.name, second.until) == (second.since, "鈴木", None)
