"""What people write in many forms is found under one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meguri.core.text import half_width, normalise, phrases, search_key


@pytest.mark.parametrize(
    ("written", "one_form"),
    [
        ("　上士幌町 ", "上士幌町"),
        ("ﾀﾜ-", "タワ-"),
        ("タワ−", "タワー"),
        ("センタ－", "センター"),
        ("080ー1492", "080-1492"),
        ("０８０−１４９２", "080-1492"),
        ("第2棟ア−1", "第2棟ア-1"),
        ("9時～17時", "9時〜17時"),
        ("9時〜17時", "9時〜17時"),
        ("㈱まち", "(株)まち"),
        ("一行目\r\n二行目", "一行目\n二行目"),
        ("a\u200bb\ufeffc", "abc"),
    ],
)
def test_variants_are_written_in_one_form(written: str, one_form: str) -> None:
    assert normalise(written) == one_form


@pytest.mark.parametrize(
    "same",
    [
        ("茅ヶ崎市", "茅ケ崎市", "茅が崎市", "茅ｹ崎市", "茅ヶ崎 市"),
        ("龍ケ崎市", "竜ヶ崎市"),
        ("梼原町", "檮原町"),
        ("上士幌町", " 上士幌町　"),
        ("カミシホロ", "かみしほろ", "ｶﾐｼﾎﾛ"),
        ("渡辺", "渡邊", "渡邉"),
        ("高﨑", "髙崎"),
        ("葛\U000e0100飾", "葛飾"),
        ("四ツ谷", "四ッ谷", "四つ谷"),
        ("一ノ宮", "一の宮", "一之宮"),
        ("Kamishihoro", "ＫＡＭＩＳＨＩＨＯＲＯ", "kamishihoro"),
    ],
)
def test_forms_a_person_holds_for_the_same_have_one_search_key(same: tuple[str, ...]) -> None:
    assert {search_key(form) for form in same} == {search_key(same[0])}


def test_different_towns_keep_different_search_keys() -> None:
    towns = ["上士幌町", "士幌町", "鹿追町", "茅ヶ崎市", "茅野市", "伊達市", "府中市", "府中町"]
    assert len({search_key(town) for town in towns}) == len(towns)


@given(st.text())
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(st.text())
def test_the_search_key_of_a_search_key_is_itself(text: str) -> None:
    assert search_key(search_key(text)) == search_key(text)


@given(st.text(alphabet="上士幌茅龍崎ヶケがけカかッつ之のァタ山川", min_size=1), st.data())
def test_the_key_of_a_beginning_begins_the_key_of_the_whole(name: str, choice: st.DataObject) -> None:
    cut = choice.draw(st.integers(1, len(name)))
    assert search_key(name).startswith(search_key(name[:cut]))


def test_full_width_is_narrowed_without_touching_small_or_circled_figures() -> None:
    assert half_width("１，２３４．５％　（²①）") == "1,234.5% (²①)"


def test_phrases_join_to_the_text_again() -> None:
    text = "町の公式ページではありません。あなたの声をきかせてください。"
    assert "".join(phrases(text)) == text
    assert len(phrases(text)) > 3
    assert phrases("") == []
