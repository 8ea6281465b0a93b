"""The national list that ships with Meguri: 1,741 municipalities, 47 prefectures, and codes that changed.

Sources: the ministry's code list of 2024-01-01 (総務省 全国地方公共団体コード), position, site and reading
from code4fukui/localgovjp (CC0), counties from the resident registers. Built by `tools/build_reference.py`.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import Literal, cast

Kind = Literal["designated_city", "city", "special_ward", "town", "village"]
ChangeKind = Literal["rename", "city_status", "merger"]


@dataclass(frozen=True, slots=True)
class PrefectureRow:
    """One prefecture; `lat` and `lng` are its office's, in degrees."""

    code2: str
    code: str
    name: str
    kana: str
    romaji: str
    short_name: str
    short_kana: str
    lat: float
    lng: float


@dataclass(frozen=True, slots=True)
class MunicipalityRow:
    """One municipality; `code` has 6 digits, the last a check digit; `lat` and `lng` are its office's, in degrees.

    `county` is the 郡 of a town or village, "" where there is none. `other_names` are spellings of the
    name in other official lists (檮原町 for 梼原町), to be found by a search.
    """

    code: str
    prefecture_code: str
    name: str
    kana: str
    county: str
    kind: Kind
    lat: float
    lng: float
    url: str
    other_names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CodeChange:
    """From `day` on, `old_code` and `old_name` read `new_code` and `new_name`."""

    old_code: str
    new_code: str
    day: date
    kind: ChangeKind
    old_name: str
    new_name: str
    source: str


def read_prefectures() -> list[PrefectureRow]:
    """The 47 prefectures in the order of their codes."""
    return [_prefecture(row) for row in _rows("prefectures.csv")]


def read_municipalities() -> list[MunicipalityRow]:
    """The 1,741 municipalities of 2024 in the order of their codes."""
    return [_municipality(row) for row in _rows("municipalities.csv")]


def read_code_changes() -> list[CodeChange]:
    """The changes that the shipped statistics (SSDSE 2018 to 2026, registers 2016 to 2020) run across."""
    return [_change(row) for row in _rows("code_changes.csv")]


def _rows(name: str) -> Iterator[dict[str, str]]:
    text = (files(__package__) / name).read_text(encoding="utf-8")
    return csv.DictReader(io.StringIO(text))


def _prefecture(row: dict[str, str]) -> PrefectureRow:
    names = (row["name"], row["kana"], row["romaji"], row["short_name"], row["short_kana"])
    return PrefectureRow(row["code2"], row["code"], *names, float(row["lat"]), float(row["lng"]))


def _municipality(row: dict[str, str]) -> MunicipalityRow:
    return MunicipalityRow(
        code=row["code"],
        prefecture_code=row["prefecture_code"],
        name=row["name"],
        kana=row["kana"],
        county=row["county"],
        kind=cast(Kind, row["kind"]),
        lat=float(row["lat"]),
        lng=float(row["lng"]),
        url=row["url"],
        other_names=tuple(filter(None, row["other_names"].split("|"))),
    )


def _change(row: dict[str, str]) -> CodeChange:
    return CodeChange(
        old_code=row["old_code"],
        new_code=row["new_code"],
        day=date.fromisoformat(row["date"]),
        kind=cast(ChangeKind, row["kind"]),
        old_name=row["old_name"],
        new_name=row["new_name"],
        source=row["source"],
    )
