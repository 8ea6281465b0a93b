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
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
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

AS_MEANING, AS_SOUND, AS_WIDER = 0.7, 0.5, 0.4
"""How much a word counts that was found by its meaning, by its sound alone, or by what it falls under."""
OF_PART = 0.6
"""How much a part says beside the longer word that it stands in: 町長 within 副町長. Of one sign, it means nothing:
there is no 道 in 下水道, no 車 to ride in 救急車."""

_CONTENT = frozenset({"名詞", "動詞", "形容詞", "形状詞", "接尾辞"})
_SAID_BY_NOT = frozenset({"行く", "来る"})
_ANOTHER_WHEN_WISHED = frozenset({"死ぬ"})
_GLUE = frozenset({"助詞", "助動詞"})
_STOP_WORDS = """
為る 有る 居る 成る 出来る 貰う 呉れる 下さる 頂く 行う 行く 来る 見る 知る 教える 聞く 問う 尋ねる 分かる 言う 思う
考える 欲しい 良い 因る 就く 関する 於く 対する 致す 願う 御座る 事 物 所 時 場合 為 方 様 訳 件 等 達 中 内 際 後 的
さん ちゃん 氏 何 誰 何処 何時 何れ 何故 幾ら どう 如何 方法 仕方 此れ 其れ 此処 其処 私 自分 今 今日 御 必要 以上
以下 以外 間 上 下 他 又 頃 毎 可能
the a an is are was do does did i my me we you it in on at of to for and or with can could how what when where who
which there this that have has get need want please
"""
_GENERAL_WORDS = """
家 前 近く 近所 隣 横 裏 表 外 辺 辺り 町 村 市 県 人 皆 日 月 年 週 朝 昼 夜 今年 来年 去年 昨日 明日 毎日 先
話 手 気 目 願い お願い 問題 関係 状態 感じ 一つ 一人 二人 最近 早く 直ぐ 本当 名前 番号 電話 場所 お金 金 day
"""
"""Words said of anything: they may help an answer, but none is one by them alone. Verbs and adjectives are such too."""
_STOP = frozenset(search_key(word) for word in _STOP_WORDS.split())
_GENERAL = frozenset(search_key(word) for word in _GENERAL_WORDS.split())
_GENERAL_SECTIONS = frozenset({"手続き", "ようす"})
_GENERAL_KINDS = frozenset({"動詞", "形容詞"})
_ONE_SIGN = re.compile(r"(.)\1{3,}")
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
_PART = "\x00"
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
    is_general: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """A long unit, of one or several short ones. `is_joined`: it stands right after a noun, as 道 in 上下水道."""

    whole: Unit
    parts: tuple[Unit, ...] = ()
    is_joined: bool = False

    @property
    def units(self) -> tuple[Unit, ...]:
        return self.parts or (self.whole,)


