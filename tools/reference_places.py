"""Make municipalities.csv and prefectures.csv from the ministry's code list, localgovjp and the registers."""

from __future__ import annotations

import csv
import json
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

Row = dict[str, str]

MUNICIPALITY_COLUMNS = [
    "code", "prefecture_code", "name", "kana", "county", "kind", "lat", "lng", "url", "other_names",
]  # fmt: skip
PREFECTURE_COLUMNS = ["code2", "code", "name", "kana", "romaji", "short_name", "short_kana", "lat", "lng"]
MUNICIPALITY_KINDS = {"designated_city", "city", "special_ward", "town", "village"}
EXPECTED_MUNICIPALITIES = 1741
_FULL_SIZE = str.maketrans("ゃゅょっ", "やゆよつ")


def write_places(source: Path, target: Path) -> Iterator[str]:
    """Write both files into `target`; yield one line for each disagreement between the sources."""
    named = _localgovjp(source)
    counties = _counties(source)
    official = [item for item in _ministry_list(source) if _is_municipality(item)]
    _must_equal_ssdse({item["c"] for item in official}, source)
    rows = []
    for item in official:
        other = named[item["c"]]
        kana, remark = _reading(item, other)
        if remark:
            yield remark
        if other["city"] != item["n"]:
            yield f"{item['c']} name: {item['n']} in the ministry's list, {other['city']} in localgovjp"
        rows.append(_municipality(item, other, kana, counties.get(item["c"], "")))
    rows.sort(key=lambda row: row["code"])
    _write(target / "municipalities.csv", MUNICIPALITY_COLUMNS, rows)
    _write(target / "prefectures.csv", PREFECTURE_COLUMNS, _prefectures(source))
    yield f"municipalities.csv: {len(rows)} rows"


def _ministry_list(source: Path) -> list[Row]:
    path = source / "municipalities/soumu-codes-2024.json"
    items: list[Row] = json.loads(path.read_text(encoding="utf-8"))["items"]
    return items


def _is_municipality(item: Row) -> bool:
    # `u` marks the six villages of the Northern Territories, which have no statistics.
    return item["t"] in MUNICIPALITY_KINDS and not item["u"]


def _localgovjp(source: Path) -> dict[str, Row]:
    with (source / "municipalities/localgovjp-utf8.csv").open(encoding="utf-8-sig", newline="") as file:
        return {row["lgcode"].zfill(6): row for row in csv.DictReader(file)}


def _counties(source: Path) -> dict[str, str]:
    """The county (郡) by code: in the registers a town's name begins with its county."""
    path = source / "registers/市区町村別人口_2020.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        names = {row[0]: row[2] for row in csv.reader(file) if len(row[0]) == 6 and row[2][-1:] in "町村"}
    return {code: name[: name.index("郡") + 1] for code, name in names.items() if "郡" in name[1:-2]}


def _must_equal_ssdse(codes: set[str], source: Path) -> None:
    with (source / "ssdse/SSDSE-A-2026.csv").open(encoding="cp932", newline="") as file:
        listed = {row[0][1:] for row in list(csv.reader(file))[3:]}
    if {code[:5] for code in codes} != listed or len(codes) != EXPECTED_MUNICIPALITIES:
        raise SystemExit("The ministry's list and SSDSE-A-2026 do not hold the same municipalities.")


def _hiragana(text: str) -> str:
    wide = unicodedata.normalize("NFKC", text).replace(" ", "")
    return "".join(chr(ord(c) - 0x60) if "ァ" <= c <= "ヶ" else c for c in wide)


def _reading(item: Row, other: Row) -> tuple[str, str]:
    """localgovjp's reading, since the ministry's list writes some small kana (ょ, ゅ) at full size."""
    official, chosen = _hiragana(item["k"]), _hiragana(other["citykana"])
    if official == chosen:
        return chosen, ""
    if official.translate(_FULL_SIZE) != chosen.translate(_FULL_SIZE):
        raise SystemExit(f"{item['c']} {item['n']}: two readings, {official} and {chosen}")
    taken = chosen if len(_small(chosen)) > len(_small(official)) else official
    found = f"{official} (ministry), {chosen} (localgovjp)"
    return taken, f"{item['c']} {item['n']} reading: {found}; took {taken}"


def _small(text: str) -> list[str]:
    return [c for c in text if c in "ゃゅょっ"]


def _municipality(item: Row, other: Row, kana: str, county: str) -> Row:
    return {
        "code": item["c"],
        "prefecture_code": item["c"][:2],
        "name": item["n"],
        "kana": kana,
        "county": county,
        "kind": item["t"],
        "lat": f"{float(other['lat']):.6f}",
        "lng": f"{float(other['lng']):.6f}",
        "url": other["url"].strip(),
        "other_names": "" if other["city"] == item["n"] else other["city"],
    }


def _prefectures(source: Path) -> Iterator[Row]:
    with (source / "municipalities/prefjp-utf8.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            code = row["lgcode"].zfill(6)
            yield {
                "code2": code[:2], "code": code, "name": row["pref"], "kana": row["prefkana"],
                "romaji": row["pref_en"], "short_name": row["prefshort"], "short_kana": row["prefshortkana"],
                "lat": f"{float(row['lat']):.6f}", "lng": f"{float(row['lng']):.6f}",
            }  # fmt: skip


def _write(path: Path, columns: list[str], rows: Iterable[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
