"""Which pledge a payment may be for: proposals with their reasons, the surest first. Pure; nothing is settled here.

A payment that carries the code of a pledge and its very sum is sure, as long as no other payment claims that pledge.
Everything else is a proposal: whether it is so, a person says.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import SequenceMatcher
from enum import IntEnum, StrEnum
from functools import lru_cache
from unicodedata import normalize

import jaconv

LIKE = 0.75
"""From which likeness on two names in kana may be the same person's."""
MOST_PROPOSALS = 5
_LARGE = str.maketrans("ァィゥェォッャュョヮヵヶ", "アイウエオツヤユヨワカケ")
_FORMS = re.compile(
    r"\(?(?:カ|ユ|ド|メ|シ|フク|ザイ|シヤ|イ|ガク|トクヒ)\)|\((?:カ|ユ|ド|メ|シ|フク|ザイ|シヤ|イ|ガク|トクヒ)$"
)
_NOT_KANA = re.compile(r"[々〆一-鿿]")
_NO_LETTER = re.compile(r"[^0-9A-Zァ-ヶ]")


class Strength(IntEnum):
    """How much speaks for a proposal."""

    POSSIBLE = 1
    LIKELY = 2
    SURE = 3


class Why(StrEnum):
    """A reason for, or a doubt against, a proposal."""

    CODE = "code"
    SUM = "sum"
    NAME = "name"
    LIKE_NAME = "like_name"
    OTHER_NAME = "other_name"
    UNLIKE_LETTERS = "unlike_letters"
    OTHER_SUM = "other_sum"
    CLAIMED_TWICE = "claimed_twice"


@dataclass(frozen=True, slots=True)
class Payment:
    """Money that came in: `text` is all that the payer may have written, the name among it. `on`: its day, if told."""

    key: int
    yen: int
    payer: str
    text: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Expected:
    """Money that was pledged: `code` is what the payer was asked to write; "" for none. `since`: its day."""

    key: int
    yen: int
    name: str
    code: str = ""
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """That a payment may be for a pledge, and why. `likeness` of the names, from 0 to 1, orders equal ones."""

    expected: int
    strength: Strength
    reasons: tuple[Why, ...]
    likeness: float = 0.0

    @property
    def is_sure(self) -> bool:
        return self.strength is Strength.SURE


def proposals(payments: Sequence[Payment], expected: Sequence[Expected]) -> dict[int, list[Proposal]]:
    """By payment: what it may be for, the surest first, five at most; what is sure stands alone.

    No pledge is proposed for money that came before it was made. Payments with nothing are left out.
    """
    by_code = {code_key(one.code): one for one in expected if code_key(one.code)}
    by_yen: dict[int, list[Expected]] = {}
    for one in expected:
        by_yen.setdefault(one.yen, []).append(one)
    by_name: dict[str, list[Expected]] = {}
    for one in expected:
        by_name.setdefault(kana_key(one.name), []).append(one)
    found = {one.key: _of(one, by_code, by_yen, by_name) for one in payments}
    claims = Counter(best[0].expected for best in found.values() if best and best[0].is_sure)
    return {key: [_unless_twice(one, claims) for one in ones] for key, ones in found.items() if ones}


def _of(
    payment: Payment,
    by_code: Mapping[str, Expected],
    by_yen: Mapping[int, list[Expected]],
    by_name: Mapping[str, list[Expected]],
) -> list[Proposal]:
    coded = [by_code[code] for code in sorted(_codes_in(payment, by_code))]
    wanted = {one.key: one for one in (*coded, *by_yen.get(payment.yen, ()), *by_name.get(kana_key(payment.payer), ()))}
    is_only = len(coded) == 1
    told = [
        _judged(payment, one, has_code=one in coded, is_only=is_only)
        for one in wanted.values()
        if _was_made_by_then(one, payment)
    ]
    ordered = sorted(told, key=lambda one: (-one.strength, -one.likeness, one.expected))
    return ordered[: 1 if ordered and ordered[0].is_sure else MOST_PROPOSALS]


