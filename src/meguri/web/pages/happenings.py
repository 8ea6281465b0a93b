"""What moved in a town this month: its newest public acts, each in words with its date."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import pgettext

from meguri.record.queries import PublicEntry, newest_entries_of
from meguri.record.titles import title_of
from meguri.record.words import Told, told
from meguri.towns.models import Town

LOOKED_AT = 20
OFFICES = ("post", "organisation")
BESIDE = ("town", "municipality")
"""What every act on a town's page is about."""


@dataclass(frozen=True, slots=True)
class Happening:
    """One act in words, and what it was about (`thing`, "" where that has no name); `url` leads to its entry."""

    at: datetime
    day: str
    words: str
    url: str
    thing: str = ""


def this_month(town: Town, most: int) -> list[Happening]:
    """At most `most` acts of this month, newest first; of several alike on one day, the newest.

    One query, and one for each kind of thing that those shown were about.
    """
    month = timezone.localdate().replace(day=1)
    found: dict[tuple[str, str], PublicEntry] = {}
    for entry in newest_entries_of(town.code, LOOKED_AT):
        at = timezone.localtime(entry.at)
        if at.date() >= month:
            found.setdefault((date_format(at, _day_format()), title_of(entry.action)), entry)
    return [_happening(one) for one in told(list(found.values())[:most])]


def _happening(one: Told) -> Happening:
    return Happening(one.at, date_format(one.at, _day_format()), one.title, one.url, _thing(one))


def _thing(one: Told) -> str:
    """The name of what it was about: a post or an organisation only where it was about nothing else."""
    things = [thing for thing in one.things if thing.kind not in BESIDE]
    about = [thing for thing in things if thing.kind not in OFFICES] or things
    return next((thing.name for thing in about if thing.is_named), "")


def _day_format() -> str:
    return pgettext("date format of Django", "n月j日（D）")
