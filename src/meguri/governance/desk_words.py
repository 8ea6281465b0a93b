"""A Japanese text as counted terms, and a question as words with the terms under which each may be found. No Django.

A text is cut by Sudachi into its longest units (split mode C) and these into their shortest (A), each in its normalised
form, so that 引越し and 引っ越し are one word. What has no meaning of its own (particles, 「知りたい」) is left out.
A term is one of three:

    ごみ        the word itself, as `core.text.search_key` writes it
    ~すいと      how a word sounds, written so that common slips of the hand fall together (`sound`)
    #ごみ       a meaning: a group of `reference/desk_synonyms.csv`, named by its first word
"""

import csv
import functools
import re
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

import jaconv
from sudachipy import Dictionary, Morpheme, SplitMode, Tokenizer

from meguri.core.text import normalise, search_key

LONGEST_TEXT = 4000
LONGEST_QUESTION = 200
LONGEST_TERM = 60
MOST_WORDS = 24
SYNONYMS = Path(__file__).resolve().parent / "reference" / "desk_synonyms.csv"

AS_MEANING, AS_SOUND = 0.7, 0.5
"""How much a word counts that was found by its meaning, or by its sound alone."""

_CONTENT = frozenset({"名詞", "動詞", "形容詞", "形状詞", "接尾辞"})
_SAID_BY_NOT = frozenset({"行く", "来る"})
_GLUE = frozenset({"助詞", "助動詞"})
_STOP_WORDS = """
為る 有る 居る 成る 出来る 貰う 呉れる 下さる 頂く 行う 行く 来る 見る 知る 教える 聞く 問う 尋ねる 分かる 言う 思う
考える 欲しい 良い 因る 就く 関する 於く 対する 致す 願う 御座る 事 物 所 時 場合 為 方 様 訳 件 等 達 中 内 際 後 的
さん ちゃん 氏 何 誰 何処 何時 何れ 何故 幾ら どう 如何 方法 仕方 此れ 其れ 此処 其処 私 自分 今 今日 御 必要 以上
以下 以外 間 上 下 他 又 頃 毎 可能
"""
_STOP = frozenset(search_key(word) for word in _STOP_WORDS.split())
_SAID_BY_NOT = frozenset({"行く", "来る"})
_GLUE = frozenset({"助詞", "助動詞"})
_STOP = frozenset(
    search_key(word)
    for word in [
        "為る",
        "有る",
        "居る",
        "成る",
        "出来る",
        "貰う",
        "呉れる",
        "下さる",
        "頂く",
        "行う",
        "行く",
        "来る",
        "見る",
        "知る",
        "教える",
        "聞く",
        "問う",
        "尋ねる",
        "分かる",
        "言う",
        "思う",
        "考える",
        "欲しい",
        "良い",
        "因る",
        "就く",
        "関する",
        "於く",
        "対する",
        "致す",
        "願う",
        "御座る",
        "事",
        "物",
        "所",
        "時",
        "場合",
        "為",
        "方",
        "様",
        "訳",
        "件",
        "等",
        "達",
        "中",
        "内",
        "際",
        "後",
        "的",
        "さん",
        "ちゃん",
        "氏",
        "何",
        "誰",
        "何処",
        "何時",
        "何れ",
        "何故",
        "幾ら",
        "どう",
        "如何",
        "方法",
        "仕方",
        "此れ",
        "其れ",
        "此処",
        "其処",
        "私",
        "自分",
        "今",
        "今日",
        "御",
        "必要",
        "以上",
        "以下",
        "以外",
        "間",
        "上",
        "下",
        "他",
        "又",
        "頃",
        "毎",
        "可能",
    ]
)
_HIRAGANA, _KANA = re.compile(r"[ぁ-ゖー]+\Z"), re.compile(r"[ぁ-ゖァ-ヺー]+\Z")
_LETTER = re.compile(r"\w")
_VOWELS = {
    kana: row[0]
    for row in (
        "あかさたなはまやらわ",
        "いきしちにひみり",
        "うくすつぬふむゆる",
        "えけせてねへめれ",
        "おこそとのほもよろ",
    )
    for kana in row
}
_PLAIN_KANA = str.maketrans(
    "ぁぃぅぇぉゃゅょゎがぎぐげござじずぜぞだぢづでどばびぶべぼぱぴぷぺぽゔを",
    "あいうえおやゆよわかきくけこさしすせそたしすてとはひふへほはひふへほうお",
)
_SPOKEN_OVER = {("お", "う"), ("え", "い")}
SHORTEST_SOUND = 3
LONGEST_SOUND = 12

