"""What moved in a town this month: its newest public acts, each in words with its date."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import pgettext

from meguri.record.queries import newest_entries_of
from meguri.record.titles import title_of
from meguri.towns.models import Town

LOOKED_AT = 20


@dataclass(frozen=True, slots=True)
class Happening:
    """One act in words; `url` leads to its entry in the record."""

    at: datetime
    day: str
    words: str
    url: str


def this_month(town: Town, most: int) -> list[Happening]:
    """At most `most` acts of this month, newest first; of several alike on one day, the newest. One query."""
    month = timezone.localdate().replace(day=1)
    found: dict[tuple[str, str], Happening] = {}
    for entry in newest_entries_of(town.code, LOOKED_AT):
        at = timezone.localtime(entry.at)
        if at.date() >= month:
            day, words = date_format(at, _day_format()), title_of(entry.action)
            found.setdefault((day, words), Happening(at, day, words, f"/record/entry/{entry.act}/"))
    return list(found.values())[:most]


def _day_format() -> str:
    return pgettext("date format of Django", "n月j日（D）")
