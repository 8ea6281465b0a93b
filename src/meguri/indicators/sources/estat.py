"""Reading an answer of the e-Stat API 3.0 (getStatsData) that was saved as JSON.

Shape, after the API's published specification: GET_STATS_DATA holds RESULT (STATUS 0 with figures, 1 without, 100 and
up an error) and STATISTICAL_DATA: TABLE_INF, CLASS_INF.CLASS_OBJ (the classes of each axis) and DATA_INF.VALUE with
`@area`, `@time`, `@cat01`, `@unit` and `$`. What may repeat is a list, or the thing itself where there is but one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import numpy as np
import orjson
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from meguri.core.codes import municipality_check_digit
from meguri.core.tables import DEFAULT
from meguri.indicators.reference import Catalogue, read_catalogue
from meguri.indicators.sources.estat_values import Gathered
from meguri.indicators.sources.findings import Findings
from meguri.indicators.sources.json_parts import Json, at, listed, text_at
from meguri.indicators.sources.table import Column, FigureTable
from meguri.towns.reference import read_municipalities


def read_estat(content: bytes, *, catalogue: Catalogue | None = None) -> FigureTable:
    """The figures of municipalities in a saved answer; `edition` is the day of the table's update as yyyymmdd.

    Series, places and times that are not known here are left out and told. Rows in the report count the answer's
    VALUEs from 1. Raises RefusedFile for an error answer, for one without any known figure, and for other JSON.
    """
    DEFAULT.check_bytes(len(content))
    findings = Findings()
    answer = _answer(content, findings)
    gathered = _gathered(answer, findings, catalogue or read_catalogue("ssdse"))
    for row, value in enumerate(listed(at(answer, "DATA_INF", "VALUE")), start=1):
        gathered.add(row, value)
    _tell_left_out(gathered, answer)
    if not gathered.values:
        findings.error(None, None, "", "", _("登録されている項目と市区町村の数が、この答えには一つもありません。"))
    findings.refuse_if_wrong()
    return _table(gathered, answer, findings)


def _answer(content: bytes, findings: Findings) -> Json:
    """STATISTICAL_DATA of an answer that holds figures."""
    expected = "GET_STATS_DATA"
    try:
        root = at(orjson.loads(content), expected)
    except orjson.JSONDecodeError as broken:
        why = _("JSONとして読めません。e-Statの答えを、そのままもう一度保存してください。")
        raise findings.refuse(broken.lineno, None, "", "JSON", why) from broken
    status = text_at(at(root, "RESULT"), "STATUS")
    if status != "0":
        why = format_lazy(
            _("e-StatのgetStatsDataの答えではないか、数のない答えです。e-Statからのことば：{said}"),
            said=text_at(at(root, "RESULT"), "ERROR_MSG") or "—",
        )
        raise findings.refuse(None, None, f"STATUS {status or '—'}", f"{expected} STATUS 0", why)
    return at(root, "STATISTICAL_DATA")


def _gathered(answer: Json, findings: Findings, catalogue: Catalogue) -> Gathered:
    axes = {text_at(axis, "@id"): listed(at(axis, "CLASS")) for axis in listed(at(answer, "CLASS_INF", "CLASS_OBJ"))}
    return Gathered(
        catalogue=catalogue,
        findings=findings,
        places={code: six for row in axes.get("area", []) for code, six in _place(text_at(row, "@code"))},
        marks=frozenset(text_at(note, "@char") for note in listed(at(answer, "DATA_INF", "NOTE"))),
        names={text_at(row, "@code"): text_at(row, "@name") for row in axes.get("cat01", [])},
    )


def _place(code: str) -> Iterator[tuple[str, str]]:
    """The code as the answer has it and the 6-digit one, if it is a municipality of today."""
    if re.fullmatch(r"[0-9]{5}", code):
        six = code + municipality_check_digit(code)
        if six in _known_names():
            yield code, six


@cache
def _known_names() -> dict[str, str]:
    return {row.code: row.name for row in read_municipalities()}


def _tell_left_out(gathered: Gathered, answer: Json) -> None:
    sentences = {
        "area": _("市区町村ではない地域か、登録されていない地域なので、読みとばしました（{count}件）。"),
        "time": _("年でも年度でもない時点なので、読みとばしました（{count}件）。"),
        "series": _("登録されていない項目か年なので、読みとばしました（{count}件）。"),
    }
    for (what, found), count in gathered.left_out.items():
        gathered.findings.tell(None, None, found, "", format_lazy(sentences[what], count=count))
    following = text_at(at(answer, "RESULT_INF"), "NEXT_KEY")
    if following:
        why = _("この答えには続きがあります。続きは、別のファイルとして取りこんでください。")
        gathered.findings.tell(None, None, f"NEXT_KEY {following}", "", why)


def _table(gathered: Gathered, answer: Json, findings: Findings) -> FigureTable:
    codes = sorted({place for place, _key in gathered.values})
    keys = sorted(gathered.columns)
    values = np.full((len(codes), len(keys)), np.nan)
    row_of, column_of = ({item: n for n, item in enumerate(items)} for items in (codes, keys))
    for (place, key), value in gathered.values.items():
        values[row_of[place], column_of[key]] = value
    updated = _updated(answer, findings)
    known = _known_names()
    return FigureTable(
        edition=int(updated.replace("-", "")),
        label=f"{text_at(at(answer, 'TABLE_INF'), '@id')} {updated}".strip(),
        codes=tuple(codes),
        names=tuple(known[code] for code in codes),
        columns=tuple(Column(gathered.columns[key], key[1], n) for n, key in enumerate(keys, start=1)),
        values=values,
        report=findings.report,
    )


def _updated(answer: Json, findings: Findings) -> str:
    updated = text_at(at(answer, "TABLE_INF"), "UPDATED_DATE")
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", updated):
        return updated
    why = _("統計表の更新日がないため、どの版か分かりません。")
    raise findings.refuse(None, None, updated, "TABLE_INF.UPDATED_DATE", why)
