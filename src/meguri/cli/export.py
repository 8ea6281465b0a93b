"""`meguri export`: figures as CSV that Excel opens, of one indicator everywhere or of one place; or the record."""

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from meguri.cli.export_record import export_record
from meguri.cli.terminal import complain
from meguri.core.codes import parse_municipality_code
from meguri.core.errors import BadInput
from meguri.core.scope import across_towns
from meguri.core.tables import write_csv
from meguri.indicators.figures import Figures
from meguri.indicators.models import Indicator
from meguri.indicators.queries import catalogue, figures_of_indicator, figures_of_place
from meguri.towns.models import Municipality

HEAD = ("自治体コード", "自治体", "指標", "指標の名前", "時点", "値", "単位", "載りはじめた版", "載っている版", "出典")

NOTHING_CHOSEN = (
    "--indicator か --place のどちらかを指定してください。指標の名前は --list で見られます。"
    " / Name an indicator or a place; --list shows the indicators."
)
NO_INDICATOR = "{key} という指標はありません。--list で一覧を見られます。 / No indicator has this key; see --list."
NO_PLACE = "{code} という番号の自治体はありません。 / No municipality has this code."


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--indicator", metavar="指標", help="この指標の数字（--place がなければ全国）")
    parser.add_argument("--place", metavar="コード", help="この自治体の数字（--indicator がなければすべての指標）")
    parser.add_argument("--list", action="store_true", help="指標の名前の一覧を書き出します")
    parser.add_argument("--record", type=Path, metavar="フォルダー", help="公開記録の写しを書き出す先")
    parser.add_argument("-o", "--output", type=Path, metavar="ファイル", help="書き出す先（なければ画面へ）")


def run(asked: argparse.Namespace) -> int:
    if asked.record is not None:
        complain(f"公開記録の写しを書き出しました（{export_record(asked.record):,} 件）: {asked.record}")
        return 0
    with across_towns():  # the operator may take out what any town has stated
        rows = _listed() if asked.list else _chosen(asked.indicator, asked.place)
        parts = write_csv(rows)
        if asked.output is None:
            sys.stdout.buffer.writelines(parts)
            return 0
        with asked.output.open("wb") as file:
            file.writelines(parts)
    complain(f"書き出しました: {asked.output}")
    return 0


def _listed() -> Iterator[Sequence[object]]:
    yield ("指標", "指標の名前", "単位", "分野", "出典")
    for indicator in catalogue().visible():
        yield (indicator.key, indicator.name, indicator.unit, indicator.get_family_display(), indicator.source.credit)


def _chosen(key: str | None, code: str | None) -> Iterator[Sequence[object]]:
    place = _place(code) if code else None
    if key is not None:
        places = [place] if place else list(Municipality.objects.order_by("code"))
        return _rows_of_indicator(_indicator(key, place), places)
    if place is not None:
        return _rows_of_place(place)
    raise BadInput(NOTHING_CHOSEN)


def _place(given: str) -> Municipality:
    code = parse_municipality_code(given).code
    found = Municipality.objects.select_related("town").filter(code=code).first()
    if found is None:
        raise BadInput(NO_PLACE.format(code=code))
    return found


def _indicator(key: str, place: Municipality | None) -> Indicator:
    town = getattr(place, "town", None)
    found = catalogue().find(key, town.pk if town else None)
    if found is None:
        raise BadInput(NO_INDICATOR.format(key=key))
    return found


def _rows_of_place(place: Municipality) -> Iterator[Sequence[object]]:
    yield HEAD
    by_id = catalogue().by_id
    for indicator_id, figures in sorted(figures_of_place(place).items()):
        yield from _rows(place, by_id[indicator_id], figures)


def _rows_of_indicator(indicator: Indicator, places: Sequence[Municipality]) -> Iterator[Sequence[object]]:
    yield HEAD
    figures = figures_of_indicator(indicator, places)
    for place in places:
        yield from _rows(place, indicator, figures[place.pk])


def _rows(place: Municipality, indicator: Indicator, figures: Figures) -> Iterator[Sequence[object]]:
    for figure in figures.current:
        yield (
            place.code, place.name, indicator.key, indicator.name, str(figure.when),
            _written(figure.value),
            indicator.unit, figure.first_edition, figure.last_edition, indicator.source.credit,
        )  # fmt: skip


def _written(value: float | None) -> object:
    """A figure as published: whole numbers without a point; 公表なし where there is none."""
    if value is None:
        return "公表なし"
    return int(value) if value.is_integer() else value