def _was_made_by_then(one: Expected, payment: Payment) -> bool:
    return one.since is None or payment.on is None or one.since <= payment.on


def _judged(payment: Payment, one: Expected, *, has_code: bool, is_only: bool) -> Proposal:
    likeness = name_likeness(payment.payer, one.name)
    same_sum = payment.yen == one.yen
    reasons = [Why.CODE] if has_code else []
    reasons.append(Why.SUM if same_sum else Why.OTHER_SUM)
    if likeness == 1:
        reasons.append(Why.NAME)
    elif likeness >= LIKE:
        reasons.append(Why.LIKE_NAME)
    elif not has_code and payment.payer.strip() and one.name.strip():
        reasons.append(Why.OTHER_NAME if _is_kana(payment.payer) and _is_kana(one.name) else Why.UNLIKE_LETTERS)
    if has_code and same_sum and is_only:
        strength = Strength.SURE
    elif has_code or (same_sum and likeness >= LIKE):
        strength = Strength.LIKELY
    else:
        strength = Strength.POSSIBLE
    return Proposal(one.key, strength, tuple(reasons), round(likeness, 3))


def _unless_twice(one: Proposal, claims: Mapping[int, int]) -> Proposal:
    if not one.is_sure or claims[one.expected] < 2:
        return one
    return replace(one, strength=Strength.LIKELY, reasons=(*one.reasons, Why.CLAIMED_TWICE))


def _codes_in(payment: Payment, by_code: Mapping[str, Expected]) -> set[str]:
    """Codes that stand in what the payer wrote, as a run of letters of their own or at the edge of one."""
    written = code_key(f"{payment.text} {payment.payer}", kept=" ")
    words = [word for word in written.split(" ") if word]
    joined = "".join(words)
    lengths = {len(code) for code in by_code}
    edges = {word[:n] for word in (*words, joined) for n in lengths} | {
        word[-n:] for word in (*words, joined) for n in lengths
    }
    return {code for code in by_code if code in edges}


def code_key(text: str, *, kept: str = "") -> str:
    """Letters and figures alone, in capitals, half width; a code is never mistaken for its look-alike."""
    narrow = normalize("NFKC", text).upper()
    return re.sub(f"[^0-9A-Z{kept}]", " " if kept else "", narrow).strip()


@lru_cache(maxsize=65_536)
def kana_key(name: str) -> str:
    """A name as banks write it: large katakana without spaces, marks and the form of a company, (ｶ or ｶ)."""
    wide = jaconv.hira2kata(normalize("NFKC", name)).upper().translate(_LARGE)
    bare = _FORMS.sub("", wide.replace(" ", "").replace("株式会社", "").replace("有限会社", ""))
    return _NO_LETTER.sub("", bare.replace("ー", "").replace("ヲ", "オ").replace("ヂ", "ジ").replace("ヅ", "ズ"))


def name_likeness(one: str, other: str) -> float:
    """From 0 to 1; 1 for the same name, also with the family name at the other end. 0 where one says nothing."""
    left, right = kana_key(one), kana_key(other)
    if not left or not right:
        return 0.0
    if left == right or _turned(one, other):
        return 1.0
    return min(SequenceMatcher(None, left, right, autojunk=False).ratio(), 0.99)


def _is_kana(name: str) -> bool:
    """Whether a name can be compared by its sound: it is without kanji."""
    bare = normalize("NFKC", name).replace("株式会社", "").replace("有限会社", "")
    return bool(kana_key(name)) and not _NOT_KANA.search(bare)


def _turned(one: str, other: str) -> bool:
    """「タロウ ヤマダ」 is 「ヤマダ タロウ」."""
    words, others = (sorted(map(kana_key, _words(name))) for name in (one, other))
    return len(words) > 1 and words == others


def _words(name: str) -> Iterable[str]:
    return normalize("NFKC", name).split()
