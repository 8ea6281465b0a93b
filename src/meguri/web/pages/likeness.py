"""The towns most alike to one, each with the reasons in words; an order of likeness, no ranking."""

from dataclasses import dataclass

from meguri.indicators.alike import AlikeHere, alike_towns
from meguri.indicators.labels import place_label
from meguri.indicators.likeness import Alike, Weights
from meguri.indicators.likeness_words import reason, reasons_of
from meguri.towns.models import Municipality
from meguri.web.pages.names import prefecture_name

SHOWN = 3


@dataclass(frozen=True, slots=True)
class AlikeTown:
    """A town that is alike, and why."""

    name: str
    prefecture: str
    url: str
    reasons: tuple[str, ...]


def towns_alike(municipality: Municipality) -> list[AlikeTown]:
    """At most three. Two queries, more after an act."""
    here = alike_towns(municipality, SHOWN)
    return [_view(one, here, municipality.code) for one in here.found.towns]


def _view(one: Alike, here: AlikeHere, code: str) -> AlikeTown:
    place = here.municipalities[one.code]
    own, other = here.inputs.of(code), here.inputs.of(one.code)
    return AlikeTown(
        name=place_label(place),
        prefecture=prefecture_name(place.prefecture),
        url=f"/{place.code}/",
        reasons=tuple(reason(feature, own, other) for feature in reasons_of(one, Weights())),
    )
