"""`{% thread_strip thread_of %}`: the strip at the end of a page about one public object."""

from typing import Any

from django import template
from django.template import Context

from meguri.core.ports import Reference
from meguri.thread.queries import strip
from meguri.thread.shapes import Strip
from meguri.towns.models import Station
from meguri.towns.request import town_of

register = template.Library()


@register.inclusion_tag("thread/_strip.html", takes_context=True)
def thread_strip(context: Context, thread_of: Reference | None) -> dict[str, Any]:
    """Nothing where the page's municipality has not opened, or there is nothing to say. At most 10 queries."""
    request = context.get("request")
    town = town_of(request) if request is not None and thread_of is not None else None
    found = strip(town, thread_of) if town is not None and thread_of is not None else None
    if found is None or not _says_something(found):
        return {"strip": None}
    return {
        "strip": found,
        "stations": _stations(found),
        "station_word": Station(found.here.station).label if found.here.station else "",
    }


def _says_something(found: Strip) -> bool:
    """Not of what stands beside the ring untied, nor of what the town has not spoken of where nothing is expected."""
    tied = found.before.knots or found.after.knots or found.gaps
    return bool(tied or (found.is_known and found.here.station))


def _stations(found: Strip) -> list[dict[str, object]]:
    """The stations the town uses and those the strip speaks of; live where this thread has something."""
    live = set(found.live) | ({found.here.station} if found.is_known else set())
    shown = set(found.stations) | live | {found.here.station}
    return [
        {"key": one.value, "url": "", "figure": "", "live": one.value in live} for one in Station if one.value in shown
    ]
