"""Every one of the 1,741 is found by its names, readings, letters and code, and never lost while it is being typed."""

import re
import statistics
import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meguri.core.text import romaji, romaji_key, search_key
from meguri.towns.near_names import distance
from meguri.towns.reference import CodeChange, MunicipalityRow, read_code_changes, read_municipalities, read_prefectures
from meguri.towns.search import Finder, Fit, Place

PREFECTURES = {row.code2: row for row in read_prefectures()}


def _place(row: MunicipalityRow, changes: list[CodeChange]) -> Place:
    prefecture = PREFECTURES[row.prefecture_code]
    name_key = search_key(prefecture.name)
    former = (search_key(change.old_name) for change in changes if change.new_code == row.code)
    return Place(
        code=row.code,
        name=row.name,
        kana=row.kana,
        romaji=romaji(row.kana),
        prefecture_code=row.prefecture_code,
        prefecture_name=prefecture.name,
        county=row.county,
        is_open=False,
        is_fictional=False,
        name_key=search_key(row.name),
        other_keys=(*map(search_key, row.other_names), *former),
        kana_key=search_key(row.kana),
        romaji_key=romaji_key(row.kana),
        prefecture_keys=(
            name_key,
            search_key(prefecture.short_name),
            search_key(prefecture.kana),
            romaji_key(prefecture.kana),
        ),
    )


CHANGES = read_code_changes()
FINDER = Finder(_place(row, CHANGES) for row in read_municipalities())
PLACES = {place.code: place for place in FINDER.places}

OTHER_HANDS: dict[str, Callable[[Place], str]] = {
    "katakana": lambda place: place.kana.translate({code: code + 0x60 for code in range(0x3041, 0x3097)}),
    "romaji in capitals": lambda place: place.romaji.upper(),
    "name and prefecture apart": lambda place: f"{place.name} {place.prefecture_name}",
    "code in full width": lambda place: place.code.translate({48 + n: 0xFF10 + n for n in range(10)}),
}
FORMS: dict[str, Callable[[Place], str]] = {
    "name": lambda place: place.name,
    "kana": lambda place: place.kana,
    "romaji as on road signs": lambda place: place.romaji,
    "romaji as spelt": lambda place: romaji(place.kana, long_vowels="spell"),
    "romaji with macrons": lambda place: romaji(place.kana, long_vowels="macron"),
    "name without its kind": lambda place: place.name[:-1],
    "prefecture and name": lambda place: place.full_name,
    "prefecture, county and name": lambda place: f"{place.prefecture_name}{place.county}{place.name}",
    "prefecture and name apart": lambda place: f"{place.prefecture_name}　{place.name}",
    "code": lambda place: place.code,
    "code without check digit": lambda place: place.code[:5],
}


def _namesakes(one: Place, other: Place) -> bool:
    """Of one name, or read alike, whether city, town or village."""
    readings = [romaji_key(re.sub("(し|く|ちょう|まち|むら|そん)$", "", place.kana)) for place in (one, other)]
    return one.name_key[:-1] == other.name_key[:-1] or readings[0] == readings[1] or one.romaji_key == other.romaji_key


def _codes(typed: str, limit: int = 20) -> list[str]:
    return [place.code for place in FINDER.find(typed, limit)]


def _names(typed: str, limit: int = 20) -> list[str]:
    return [place.full_name for place in FINDER.find(typed, limit)]


def _assert_first_among_namesakes(place: Place, typed: str) -> None:
    found = FINDER.find(typed)
    before = found[: found.index(place)]
    assert all(_namesakes(place, other) for other in before), (typed, before)


@pytest.mark.parametrize("form", FORMS)
def test_each_place_comes_first_or_among_its_namesakes(form: str) -> None:
    assert len(FINDER.places) == 1741
    for place in FINDER.places:
        _assert_first_among_namesakes(place, FORMS[form](place))


@pytest.mark.parametrize("form", OTHER_HANDS)
def test_width_case_and_order_make_no_difference(form: str) -> None:
    for place in FINDER.places[::10]:
        _assert_first_among_namesakes(place, OTHER_HANDS[form](place))


@pytest.mark.parametrize("form", ["name", "kana", "romaji as on road signs", "romaji as spelt", "code"])
def test_no_place_is_lost_while_it_is_being_typed(form: str) -> None:
    wanted: dict[str, set[str]] = {}
    for place in FINDER.places[::7]:
        written = FORMS[form](place)
        for length in range(1, len(written) + 1):
            wanted.setdefault(written[:length], set()).add(place.code)
    lost = {typed: codes - set(_codes(typed, limit=2000)) for typed, codes in wanted.items()}
    assert not {typed: codes for typed, codes in lost.items() if codes}


