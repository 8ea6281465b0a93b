"""In a real browser: a file is brought without script on a phone, and a town comes beside by the keys alone."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import FilePayload, Page

from meguri.core.scope import in_town
from meguri.indicators.models import Observation
from meguri.indicators.tests.figures import (
    KAMISHIHORO,
    SHIHORO,
    csv_file,
    forget,
    load_reference,
    officer_of,
    own_indicators,
    publish,
)
from tests.fixtures.cast import Cast

AXE = Path(__file__).parents[4] / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PHONE = {"width": 320, "height": 640}
GOOD = csv_file(("年度", "福祉バスの利用者数"), ("2023年度", "1,200"), ("2024年度", 1350))
BAD = csv_file(("年度", "福祉バスの利用者数"), ("2099年度", "たくさん"))

pytestmark = pytest.mark.django_db(transaction=True)


def choose(page: Page, cast: Cast, content: bytes) -> None:
    page.goto(f"/{cast.town.code}/import/")
    page.set_input_files("input[type=file]", FilePayload(name="数字.csv", mimeType="text/csv", buffer=content))
    page.get_by_role("button", name="中身を見る").click()


def faults(page: Page) -> list[Any]:
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("tags => axe.run(document, {runOnly: tags, resultTypes: ['violations']})", TAGS)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    return [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]]


@pytest.fixture
def with_indicators(cast: Cast) -> Cast:
    with in_town(cast.town):
        own_indicators(cast.town, officer_of(cast.town, cast.officer.pk))
    forget()
    return cast


def test_a_file_is_brought_in_without_script(with_indicators: Cast, page_of: Callable[..., Page]) -> None:
    page = page_of(with_indicators.officer, java_script_enabled=False, viewport=PHONE)
    choose(page, with_indicators, GOOD)
    page.get_by_role("button", name="この内容で取り込む").click()
    assert page.get_by_role("heading", level=1).inner_text() == "取り込みました"
    assert Observation.objects.count() == 2


@pytest.mark.parametrize("content", [GOOD, BAD])
def test_the_preview_is_accessible_and_fits_a_phone(
    with_indicators: Cast, page_of: Callable[..., Page], content: bytes
) -> None:
    page = page_of(with_indicators.officer, viewport=PHONE, bypass_csp=True)
    choose(page, with_indicators, content)
    assert faults(page) == []


def test_a_town_is_put_beside_with_the_keys_alone(page_of: Callable[..., Page], db: None) -> None:
    load_reference()
    publish("population-census", {(KAMISHIHORO, "2020-10-01"): 4778, (SHIHORO, "2020-10-01"): 5848})
    page = page_of(None)
    page.goto(f"/{KAMISHIHORO}/indicators/population-census/")
    page.get_by_role("combobox", name="ほかのまちと並べる").focus()
    page.keyboard.type("しほろ")
    page.get_by_role("option", name="士幌町").wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/?with={SHIHORO}")
    assert page.get_by_role("cell", name="5,848").is_visible()


def test_the_explorable_chart_has_the_axis_of_the_picture_and_labels_only_years_with_figures(
    page_of: Callable[..., Page], db: None
) -> None:
    load_reference()
    towns = (KAMISHIHORO, SHIHORO, "016314", "016349", "016357", "016365")
    publish("population-census", {(code, day): 4778 for code in towns for day in ("2015-10-01", "2020-10-01")})
    page = page_of(None, viewport=PHONE)
    page.goto(f"/{KAMISHIHORO}/indicators/population-census/?with={','.join(towns[1:])}")
    drawn = page.locator(".chart-stage svg")
    drawn.get_by_text("2020年").wait_for()
    words = drawn.locator("text").all_text_contents()
    assert [word for word in words if word.endswith("年")] == ["2015年", "2020年"]
    assert [word for word in words if word.replace(",", "").isdigit()][0] == "0"
    assert {"上士幌町", "士幌町", "音更町", "鹿追町", "新得町", "清水町"} <= set(words)
    assert "1/2" not in words
