"""The read side of どこに話せばよいか: which entries answer a question, by the impact-ordered index.

However much a town has told of itself, a question reads at most a fixed number of rows:

1. the 100 strongest entries of each of its terms, and how many there are up to 1,000 (one query, `strongest_first`);
2. only if the rarest of its words leads to more than 100: the 30 strongest that hold all the others, looked for among
   its 1,000 strongest (one query), so that an entry with the whole question in its name is found among the many that
   share each word;
3. what the 60 most promising say to every term of the question, exactly (one query, `one_impact_for_each_term`).

Then `desk_rank.score` orders them. Three queries at most, and one for their objects.
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from django.db import connection

from meguri.core.scope import active_town
from meguri.core.text import search_key
from meguri.governance.desk_rank import Scored, idf, score, whole_terms
from meguri.governance.desk_words import Word, words_of
from meguri.governance.models import DeskEntry, DeskTerm, PublicObject

STRONGEST = 100
COUNTED = 1000
ENTRIES_COUNTED = 4000
LOOKED_THROUGH = 1000
EXACTLY = 60
WHOLE = 30
MOST_TERMS = 64
LOOKED_AT = 3
"""How many times as many entries as were asked for are put in order by who answers."""
BY_KIND = {"post": 1.0, "organisation": 0.95, "facility": 0.7, "project": 0.5}
BY_OTHER_KIND = 0.4
BY_NAME, BY_WHOLE_NAME = 1.5, 4.0
"""Who can be telephoned comes before what is only told of: the same words count more for a post than for a figure.
What is asked for by its own name (町長, or a place as 図書館) comes before what is only near it (副町長)."""
FIGURES = frozenset({"indicator"})

_TERM, _ENTRY = DeskTerm._meta.db_table, DeskEntry._meta.db_table
_STRONGEST = (
    f"SELECT * FROM (SELECT term, entry_id, impact FROM {_TERM} "  # noqa: S608  # the table's own name
    "WHERE town_id = %s AND term = %s ORDER BY impact DESC, entry_id LIMIT %s) strongest"
)
_HOW_MANY = (
    f"SELECT %s, 0, COUNT(*) FROM (SELECT 1 FROM {_TERM} "  # noqa: S608  # the table's own name
    "WHERE town_id = %s AND term = %s LIMIT %s) counted"
)
_ENTRIES = f"SELECT '', 0, COUNT(*) FROM (SELECT 1 FROM {_ENTRY} WHERE town_id = %s LIMIT %s) counted"  # noqa: S608  # as above
_OF_RAREST = (
    f"SELECT rare.entry_id FROM (SELECT entry_id, impact FROM {_TERM} "  # noqa: S608  # the table's own name
    "WHERE town_id = %s AND term = %s ORDER BY impact DESC, entry_id LIMIT %s) rare WHERE "
)
_HOLDS = (
    f"(SELECT 1 FROM {_TERM} other "  # noqa: S608  # the table's own name
    "WHERE other.entry_id = rare.entry_id AND other.term = %s LIMIT 1) = 1"
)
"""Not EXISTS, which PostgreSQL turns into a join that reads all entries of the other term."""
_BEST = " ORDER BY rare.impact DESC, rare.entry_id LIMIT %s"


@dataclass(frozen=True, slots=True)
class Hit:
    """An object that was found. `answers`: it covers enough of the question to be told as the answer."""

    thing: PublicObject
    score: float
    answers: bool


@dataclass(frozen=True, slots=True)
class _Postings:
    """What the index holds first: term → entry → impact; the entries of each term and all, counted."""

    strongest: Mapping[str, Mapping[int, int]]
    holding: Mapping[str, int]
    entries: int

    @property
    def rarity(self) -> dict[str, float]:
        return {term: idf(count, max(self.entries, count)) for term, count in self.holding.items()}


def find(question: str, limit: int = 10) -> list[Hit]:
    """The objects of the active town that answer best, the best first. Four queries at most; none for no words."""
    words = words_of(question)
    if not words:
        return []
    best = _ranked(words)[: limit * LOOKED_AT]
    entries = DeskEntry.objects.select_related("object").in_bulk([one.entry for one in best]) if best else {}
    things = {pk: entry.object for pk, entry in entries.items() if entry.object.is_public}
    hits = [Hit(things[one.entry], one.score, one.answers) for one in best if one.entry in things]
    named = {term for word in words for term, counts in word.terms.items() if counts == 1.0}
    return sorted(hits, key=lambda hit: _order(hit, named, search_key(question)))[:limit]


def _order(hit: Hit, named: Set[str], question: str) -> tuple[bool, float]:
    """Who can be asked, then how well it fits; a figure stands above no post."""
    kind = hit.thing.kind
    title = search_key(hit.thing.title)
    last = search_key(hit.thing.title.rpartition(" ")[2])
    is_named = last in named or (kind == "facility" and last.endswith(tuple(named)))
    by_name = BY_WHOLE_NAME if title == question else BY_NAME if is_named else 1.0
    return kind in FIGURES, -hit.score * BY_KIND.get(kind, BY_OTHER_KIND) * by_name


def _ranked(words: Sequence[Word]) -> list[Scored]:
    terms = list(dict.fromkeys(term for word in words for term in word.terms))[:MOST_TERMS]
    postings = _strongest(terms)
    if not postings.holding:
        return []
    rarity = postings.rarity
    candidates = _promising(words, postings, rarity)
    held: dict[int, dict[str, int]] = {}
    rows = DeskTerm.objects.filter(entry__in=candidates, term__in=list(postings.holding))
    for entry, term, impact in rows.values_list("entry_id", "term", "impact"):
        held.setdefault(entry, {})[term] = impact
    return score(words, held, rarity)


def _strongest(terms: Sequence[str]) -> _Postings:
    """One query for all terms. The town stands in each part: rows read past the manager are not scoped by it."""
    town = active_town().pk  # type: ignore[union-attr]  # the desk is asked inside a town's scope alone
    parts, given = [_ENTRIES], [town, ENTRIES_COUNTED]
    for term in terms:
        parts += [_STRONGEST, _HOW_MANY]
        given += [town, term, STRONGEST, term, town, term, COUNTED]
    strongest: dict[str, dict[int, int]] = {}
    holding: dict[str, int] = {}
    entries = 0
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), given)
        for term, entry, number in cursor.fetchall():
            if entry:
                strongest.setdefault(term, {})[entry] = number
            elif not term:
                entries = number
            elif number:
                holding[term] = number
    return _Postings(strongest, holding, entries)


def _promising(words: Sequence[Word], postings: _Postings, rarity: Mapping[str, float]) -> list[int]:
    """The entries worth an exact look: those that hold the whole question, then by what is known of them so far."""
    known: dict[int, dict[str, int]] = {}
    for term, entries in postings.strongest.items():
        for entry, impact in entries.items():
            known.setdefault(entry, {})[term] = impact
    so_far = [one.entry for one in score(words, known, rarity)]
    return list(dict.fromkeys([*_with_all(words, postings), *so_far]))[:EXACTLY]


def _with_all(words: Sequence[Word], postings: _Postings) -> list[int]:
    """Entries that hold every word, if the lists that were read may lack some. One query, or none."""
    whole = sorted(whole_terms(words, postings.holding), key=lambda term: postings.holding[term])
    if len(whole) < 2 or postings.holding[whole[0]] <= STRONGEST:
        return []
    town = active_town().pk  # type: ignore[union-attr]  # as above
    rarest, *others = whole
    with connection.cursor() as cursor:
        sql = _OF_RAREST + " AND ".join([_HOLDS] * len(others)) + _BEST
        cursor.execute(sql, [town, rarest, LOOKED_THROUGH, *others, WHOLE])
        return [entry for (entry,) in cursor.fetchall()]
