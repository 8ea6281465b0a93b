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
    "ゕ": "ka", "ゖ": "ke", "ー": "ー",
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
_KANA_RUN = re.compile("[ぁ-ゖァ-ヺー]+")
_LONG = re.compile("o[ou]|uu|aa|ee|[aiueo]ー")
_MACRONS = str.maketrans("aiueo", "āīūēō")

LongVowels = Literal["drop", "macron", "spell"]


def romaji(kana: str, *, long_vowels: LongVowels = "drop") -> str:
    """Hepburn in small letters, ん always n (n' before a vowel or y); what is not kana stays as it is.

    Long vowels are dropped as on road signs (tokyo), marked (tōkyō), or spelt as in kana (toukyou). Kana do not show
    where a word is joined: こうみ, the town 小海, comes out as "komi" unless spelt. っ before ち is t (matcha).
    """
    wide = jaconv.h2z(kana, ascii=False, digit=False)
    return _KANA_RUN.sub(lambda run: _spell_run(jaconv.kata2hira(run[0]), long_vowels), wide)


def _spell_run(hiragana: str, long_vowels: LongVowels) -> str:
    text = _SYLLABLE.sub(lambda found: _SYLLABLES[found[0]], hiragana)
    text = re.sub("ん(?=[aiueoy])", "n'", text).replace("ん", "n")
    text = re.sub("っ+(?=ch)", "t", text)
    text = re.sub("っ+([bcdfghjkmprstvwyz])", r"\1\1", text).replace("っ", "")
    if long_vowels != "spell":
        text = _LONG.sub(lambda found: _long(found[0][0], long_vowels), text)
    return text.replace("ー", "")


def _long(vowel: str, long_vowels: LongVowels) -> str:
    return vowel.translate(_MACRONS) if long_vowels == "macron" else vowel


# Every spelling is brought to the one that begins with the letters that all systems share (ち: chi and ti give ti, and
# c alone gives t), so that a word half typed is already the beginning of the key of the whole word. A last letter
# that may still become another (d of du = zu, m of shim-bashi, w of wo) waits for the next one.
_RULES = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        ("d(?=[jz])", ""),
        ("jy?(?=[aueo])|jy", "zy"),
        ("j", "z"),
        ("shy?(?=[aueo])|shy", "sy"),
        ("sh", "s"),
        ("c(?=c[hy])", "t"),
        ("chy?(?=[aueo])|chy|cy", "ty"),
        ("ch|c$|c(?=c$)", "t"),
        ("ts", "t"),
        ("f", "h"),
        ("v", "b"),
        ("d(?=d*[iuy])", "z"),
        ("(?<=.)d+$", ""),
        ("m(?=[bmp])", "n"),
        ("(?<=.)[mw]$", ""),
        ("nn+", "n"),
        ("w(?=[ieo])", ""),
        ("o[ou]+", "o"),
        (r"([aiue])\1+", r"\1"),
        ("oh+(?=[^aiueoyh]|$)", "o"),
    )
)


def romaji_key(text: str) -> str:
    """One key for kana and for every way to spell them in Latin letters: とうきょう, tōkyō, tookyoo, Tokyo, toukyou.

    Hepburn, Kunrei-shiki and Nihon-shiki, n or m before b, m, p, and every mark of a long vowel give the same key, and
    the key of the first letters of any of these begins the key of the whole (if it does not begin with ぢ, づ, を).
    Kanji stay in the key. It is empty for text without letters: the caller must then not search by it.
    """
    key = _simplified(text)
    while (simpler := _simplified(key)) != key:
        key = simpler
    return key


def _simplified(text: str) -> str:
    spelt = normalize("NFKD", romaji(text, long_vowels="spell")).lower()
    key = "".join(char for char in spelt if char.isalnum() and not combining(char))
    for pattern, replacement in _RULES:
        key = pattern.sub(replacement, key)
    return key