_per_thread = threading.local()


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of a text: its term, its reading in hiragana, as it was typed, and as it may be kept.

    `kept` is "" for the name of a person and for figures, which nobody needs to count what was asked.
    """

    term: str
    kana: str
    typed: str
    kept: str
    is_suffix: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """A long unit, of one or several short ones."""

    whole: Unit
    parts: tuple[Unit, ...] = ()

    @property
    def units(self) -> tuple[Unit, ...]:
        return self.parts or (self.whole,)


@dataclass(frozen=True, slots=True)
class Word:
    """One thing that was asked for, and the terms that lead to it with what each counts: 1 for the word itself.

    `is_guess`: kana that may or may not be a word.
    """

    typed: str
    terms: dict[str, float] = field(hash=False)
    is_guess: bool = False


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of a text with how often each stands in it; `length` counts its short units."""

    counts: Counter[str]
    length: int


def terms_of(text: str) -> Terms:
    """What a text can be found by. At most the first 4,000 characters are read."""
    phrases = list(_phrases(text[:LONGEST_TEXT]))
    counts: Counter[str] = Counter()
    for phrase in phrases:
        for unit in {phrase.whole, *phrase.parts}:
            counts[unit.term] += 1
            if len(unit.kana) >= SHORTEST_SOUND - 1:
                counts[f"~{sound(unit.kana)}"[:LONGEST_TERM]] += 1
    units = _units(phrases)
    counts.update(meaning for meaning, _start, _length in meanings_in([unit.term for unit in units]))
    return Terms(counts, len(units))


def words_of(question: str) -> list[Word]:
    """What a question asks for, in its own order; at most 24 words."""
    phrases = list(_phrases(question[:LONGEST_QUESTION]))
    units = _units(phrases)
    by_start: dict[int, list[tuple[str, int]]] = {}
    for meaning, start, length in meanings_in([unit.term for unit in units]):
        by_start.setdefault(start, []).append((meaning, length))
    found: dict[tuple[str, ...], Word] = {}
    place = 0
    for phrase in phrases:
        for word in _words_of_phrase(phrase, place, by_start):
            found.setdefault(tuple(word.terms), word)
        place += len(phrase.units)
    for word in _by_sound(question):
        found.setdefault(tuple(word.terms), word)
    return list(found.values())[:MOST_WORDS]


def kept_words(question: str) -> str:
    """The question as it may be kept and counted: its words in one form, without names of persons and figures."""
    words: list[str] = []
    before = ""
    for phrase in _phrases(question[:LONGEST_QUESTION]):
        unit = phrase.whole
        if unit.kept and unit.is_suffix and before:
            words[-1] += unit.kept
        elif unit.kept:
            words.append(unit.kept)
        before = unit.kept
    return " ".join(dict.fromkeys(words))


def sound(kana: str) -> str:
    """How kana sounds, roughly: voiced is unvoiced, small is large, long is short, っ is not there.

    すいどう, すいどお, スイドー and すいとう are one; so a slip on a phone's keyboard, or of an ear, still finds.
    """
    out = ""
    for letter in jaconv.kata2hira(kana).translate(_PLAIN_KANA):
        vowel = _VOWELS.get(out[-1:], "")
        if letter in "ーっ" or letter == vowel or (vowel, letter) in _SPOKEN_OVER:
            continue
        out += letter
    return out


def meanings_in(terms: Sequence[str]) -> Iterator[tuple[str, int, int]]:
    """Each meaning that stands in a row of short units: (its term, where it begins, how many units long)."""
    known = _meanings()
    for start in range(len(terms)):
        for length in range(1, min(known.longest, len(terms) - start) + 1):
            for meaning in known.by_terms.get(tuple(terms[start : start + length]), ()):
                yield meaning, start, length


@functools.cache
def version() -> str:
    """Changes with the synonyms and with the way texts are cut: an index made by another version is made anew."""
    return sha256(b"1" + SYNONYMS.read_bytes()).hexdigest()[:16]


def _words_of_phrase(phrase: Phrase, place: int, meanings: dict[int, list[tuple[str, int]]]) -> Iterator[Word]:
    for offset, unit in enumerate(phrase.units):
        terms = {unit.term: 1.0}
        for meaning, length in meanings.get(place + offset, ()):
            if length == 1:
                terms[meaning] = AS_MEANING
            else:
                yield Word(unit.typed, {meaning: AS_MEANING})
        yield Word(unit.typed, terms | _sound_of(unit))
    if phrase.parts:
        yield Word(phrase.whole.typed, {phrase.whole.term: 1.0} | _sound_of(phrase.whole))


def _sound_of(unit: Unit) -> dict[str, float]:
    """The sound of what was typed in kana alone, where the word that was meant is a guess, and what sounds so."""
    if not _KANA.match(unit.typed) or len(unit.typed) < SHORTEST_SOUND:
        return {}
    return _heard(unit.kana)


