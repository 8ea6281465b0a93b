"""An officer brings a file of the town's own: seen first, taken in once, told row by row what is wrong."""

import html
import io
import re
import zipfile
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook

from meguri.core.action import all_actions
from meguri.core.scope import in_town
from meguri.indicators.mapping import Columns
from meguri.indicators.models import Edition, Indicator, Observation
from meguri.indicators.sources.findings import RefusedFile
from meguri.indicators.tests.figures import csv_file, officer_of, own_indicators
from meguri.indicators.town_import import NothingNew, TownFile, import_town_figures
from meguri.record.models import Entry
from tests.fixtures.cast import Cast

HEAD = ("年度", "福祉バスの利用者数", "図書館の来館者数（人）")
GOOD = csv_file(HEAD, ("2023年度", 1200, 5400), ("2024年度", 1350, 5100))


@pytest.fixture
def officer(cast: Cast, client_of: Callable[..., Client]) -> Client:
    with in_town(cast.town):
        own_indicators(cast.town, officer_of(cast.town, cast.officer.pk))
    return client_of(cast.officer)


def start(cast: Cast) -> str:
    return f"/{cast.town.code}/import/"


def send(client: Client, cast: Cast, content: bytes, name: str = "数字.csv") -> str:
    """Choose a file; the address of its preview."""
    response = client.post(start(cast), {"file": SimpleUploadedFile(name, content)})
    assert response.status_code == 302, page_text(response.content)
    return str(response.headers["Location"])


def page_text(content: bytes) -> str:
    return html.unescape(re.sub(r"<[^>]+>", " ", content.decode()))


def sent_with(page: bytes) -> dict[str, str]:
    """What the button 「この内容で取り込む」 sends."""
    form = page.decode().split('method="post"')[-1].split("</form>")[0]
    return dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))


def refusal(client: Client, cast: Cast, content: bytes, name: str = "数字.csv") -> str:
    response = client.post(start(cast), {"file": SimpleUploadedFile(name, content)})
    assert response.status_code == 422
    return page_text(response.content)


def test_a_file_is_shown_before_anything_is_taken_in(officer: Client, cast: Cast) -> None:
    page = officer.get(send(officer, cast, GOOD.decode().encode("cp932")))
    assert "Shift_JIS" in page_text(page.content)
    assert "新しく入る数 4" in re.sub(r"\s+", " ", page_text(page.content))
    assert not Observation.objects.exists()


def test_what_was_seen_is_taken_in_as_one_edition_and_one_entry_of_the_record(officer: Client, cast: Cast) -> None:
    url = send(officer, cast, GOOD)
    entries = Entry.objects.filter(action="indicators.import_town_figures").count()
    done = officer.post(url, sent_with(officer.get(url).content))
    assert done.status_code == 302
    assert "新しい数が4" in page_text(officer.get(done.headers["Location"]).content)
    assert sorted(Observation.objects.values_list("value", flat=True)) == [1200, 1350, 5100, 5400]
    assert Edition.objects.get().source.key == f"town-{cast.town.code}"
    assert Entry.objects.filter(action="indicators.import_town_figures").count() == entries + 1


def test_a_double_click_takes_it_in_once(officer: Client, cast: Cast) -> None:
    url = send(officer, cast, GOOD)
    sending = sent_with(officer.get(url).content)
    answers = [officer.post(url, sending) for _time in range(2)]
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert Edition.objects.count() == 1


def test_the_same_file_again_changes_nothing_and_says_so(officer: Client, cast: Cast) -> None:
    url = send(officer, cast, GOOD)
    sending = sent_with(officer.get(url).content)
    officer.post(url, sending)
    before = (Observation.objects.count(), Edition.objects.count(), Entry.objects.count())
    page = officer.get(send(officer, cast, GOOD, "同じ中身.csv"))
    assert "変わりはありません" in page_text(page.content)
    again = officer.post(url, {**sending, "idempotency_key": "another"})
    assert "変わりはありません" in page_text(again.content)
    assert (Observation.objects.count(), Edition.objects.count(), Entry.objects.count()) == before


def test_a_changed_figure_is_a_new_vintage_beside_the_old_one(officer: Client, cast: Cast) -> None:
    for content in (GOOD, csv_file(HEAD, ("2023年度", 1201, 5400), ("2024年度", 1350, 5100))):
        url = send(officer, cast, content)
        officer.post(url, sent_with(officer.get(url).content))
    page = officer.get(f"/{cast.town.code}/indicators/fukushibasu-riyoshasu/").content.decode()
    assert re.search(r'<data value="1200.0">1,200</data>.*<data value="1201.0">1,201</data>', page, re.DOTALL)


