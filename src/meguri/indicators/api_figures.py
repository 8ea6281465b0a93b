"""Writes the two large answers, all figures of a town and one indicator everywhere, straight from the rows as JSON."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Literal, TypeVar

import orjson
from ninja import Schema

from meguri.core.api.paging import Cut
from meguri.core.period import Period
from meguri.core.revision import PerRevision
from meguri.indicators.api_schemas import IndicatorOut, sources_named
from meguri.indicators.figures import Figure, State
from meguri.indicators.labels import counted_by
from meguri.indicators.models import Indicator, Observation
from meguri.indicators.queries import ROW_FIELDS, Catalogue, Row, catalogue
from meguri.towns.models import Municipality

T = TypeVar("T")

Field = Literal[0, 1]
INDICATOR: Field = 0
PLACE: Field = 1
LAST_EDITION: Literal[5] = 5
"""Field numbers of a row."""

NO_ROW: Row = (0, 0, 0, 0.0, 0, 0)


@dataclass(frozen=True)
class PlaceOpening:
    """A municipality as it stands at the head of its figures."""

    id: int
    code: str
    name: str
    prefecture_code: str
    prefecture: str
    json: bytes
    """The fields of `PlaceOut`, without braces."""


def _make_places() -> list[PlaceOpening]:
    rows = Municipality.objects.filter(is_fictional=False).order_by("code").values_list(
        "id", "code", "name", "prefecture_id", "prefecture__name"
    )
    return [PlaceOpening(*row, json=_place_json(row[1], row[2], row[4])) for row in rows]


def _place_json(code: str, name: str, prefecture: str) -> bytes:
    return orjson.dumps({"code": code, "name": name, "prefecture": prefecture})[1:-1]


def _sources(known: Catalogue, indicators: Iterable[Indicator], rows: Iterable[Row]) -> bytes:
    """The sources that an answer names by key: of its definitions and of its figures; `SourceOut`s as JSON."""
    editions = {row[LAST_EDITION] for row in rows}
    figures = (known.editions[edition].source for edition in editions)
    return b",".join(_json(one) for one in sources_named(chain((one.source for one in indicators), figures)))


class _Pieces:
    """Parts of the answer that recur, written once for each revision: definitions, periods with their editions."""

    def __init__(self) -> None:
        self.known: Catalogue = catalogue()
        self._definitions: dict[int, bytes] = {}
        self._vintages: dict[tuple[int, int, int], str] = {}

    def definition(self, indicator: Indicator) -> bytes:
        """`IndicatorOut` as JSON."""
        written = self._definitions.get(indicator.pk)
        if written is None:
            written = self._definitions[indicator.pk] = _json(IndicatorOut.of(indicator))
        return written

    def figures(self, rows: Iterable[Row], by: Field) -> dict[int, bytes]:
        """`FigureOut`s as JSON with commas between, by field number `by` of their row.

        Rows of one indicator, place and period stand together; the vintage published last is in force.
        """
        written: dict[int, list[str]] = defaultdict(list)
        vintages = self._vintages
        before: Row = NO_ROW
        for row in rows:
            indicator, place, period, value, first, last = row
            opening = vintages.get((period, first, last)) or self._vintage(period, first, last)
            if value or self.known.state(row) is State.VALUE:
                figure = f'{opening}"state":"value","value":{repr(value).removesuffix(".0")}}}'
            else:
                figure = opening + '"state":"not_published","value":null}'
            there = written[row[by]]
            if place == before[1] and period == before[2] and indicator == before[0]:
                if self._rank(row) < self._rank(before):
                    continue
                there.pop()
            there.append(figure)
            before = row
        return {key: ",".join(figures).encode() for key, figures in written.items()}

    def _rank(self, row: Row) -> int:
        return self.known.editions[row[5]].rank

    def _vintage(self, period: int, first: int, last: int) -> str:
        editions = self.known.editions
        told = {
            "period": str(Period.decode(period)),
            "first_edition": editions[first].label,
            "last_edition": editions[last].label,
            "source": editions[last].source.key,
        }
        written = self._vintages[period, first, last] = orjson.dumps(told).decode()[:-1] + ","
        return written


_pieces = PerRevision(_Pieces)
_places = PerRevision(_make_places)


def places(prefecture: str | None = None) -> list[PlaceOpening]:
    """All municipalities by code, or one prefecture's; none that is made up."""
    known = _places.now()
    return [place for place in known if prefecture in (None, place.prefecture_code)]


