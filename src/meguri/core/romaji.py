"""Kana in Latin letters, and one key for all the ways in which people spell them."""

import re
from typing import Literal
from unicodedata import combining, normalize

import jaconv

_ROWS = {
    "": "あいうえお", "k": "かきくけこ", "s": "さしすせそ", "t": "たちつてと", "n": "なにぬねの",
    "h": "はひふへほ", "m": "まみむめも", "r": "らりるれろ", "g": "がぎぐげご", "z": "ざじずぜぞ",
    "d": "だぢづでど", "b": "ばびぶべぼ", "p": "ぱぴぷぺぽ",
}  # fmt: skip
_IRREGULAR = {
    "し": "shi", "ち": "chi", "つ": "tsu", "ふ": "fu", "じ": "ji", "ぢ": "ji", "づ": "zu",
    "や": "ya", "ゆ": "yu", "よ": "yo", "わ": "wa", "ゐ": "i", "ゑ": "e", "を": "o", "ゔ": "vu",
    "ぁ": "a", "ぃ": "i", "ぅ": "u", "ぇ": "e", "ぉ": "o", "ゃ": "ya", "ゅ": "yu", "ょ": "yo", "ゎ": "wa",
    "ゕ": "ka", "ゖ": "ke", "ー": "-",
}  # fmt: skip
_FOREIGN = {
    "てぃ": "ti", "でぃ": "di", "とぅ": "tu", "どぅ": "du", "てゅ": "tyu", "でゅ": "dyu", "いぇ": "ye",
    "うぃ": "wi", "うぇ": "we", "うぉ": "wo", "ふゅ": "fyu",
}  # fmt: skip
_SMALL_VOWELS = {"ぁ": "a", "ぃ": "i", "ぅ": "u", "ぇ": "e", "ぉ": "o"}
_GLIDES = {"ゃ": "ya", "ゅ": "yu", "ょ": "yo", "ぇ": "ye"}
_SIBILANTS = {"し": "sh", "ち": "ch", "じ": "j", "ぢ": "j"}


def _syllables() -> dict[str, str]:
    table = {kana: onset + vowel for onset, row in _ROWS.items() for kana, vowel in zip(row, "aiueo", strict=True)}
    table |= _IRREGULAR
    for kana in "きぎにひびぴみり":
        table |= {kana + small: table[kana][0] + glide for small, glide in _GLIDES.items()}
    for kana, onset in _SIBILANTS.items():
        table |= {kana + small: onset + glide[1] for small, glide in _GLIDES.items()}
    for kana, onset in {"ふ": "f", "つ": "ts", "ゔ": "v"}.items():
        table |= {kana + small: onset + vowel for small, vowel in _SMALL_VOWELS.items() if vowel != "u"}
    return table | _FOREIGN


_SYLLABLES = _syllables()
_SYLLABLE = re.compile("|".join(sorted(_SYLLABLES, key=len, reverse=True)))
_LONG = re.compile(r"o[ou]|uu|aa|ee|([aiueo])-")
_MACRONS = str.maketrans("aiueo", "āīūēō")


def romaji(kana: str, *, long_vowels: Literal["drop", "macron", "spell"] = "drop") -> str:
    """Hepburn in small letters, ん always n (n' before a vowel or y); what is not kana stays as it is.

    Long vowels are dropped as on road signs (tokyo), marked (tōkyō), or spelt as in kana (toukyou). Kana do not show where
    a word is joined: こうみ, the town 小海, comes out as "komi" unless spelt. っ before ち is t (matcha).
    """
    text = jaconv.kata2hira(jaconv.h2z(kana)) if _has_half_width_kana(kana) else jaconv.kata2hira(kana)
    text = _SYLLABLE.sub(lambda found: _SYLLABLES[found[0]], text)
    text = re.sub(r"ん(?=[aiueoy])", "n'", text).replace("ん", "n")
    text = re.sub(r"っ(?=ch)", "t", text)
    text = re.sub(r"っ+([bcdfghjkmprstvwyz])", r"\1\1", text).replace("っ", "")
    if long_vowels == "spell":
        return text.replace("-", "")
    return _LONG.sub(lambda found: _long(found[0], macron=long_vowels == "macron"), text)


def _long(vowels: str, *, macron: bool) -> str:
    return vowels[0].translate(_MACRONS) if macron else vowels[0]


def _has_half_width_kana(text: str) -> bool:
    return re.search("[ｦ-ﾟ]", text) is not None


# Each spelling is brought to the shortest one whose letters come in the same order in all systems; so a word that is only
# half typed ("sh", "tok", "mikad") is already the beginning of the key of the whole word.
_RULES = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"sh(?=[aueo])|shy", "sy"), (r"sh", "s"),
        (r"t?ch(?=[aueo])|t?chy", "ty"), (r"", ""),
    )
)  # fmt: skip
