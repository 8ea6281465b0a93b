"""A town that brings its undertakings and its budget uses these stations of the ring from then on."""

from importlib.resources import files

from meguri.cli.sample import mihon_hall
from meguri.core.actor import system
from meguri.core.scope import in_town
from meguri.governance.actions.sheets import take_sheet
from meguri.governance.sheets.files import SheetFile
from meguri.towns.models import Town
from tests.fixtures.cast import Cast


def test_each_file_opens_its_station_once(cast: Cast) -> None:
    seen = []
    with in_town(cast.town):
        for kind, name, sheet in mihon_hall.SHEETS[:3]:
            content = (files("meguri.cli.sample") / "sheets" / name).read_bytes()
            take_sheet(system(), cast.town, kind, SheetFile(name, content, sheet=sheet))
            seen.append(Town.objects.get(pk=cast.town.pk).stations)
    assert seen == [["results"], ["act", "results"], ["act", "fund", "results"]]
