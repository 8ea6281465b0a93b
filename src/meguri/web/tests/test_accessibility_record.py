"""The accessibility page says what was tested and what a machine cannot know, never more."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from meguri.web import accessibility
from meguri.web.accessibility import Page, Result, dump, judge, load
from meguri.web.criteria import CRITERIA

RUN = {
    "passes": [{"tags": ["wcag2a", "wcag111"], "help": "画像"}, {"tags": ["wcag143", "wcag1411"], "help": "色"}],
    "violations": [{"tags": ["wcag2a", "wcag412"], "help": "ボタンに名前がありません"}],
}


def result() -> Result:
    pages = [Page("/", "empty", 320, 0), Page("/016331/", "with figures", 1440, 1)]
    return Result("全画面", "AA", None, date(2026, 11, 23), ["axe-core 4.14.1"], pages, judge([RUN]))


def test_the_38_criteria_of_jis_at_levels_a_and_aa_are_all_there() -> None:
    assert sum(criterion.jis for criterion in CRITERIA) == 38
    assert len({criterion.number for criterion in CRITERIA}) == len(CRITERIA) == 56


def test_a_fault_fails_its_criterion_and_says_why() -> None:
    [failed] = result().failed
    assert (failed.number, failed.note) == ("4.1.2", "ボタンに名前がありません")


def test_what_no_rule_looked_at_is_left_to_people() -> None:
    outcomes = {finding.number: finding.outcome for finding in result().findings}
    assert outcomes["1.1.1"] == outcomes["1.4.11"] == "pass"
    assert outcomes["1.2.2"] == "by_hand"


def test_one_page_with_a_fault_outweighs_many_without() -> None:
    clean = {"passes": [{"tags": ["wcag412"], "help": ""}], "violations": []}
    assert {f.number: f.outcome for f in judge([clean, RUN, clean])}["4.1.2"] == "fail"


def test_a_record_read_again_is_the_record_written(tmp_path: Path) -> None:
    dump(result(), tmp_path / "var" / "a.json")
    assert load(tmp_path / "var" / "a.json") == result()


@pytest.mark.django_db
@pytest.mark.urls("meguri.web.tests.sample_urls")
class TestThePage:
    def shown(self, client: Client) -> str:
        return client.get("/accessibility/", headers={"accept-language": "ja"}).content.decode()

    def test_it_shows_the_released_record_where_no_test_was_run(
        self, client: Client, settings: Any, tmp_path: Path
    ) -> None:
        settings.ACCESSIBILITY_RESULT = tmp_path / "none.json"
        page = self.shown(client)
        assert "試験日" in page
        assert "axe-core" in page
        assert "make test" not in page

    def test_without_any_record_it_says_plainly_that_nothing_was_tested_yet(
        self, client: Client, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        settings.ACCESSIBILITY_RESULT = tmp_path / "none.json"
        monkeypatch.setattr(accessibility, "RELEASED", tmp_path / "none.json")
        page = self.shown(client)
        assert "まだ試験していません" in page
        assert "make test" not in page

    def test_it_shows_scope_date_tools_and_each_criterion(self, client: Client, settings: Any, tmp_path: Path) -> None:
        settings.ACCESSIBILITY_RESULT = tmp_path / "a.json"
        dump(result(), tmp_path / "a.json")
        page = self.shown(client)
        assert all(word in page for word in ("全画面", "2026-11-23", "axe-core 4.14.1", "ボタンに名前がありません"))
        assert page.count('<th scope="row">') == 56