@pytest.mark.parametrize(
    "typed",
    [
        "かみしほr", "かみsh", "カミシホ", "kamishihoro town",
        "Kamishihoro-cho", "かみしほろまち", "上士幌",
    ],
)  # fmt: skip
def test_half_typed_kana_and_guessed_readings_find_the_town(typed: str) -> None:
    assert "016331" in _codes(typed)


def test_two_cities_of_one_name_are_told_apart_by_their_prefecture() -> None:
    assert _names("府中市") == ["東京都府中市", "広島県府中市"]
    assert _names("東京府中市") == _names("東京 府中") == ["東京都府中市"]
    assert _names("fuchu hiroshima")[0] == "広島県府中市"


@pytest.mark.parametrize(
    "typed",
    [
        "東京", "東京都", "とうきょう", "tokyo",
        "toukyou", "tōkyō", "Tookyoo", "とーきょー",
    ],
)  # fmt: skip
def test_a_prefecture_gives_all_of_its_places_however_it_is_spelt(typed: str) -> None:
    in_tokyo = {place.code for place in FINDER.places if place.prefecture_code == "13"}
    assert len(in_tokyo) == 62
    assert set(_codes(typed, limit=62)) == in_tokyo


def test_a_county_gives_its_towns() -> None:
    assert _names("河東郡") == ["北海道音更町", "北海道士幌町", "北海道上士幌町", "北海道鹿追町"]


def test_a_former_name_and_another_spelling_find_the_place_of_today() -> None:
    assert _names("那珂川町") == ["栃木県那珂川町", "福岡県那珂川市"]
    assert _names("篠山市")[0] == "兵庫県丹波篠山市"
    assert _names("檮原町") == _names("梼原町") == ["高知県梼原町"]


def test_a_code_that_lost_its_first_zero_comes_after_the_code_that_was_written() -> None:
    assert _codes("16331") == ["016331"]
    assert _codes("12203") == ["122033", "012203"]


@pytest.mark.parametrize("form", ["name", "kana", "name without its kind", "prefecture and name", "code"])
def test_a_name_a_reading_and_a_code_fit_exactly(form: str) -> None:
    for place in FINDER.places[::20]:
        fits = {match.place.code: match.fit for match in FINDER.matches(FORMS[form](place), limit=400)}
        assert fits[place.code] is Fit.EXACT, FORMS[form](place)


def test_the_inside_of_a_name_and_a_beginning_do_not_fit_exactly() -> None:
    for typed, fit in [("清水市", Fit.NEAR), ("町", Fit.BEGINNING), ("東京", Fit.AREA), ("中央区南船場", Fit.ADDRESS)]:
        assert {match.fit for match in FINDER.matches(typed)} == {fit}


def test_a_slip_finds_the_names_nearest_to_it() -> None:
    for typed in ("上志幌", "神士幌", "上士ほろ町", "じょうしほろ", "kamisihro", "北海道上志幌町", "上士幌市"):
        assert "016331" in [match.place.code for match in FINDER.near(typed)], typed
    assert FINDER.near("zzz") == FINDER.near("999999") == FINDER.near("") == []


@given(st.text(alphabet="あいか上士", max_size=6), st.text(alphabet="あいか上士", max_size=6))
def test_the_distance_is_that_of_the_plain_recursion(one: str, other: str) -> None:
    assert distance(one, other) == _distance(one, other) == distance(other, one)


def _distance(one: str, other: str) -> int:
    if not one or not other:
        return len(one) + len(other)
    if one[0] == other[0]:
        return _distance(one[1:], other[1:])
    return 1 + min(_distance(one[1:], other), _distance(one, other[1:]), _distance(one[1:], other[1:]))


def test_an_address_finds_the_town_it_lies_in() -> None:
    assert _names("北海道河東郡上士幌町字上士幌東3線238番地") == ["北海道上士幌町"]
    assert _names("横浜市西区みなとみらい") == ["神奈川県横浜市"]


@pytest.mark.parametrize("typed", ["", " ", "　", "\u200b", "zzz", "999999", "存在しない町", "-", "☃"])
def test_nothing_is_found_for_what_names_no_place(typed: str) -> None:
    assert FINDER.find(typed) == []


@given(st.text(max_size=60))
def test_whatever_is_typed_gets_an_answer_of_known_places_each_once(typed: str) -> None:
    found = _codes(typed, limit=30)
    assert len(found) == len(set(found)) <= 30
    assert set(found) <= PLACES.keys()


def test_a_search_takes_less_than_five_milliseconds() -> None:
    typed = [form(place) for place in FINDER.places[::40] for form in FORMS.values()]
    seconds = []
    for text in typed:
        begun = time.perf_counter()
        FINDER.find(text)
        seconds.append(time.perf_counter() - begun)
    assert statistics.median(seconds) < 0.005
