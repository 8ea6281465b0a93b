"""The record of an accessibility test: written by the browser tests as JSON, shown as 試験結果 of JIS X 8341-3."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

from meguri.web.criteria import CRITERIA

Outcome = Literal["pass", "fail", "by_hand"]
RELEASED = Path(__file__).with_name("accessibility_result.json")
"""What the browser tests wrote before this version was released."""
_TAG = re.compile(r"wcag(\d)(\d)(\d{1,2})")


@dataclass(frozen=True, slots=True)
class Finding:
    """One success criterion.

    `pass`: the automatic checks found nothing against it; `by_hand`: no automatic check can tell.
    """

    number: str
    name: str
    level: str
    jis: bool
    outcome: Outcome
    note: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """One page that was opened: its path, in which state, at what width in pixels, how many faults were found."""

    path: str
    state: str
    width: int
    faults: int


@dataclass(frozen=True, slots=True)
class Result:
    """JSON: these names, dates as YYYY-MM-DD. `scope`: which pages; `due`: until when the level is to be reached."""

    scope: str
    level: str
    due: date | None
    tested_on: date
    tools: list[str]
    pages: list[Page]
    findings: list[Finding]

    @property
    def faults(self) -> int:
        return sum(page.faults for page in self.pages)

    @property
    def failed(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.outcome == "fail"]

    @property
    def by_hand(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.outcome == "by_hand"]


def judge(axe_runs: Iterable[Mapping[str, Any]]) -> list[Finding]:
    """One finding a criterion from the answers of `axe.run()`: `passes` and `violations`, by the rules' wcag tags."""
    passed: set[str] = set()
    failed: dict[str, set[str]] = {}
    for run in axe_runs:
        for rule in run["passes"]:
            passed |= _criteria_of(rule)
        for rule in run["violations"]:
            for number in _criteria_of(rule):
                failed.setdefault(number, set()).add(rule["help"])
    notes = {number: "、".join(sorted(helps)) for number, helps in failed.items()}
    return [
        Finding(c.number, c.name, c.level, c.jis, _outcome(c.number, passed, failed), notes.get(c.number, ""))
        for c in CRITERIA
    ]


def _criteria_of(rule: Mapping[str, Any]) -> set[str]:
    return {".".join(found.groups()) for tag in rule["tags"] if (found := _TAG.fullmatch(tag))}


def _outcome(number: str, passed: set[str], failed: Mapping[str, set[str]]) -> Outcome:
    if number in failed:
        return "fail"
    return "pass" if number in passed else "by_hand"


def dump(result: Result, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(asdict(result), ensure_ascii=False, indent=1, default=str), encoding="utf-8")


def load(path: Path) -> Result | None:
    """None when no test has been run yet; a file of another shape raises."""
    if not path.exists():
        return None
    read = json.loads(path.read_text(encoding="utf-8"))
    read["tested_on"] = date.fromisoformat(read["tested_on"])
    read["due"] = date.fromisoformat(read["due"]) if read["due"] else None
    read["pages"] = [Page(**page) for page in read["pages"]]
    read["findings"] = [Finding(**finding) for finding in read["findings"]]
    return Result(**read)