@dataclass(frozen=True, slots=True)
class Word:
    """One thing that was asked for, and the terms that lead to it with what each counts: 1 for the word itself.

    `is_guess`: kana that may or may not be a word. `is_general`: said of anything, so that it decides nothing.
    """

    typed: str
    terms: dict[str, float] = field(hash=False)
    is_guess: bool = False
    is_general: bool = False


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of a text with how often each stands in it; `length` counts its short units, `whole` are its words."""

    counts: Mapping[str, float]
    length: int
    whole: Set[str]


def terms_of(text: str) -> Terms:
    """What a text can be found by. At most the first 4,000 characters are read."""
    phrases = list(_phrases(text[:LONGEST_TEXT]))
    counts: dict[str, float] = defaultdict(float)
    for phrase in phrases:
        for unit in {phrase.whole, *phrase.parts}:
            counts[unit.term] += 1 if unit == phrase.whole else OF_PART
            if len(unit.kana) >= SHORTEST_SOUND - 1:
                counts[f"~{sound(unit.kana)}"[:LONGEST_TERM]] += 1
    units = _units(phrases)
    for meaning, _start, _length in meanings_in(_meaning_units(phrases)):
        counts[meaning] += 1
    return Terms(counts, len(units), {phrase.whole.term for phrase in phrases})


def words_of(question: str) -> list[Word]:
    """What a question asks for, in its own order; at most 24 words. Figures, signs or one letter alone ask nothing."""
    if not _asks(question):
        return []
    phrases = list(_phrases(question[:LONGEST_QUESTION]))
    by_start: dict[int, list[tuple[str, int]]] = {}
    for meaning, start, length in meanings_in(_meaning_units(phrases)):
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


def _asks(question: str) -> bool:
    written = normalise(question)
    return any(letter.isalpha() for letter in written) and not _ONE_SIGN.search(written)


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
    plain = [term.removeprefix(_PART) for term in terms]
    for start in range(len(terms)):
        for length in range(2 if terms[start].startswith(_PART) else 1, min(known.longest, len(terms) - start) + 1):
            for meaning in known.by_terms.get(tuple(plain[start : start + length]), ()):
                yield meaning, start, length


def _meaning_units(phrases: Sequence[Phrase]) -> list[str]:
    """The short units in which meanings are looked for; a part of one sign stands only within those of several."""
    return [
        f"{_PART}{unit.term}" if (phrase.parts or phrase.is_joined) and len(unit.typed) == 1 else unit.term
        for phrase in phrases
        for unit in phrase.units
    ]


@functools.cache
def version() -> str:
    """Changes with the synonyms and with the way texts are cut: an index made by another version is made anew."""
    return sha256(b"2" + SYNONYMS.read_bytes()).hexdigest()[:16]


def _words_of_phrase(phrase: Phrase, place: int, meanings: dict[int, list[tuple[str, int]]]) -> Iterator[Word]:
    """A part of a longer word is a guess: where it leads nowhere, nothing that was asked is missing."""
    of_unit = OF_PART if phrase.parts else 1.0
    for offset, unit in enumerate(phrase.units):
        alone: list[str] = []
        for meaning, length in meanings.get(place + offset, ()):
            if length == 1:
                alone.append(meaning)
            else:
                yield Word(unit.typed, _meant((meaning,)), is_general=_is_general((meaning,), True))
        terms = {unit.term: of_unit} | _meant(alone) | _sound_of(unit)
        yield Word(unit.typed, terms, bool(phrase.parts), _is_general(alone, unit.is_general))
    if phrase.parts:
        whole = phrase.whole
        yield Word(whole.typed, {whole.term: 1.0} | _sound_of(whole), is_general=whole.is_general)


def _meant(meanings: Sequence[str]) -> dict[str, float]:
    """These meanings, and what they fall under: who has no post for 火葬 has one for 戸籍."""
    over = _over(meanings)
    return (
        dict.fromkeys(_over(over), AS_WIDER * AS_MEANING)
        | dict.fromkeys(over, AS_WIDER)
        | dict.fromkeys(meanings, AS_MEANING)
    )


def _over(meanings: Iterable[str]) -> list[str]:
    wider = _meanings().wider
    return [one for meaning in meanings for one in wider.get(meaning, ())]


def _is_general(meanings: Sequence[str], otherwise: bool) -> bool:
    """A word is as general as what it means; one without a meaning, as its kind says."""
    return _meanings().general.issuperset(meanings) if meanings else otherwise


def _sound_of(unit: Unit) -> dict[str, float]:
    """The sound of what was typed in kana alone, where the word that was meant is a guess, and what sounds so."""
    if not _KANA.match(unit.typed) or len(unit.typed) < SHORTEST_SOUND:
        return {}
    return _heard(unit.kana)


def _heard(kana: str) -> dict[str, float]:
    heard = f"~{sound(kana)}"[:LONGEST_TERM]
    meanings = _meanings().by_sound.get(heard, ())
    return dict.fromkeys(_over(meanings), AS_SOUND * AS_WIDER) | dict.fromkeys((heard, *meanings), AS_SOUND)


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
            if len(run) < SHORTEST_SOUND or run == first:
                continue
            heard = sound(run)
            if f"~{heard}" in _meanings().by_sound or (len(heard) >= SHORTEST_SOUND and not ends_in_glue):
                yield Word(run, _heard(run), is_guess=True)
        within = bool(_HIRAGANA.match(first))


def _phrases(text: str) -> Iterator[Phrase]:
    morphemes = _morphemes(text)
    for place, morpheme in enumerate(morphemes):
        whole = _unit(morpheme, _turned(morpheme, morphemes[place + 1 : place + 3]))
        if whole is None:
            continue
        parts = tuple(filter(None, map(_unit, morpheme.split(SplitMode.A)))) if len(morpheme.surface()) > 1 else ()
        is_joined = place > 0 and _kind(morphemes[place - 1]) == "名詞"
        yield Phrase(whole, parts if len(parts) > 1 else (), is_joined)


def _turned(morpheme: Morpheme, following: Sequence[Morpheme]) -> str:
    """What makes another word of a verb: 燃えない is not 燃える, and who says 死にたい asks for no certificate."""
    if _kind(morpheme) == "動詞" and _says_not(following):
        return "ない"
    is_wished = [one.dictionary_form() for one in following[:1]] == ["たい"]
    return "たい" if is_wished and morpheme.dictionary_form() in _ANOTHER_WHEN_WISHED else ""


def _says_not(following: Sequence[Morpheme]) -> bool:
    """ない, or ません."""
    forms = [one.dictionary_form() for one in following]
    return forms[:1] == ["ない"] or (forms[:1] == ["ます"] and forms[1:] in (["ぬ"], ["ん"]))


def _morphemes(text: str) -> Sequence[Morpheme]:
    return tuple(_tokenizer().tokenize(normalise(text).replace("\n", " "), SplitMode.C))


def _kind(morpheme: Morpheme) -> str:
    return str(morpheme.part_of_speech()[0])


def _unit(morpheme: Morpheme, turned: str = "") -> Unit | None:
    """None for what carries no meaning. `turned`: what makes another word of it (`_turned`)."""
    kind, second, third = morpheme.part_of_speech()[:3]
    written = f"{morpheme.surface()}{turned}" if turned else morpheme.normalized_form()
    term = search_key(written)[:LONGEST_TERM]
    has_figure = any(letter.isdecimal() for letter in term)
    plain = search_key(morpheme.normalized_form())
    is_stop = plain in _STOP and not (turned == "ない" and plain in _SAID_BY_NOT)
    if kind not in _CONTENT or is_stop or (second == "数詞" and not has_figure) or not _LETTER.search(term):
        return None
    is_private = third == "人名" or (second == "数詞" and has_figure)
    kana = jaconv.kata2hira(morpheme.reading_form())
    kept = "" if is_private else normalise(written)
    is_general = kind in _GENERAL_KINDS or plain in _GENERAL or (second == "数詞" and has_figure)
    return Unit(term, kana, normalise(morpheme.surface()), kept, kind == "接尾辞", is_general)


def _units(phrases: Sequence[Phrase]) -> list[Unit]:
    return [unit for phrase in phrases for unit in phrase.units]


@dataclass(frozen=True, slots=True)
class _Meanings:
    """The groups of words of like meaning, by the short units of each word and by its sound."""

    by_terms: dict[tuple[str, ...], tuple[str, ...]]
    by_sound: dict[str, tuple[str, ...]]
    wider: dict[str, tuple[str, ...]]
    general: frozenset[str]
    longest: int


@functools.cache
def _meanings() -> _Meanings:
    by_terms: dict[tuple[str, ...], tuple[str, ...]] = {}
    by_sound: dict[str, tuple[str, ...]] = {}
    for group in synonyms():
        for word in group.words:
            units = _units(list(_phrases(word)))
            terms = tuple(unit.term for unit in units)
            by_terms[terms] = (*by_terms.get(terms, ()), group.meaning)
            if not word.isascii():
                heard = f"~{sound(''.join(unit.kana for unit in units))}"
                by_sound[heard] = (*by_sound.get(heard, ()), group.meaning)
    wider = {group.meaning: tuple(map(meaning_of, group.under)) for group in synonyms() if group.under}
    general = frozenset(group.meaning for group in synonyms() if group.section in _GENERAL_SECTIONS)
    return _Meanings(by_terms, by_sound, wider, general, max(map(len, by_terms), default=0))


@dataclass(frozen=True, slots=True)
class Synonyms:
    """Words of like meaning, known by the first. `under`: what they fall under; `often`: its place among what is asked
    most in any town hall (0: not among them)."""

    section: str
    words: tuple[str, ...]
    under: tuple[str, ...]
    often: int

    @property
    def meaning(self) -> str:
        return meaning_of(self.words[0])


def meaning_of(word: str) -> str:
    """The term of the group that is known by this word."""
    return f"#{search_key(word)}"[:LONGEST_TERM]


@functools.cache
def synonyms() -> tuple[Synonyms, ...]:
    """The groups as they stand in the table."""
    with SYNONYMS.open(encoding="utf-8", newline="") as file:
        return tuple(
            Synonyms(row["section"], _several(row["words"]), _several(row["under"]), int(row["often"] or 0))
            for row in csv.DictReader(file)
        )


def _several(cell: str) -> tuple[str, ...]:
    return tuple(filter(None, cell.split("・")))


@functools.cache
def _dictionary() -> Dictionary:
    return Dictionary(dict="core")


def _tokenizer() -> Tokenizer:
    """A tokenizer serves one thread at a time, so each has its own; the dictionary is read once."""
    found: Tokenizer | None = getattr(_per_thread, "tokenizer", None)
    if found is None:
        found = _per_thread.tokenizer = _dictionary().tokenizer()
    return found
