"""Kana become Hepburn, and however a person spells a place, the key is the same from the first letter on."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meguri.core.romaji import romaji, romaji_key


@pytest.mark.parametrize(
    ("kana", "hepburn"),
    [
        ("かみしほろ", "kamishihoro"),
        ("カミシホロ", "kamishihoro"),
        ("ｶﾐｼﾎﾛ", "kamishihoro"),
        ("とうきょう", "tokyo"),
        ("おおの", "ono"),
        ("しんおんせん", "shin'onsen"),
        ("しんばし", "shinbashi"),
        ("まっちゃ", "matcha"),
        ("にっこう", "nikko"),
        ("いっしき", "isshiki"),
        ("みかづき", "mikazuki"),
        ("ぢゃ", "ja"),
        ("にいがた", "niigata"),
        ("ラーメン", "ramen"),
        ("ふぁーむ", "famu"),
        ("ティー", "ti"),
        ("上しほろ look-in", "上shihoro look-in"),
    ],
)
def test_kana_become_hepburn(kana: str, hepburn: str) -> None:
    assert romaji(kana) == hepburn


def test_long_vowels_can_be_marked_or_spelt() -> None:
    assert romaji("とうきょう", long_vowels="macron") == "tōkyō"
    assert romaji("とうきょう", long_vowels="spell") == "toukyou"
    assert romaji("こうみ", long_vowels="spell") == "koumi"


@pytest.mark.parametrize(
    "spellings",
    [
        ("とうきょう", "tōkyō", "tokyo", "toukyou", "tookyoo", "Tôkyô", "TOKYO", "ＴＯＫＹＯ"),
        ("しんばし", "shimbashi", "shinbashi", "sinbasi", "simbasi", "Shin-bashi"),
        ("ぐんま", "gunma", "gumma", "Gunma"),
        ("つちうら", "tsuchiura", "tutiura"),
        ("ふじ", "fuji", "huzi", "huji", "fuzi"),
        ("しゃちょう", "shachou", "syatyo", "shachō", "syatyô"),
        ("まっちゃ", "matcha", "maccha", "mattya"),
        ("みかづき", "mikazuki", "mikaduki", "mikadzuki"),
        ("おおの", "ono", "ohno", "oono", "ōno"),
        ("しんおんせん", "shin'onsen", "shinonsen", "sinonsen"),
        ("みを", "mio", "miwo"),
    ],
)
def test_all_spellings_of_a_name_have_one_key(spellings: tuple[str, ...]) -> None:
    assert {romaji_key(spelling) for spelling in spellings} == {romaji_key(spellings[0])}


def test_names_that_sound_different_keep_different_keys() -> None:
    names = ["かみしほろ", "しかおい", "おとふけ", "しほろ", "ふちゅう", "だて", "ざま", "きた", "ちた"]
    assert len({romaji_key(name) for name in names}) == len(names)


def test_text_without_letters_has_no_key() -> None:
    assert romaji_key("・ー　！") == ""


@given(st.text())
def test_the_key_of_a_key_is_itself(text: str) -> None:
    assert romaji_key(romaji_key(text)) == romaji_key(text)


_PLAIN = {
    "か": "ka", "き": "ki", "く": "ku", "け": "ke", "こ": "ko", "さ": "sa", "す": "su", "せ": "se", "そ": "so",
    "た": "ta", "て": "te", "と": "to", "な": "na", "に": "ni", "ぬ": "nu", "ね": "ne", "の": "no", "は": "ha",
    "ひ": "hi", "へ": "he", "ほ": "ho", "ま": "ma", "み": "mi", "む": "mu", "め": "me", "も": "mo", "や": "ya",
    "ゆ": "yu", "よ": "yo", "ら": "ra", "り": "ri", "る": "ru", "れ": "re", "ろ": "ro", "わ": "wa", "が": "ga",
    "ぎ": "gi", "ぐ": "gu", "げ": "ge", "ご": "go", "ざ": "za", "ず": "zu", "ぜ": "ze", "ぞ": "zo", "だ": "da",
    "で": "de", "ど": "do", "ば": "ba", "び": "bi", "ぶ": "bu", "べ": "be", "ぼ": "bo", "ぱ": "pa", "ぴ": "pi",
    "きゃ": "kya", "きょ": "kyo", "りゅ": "ryu", "ひょ": "hyo", "みょ": "myo", "ぎょ": "gyo",
}  # fmt: skip
_VARYING = {
    "し": ("shi", "si"), "ち": ("chi", "ti"), "つ": ("tsu", "tu"), "ふ": ("fu", "hu"), "じ": ("ji", "zi"),
    "ぢ": ("ji", "di", "zi"), "づ": ("zu", "du", "dzu"), "を": ("o", "wo"),
    "しゃ": ("sha", "sya"), "しゅ": ("shu", "syu"),
    "しょ": ("sho", "syo"), "ちゃ": ("cha", "tya", "cya"), "ちゅ": ("chu", "tyu"), "ちょ": ("cho", "tyo"),
    "じゃ": ("ja", "zya", "jya"), "じゅ": ("ju", "zyu", "jyu"), "じょ": ("jo", "zyo", "jyo"),
}  # fmt: skip
_SYLLABLES = {kana: (spelling,) for kana, spelling in _PLAIN.items()} | _VARYING
_LENGTHENING = {"o": ("う", "お", "ー"), "u": ("う", "ー"), "a": ("ー",), "i": ("ー",), "e": ("ー",)}
_MARKED = {"o": ("", "u", "o"), "u": ("", "u"), "a": ("", "a"), "i": ("", "i"), "e": ("", "e")}


def _spelt_by_somebody(chance: random.Random) -> tuple[str, str]:
    """Kana of a made-up name, and one of the ways in which people spell it."""
    kana, spelling = "", ""
    for position in range(chance.randint(1, 6)):
        syllable = chance.choice([one for one in _SYLLABLES if position or one not in "ぢづを"])
        letters = chance.choice(_SYLLABLES[syllable])
        if position and letters[0] in "kstcp" and chance.random() < 0.2:
            kana, spelling = kana + "っ", spelling + (chance.choice("tc") if letters[:2] == "ch" else letters[0])
        kana, spelling = kana + syllable, spelling + letters
        if chance.random() < 0.25:
            kana += chance.choice(_LENGTHENING[spelling[-1]])
            spelling += chance.choice(_MARKED[spelling[-1]])
        elif chance.random() < 0.2:
            kana, spelling = kana + "ん", spelling + "n"
    for labial in "bmp":
        spelling = spelling.replace("n" + labial, chance.choice("nm") + labial)
    return kana, spelling


@settings(max_examples=500)
@given(st.randoms(use_true_random=True))
def test_any_spelling_typed_so_far_begins_the_key_of_the_kana(chance: random.Random) -> None:
    kana, spelling = _spelt_by_somebody(chance)
    whole = romaji_key(kana)
    assert romaji_key(spelling) == whole
    for typed in range(1, len(spelling) + 1):
        assert whole.startswith(romaji_key(spelling[:typed])), (kana, spelling[:typed])
