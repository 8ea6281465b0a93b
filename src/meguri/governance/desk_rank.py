"""How much a term says of an entry, and how well an entry answers a question. Pure: numbers in, numbers out.

The formula is BM25F (Robertson, Zaragoza and Taylor, "Simple BM25 extension to multiple weighted fields", CIKM 2004),
its idf that of Robertson and Spärck Jones in Lucene's form, which is never negative:

    tf(t)     = Σ over fields f:  boost(f) · count(t, f) / (1 − b(f) + b(f) · length(f) / usual(f))
    impact(t) = round(1000 · tf / (k1 + tf))
    idf(t)    = ln(1 + (N − n(t) + 0.5) / (n(t) + 0.5))
    score     = Σ over words w of the question:  says(w) · max over terms t of w:  counts(w, t) · idf(t) · impact(t)

`impact` is made when a text is stored: an integer between 1 and 999, so that the index holds the strongest entries of a
term first (impact-ordered postings: Anh, de Kretser and Moffat, SIGIR 2001). For that, `usual(f)` is a constant and no
average over the town, which every new entry would change. N and n are counted up to a bound (`queries.desk`).
A word found as itself, by its meaning and by its sound counts once, by what says most (dis-max). How much of a question
an entry covers is told by how its words are found there, however rare they are: wholly as themselves, less otherwise.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from meguri.governance.desk_words import Word, terms_of
from meguri.governance.objects import DeskText

SATURATION = 1.2
SCALE = 1000
UNKNOWN = 0.5
"""How much of a question a word makes out that leads nowhere in this town, beside the rarest word that does."""
ENOUGH = 0.25
"""An entry that covers less of what a question says is no answer to it, and stands among near ones."""
OF_GENERAL = 0.3
"""What a word says that is said of anything (消える, 手続き), beside one that names a thing; it covers nothing."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a text: how much a word there counts, how long it usually is, how much its length matters."""

    boost: float
    usual: int
    by_length: float


FIELDS = {
    "name": Field(4.0, 6, 0.5),
    "kana": Field(3.0, 6, 0.5),
    "keywords": Field(2.0, 20, 0.5),
    "text": Field(1.0, 60, 0.75),
}


@dataclass(frozen=True, slots=True)
class Scored:
    """An entry with its score, and the share of the question that it covers (0 to 1)."""

    entry: int
    score: float
    coverage: float

    @property
    def answers(self) -> bool:
        return self.coverage >= ENOUGH


def impacts(text: DeskText) -> dict[str, int]:
    """Each term of a text with what it says there, 1 to 999."""
    weights: dict[str, float] = {}
    for name, field in FIELDS.items():
        terms = terms_of(getattr(text, name))
        by_length = 1 - field.by_length + field.by_length * terms.length / field.usual
        for term, count in terms.counts.items():
            weights[term] = weights.get(term, 0.0) + field.boost * count / by_length
    return {term: max(1, round(SCALE * weight / (SATURATION + weight))) for term, weight in weights.items()}


def idf(holding: int, entries: int) -> float:
    """How rare a term is that `holding` of `entries` hold."""
    return math.log(1 + (entries - holding + 0.5) / (holding + 0.5)) if entries >= holding else 0.0


def score(words: Sequence[Word], found: Mapping[int, Mapping[str, int]], rarity: Mapping[str, float]) -> list[Scored]:
    """Entries by how well they answer, best first; of two alike the older. `found`: entry → term → impact.

    `rarity`: term → idf.
    """
    unknown = UNKNOWN * max(rarity.values(), default=1.0)
    weights = []
    for word in words:
        known = {term: counts for term, counts in word.terms.items() if term in rarity}
        share = max((rarity[term] for term in known), default=0.0 if word.is_guess else unknown)
        weights.append((OF_GENERAL if word.is_general else 1.0, 0.0 if word.is_general else share, known))
    wanted = sum(share for _says, share, _known in weights)
    scored = []
    for entry, held in found.items():
        total = covered = 0.0
        for says, share, known in weights:
            said = best = 0.0
            for term, counts in known.items():
                impact = held.get(term)
                if impact is not None:
                    said, best = max(said, counts * rarity[term] * impact), max(best, counts)
            total += says * said
            covered += share * best
        if total > 0:
            scored.append(Scored(entry, total, covered / wanted if wanted else 0.0))
    return sorted(scored, key=lambda one: (-round(one.score, 6), one.entry))


def whole_terms(words: Iterable[Word], known: Iterable[str]) -> list[str]:
    """The words themselves, of those terms that lead anywhere: what an entry has to hold to hold the whole question."""
    known = set(known)
    return list(
        dict.fromkeys(term for word in words for term, counts in word.terms.items() if counts == 1.0 and term in known)
    )
