"""Every page, found from the URL map, in every state: axe finds nothing, it fits 320 px, it says where one is.

Each state is one test that opens all pages and tells of all faults at once. What stands on a page below its head is
given to axe once, however many states show the same. The answers of axe are kept under `var/` and become the
accessibility page.
"""

import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Page, Response

from meguri.core.actor import Role
from meguri.web import accessibility
from tests.fixtures.scene import Scene, every_pattern, fill_route

AXE = Path(__file__).parents[1] / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
NOT_A_PAGE = (".json", ".csv", ".xlsx", ".pdf", "language/", "/data/", "suggest/")
ENDS_THE_SESSION = "account/logout/"
PHONE, DESKTOP = 320, 1440
ALWAYS = 10
"""So many pages of each state are looked at, whatever was seen in others: they show its head."""
CONTENT = """() => {
    const main = document.querySelector("main").cloneNode(true);
    for (const hidden of main.querySelectorAll("input[type=hidden]")) hidden.removeAttribute("value");
    return main.outerHTML;
}"""
ASK_AXE = """async tags => {
    const found = await axe.run(document, {runOnly: tags, resultTypes: ["violations"]});
    const short = ({id, tags, help, nodes}) => ({id, tags, help, html: nodes.length ? nodes[0].html : ""});
    return {violations: found.violations.map(short), passes: found.passes.map(short)};
}"""
LOOKED_AT: set[str] = set()

STATES: dict[str, tuple[Role | None, str]] = {
    "a visitor where nothing has opened": (None, "unopened"),
    "a visitor in an open town": (None, "town"),
    "a visitor in a town opened today": (None, "empty_town"),
    "a resident": (Role.RESIDENT, "town"),
    "an officer": (Role.OFFICER, "town"),
    "the administrator": (Role.ADMINISTRATOR, "town"),
    "the operator": (Role.OPERATOR, "empty_town"),
}


def page_routes() -> list[str]:
    return [route for route in every_pattern() if not any(part in route for part in NOT_A_PAGE)]


def look(page: Page, path: str, state: str, width: int, runs: list[dict[str, Any]]) -> list[str]:
    """Faults of one page: an answer of 500, no or two h1, wider than the screen, or whatever axe finds."""
    page.set_viewport_size({"width": width, "height": 800})
    response = page.goto(path)
    assert isinstance(response, Response)
    if "text/html" not in response.headers.get("content-type", ""):
        return []
    faults = [] if response.status < 500 else [f"{response.status}"]
    if (wide := page.evaluate("document.documentElement.scrollWidth")) > width:
        faults.append(f"{wide} px wide at {width}")
    if (headings := page.locator("h1").count()) != 1:
        faults.append(f"{headings} h1")
    if response.status >= 400 and not _is_new(runs, state, width, response.status):
        return [f"{path} ({state}): {fault}" for fault in faults]
    if not _is_new_content(page, state, width, runs):
        return [f"{path} ({state}): {fault}" for fault in faults]
    page.evaluate(AXE.read_text(encoding="utf-8"))
    answer = page.evaluate(ASK_AXE, TAGS)
    faults += [f"{one['id']}: {one['html'][:160]}" for one in answer["violations"]]
    runs.append(
        {
            "path": path,
            "state": state,
            "width": width,
            "status": response.status,
            "faults": len(answer["violations"]),
            "passes": [_short(rule) for rule in answer["passes"]],
            "violations": [_short(rule) for rule in answer["violations"]],
        }
    )
    return [f"{path} ({state}): {fault}" for fault in faults]


def _is_new(runs: list[dict[str, Any]], state: str, width: int, status: int) -> bool:
    """A refusal, or what is not there, is one page each: axe looks at it a few times in a state, not at every path."""
    return sum((run["state"], run["width"], run["status"]) == (state, width, status) for run in runs) < 3


def _is_new_content(page: Page, state: str, width: int, runs: list[dict[str, Any]]) -> bool:
    """Whether this worker has not yet looked at such a main part; the first pages of a state are always looked at."""
    shown = f"{width} {page.evaluate(CONTENT)}"
    is_new = shown not in LOOKED_AT
    LOOKED_AT.add(shown)
    return is_new or sum(run["state"] == state for run in runs) < ALWAYS


def _short(rule: dict[str, Any]) -> dict[str, Any]:
    return {"tags": rule["tags"], "help": rule["help"]}


@pytest.mark.parametrize("state", list(STATES))
def test_every_page_is_accessible_and_fits_a_phone(scene: Scene, page_of: Callable[..., Page], state: str) -> None:
    role, where = STATES[state]
    code = getattr(scene, where).code
    page = page_of(scene.people[role] if role else None, bypass_csp=True)
    runs: list[dict[str, Any]] = []
    faults: list[str] = []
    for route in sorted(page_routes(), key=lambda route: route == ENDS_THE_SESSION):
        path = fill_route(route, code, scene.examples)
        faults += look(page, path, state, PHONE, runs)
    for path in ("/", f"/{code}/", f"/{code}/indicators/population-census/", "/nowhere/", "/999999/"):
        faults += look(page, path, state, DESKTOP, runs)
    _keep(state, runs)
    assert faults == []


def _keep(state: str, runs: list[dict[str, Any]]) -> None:
    folder = settings.VAR / "accessibility"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{list(STATES).index(state)}.json").write_text(json.dumps(runs), encoding="utf-8")
    _sum_up(folder)


def _sum_up(folder: Path) -> None:
    """Make the accessibility page's file from the answers of all states that were looked at."""
    runs = [run for file in sorted(folder.glob("*.json")) for run in json.loads(file.read_text(encoding="utf-8"))]
    result = accessibility.Result(
        scope="URLの一覧から見つけたすべてのページ（開いたまち、開いていない自治体、開いたばかりのまち、役割ごと）",
        level="WCAG 2.2 AA（JIS X 8341-3:2016 AA を含む）",
        due=None,
        tested_on=date.today(),
        tools=["axe-core", "Playwright", "Chromium"],
        pages=[accessibility.Page(run["path"], run["state"], run["width"], run["faults"]) for run in runs],
        findings=accessibility.judge(runs),
    )
    assert asdict(result)
    accessibility.dump(result, settings.ACCESSIBILITY_RESULT)
