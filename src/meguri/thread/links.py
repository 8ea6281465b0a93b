"""The two statements that read the links of public objects: each bounded, however many links an object has."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from meguri.thread.walk import Edge, Side

MOST_COUNTED = 1000

_ENDS = {Side.BEFORE: ("target_id", "source_id"), Side.AFTER: ("source_id", "target_id")}
"""Of each side: the column of the object asked about, and that of the other end."""

_NEWEST = """SELECT * FROM (
SELECT '{side}', link.source_id, link.target_id, other.station FROM governance_link link
JOIN governance_publicobject other ON other.id = link.{there}
WHERE link.{here} = %s AND other.town_id = %s AND other.is_public ORDER BY link.id DESC LIMIT %s) newest_{number}"""

_COUNTED = """SELECT '{side}', other.station, other.kind, COUNT(DISTINCT other.id), 0
FROM (SELECT link.{there} AS id FROM governance_link link WHERE link.{here} = %s ORDER BY link.id DESC LIMIT %s) ends
JOIN governance_publicobject other ON other.id = ends.id WHERE other.town_id = %s AND other.is_public
GROUP BY other.station, other.kind UNION ALL
SELECT '{side}', NULL, NULL, 0, COUNT(*) FROM (SELECT 1 FROM governance_link WHERE {here} = %s LIMIT %s) every"""


@dataclass
class LinkReader:
    """Looks at the links between the public objects of one town, and remembers the station of each end it met."""

    town_id: int
    stations: dict[int, str] = field(default_factory=dict)

    def __call__(self, before: Sequence[int], after: Sequence[int], each: int) -> dict[Side, list[Edge]]:
        """As `walk.Neighbours` says. One query; its cost depends on how many ids are given, not on their links."""
        asked = [(Side.BEFORE, one) for one in before] + [(Side.AFTER, one) for one in after]
        found: dict[Side, list[Edge]] = {Side.BEFORE: [], Side.AFTER: []}
        if not asked:
            return found
        statement = "\nUNION ALL\n".join(_newest(side, number) for number, (side, _one) in enumerate(asked))
        given = [value for _side, one in asked for value in (one, self.town_id, each)]
        for side, source, target, station in _rows(statement, given):
            found[Side(side)].append(Edge(source, target))
            self.stations[source if side == Side.BEFORE.value else target] = station
        return found


@dataclass(frozen=True)
class Tally:
    """How many public objects an object is tied to on one side, by station ("" beside the ring) and by kind."""

    by_station: dict[str, int]
    by_kind: dict[str, int]
    or_more: bool = False

    @property
    def total(self) -> int:
        return sum(self.by_station.values())


def tallies(object_id: int, town_id: int) -> dict[Side, Tally]:
    """What one object is directly tied to. One query, which looks at the newest `MOST_COUNTED` links of each side."""
    statement = "\nUNION ALL\n".join(_counted(side) for side in Side)
    one_side = [object_id, MOST_COUNTED, town_id, object_id, MOST_COUNTED + 1]
    stations, kinds = ({side: Counter[str]() for side in Side} for _each in range(2))
    many: dict[Side, bool] = {}
    for name, station, kind, count, links in _rows(statement, one_side * len(Side)):
        if station is None:
            many[Side(name)] = links > MOST_COUNTED
        else:
            stations[Side(name)][station] += count
            kinds[Side(name)][kind] += count
    return {side: Tally(dict(stations[side]), dict(kinds[side]), many[side]) for side in Side}


def _newest(side: Side, number: int) -> str:
    here, there = _ENDS[side]
    return _NEWEST.format(side=side.value, here=here, there=there, number=number)


def _counted(side: Side) -> str:
    here, there = _ENDS[side]
    return _COUNTED.format(side=side.value, here=here, there=there)


def _rows(statement: str, given: Sequence[int]) -> Iterator[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        yield from cursor.fetchall()
