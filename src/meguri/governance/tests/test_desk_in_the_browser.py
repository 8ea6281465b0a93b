"""In a real browser: the telephone is the largest thing; a lost question tells itself, without script by its button."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from meguri.core.scope import in_town
from meguri.governance.models import UnansweredQuestion
from meguri.governance.tests.desk_town import Desk, open_desk
from tests.fixtures.cast import Cast

AXE = Path(__file__).parents[4] / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PHONE = {"width": 320, "height": 640}
SIZES = """() => [...document.querySelectorAll("body *")]
  .filter((one) => one.checkVisibility() && [...one.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim()))
  .map((one) => [parseFloat(getComputedStyle(one).fontSize), one.textContent.trim()])
  .sort((one, other) => other[0] - one[0])"""

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desk(cast: Cast) -> Desk:
    return open_desk(cast.town)


def faults(page: Page) -> list[str]:
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("tags => axe.run(document, {runOnly: tags}).then(r => r.violations)", TAGS)
    return [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in found]


def counted(desk: Desk) -> dict[str, int]:
    with in_town(desk.town):
        return dict(UnansweredQuestion.objects.values_list("words", "count"))


@pytest.mark.parametrize("width", [320, 768, 1440])
def test_the_telephone_is_the_largest_thing_and_all_fits(desk: Desk, page_of: Callable[..., Page], width: int) -> None:
    page = page_of(None, viewport={"width": width, "height": 800})
    page.goto(f"/{desk.town.code}/ask/?q=家の前の街灯が消えています")
    assert page.evaluate(SIZES)[0][1] == "01564-2-4293"
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert faults(page) == []


@pytest.mark.parametrize("question", ["家の前の街灯が消えています", "図書館", "修理", "救急車"])
def test_the_number_is_in_view_on_the_smallest_phone(desk: Desk, page_of: Callable[..., Page], question: str) -> None:
    page = page_of(None, viewport={"width": 320, "height": 568})
    page.goto(f"/{desk.town.code}/ask/?q={question}")
    number = page.locator(".whom__phone a").first
    expect(number).to_be_in_viewport(ratio=1)
    assert page.evaluate(SIZES)[0][1] == number.inner_text()
    links = page.evaluate("() => [...document.querySelectorAll('main a')].map(a => a.getBoundingClientRect().height)")
    assert min(links) >= 44


def test_a_lost_question_tells_itself_once(desk: Desk, page: Page) -> None:
    page.goto(f"/{desk.town.code}/ask/?q=宇宙人の侵略")
    expect(page.get_by_text("まちに知らせました。")).to_be_visible()
    expect(page.get_by_role("button", name="まちに知らせる")).to_have_count(0)
    assert counted(desk) == {"宇宙人 侵略": 1}
    assert faults(page) == []


def test_without_script_its_button_tells_the_town(desk: Desk, page_of: Callable[..., Page]) -> None:
    page = page_of(None, java_script_enabled=False, viewport=PHONE)
    page.goto(f"/{desk.town.code}/ask/?q=宇宙人の侵略")
    assert counted(desk) == {}
    page.get_by_role("button", name="まちに知らせる").click()
    expect(page.get_by_text("まちに知らせました。")).to_be_visible()
    assert counted(desk) == {"宇宙人 侵略": 1}


def test_a_resident_finds_the_number_in_two_steps_from_the_towns_home(desk: Desk, page: Page) -> None:
    page.goto(f"/{desk.town.code}/")
    page.get_by_role("searchbox", name="どこに話せばよい？").first.or_(
        page.get_by_role("combobox", name="どこに話せばよい？").first
    ).first.fill("福祉のバス")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="01564-2-4296")).to_be_visible()


def test_an_officer_settles_it_and_it_is_found(desk: Desk, cast: Cast, page_of: Callable[..., Page]) -> None:
    page = page_of(cast.officer)
    page.goto(f"/{desk.town.code}/ask/?q=宇宙人の侵略")
    expect(page.get_by_text("まちに知らせました。")).to_be_visible()
    page.goto(f"/{desk.town.code}/work/unanswered/")
    assert faults(page) == []
    page.get_by_role("link", name="「宇宙人 侵略」の行き先を決める").click()
    page.get_by_label("係・役職・事業・施設の名前でさがす").fill("生活保護")
    page.keyboard.press("Enter")
    page.get_by_label("福祉係 係長").check()
    assert faults(page) == []
    page.get_by_role("button", name="ここにつなぐ").click()
    expect(page.get_by_text("いま、答えられなかった質問はありません")).to_be_visible()
    page.goto(f"/{desk.town.code}/ask/?q=宇宙人")
    expect(page.get_by_role("link", name="01564-2-4296")).to_be_visible()
