"""What pages, the API and JSON-LD show of the thread."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from meguri.core.ports import Reference
from meguri.governance.queries.contact import Contact
from meguri.thread.walk import Side, Walk


@dataclass(frozen=True, slots=True)
class Knot:
    """One object on the thread. `word`: its kind; `station`: "" beside the ring; `url`: "" where it has no page."""

    id: int
    reference: Reference
    word: str
    title: str
    summary: str
    state: str
    station: str
    url: str
    thread_url: str


@dataclass(frozen=True, slots=True)
class Answers:
    """Who answers for an object: the post with its page, since when, when it said so, and whom to call.

    Without a post, `contact` is the town's general desk. `is_missing`: somebody has to, and has for longer than the
    town's days of grace not been named.
    """

    contact: Contact
    name: str = ""
    url: str = ""
    since: date | None = None
    confirmed_on: date | None = None
    is_missing: bool = False

    @property
    def who(self) -> str:
        """The post, else the general desk."""
        return self.name or self.contact.name


@dataclass(frozen=True, slots=True)
class Gap:
    """A station at which a whole thread has something and this one has nothing, and who could tie it."""

    side: Side
    station: str
    word: str
    who: Answers


@dataclass(frozen=True, slots=True)
class Ends:
    """The newest few objects on one side, and how many more there are (`or_more`: at least so many).

    `kinds`: of those more, how many of each kind, the most first; empty where the side has one kind.
    """

    knots: tuple[Knot, ...] = ()
    more: int = 0
    or_more: bool = False
    kinds: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class Strip:
    """One object's place on the ring, what it came from, what came of it, and what is not tied yet.

    `stations`: those the town uses; `live`: those near by that this thread has something of. `is_known`: the thread
    knows the object; else it is one that the town has nothing to say of yet. `beside`: the newest few at other stations
    that are tied to it through a common object, as a report to a line of the budget through their project.
    """

    here: Knot
    before: Ends
    after: Ends
    gaps: tuple[Gap, ...]
    answers: Answers
    stations: tuple[str, ...]
    live: frozenset[str]
    history_url: str
    is_known: bool = True
    beside: tuple[Knot, ...] = ()

    @property
    def gaps_before(self) -> list[Gap]:
        return [gap for gap in self.gaps if gap.side is Side.BEFORE]

    @property
    def gaps_after(self) -> list[Gap]:
        return [gap for gap in self.gaps if gap.side is Side.AFTER]


@dataclass(frozen=True)
class Whole:
    """The whole walk. `names`: the accountable post of each object that has one, with its page."""

    here: Knot
    walk: Walk
    knots: Mapping[int, Knot]
    gaps: tuple[Gap, ...]
    answers: Answers
    names: Mapping[int, tuple[str, str]]
    history_url: str
