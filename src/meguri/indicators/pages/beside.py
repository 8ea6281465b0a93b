"""What a reader wants to see beside an indicator: towns and indicators asked for, and those that cannot be had."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from meguri.indicators.compare import MOST_BESIDE, Choice
from meguri.indicators.labels import name_of, place_label
from meguri.indicators.models import Indicator
from meguri.indicators.queries import Catalogue
from meguri.towns.models import Municipality
from meguri.towns.queries import find_places
from meguri.towns.search import Place


@dataclass(frozen=True)
class Beside:
    """The towns and indicators that can stand beside, the choice that names them, a sentence for each that cannot."""

    choice: Choice
    towns: tuple[Municipality, ...]
    indicators: tuple[Indicator, ...]
    refusals: tuple[str | Promise, ...]

    @property
    def is_full(self) -> bool:
        return len(self.towns) + len(self.indicators) >= MOST_BESIDE


def read_beside(known: Catalogue, indicator: Indicator, place: Municipality, asked: Choice) -> Beside:
    """What of `asked` can be shown. One query when towns are asked for."""
    refusals: list[str | Promise] = []
    towns = _towns(asked.codes, indicator, place, refusals)
    others = _indicators(asked.keys, known, indicator, place, refusals)
    room = max(MOST_BESIDE - len(towns), 0)
    if len(towns) > MOST_BESIDE or len(others) > room:
        refusals.append(_("並べられるのは5つまでです。どれかを外すと、ほかを足せます。"))
    towns, others = towns[:MOST_BESIDE], others[:room]
    choice = Choice(tuple(town.code for town in towns), tuple(other.key for other in others))
    return Beside(choice, tuple(towns), tuple(others), tuple(refusals))


def _towns(
    codes: Sequence[str], indicator: Indicator, place: Municipality, refusals: list[str | Promise]
) -> list[Municipality]:
    wanted = [code for code in codes if code != place.code][: MOST_BESIDE * 4]
    if not wanted:
        return []
    if indicator.town_id is not None:
        refusals.append(_("これはこのまちだけの指標です。ほかのまちには、同じ数え方の数字がありません。"))
        return []
    rows = Municipality.objects.select_related("prefecture", "town").filter(code__in=wanted)
    by_code = {town.code: town for town in rows}
    found = []
    for code in wanted:
        town = by_code.get(code)
        if town is None:
            refusals.append(format_lazy(_("「{code}」という番号のまちはありません。"), code=code[:12]))
        elif town.is_fictional and not place.is_fictional:
            refusals.append(format_lazy(_("{name}は架空の町なので、実在のまちとは並べません。"), name=town.name))
        else:
            found.append(town)
    return found


def _indicators(
    keys: Sequence[str], known: Catalogue, indicator: Indicator, place: Municipality, refusals: list[str | Promise]
) -> list[Indicator]:
    town = getattr(place, "town", None)
    found = []
    for key in keys[: MOST_BESIDE * 4]:
        other = known.find(key, town.pk if town else None)
        if other is None:
            refusals.append(format_lazy(_("「{key}」という指標はありません。"), key=key[:40]))
        elif other.pk != indicator.pk:
            found.append(other)
    return found


@dataclass(frozen=True, slots=True)
class Chip:
    """Something that stands beside, and the address of the page without it."""

    name: str
    url: str


def chips(beside: Beside, base: str) -> list[Chip]:
    towns = [Chip(place_label(town), base + beside.choice.without(town.code).as_query()) for town in beside.towns]
    return towns + [Chip(name_of(one), base + beside.choice.without(one.key).as_query()) for one in beside.indicators]


def candidates(typed: str, place: Municipality, limit: int = 12) -> list[Place]:
    """Towns that could be meant; a made-up one is not put beside a real one. Two queries at most."""
    found = find_places(typed, limit + 2) if typed.strip() else []
    fitting = [one for one in found if one.code != place.code and (place.is_fictional or not one.is_fictional)]
    return fitting[:limit]


def meant_by(typed: str, found: Sequence[Place]) -> Place | None:
    """The one town that was typed: by its code, by its whole name, or the only one that fits."""
    exact = [one for one in found if typed.strip() in (one.code, one.name, one.full_name)]
    fitting = exact or list(found)
    return fitting[0] if len(fitting) == 1 else None


def page_url(place: Municipality, indicator: Indicator, choice: Choice | None = None) -> str:
    """The page of an indicator of a place, with what stands beside."""
    return reverse("indicator", args=[place.code, indicator.key]) + (choice or Choice()).as_query()


def added_key(choice: Choice, key: str) -> Choice:
    return choice if key in choice.keys else replace(choice, keys=(*choice.keys, key))
