"""The components in a real Chromium under the real policy: axe, small screens, keyboard, and care for what is typed."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

AXE = Path(__file__).resolve().parents[4] / "node_modules" / "axe-core" / "axe.min.js"
WIDTHS = (320, 768, 1440)
RUN_AXE = "axe.run().then(r => r.violations.map(v => v.id + ': ' + v.nodes.map(n => n.html).join(' ')))"
NOTE_REFUSALS = """
window.refusals = [];
document.addEventListener("securitypolicyviolation", e => refusals.push(e.violatedDirective + " " + e.sourceFile));
"""

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.urls("meguri.web.tests.sample_urls")]
Opener = Callable[..., Page]


def opened(page: Page, path: str = "/components/") -> Page:
    page.add_init_script(NOTE_REFUSALS)
    page.goto(path)
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(page_of: Opener, scheme: str) -> None:
    page = opened(page_of(None, color_scheme=scheme))
    axe = AXE.read_text(encoding="utf-8")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
        assert page.evaluate(f"{axe};{RUN_AXE}") == []


def test_no_component_asks_for_what_the_policy_forbids(page: Page) -> None:
    opened(page).wait_for_load_state("networkidle")
    assert page.evaluate("window.refusals") == []


def test_the_first_stop_of_the_keyboard_leads_to_the_content(page: Page) -> None:
    opened(page).keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_suggestions_are_said_and_chosen_with_the_keyboard_alone(page: Page) -> None:
    opened(page)
    box = page.get_by_role("combobox", name="まちの名前でさがす")
    box.press_sequentially("上士幌")
    option = page.get_by_role("option", name="上士幌町 北海道")
    expect(option).to_be_visible()
    expect(page.locator(".search__box [role=status]")).to_contain_text("候補が1件あります")
    box.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    assert box.get_attribute("aria-activedescendant") == option.get_attribute("id")
    box.press("Enter")
    page.wait_for_url("**/components/?found")


def test_escape_closes_the_suggestions_and_keeps_what_was_typed(page: Page) -> None:
    opened(page)
    box = page.get_by_role("combobox", name="まちの名前でさがす")
    box.press_sequentially("上士幌")
    expect(page.get_by_role("option")).to_have_count(1)
    box.press("Escape")
    expect(page.get_by_role("option")).to_have_count(0)
    expect(box).to_have_value("上士幌")


def test_the_search_box_works_without_script(page_of: Opener) -> None:
    page = page_of(None, java_script_enabled=False)
    page.goto("/components/")
    page.get_by_role("searchbox").fill("帯広")
    page.get_by_role("button", name="さがす").click()
    assert page.url.endswith("/search/?q=%E5%B8%AF%E5%BA%83")


def test_a_form_pressed_again_while_it_is_on_its_way_is_sent_once(page: Page) -> None:
    held: list[Route] = []
    button = opened(page).get_by_role("button", name="この内容で送る")
    button.scroll_into_view_if_needed()
    box = button.bounding_box()
    assert box is not None
    page.route("**/components/", lambda route: held.append(route))
    for _ in range(3):
        page.mouse.click(box["x"] + 9, box["y"] + 9)
        page.wait_for_timeout(150)
    assert len(held) == 1
    held[0].continue_()
    expect(page.locator(".error-summary")).to_be_focused()


def test_a_link_in_the_summary_of_faults_leads_into_its_field(page: Page) -> None:
    opened(page).get_by_role("button", name="この内容で送る").click()
    page.get_by_role("link", name="題名:").click()
    expect(page.get_by_label("題名")).to_be_focused()


def test_text_that_was_being_typed_is_there_after_a_reload_and_can_be_thrown_away(page: Page) -> None:
    opened(page).get_by_label("内容").fill("家の前の街灯が消えています")
    page.goto("/licence/")
    page.goto("/components/")
    expect(page.get_by_label("内容")).to_have_value("家の前の街灯が消えています")
    page.get_by_role("button", name="書きかけを消す").click()
    page.reload()
    expect(page.get_by_label("内容")).to_have_value("")


def test_on_paper_there_is_no_navigation_and_sources_show_their_address(page: Page) -> None:
    opened(page).emulate_media(media="print")
    for name in (".header__search", ".town-nav", ".crumbs", ".pages"):
        expect(page.locator(name).first).to_be_hidden()
    shown: Any = page.locator(".source a[href^=http]").first.evaluate("a => getComputedStyle(a, '::after').content")
    assert "https://www.e-stat.go.jp/" in shown or "attr(href)" in shown
    expect(page.locator("table").first).to_be_visible()


@pytest.mark.parametrize("width", WIDTHS)
def test_what_can_be_pressed_is_large_enough_for_a_finger(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    opened(page)
    small = page.evaluate(
        """[...document.querySelectorAll("button, .button, .pages__link, .town-nav__link, summary, select, textarea,"
            + "input:not([type=hidden],[type=checkbox],[type=radio]), label:has(input)")]
           .filter(e => e.offsetParent && e.getBoundingClientRect().height < 44).map(e => e.outerHTML)"""
    )
    assert small == []


def test_the_explorable_chart_takes_the_servers_place_and_is_read_with_the_arrow_keys(page: Page) -> None:
    opened(page, "/chart/?source=/figures.json")
    stage = page.locator(".chart-stage")
    expect(stage.locator("svg")).to_be_visible()
    stage.focus()
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".chart-stage + p")).to_have_text("2020年: 4,778 人")
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".chart-stage + p")).to_have_text("2015年: なし")
    assert page.evaluate("window.refusals") == []
    assert page.evaluate(f"{AXE.read_text(encoding='utf-8')};{RUN_AXE}") == []


def test_the_servers_picture_stays_when_the_figures_do_not_come(page: Page) -> None:
    opened(page, "/chart/?source=/nowhere.json").wait_for_load_state("networkidle")
    expect(page.locator("[data-chart-picture] svg")).to_be_visible()


def test_the_map_opens_under_the_policy_or_says_that_the_device_cannot(page: Page) -> None:
    opened(page, "/map/").wait_for_load_state("networkidle")
    expect(page.locator(".maplibregl-canvas").or_(page.get_by_text("この機器では地図を動かせません。"))).to_be_visible()
    expect(page.get_by_role("link", name="一覧からさがす")).to_be_visible()
    assert page.evaluate("window.refusals") == []


def test_a_device_that_cannot_draw_the_map_is_led_to_the_list(page: Page) -> None:
    page.add_init_script("HTMLCanvasElement.prototype.getContext = () => null")
    opened(page, "/map/")
    expect(page.get_by_text("この機器では地図を動かせません。")).to_be_visible()
