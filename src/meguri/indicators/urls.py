"""Paths of this slice: the catalogue below /indicators/, a place's figures below its code."""

from django.urls import path, register_converter

from meguri.indicators.pages import alike, definitions, of_place, one
from meguri.towns import converters  # noqa: F401 - registers <municipality:…>


class Chosen:
    """What stands beside an indicator, as `Choice.as_path` writes it."""

    regex = r"[-0-9a-zA-Z_,;]+"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Chosen, "chosen")

PLACE = "<municipality:code>/indicators/"
ONE = PLACE + "<slug:key>/"

urlpatterns = [
    path("indicators/", definitions.definitions, name="definitions"),
    path("indicators/<slug:key>/", definitions.definition, name="definition"),
    path("<municipality:code>/alike/", alike.alike_page, name="alike"),
    path(PLACE, of_place.indicators_of_place, name="indicators-of-place"),
    path(ONE, one.indicator_of_place, name="indicator"),
    path(ONE + "chart.json", one.chart_of_indicator, name="indicator-chart"),
    path(ONE + "figures.csv", one.csv_of_indicator, name="indicator-csv"),
    path(ONE + "beside/<chosen:chosen>/", one.suggest_beside, name="beside-suggest"),
]
