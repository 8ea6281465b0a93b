"""How far a town's ring really runs: for each station it uses, what is there and how much of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from meguri.funding.queries import newest_budget
from meguri.governance.models import PublicObject
from meguri.indicators.short_number import short_number_for
from meguri.towns.models import Station, Town

Counts = Mapping[tuple[str, str], int]
"""Public objects of a town by station and kind."""
Told = Callable[[Counts, Town], tuple[str, str]]
"""Where a station leads, and what is there in words; "" for nothing."""


@dataclass(frozen=True, slots=True)
class RingStation:
    """A station as the ring shows it: `live` when the town has something there; `figure` says how much."""

    key: str
    url: str
    figure: str
    live: bool


def ring_of_town(town: Town, families: int | None = None) -> list[RingStation]:
    """The stations that the town has chosen or has something at, clockwise. Two queries at most.

    `families`: how many of the five families of figures have one; None leaves that out of the words.
    """
    counts = _counts()
    results = partial(_results, families=families)
    told: Mapping[Station, Told] = {Station.ACT: _projects, Station.FUND: _budget, Station.RESULTS: results}
    stations = [_station(station, told.get(station, partial(_objects, station))(counts, town)) for station in Station]
    return [one for one in stations if one.live or one.key in town.stations]


def _counts() -> Counts:
    rows = PublicObject.objects.filter(is_public=True).exclude(station="").values_list("station", "kind")
    return {(station, kind): count for station, kind, count in rows.annotate(Count("id")).order_by()}


def _station(station: Station, found: tuple[str, str]) -> RingStation:
    url, figure = found
    return RingStation(station.value, url, figure, live=bool(figure))


def _objects(station: Station, counts: Counts, town: Town) -> tuple[str, str]:
    """A station that no slice has words for yet: how many objects stand there."""
    total = sum(count for (where, _kind), count in counts.items() if where == station)
    return "", f"{total:,}" if total else ""


def _projects(counts: Counts, town: Town) -> tuple[str, str]:
    count = counts.get((Station.ACT.value, "project"), 0)
    return reverse("projects", args=[town.code]), _("%(count)s件の事業") % {"count": f"{count:,}"} if count else ""


def _budget(counts: Counts, town: Town) -> tuple[str, str]:
    url = reverse("money", args=[town.code])
    yen = newest_budget() if counts.get((Station.FUND.value, "budget_line")) else None
    if yen is None:
        return url, ""
    amount = short_number_for(get_language() or "ja")(yen)
    return url, _("%(amount)s円") % {"amount": amount}


def _results(counts: Counts, town: Town, families: int | None = None) -> tuple[str, str]:
    url = f"/{town.code}/indicators/"
    if families:
        return url, _("%(count)sつの分野") % {"count": families}
    count = sum(counted for (station, _kind), counted in counts.items() if station == Station.RESULTS)
    return url, f"{count:,}" if count else ""
