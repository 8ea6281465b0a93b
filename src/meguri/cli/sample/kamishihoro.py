"""上士幌町: the sourced facts that are shown of it, each with its source; it has not opened here."""

import csv
import io
from importlib.resources import files

from meguri.core.actor import system
from meguri.towns.actions import state_facts
from meguri.towns.models import Municipality, SourcedFact

CODE = "016331"


def facts() -> list[SourcedFact]:
    """The statements in order; an empty one says that nothing was found."""
    text = (files(__package__) / "kamishihoro.csv").read_text(encoding="utf-8")
    return [SourcedFact(**row) for row in csv.DictReader(io.StringIO(text))]


def state() -> None:
    state_facts(system(), Municipality.objects.get(code=CODE), facts())


def is_stated() -> bool:
    """Whether the very statements that ship are stored."""
    fields = ("topic", "label", "statement", "as_of", "source")
    stored = SourcedFact.objects.filter(municipality__code=CODE).order_by("position").values_list(*fields)
    return list(stored) == [tuple(getattr(fact, field) for field in fields) for fact in facts()]
