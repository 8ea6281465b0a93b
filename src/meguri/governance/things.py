"""What a post has a part in, as lists show it: its title, the word of its kind, its state and its own page."""

from collections.abc import Iterable
from dataclasses import dataclass

from meguri.governance.models import PublicObject, Responsibility
from meguri.record.titles import kind_named


@dataclass(frozen=True, slots=True)
class Thing:
    """A responsibility with its object in words. `url` is "" where the object has no page of its own."""

    term: Responsibility
    title: str
    word: str
    state: str
    url: str


def page_of_object(thing: PublicObject) -> str:
    """The address of an object's own page, "" where its kind has none."""
    kind = kind_named(thing.kind)
    return kind.address(thing.key) if kind is not None and kind.address is not None else ""


def word_of(thing: PublicObject) -> str:
    """What its kind is called, "" where no slice says."""
    kind = kind_named(thing.kind)
    return str(kind.word) if kind is not None else ""


def thing_of(term: Responsibility) -> Thing:
    """Expects the object to be selected."""
    thing = term.object
    return Thing(term, thing.title, word_of(thing), thing.state, page_of_object(thing))


def things(terms: Iterable[Responsibility]) -> list[Thing]:
    return [thing_of(term) for term in terms]
