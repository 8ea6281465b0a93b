"""What each public act, each kind of thing and each fact is called on screen; every slice registers its own words."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _

Names = Callable[[Iterable[str]], Mapping[str, str]]


@dataclass(frozen=True)
class CameWith:
    """The act that brought a thing in with many others: one of `actions` in the log `origin`, around `at`."""

    origin: str
    actions: tuple[str, ...]
    at: datetime


@dataclass(frozen=True)
class Kind:
    """A kind of thing that a record speaks of.

    `address` leads from its public name to its page, where it has one; `names` gives the names people know for
    several public names at once, in a fixed number of queries. `came_by` is the country's act that brought many such
    things at once, so that none of them has an entry of its own; "" where there is none. `came_with` tells the same of
    a town's own thing, by its public name; None where nothing is known of it.
    """

    word: Promise
    address: Callable[[str], str] | None = None
    names: Names | None = None
    came_by: Callable[[str], str] | None = None
    came_with: Callable[[str], CameWith | None] | None = None


_titles: dict[str, Promise] = {}
_kinds: dict[str, Kind] = {}
_facts: dict[str, Promise] = {}
_values: dict[str, Callable[[str], str]] = {}


def register(
    titles: Mapping[str, Promise],
    kinds: Mapping[str, Kind] | None = None,
    facts: Mapping[str, Promise] | None = None,
    values: Mapping[str, Callable[[str], str]] | None = None,
) -> None:
    """Called by the module `record_titles` of each slice: words by action, by kind of reference, by name of fact.

    `values`: what gives the words for the values of a fact that are names in the program, as `firm` of `role`.
    """
    _titles.update(titles)
    _kinds.update(kinds or {})
    _facts.update(facts or {})
    _values.update(values or {})


def has_title(action: str) -> bool:
    return action in _titles


def title_of(action: str) -> str:
    """What was done, in words; an act of a later version that this one has no words for says so."""
    found = _titles.get(action)
    return str(found) if found is not None else _("ほかの操作（%(action)s）") % {"action": action}


def kind_named(kind: str) -> Kind | None:
    return _kinds.get(kind)


def fact_named(name: str) -> str:
    """What a fact is called; its own name where no slice has a word for it."""
    found = _facts.get(name)
    return str(found) if found is not None else name


def value_named(fact: str, value: str) -> str:
    """A value of a fact as people call it; as it is where no slice has a word for it."""
    words = _values.get(fact)
    return words(value) if words is not None else value