def _heard(kana: str) -> dict[str, float]:
    heard = f"~{sound(kana)}"[:LONGEST_TERM]
    return dict.fromkeys((heard, *_meanings().by_sound.get(heard, ())), AS_SOUND)


def _by_sound(question: str) -> Iterator[Word]:
    """Runs of hiragana between the places where it could be cut: すい|どう is tried as すいどう too."""
    pieces = [(one.surface(), _kind(one) in _GLUE) for one in _morphemes(question[:LONGEST_QUESTION])]
    within = False
    for start, (first, is_glue) in enumerate(pieces):
        run = ""
        for piece, ends_in_glue in pieces[start:] if not (is_glue and within) else ():
            run += piece
            if not _HIRAGANA.match(run) or len(run) > LONGEST_SOUND:
                break
            if len(run) >= SHORTEST_SOUND and run != first and not ends_in_glue:
                yield Word(run, _heard(run), is_guess=True)
        within = bool(_HIRAGANA.match(first))


def _phrases(text: str) -> Iterator[Phrase]:
    morphemes = _morphemes(text)
    for place, morpheme in enumerate(morphemes):
        is_denied = _kind(morpheme) == "動詞" and _says_not(morphemes[place + 1 : place + 3])
        whole = _unit(morpheme, is_denied)
        if whole is None:
            continue
        parts = tuple(filter(None, map(_unit, morpheme.split(SplitMode.A)))) if len(morpheme.surface()) > 1 else ()
        yield Phrase(whole, parts if len(parts) > 1 else ())


def _says_not(following: Sequence[Morpheme]) -> bool:
    """ない, or ません."""
    forms = [one.dictionary_form() for one in following]
    return forms[:1] == ["ない"] or (forms[:1] == ["ます"] and forms[1:] in (["ぬ"], ["ん"]))


def _morphemes(text: str) -> Sequence[Morpheme]:
    return tuple(_tokenizer().tokenize(normalise(text).replace("\n", " "), SplitMode.C))


def _kind(morpheme: Morpheme) -> str:
    return str(morpheme.part_of_speech()[0])


def _unit(morpheme: Morpheme, is_denied: bool = False) -> Unit | None:
    """None for what carries no meaning. A verb that is denied is another word: 燃えない is not 燃える."""
    kind, second, third = morpheme.part_of_speech()[:3]
    written = f"{morpheme.surface()}ない" if is_denied else morpheme.normalized_form()
    term = search_key(written)[:LONGEST_TERM]
    has_figure = any(letter.isdecimal() for letter in term)
    plain = search_key(morpheme.normalized_form())
    is_stop = plain in _STOP and not (is_denied and plain in _SAID_BY_NOT)
    if kind not in _CONTENT or is_stop or (second == "数詞" and not has_figure) or not _LETTER.search(term):
        return None
    is_private = third == "人名" or (second == "数詞" and has_figure)
    kana = jaconv.kata2hira(morpheme.reading_form())
    return Unit(term, kana, normalise(morpheme.surface()), "" if is_private else normalise(written), kind == "接尾辞")


def _units(phrases: Sequence[Phrase]) -> list[Unit]:
    return [unit for phrase in phrases for unit in phrase.units]


@dataclass(frozen=True, slots=True)
class _Meanings:
    """The groups of words of like meaning, by the short units of each word and by its sound."""

    by_terms: dict[tuple[str, ...], tuple[str, ...]]
    by_sound: dict[str, tuple[str, ...]]
    longest: int


@functools.cache
def _meanings() -> _Meanings:
    by_terms: dict[tuple[str, ...], tuple[str, ...]] = {}
    by_sound: dict[str, tuple[str, ...]] = {}
    for group in synonyms():
        meaning = f"#{search_key(group[0])}"[:LONGEST_TERM]
        for word in group:
            units = _units(list(_phrases(word)))
            terms = tuple(unit.term for unit in units)
            heard = f"~{sound(''.join(unit.kana for unit in units))}"
            by_terms[terms] = (*by_terms.get(terms, ()), meaning)
            by_sound[heard] = (*by_sound.get(heard, ()), meaning)
    return _Meanings(by_terms, by_sound, max(map(len, by_terms), default=0))


def synonyms() -> list[tuple[str, ...]]:
    """The groups as they stand in the table."""
    with SYNONYMS.open(encoding="utf-8", newline="") as file:
        return [tuple(row["words"].split("・")) for row in csv.DictReader(file)]


@functools.cache
def _dictionary() -> Dictionary:
    return Dictionary(dict="core")


def _tokenizer() -> Tokenizer:
    """A tokenizer serves one thread at a time, so each has its own; the dictionary is read once."""
    found: Tokenizer | None = getattr(_per_thread, "tokenizer", None)
    if found is None:
        found = _per_thread.tokenizer = _dictionary().tokenizer()
    return found
