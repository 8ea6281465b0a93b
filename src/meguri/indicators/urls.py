"""Paths of this slice: the catalogue below /indicators/, a place's figures below its code."""

from django.urls import path, register_converter

from meguri.indicators.pages import alike, define, definitions, import_official, import_town, of_place, one
from meguri.towns import converters  # noqa: F401 - registers <municipality:…>


class Chosen:
    """What stands beside an indicator, as `Choice.as_path` writes it."""

    regex = r"[-0-9a-zA-Z_,;]+"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class Digest(Chosen):
    """A SHA-256 in hexadecimal."""

    regex = "[0-9a-f]{64}"


register_converter(Chosen, "chosen")
register_converter(Digest, "digest")

PLACE = "<municipality:code>/indicators/"
ONE = PLACE + "<slug:key>/"

urlpatterns = [
    path("indicators/", definitions.definitions, name="definitions"),
    path("indicators/<slug:key>/", definitions.definition, name="definition"),
    path("<municipality:code>/alike/", alike.alike_page, name="alike"),
    path(PLACE, of_place.indicators_of_place, name="indicators-of-place"),
    path(PLACE + "new/", define.define_indicator, name="define-indicator"),
    path(ONE + "target/", define.target_of_indicator, name="set-target"),
    path("<municipality:code>/import/", import_town.import_start, name="import-figures"),
    path("<municipality:code>/import/done/<int:edition>/", import_town.import_done, name="import-done"),
    path("<municipality:code>/import/<digest:digest>/", import_town.import_preview, name="import-preview"),
    path("<municipality:code>/import/<digest:digest>/report.csv", import_town.import_report, name="import-report"),
    path("operator/import/", import_official.import_official, name="import-official"),
    path(ONE, one.indicator_of_place, name="indicator"),
    path(ONE + "chart.json", one.chart_of_indicator, name="indicator-chart"),
    path(ONE + "figures.csv", one.csv_of_indicator, name="indicator-csv"),
    path(ONE + "beside/<chosen:chosen>/", one.suggest_beside, name="beside-suggest"),
]
