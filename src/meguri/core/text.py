"""One written form for what people type in many, and the keys by which text is found."""

import re
from functools import cache
from unicodedata import normalize

import budoux
import jaconv

from meguri.core.kanji_variants import KEY_FORMS
from meguri.core.romaji import romaji, romaji_key

__all__ = ["half_width", "normalise", "phrases", "romaji", "romaji_key", "search_key"]

_HALF_WIDTH = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | {0x3000: " ", 0xA0: " "}
_INVISIBLE = re.compile("[\u00ad\u180b-\u180f\u200b-\u200d\u2060\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef]")
_SHORT_DASHES = re.compile("[\u2010-\u2013\u2212\uff0d\ufe58\ufe63]")
_LONG_DASHES = re.compile("[\u2014\u2015\u2500\u2501]")
_DASH_IN_KATAKANA = re.compile("(?<=[ァ-ヺー])[\u2010-\u2015\u2212\u2500\u2501\uff0d](?![0-9０-９])")
_SOUND_MARK_IN_ASCII = re.compile("(?<=[0-9A-Za-z])ー(?=[0-9A-Za-z])")
_KANJI = "々〆一-鿿㐀-䶿豈-﫿\U00020000-\U0003ffff"
_SMALL_AFTER_KANJI = re.compile(f"(?<=[{_KANJI}])[けヶゖかゕが]")
_SMALL_TSU_AFTER_KANJI = re.compile(f"(?<=[{_KANJI}])っ")
_SMALL_ANYWHERE = str.maketrans({"ゖ": "が", "ゕ": "が", "之": "の"})


def half_width(text: str) -> str:
    """Full-width ASCII and the wide space made narrow; nothing else is touched (² stays ², ① stays ①)."""
    return text.translate(_HALF_WIDTH)


def normalise(text: str) -> str:
    """NFKC with one kind of dash, wave and space, without invisible characters or blank ends; lines stay lines.

    A dash that stands for the sound mark (タワ−) becomes ー, a ー between figures (080ー1492) becomes a hyphen, other
    short dashes become "-", long ones "—", and ～ becomes 〜. For names, codes and keys: prose keeps its own form.
    """
    text = _DASH_IN_KATAKANA.sub("ー", _INVISIBLE.sub("", text).replace("～", "〜"))
    text = _LONG_DASHES.sub("—", _SHORT_DASHES.sub("-", normalize("NFKC", text)))
    text = _SOUND_MARK_IN_ASCII.sub("-", text.replace("\r\n", "\n").replace("\r", "\n"))
    return re.sub(r"[^\S\n]+", " ", text).strip()


def search_key(text: str) -> str:
    """The form in which texts that a searching person holds for the same are equal.

    Case, width, spaces, hiragana or katakana, 旧字体, and ヶ・ケ・が after kanji (茅ヶ崎, 茅ケ崎, 茅が崎) do not count.
    What stands before a character decides, never what follows: the key of a beginning begins the key of the whole.
    """
    hiragana = jaconv.kata2hira(normalise(normalise(text).casefold()))
    key = normalize("NFKC", re.sub(r"\s", "", hiragana)).translate(KEY_FORMS)
    key = _SMALL_AFTER_KANJI.sub("が", key)
    return _SMALL_TSU_AFTER_KANJI.sub("つ", key).translate(_SMALL_ANYWHERE)


def phrases(text: str) -> list[str]:
    """`text` cut where a line may break between phrases (文節); joined again, the parts are `text`."""
    return _parser().parse(text) if text else []


@cache
def _parser() -> budoux.Parser:
    return budoux.load_default_japanese_parser()