def place_figures(municipality: Municipality, part: Cut[Indicator]) -> bytes:
    """`PlaceFigures` as JSON: the figures of these indicators at one place. One query, more after an act."""
    pieces = _pieces.now()
    shown = {one.pk for one in part.items}
    rows = list(_rows_of_place(municipality, part.items))
    figures = pieces.figures(rows, by=INDICATOR)
    sources = _sources(pieces.known, part.items, (row for row in rows if row[INDICATOR] in shown))
    items = (
        b'{"indicator":%b,"figures":[%b]}' % (pieces.definition(one), figures.get(one.pk, b"")) for one in part.items
    )
    place = _place_json(municipality.code, municipality.name, municipality.prefecture.name)
    return _answer(b'"municipality":{%b}' % place, sources, items, part)


def indicator_figures(indicator: Indicator, part: Cut[PlaceOpening], period: int | None = None) -> bytes:
    """`IndicatorFigures` as JSON: the figures of one indicator at these places. One query, more after an act."""
    pieces = _pieces.now()
    rows = list(_rows_of_indicator(indicator, part.items, period))
    figures = pieces.figures(rows, by=PLACE)
    shown = {place.id for place in part.items}
    sources = _sources(pieces.known, [indicator], (row for row in rows if row[PLACE] in shown))
    items = (b'{%b,"figures":[%b]}' % (place.json, figures.get(place.id, b"")) for place in part.items)
    return _answer(b'"indicator":' + pieces.definition(indicator), sources, items, part)


TABLE_HEADER = ("code", "name", "prefecture", "indicator", "indicator_name", "unit", "period", "value", "state",
                "first_edition", "last_edition", "statistic", "source", "credit")  # fmt: skip


def place_table(municipality: Municipality, indicators: Sequence[Indicator]) -> Iterator[tuple[object, ...]]:
    """The figures in force at one place, in rows under `TABLE_HEADER`."""
    by_indicator = _gathered(_rows_of_place(municipality, indicators), by=INDICATOR)
    place = (municipality.code, municipality.name, municipality.prefecture.name)
    known = catalogue()
    for indicator in indicators:
        for figure in known.figures(by_indicator[indicator.pk]).current:
            yield _cells(place, indicator, figure)


def indicator_table(
    indicator: Indicator, chosen: Sequence[PlaceOpening], period: int | None = None
) -> Iterator[tuple[object, ...]]:
    """The figures in force of one indicator at these places, in rows under `TABLE_HEADER`."""
    by_place = _gathered(_rows_of_indicator(indicator, chosen, period), by=PLACE)
    known = catalogue()
    for place in chosen:
        for figure in known.figures(by_place[place.id]).current:
            yield _cells((place.code, place.name, place.prefecture), indicator, figure)


def _cells(place: tuple[str, str, str], indicator: Indicator, figure: Figure) -> tuple[object, ...]:
    value = figure.value if figure.value is None or not figure.value.is_integer() else int(figure.value)
    source = figure.source
    return (*place, indicator.key, indicator.name, indicator.unit, str(figure.when), value, figure.state.value,
            figure.first_edition, figure.last_edition, counted_by(indicator, source),
            source.name, source.credit)  # fmt: skip


MOST_IDS = 400
"""More places than this are cheaper to read and pass over than to name one by one."""


def _rows_of_indicator(indicator: Indicator, chosen: Sequence[PlaceOpening], period: int | None) -> Iterable[Row]:
    rows = Observation.objects.filter(indicator=indicator)
    if period is not None:
        rows = rows.filter(period=period)
    if len(chosen) <= MOST_IDS:
        rows = rows.filter(municipality__in=[place.id for place in chosen])
    return rows.order_by("period", "municipality_id").values_list(*ROW_FIELDS)


def _rows_of_place(municipality: Municipality, indicators: Sequence[Indicator]) -> Iterable[Row]:
    rows = Observation.objects.filter(municipality=municipality)
    if len(indicators) <= MOST_IDS // 8:
        rows = rows.filter(indicator__in=[indicator.pk for indicator in indicators])
    return rows.order_by("indicator_id", "period").values_list(*ROW_FIELDS)


def _gathered(rows: Iterable[Row], by: Field) -> dict[int, list[Row]]:
    gathered: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        gathered[row[by]].append(row)
    return gathered


def _answer(head: bytes, sources: bytes, items: Iterable[bytes], part: Cut[T]) -> bytes:
    """Bytes throughout: to join the text first and encode it then would take twice as long."""
    place = orjson.dumps(part.place)[1:-1]
    return b'{%b,"sources":[%b],%b,"items":[%b]}' % (head, sources, place, b",".join(items))


def _json(shape: Schema) -> bytes:
    return shape.model_dump_json().encode()