def test_a_column_corrected_once_is_remembered_for_the_same_headings(officer: Client, cast: Cast) -> None:
    strange = csv_file(("とし", "のった人"), ("2023年度", 7), ("2024年度", 8))
    url = send(officer, cast, strange)
    assert "どの列がどの指標の数か" in page_text(officer.get(url).content)
    chosen = officer.get(url, {"header": "1", "u0": "period", "u1": "=fukushibasu-riyoshasu"})
    officer.post(url, sent_with(chosen.content))
    more = csv_file(("とし", "のった人"), ("2025年度", 9))
    assert "新しく入る数 1" in re.sub(r"\s+", " ", page_text(officer.get(send(officer, cast, more)).content))


def test_long_and_crosswise_tables_are_recognised_too(officer: Client, cast: Cast) -> None:
    long = csv_file(("年度", "指標", "値"), ("2023年度", "福祉バスの利用者数", 5), ("2023年度", "図書館の来館者数", 6))
    across = csv_file(("", "2021年度", "2022年度"), ("福祉バスの利用者数", 1, 2), ("図書館の来館者数", 3, 4))
    titled = csv_file(("町の数字", "", ""), ("", "", ""), *csv_rows(GOOD))
    for content, count in ((long, 2), (across, 4), (titled, 4)):
        page = re.sub(r"\s+", " ", page_text(officer.get(send(officer, cast, content)).content))
        assert f"新しく入る数 {count}" in page


def csv_rows(content: bytes) -> list[tuple[str, ...]]:
    return [tuple(line.split(",")) for line in content.decode().splitlines()]


def test_a_workbook_is_read_sheet_by_sheet(officer: Client, cast: Cast) -> None:
    workbook = Workbook()
    assert workbook.active is not None
    workbook.active.append(["メモ"])
    sheet = workbook.create_sheet("利用者")
    for row in (["年度", "福祉バスの利用者数"], ["2023年度", 10], ["2024年度", 11]):
        sheet.append(row)
    packed = io.BytesIO()
    workbook.save(packed)
    url = send(officer, cast, _two_row_first_sheet(packed.getvalue()), "数字.xlsx")
    page = officer.get(url, {"sheet": "利用者"})
    assert "新しく入る数 2" in re.sub(r"\s+", " ", page_text(page.content))


def _two_row_first_sheet(content: bytes) -> bytes:
    """The first sheet needs a second row, or there is no table to preview."""
    from openpyxl import load_workbook

    workbook = load_workbook(io.BytesIO(content))
    workbook.worksheets[0].append(["二行目"])
    packed = io.BytesIO()
    workbook.save(packed)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("rows", "row", "column", "sentence"),
    [
        ([("2023年度", "たくさん", 1)], "2", "B列", "数として読めません"),
        ([("2099年度", 5, 1)], "2", "A列", "まだ来ていません"),
        ([("来年", 5, 1)], "2", "A列", "日付や年度として読めません"),
        ([("2023年度", "=cmd|' /C calc'!A0", 1)], "2", "B列", "式は読みこめません"),
        ([("2023年度", 5, 1), ("2024年度", 5)], "3", "C列", "この行のセルは2個"),
        ([("2023年度", 5, 1), ("2023年度", 6, 2)], "3", "", "2行目と同じ指標の、同じ時点の数です"),
        ([("2023-10-01", 5, 1)], "2", "A列", "年度ごとの数です"),
        ([("2016年度", "9" * 23, 1)], "2", "B列", "15けたより長い数"),
        ([("2016年度", "1.5", 1)], "2", "B列", "この指標は、小数点以下のない数です"),
    ],
)
def test_each_fault_is_told_by_row_and_column_and_nothing_is_written(
    officer: Client, cast: Cast, rows: list[tuple[object, ...]], row: str, column: str, sentence: str
) -> None:
    url = send(officer, cast, csv_file(HEAD, *rows))
    page = officer.get(url)
    told = re.sub(r"\s+", " ", page_text(page.content.split(b'id="findings"')[1]))
    assert f"直すところ {row}行目 {column}" in told, told
    assert sentence in told
    assert "この内容で取り込む" not in page_text(page.content)
    (report,) = re.findall(r'href="([^"]*report\.csv[^"]*)"', page.content.decode())
    assert sentence in officer.get(html.unescape(report)).content.decode("utf-8-sig")
    assert not Observation.objects.exists()


def test_a_column_that_is_not_used_stops_nothing(officer: Client, cast: Cast) -> None:
    content = csv_file(("備考", *HEAD), ("=A1+1", "2023年度", 5, 1), ("#N/A", "2024年度", 6, 2))
    url = send(officer, cast, content)
    page = page_text(officer.get(url).content)
    assert "直すところ" not in page
    officer.post(url, sent_with(officer.get(url).content))
    assert Observation.objects.count() == 4


def test_a_formula_in_an_unused_column_of_a_workbook_stops_nothing(officer: Client, cast: Cast) -> None:
    workbook = Workbook()
    assert workbook.active is not None
    for row in (["備考", *HEAD[:2]], ["=B2", "2023年度", 10]):
        workbook.active.append(row)
    packed = io.BytesIO()
    workbook.save(packed)
    page = re.sub(r"\s+", " ", page_text(officer.get(send(officer, cast, packed.getvalue(), "a.xlsx")).content))
    assert "新しく入る数 1" in page


