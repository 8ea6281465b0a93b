"""自分の町で始める: who may, what each file shows, how it is corrected, taken or drafted; and the way out and in."""

import io
import re
from pathlib import Path

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from playwright.sync_api import Page, expect

from meguri.cli import sample
from meguri.core import guard
from meguri.core.scope import in_town
from meguri.governance.models import Draft, Organisation, Post, SheetLayout, TownRule
from meguri.towns.models import Town, User
from tests.fixtures.cast import Cast, made_up_municipality

SHEETS = Path(sample.__file__).parent / "sheets"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def sent(name: str, content: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, (SHEETS / name).read_bytes() if content is None else content, XLSX)


def drop(client: Client, town: Town, *files: SimpleUploadedFile) -> str:
    """Drop files on the start page; returns the page that shows them."""
    answer = client.post(f"/{town.code}/start/", {"brought": list(files)}, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def begin(town: Town) -> None:
    with guard.door("tests"), in_town(town):
        TownRule.objects.update_or_create(town=town, defaults={"started_on": "2026-04-01"})


@pytest.fixture
def admin(cast: Cast, client_of) -> Client:  # type: ignore[no-untyped-def]  # a fixture of fixtures
    return client_of(cast.administrator)  # type: ignore[no-any-return]


def test_a_municipality_that_has_not_opened_says_who_can_open_it(db: None, client: Client) -> None:
    place = made_up_municipality("998036", "まだ町")
    page = client.get(f"/{place.code}/start/").content.decode()
    assert "だれが開けるか" in page
    assert "組織図と電話番号" in page


@pytest.mark.parametrize("who", ["resident", "firm", "council_member"])
def test_who_does_not_work_in_the_town_hall_sees_nothing(cast: Cast, client_of, who: str) -> None:  # type: ignore[no-untyped-def]
    assert client_of(getattr(cast, who)).get(f"/{cast.town.code}/start/").status_code == 403


@pytest.mark.parametrize("who", ["officer", "mayor"])
def test_other_staff_see_how_far_it_is_and_only_the_administrator_brings_files(  # type: ignore[no-untyped-def]
    cast: Cast, client_of, who: str
) -> None:
    client: Client = client_of(getattr(cast, who))
    page = client.get(f"/{cast.town.code}/start/").content.decode()
    assert "まちの管理者だけができます" in page
    assert 'type="file"' not in page
    assert client.post(f"/{cast.town.code}/start/", {"brought": [sent("soshiki.xlsx")]}).status_code == 403


def test_a_visitor_is_led_to_sign_in(cast: Cast, client: Client) -> None:
    assert client.get(f"/{cast.town.code}/start/").status_code == 302


def test_three_files_at_once_are_recognised(cast: Cast, admin: Client) -> None:
    page = drop(admin, cast.town, *(sent(name) for name in ("soshiki.xlsx", "jimujigyo.csv", "yosan.xlsx")))
    assert page.count("この内容で取り込む") >= 1
    assert page.count('class="card start__file"') == 4
    assert "組織図と電話番号" in page


def test_a_file_that_is_no_table_says_what_to_do(cast: Cast, admin: Client) -> None:
    page = drop(admin, cast.town, sent("soshiki.xlsx", b"%PDF-1.4"))
    assert "読みこめません" in page


def test_more_than_three_are_refused_with_what_was_chosen(cast: Cast, admin: Client) -> None:
    files = [sent(f"{n}.csv", b"a,b\n1,2\n") for n in range(4)]
    answer = admin.post(f"/{cast.town.code}/start/", {"brought": files})
    assert answer.status_code == 422
    assert "3つまで" in answer.content.decode()


def digest_in(page: str) -> str:
    """The digest of the file whose card is on the page."""
    found = re.search("/start/([0-9a-f]{64})/", page)
    assert found is not None
    return found[1]


def test_a_file_is_taken_and_the_ring_and_the_gaps_come_along(cast: Cast, admin: Client) -> None:
    digest = digest_in(drop(admin, cast.town, sent("soshiki.xlsx")))
    answer = admin.post(f"/{cast.town.code}/start/{digest}/take/", {}, headers={"HX-Request": "true"})
    page = answer.content.decode()
    assert 'hx-swap-oob="true"' in page
    assert "入りました" in page
    assert "人のいない役職が1件あります" in page
    with in_town(cast.town):
        assert Post.objects.count() == 30


def test_the_same_file_again_is_said_to_be_there(cast: Cast, admin: Client) -> None:
    digest = digest_in(drop(admin, cast.town, sent("soshiki.xlsx")))
    admin.post(f"/{cast.town.code}/start/{digest}/take/", {})
    page = admin.get(f"/{cast.town.code}/start/{digest}/?kind=chart").content.decode()
    assert "変わりはありません" in page


def test_the_mapping_is_shown_and_can_be_corrected(cast: Cast, admin: Client) -> None:
    content = "はこ,ひと\n総務課／総務係,係長\n".encode("cp932")
    page = drop(admin, cast.town, sent("x.csv", content))
    assert "何の表か分かりません" in page
    url = f"/{cast.town.code}/start/{digest_in(page)}/"
    assert "何の表ですか" in admin.get(url).content.decode()
    query = {"kind": "chart", "header": "1", "headers": "1", "u0": "unit", "u1": "post"}
    assert "総務課 総務係 係長" in admin.get(url, query).content.decode()
    assert admin.post(url, query).status_code == 302
    with in_town(cast.town):
        assert Organisation.objects.filter(name="総務係").exists()


def test_once_the_town_has_begun_a_file_becomes_a_draft(cast: Cast, client_of) -> None:  # type: ignore[no-untyped-def]
    begin(cast.town)
    officer: Client = client_of(cast.officer)
    answer = officer.post(f"/{cast.town.code}/work/sheets/", {"file": sent("soshiki.xlsx")})
    page = officer.get(answer["Location"]).content.decode()
    assert "この内容で起案する" in page
    answer = officer.post(answer["Location"], {"kind": "chart"})
    assert answer.status_code == 302
    with in_town(cast.town):
        draft = Draft.objects.get()
        assert draft.kind == "governance.sheet"
        assert SheetLayout.objects.exists()
        assert not Post.objects.exists()
    shown = officer.get(f"/{cast.town.code}/work/drafts/{draft.pk}/preview/").content.decode()
    assert "保健福祉課 福祉係 係長" in shown


def test_excel_goes_out_and_comes_back_changed(cast: Cast, admin: Client) -> None:
    digest = digest_in(drop(admin, cast.town, sent("soshiki.xlsx")))
    admin.post(f"/{cast.town.code}/start/{digest}/take/", {})
    got = admin.get(f"/{cast.town.code}/work/sheets/chart.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(got.content))
    page = book.worksheets[0]
    assert page.freeze_panes == "B2"
    assert page.column_dimensions["I"].hidden
    page["D4"] = "0000-00-9999"
    packed = io.BytesIO()
    book.save(packed)
    answer = admin.post(f"/{cast.town.code}/work/sheets/", {"file": sent("back.xlsx", packed.getvalue())})
    shown = admin.get(answer["Location"]).content.decode()
    assert "0000-00-9999" in shown
    assert "<ins>" in shown


def test_another_towns_officer_gets_nothing(cast: Cast, client_of) -> None:  # type: ignore[no-untyped-def]
    stranger: Client = client_of(cast.other_towns_officer)
    for path in ("work/sheets/", "work/sheets/chart.xlsx", "work/sheets/reorganisation/", "start/"):
        assert stranger.get(f"/{cast.town.code}/{path}").status_code == 403


def test_a_reorganisation_shows_what_follows_what_and_is_one_act(cast: Cast, admin: Client) -> None:
    head = "課,係,職名,電話番号\n"
    first = sent("a.csv", (head + "福祉課,福祉係,係長,0100-11-1001\n").encode())
    admin.post(f"/{cast.town.code}/start/{digest_in(drop(admin, cast.town, first))}/take/", {})
    after = sent("b.csv", (head + "福祉課,地域福祉係,係長,0100-11-1001\n").encode())
    answer = admin.post(f"/{cast.town.code}/work/sheets/reorganisation/", {"file": after, "on": "令和9年4月1日"})
    shown = admin.get(answer["Location"]).content.decode()
    assert "旧 福祉課 福祉係 係長" in shown
    assert "新 福祉課 地域福祉係 係長" in shown
    assert "それぞれの列を、何として読むか" in shown
    assert admin.post(answer["Location"].split("?")[0], {"on": "2027-04-01"}).status_code == 302
    with in_town(cast.town):
        assert str(Organisation.objects.get(name="福祉係").until) == "2027-04-01"


@pytest.mark.browser
def test_a_section_chief_starts_a_town_in_a_browser(transactional_db: None, page_of, cast: Cast) -> None:  # type: ignore[no-untyped-def]
    chief: User = cast.administrator
    page: Page = page_of(chief)
    page.goto(f"/{cast.town.code}/start/")
    page.set_input_files(
        "input[type=file]", [SHEETS / name for name in ("soshiki.xlsx", "jimujigyo.csv", "yosan.xlsx")]
    )
    page.get_by_role("button", name="中身を見る").click()
    card = page.locator(".start__file", has_text="soshiki.xlsx")
    card.get_by_role("button", name="この内容で取り込む").click()
    expect(card.get_by_text("入りました")).to_be_visible(timeout=30_000)
    expect(page.locator("#town-state")).to_contain_text("30件")
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
