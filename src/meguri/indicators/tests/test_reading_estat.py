"""A saved answer of the e-Stat API is read by its documented shape.

No recorded answer was at hand: files/estat_answer.json was written after the API's specification 3.0, with figures
of two towns from SSDSE and a few that only stand for what an answer may hold.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from meguri.core.tables import Finding
from meguri.indicators.sources.estat import read_estat
from meguri.indicators.sources.findings import RefusedFile
from meguri.indicators.sources.table import FigureTable

ANSWER = (Path(__file__).parent / "files" / "estat_answer.json").read_bytes()
Answer = dict[str, Any]


def changed(change: Callable[[Answer], object]) -> bytes:
    answer = json.loads(ANSWER)
    change(answer["GET_STATS_DATA"])
    return json.dumps(answer).encode()


def refused(content: bytes) -> list[Finding]:
    with pytest.raises(RefusedFile) as caught:
        read_estat(content)
    return caught.value.report.listed()[0]


def figures(table: FigureTable) -> dict[tuple[str, str, int], float]:
    return {
        (code, column.series.key, column.period): value
        for column in table.columns
        for code, value in table.figures(column.series.key, column.period)
        if not np.isnan(value)
    }


def test_the_figures_of_municipalities_come_with_the_tables_day_as_their_edition() -> None:
    table = read_estat(ANSWER)
    assert (table.edition, table.label) == (20260630, "0000020201 2026-06-30")
    assert table.names == ("上士幌町", "双葉町")
    assert figures(table) == {
        ("016331", "population-census", 20201001): 4778,
        ("075469", "population-census", 20201001): 0,
        ("016331", "births", 20230000): 19,
        ("075469", "births", 20200000): 18,
    }


def test_a_mark_that_the_answer_explains_is_no_figure() -> None:
    table = read_estat(ANSWER)
    births = dict(table.figures("births", 20200000))
    assert np.isnan(births["016331"])
    assert np.isnan(dict(table.figures("births", 20230000))["075469"])


def test_what_is_left_out_is_told() -> None:
    told = {finding.found for finding in read_estat(ANSWER).report.listed()[0]}
    assert told == {"01000", "01101", "A9999 見本の項目", "2024000404"}


def test_one_value_alone_and_one_class_alone_are_read_like_lists() -> None:
    def alone(answer: Answer) -> None:
        data = answer["STATISTICAL_DATA"]
        data["DATA_INF"] = {"VALUE": data["DATA_INF"]["VALUE"][2]}
        axes = data["CLASS_INF"]["CLASS_OBJ"]
        axes[1]["CLASS"], axes[2]["CLASS"] = axes[1]["CLASS"][0], axes[2]["CLASS"][2]

    assert figures(read_estat(changed(alone))) == {("016331", "population-census", 20201001): 4778}


def test_an_answer_that_goes_on_elsewhere_says_so() -> None:
    content = changed(lambda a: a["STATISTICAL_DATA"]["RESULT_INF"].update(NEXT_KEY=100001))
    assert "NEXT_KEY 100001" in {finding.found for finding in read_estat(content).report.listed()[0]}


def test_an_error_of_the_service_is_passed_on_in_its_own_words() -> None:
    content = changed(lambda a: a["RESULT"].update(STATUS=100, ERROR_MSG="認証に失敗しました。"))
    assert "認証に失敗しました。" in str(refused(content)[0].message)


@pytest.mark.parametrize(
    "content", [b"{", b"[]", b"null", b'{"GET_META_INFO": {"RESULT": {"STATUS": 0}}}', b'{"GET_STATS_DATA": 7}']
)
def test_other_json_is_refused(content: bytes) -> None:
    assert len(refused(content)) == 1


def values(answer: Answer) -> list[dict[str, str]]:
    found: list[dict[str, str]] = answer["STATISTICAL_DATA"]["DATA_INF"]["VALUE"]
    return found


@pytest.mark.parametrize(
    ("change", "row"),
    [
        (lambda a: values(a)[2].update({"$": "たくさん"}), 3),
        (lambda a: values(a)[2].update({"@unit": "千人"}), 3),
        (lambda a: values(a).append(dict(values(a)[2])), 11),
    ],
    ids=["a word for a number", "another unit", "a figure twice"],
)
def test_a_wrong_value_is_named_by_its_place_in_the_answer(change: Callable[[Answer], object], row: int) -> None:
    assert [finding.row for finding in refused(changed(change)) if finding.severity == "error"] == [row]


def test_an_answer_without_a_day_or_without_any_known_figure_is_refused() -> None:
    assert (
        "UPDATED_DATE" in refused(changed(lambda a: a["STATISTICAL_DATA"]["TABLE_INF"].pop("UPDATED_DATE")))[0].expected
    )
    assert refused(changed(lambda a: values(a).clear()))
