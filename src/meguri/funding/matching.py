"""Which project a line of the budget is for: by number or the very name; what only looks like it is a proposal.

Free of Django. A proposal is never tied by itself: a person says yes or no.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from meguri.core.text import normalise, search_key

MOST_PROPOSALS = 3
LIKELY = 0.5
"""Of the pairs of letters in both names (Dice), the share from which a name is proposed."""

_FILLERS = re.compile("(事業|の|費|等|及び|・|、|「|」|[()（）【】\\s])")


def name_key(name: str) -> str:
    """The name in one written form: width, dashes and blanks do not count, every letter does."""
    return normalise(name).replace(" ", "").casefold()[:100]


def number_key(number: str) -> str:
    return normalise(number).replace(" ", "").casefold()


@dataclass(frozen=True, slots=True)
class Named:
    """A project as the matching sees it."""

    pk: int
    number: str
    name: str


@dataclass(frozen=True, slots=True)
class Match:
    """A project that a line is for, and how that is known: "number" or "name"."""

    project: int
    how: str


@dataclass
class Projects:
    """The projects of a town, found by number, by name and by likeness."""

    by_number: dict[str, list[Named]] = field(default_factory=lambda: defaultdict(list))
    by_name: dict[str, list[Named]] = field(default_factory=lambda: defaultdict(list))
    by_pair: dict[str, list[Named]] = field(default_factory=lambda: defaultdict(list))
    pairs: dict[int, int] = field(default_factory=dict)

    @classmethod
    def of(cls, projects: Iterable[Named], *, likeness: bool = False) -> "Projects":
        """`likeness`: whether proposals will be asked for."""
        known = cls()
        for one in projects:
            if one.number:
                known.by_number[number_key(one.number)].append(one)
            known.by_name[name_key(one.name)].append(one)
            if likeness:
                found = _pairs(one.name)
                known.pairs[one.pk] = len(found)
                for pair in found:
                    known.by_pair[pair].append(one)
        return known

    def match(self, number: str, name: str) -> Match | None:
        """The one project with this number or this very name; None when there is none, or the two disagree."""
        numbered = self.by_number.get(number_key(number), []) if number else []
        named = self.by_name.get(name_key(name), []) if name else []
        if len(numbered) == 1 and (not named or numbered[0] in named):
            return Match(numbered[0].pk, "number")
        if len(named) == 1 and not numbered:
            return Match(named[0].pk, "name")
        return None

    def proposals(self, number: str, name: str) -> list[Named]:
        """Projects that a line may be for, the likeliest first; three at most."""
        scores: dict[int, float] = defaultdict(float)
        known: dict[int, Named] = {}
        for sure in (*self._same_number(number), *self.by_name.get(name_key(name), [])):
            scores[sure.pk] += 1
            known[sure.pk] = sure
        pairs = _pairs(name)
        shared = Counter(one.pk for pair in pairs for one in self.by_pair.get(pair, ()))
        known |= {one.pk: one for pair in pairs for one in self.by_pair.get(pair, ())}
        for pk, count in shared.items():
            likeness = 2 * count / (len(pairs) + self.pairs[pk])
            if likeness >= LIKELY:
                scores[pk] += likeness
        ordered = sorted(scores, key=lambda pk: (-scores[pk], pk))
        return [known[pk] for pk in ordered[:MOST_PROPOSALS]]

    def _same_number(self, number: str) -> list[Named]:
        """Equal but for zeros before it, which a spreadsheet loses."""
        wanted = number_key(number).lstrip("0")
        if not wanted:
            return []
        return [one for key, found in self.by_number.items() if key.lstrip("0") == wanted for one in found]


def _pairs(name: str) -> set[str]:
    """Pairs of neighbouring letters of the name as it is looked for, without words that many names share."""
    bare = _FILLERS.sub("", search_key(name)) or search_key(name)
    return {bare[at : at + 2] for at in range(len(bare) - 1)} or {bare}