def test_cells_without_a_figure_are_counted_and_told(officer: Client, cast: Cast) -> None:
    content = csv_file(HEAD, ("2023年度", 5, ""), ("2024年度", "-", 2))
    page = re.sub(r"\s+", " ", page_text(officer.get(send(officer, cast, content)).content))
    assert "新しく入る数 2" in page
    assert "数のないセルが2か所あります" in page
    none = csv_file(HEAD, ("2023年度", "-", ""))
    assert "取り込める数がありません" in page_text(officer.get(send(officer, cast, none)).content)


def test_the_page_of_what_came_in_counts_what_is_stored(officer: Client, cast: Cast) -> None:
    for content in (GOOD, csv_file(HEAD, ("2023年度", 1201, 5400), ("2025年度", 1, 2))):
        url = send(officer, cast, content)
        done = officer.post(url, sent_with(officer.get(url).content)).headers["Location"]
    page = page_text(officer.get(done + "?added=70&revised=70&confirmed=70").content)
    assert "新しい数が2、改めた数が1、前と同じ数が1ありました" in page


def test_after_a_refused_file_the_page_says_to_choose_one_again(officer: Client, cast: Cast) -> None:
    told = refusal(officer, cast, b"")
    assert "ファイルは、もう一度選んでください。" in told
    assert "残っています" not in told


def test_a_row_of_another_town_or_with_a_wrong_check_digit_is_named(officer: Client, cast: Cast) -> None:
    content = csv_file(
        ("コード", *HEAD[:2]),
        ("016322", "2023年度", 5),
        (cast.town.code, "2022年度", 5),
        ("016332", "2024年度", 5),
    )
    page = page_text(officer.get(send(officer, cast, content)).content)
    assert "ほかのまちの行です" in page
    assert "検査数字（末尾の1桁）が合いません。2 とありますが、1 のはずです" in page


def test_repairs_are_told_and_do_not_stop_the_import(officer: Client, cast: Cast) -> None:
    content = csv_file(HEAD, ("２０２３年度", "１，２００", "5,400"), ("2024", 1, 2))
    url = send(officer, cast, content)
    page = page_text(officer.get(url).content)
    assert "全角の文字を半角に直しました" in page
    assert "年度として読みました" in page
    assert officer.post(url, sent_with(officer.get(url).content)).status_code == 302
    assert Observation.objects.filter(value=1200).exists()


def test_what_is_no_table_or_too_much_is_refused_at_the_door(officer: Client, cast: Cast) -> None:
    assert "文字コード" in refusal(officer, cast, "年度,数\n2023年度,5\n".encode("cp932") + b"\x81\xff\xfd\xfe")
    assert "中身がありません" in refusal(officer, cast, b"")
    many = b"year,value\n" + b"2023,1\n" * 1_000_000
    assert "行より多い" in refusal(officer, cast, many)
    assert "極端に大きくなる" in refusal(officer, cast, zip_bomb(), "数字.xlsx")


def zip_bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 50_000_000)
    return packed.getvalue()


def test_a_kept_file_is_for_its_sender_and_town_alone(
    officer: Client, cast: Cast, client_of: Callable[..., Client]
) -> None:
    url = send(officer, cast, GOOD)
    other = client_of(cast.administrator).get(url)
    assert other.status_code == 302
    assert other.headers["Location"] == start(cast)
    assert client_of(cast.other_towns_officer).get(url).status_code == 403


@pytest.mark.parametrize("who", ["resident", "council_member", "auditor", "operator"])
def test_others_are_told_who_may_bring_figures(cast: Cast, client_of: Callable[..., Client], who: str) -> None:
    response = client_of(getattr(cast, who)).get(start(cast))
    assert response.status_code == 403
    assert "このまちの職員だけです" in page_text(response.content)


def test_a_visitor_is_led_to_the_sign_in(cast: Cast, client: Client) -> None:
    assert client.get(start(cast)).headers["Location"].startswith("/account/login/")


def test_the_action_refuses_by_itself_and_writes_nothing(cast: Cast) -> None:
    actor = officer_of(cast.town, cast.officer.pk)
    with in_town(cast.town):
        own_indicators(cast.town, actor)
        columns = Columns(("period", "=fukushibasu-riyoshasu", "skip"))
        bad = csv_file(HEAD, ("2023年度", "たくさん", 1))
        with pytest.raises(RefusedFile):
            import_town_figures(actor, cast.town, TownFile("a.csv", bad, columns))
        assert not Edition.objects.exists()
        import_town_figures(actor, cast.town, TownFile("a.csv", GOOD, columns))
        with pytest.raises(NothingNew):
            import_town_figures(actor, cast.town, TownFile("b.csv", GOOD, columns))
    assert Observation.objects.count() == 2
    assert Indicator.objects.filter(town=cast.town).count() == 2
    assert "indicators.import_town_figures" in all_actions()
