"""The list of municipalities is the whole country, each once, with what a search and a map need."""

from __future__ import annotations

import re
from collections import Counter

from meguri.towns.reference import (
    MunicipalityRow,
    read_code_changes,
    read_municipalities,
    read_prefectures,
)

TOWNS = {row.code: row for row in read_municipalities()}


def check_digit(five: str) -> str:
    total = sum(int(digit) * weight for digit, weight in zip(five, (6, 5, 4, 3, 2), strict=True))
    return str((11 - total % 11) % 10)


def test_the_country_has_1741_municipalities_of_five_kinds() -> None:
    kinds = Counter(row.kind for row in TOWNS.values())
    assert kinds == {"designated_city": 20, "city": 772, "special_ward": 23, "town": 743, "village": 183}


def test_every_code_carries_its_check_digit_and_its_prefecture() -> None:
    prefectures = {row.code2: row for row in read_prefectures()}
    assert len(prefectures) == 47
    for row in TOWNS.values():
        assert row.code[5] == check_digit(row.code[:5])
        assert row.code[:2] == row.prefecture_code
    assert {row.prefecture_code for row in TOWNS.values()} == set(prefectures)
    assert all(row.code[5] == check_digit(row.code[:5]) for row in prefectures.values())


def test_kamishihoro_is_known_with_reading_county_position_and_site() -> None:
    assert TOWNS["016331"] == MunicipalityRow(
        code="016331",
        prefecture_code="01",
        name="上士幌町",
        kana="かみしほろちょう",
        county="河東郡",
        kind="town",
        lat=43.232635,
        lng=143.296179,
        url="https://www.kamishihoro.jp/",
        other_names=(),
    )


def test_the_northern_territories_and_the_wards_of_cities_are_not_municipalities() -> None:
    assert "016951" not in TOWNS
    assert "011011" not in TOWNS
    assert TOWNS["131016"].kind == "special_ward"


def test_readings_are_hiragana_and_write_small_kana_small() -> None:
    assert all(re.fullmatch(r"[ぁ-ゖー]+", row.kana) for row in TOWNS.values())
    assert TOWNS["112062"].kana == "ぎょうだし"
    assert TOWNS["064289"].kana == "しょうないまち"


def test_every_place_lies_in_japan_and_near_its_prefectures_office() -> None:
    offices = {row.code2: row for row in read_prefectures()}
    for row in TOWNS.values():
        assert 24 < row.lat < 46
        assert 122 < row.lng < 146
        # The remotest, 小笠原村, is 8.6 degrees south of 東京都庁.
        assert abs(row.lat - offices[row.prefecture_code].lat) < 8.7


def test_towns_and_villages_have_a_county_except_on_the_islands_of_tokyo() -> None:
    without = {r.prefecture_code for r in TOWNS.values() if r.kind in ("town", "village") and not r.county}
    assert without == {"13"}
    assert not any(r.county for r in TOWNS.values() if r.kind not in ("town", "village"))


def test_a_second_official_spelling_of_a_name_is_kept_for_the_search() -> None:
    assert TOWNS["394050"].name == "梼原町"
    assert TOWNS["394050"].other_names == ("檮原町",)


def test_a_changed_code_leads_to_a_municipality_of_today() -> None:
    changes = {row.old_code: row for row in read_code_changes()}
    assert set(changes) == {"044237", "403059", "282219"}
    assert all(TOWNS[row.new_code].name == row.new_name for row in changes.values())
    assert changes["403059"].day.isoformat() == "2018-10-01"
    assert all(row.source for row in changes.values())
