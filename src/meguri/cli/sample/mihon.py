"""見本町: a made-up town that is open, with made-up figures and somebody in every role."""

import csv
import io
import time
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files

from meguri.core.actor import STAFF_ROLES, Role, system
from meguri.core.codes import municipality_check_digit
from meguri.core.period import Period
from meguri.core.scope import across_towns, in_town
from meguri.indicators.models import Observation
from meguri.indicators.sample import state_sample_figures
from meguri.towns.actions import choose_stations, open_town, state_desk
from meguri.towns.founding import found_sample_town, seat_sample_person
from meguri.towns.models import Membership, Station, Town
from meguri.towns.one_time_code import Token

BASE_CODE = "99301"
CODE = BASE_CODE + municipality_check_digit(BASE_CODE)
POSITION = (36.6, 138.2)
SEED = b"meguri sample device"
"""Published on purpose: it opens the made-up town alone, and only where the demo was loaded."""


@dataclass(frozen=True)
class SamplePerson:
    """Somebody whom a visitor of the demo may try to be. `post`: which post they hold, by its path."""

    email: str
    name: str
    role: Role
    post: str = ""

    @property
    def needs_code(self) -> bool:
        """Staff show a second factor."""
        return self.role in STAFF_ROLES


PEOPLE = (
    SamplePerson("resident@mihon.example", "見本 はな", Role.RESIDENT),
    SamplePerson("supporter@mihon.example", "見本 とおる", Role.SUPPORTER),
    SamplePerson("officer@mihon.example", "見本 みどり", Role.OFFICER, "保健福祉課／福祉係／係長"),
    SamplePerson("chief@mihon.example", "見本 まさる", Role.OFFICER, "保健福祉課／課長"),
    SamplePerson("planning@mihon.example", "見本 のぼる", Role.OFFICER, "企画課／課長"),
    SamplePerson("works@mihon.example", "見本 まもる", Role.OFFICER, "建設課／課長"),
    SamplePerson("newhead@mihon.example", "見本 あらた", Role.OFFICER, "建設課／管理係／係長"),
    SamplePerson("mayor@mihon.example", "見本 たかし", Role.EXECUTIVE, "町長"),
    SamplePerson("deputy@mihon.example", "見本 かおる", Role.EXECUTIVE, "副町長"),
    SamplePerson("council@mihon.example", "見本 よしこ", Role.COUNCIL),
    SamplePerson("firm@mihon.example", "見本商店", Role.FIRM),
    SamplePerson("expert@mihon.example", "見本 けん", Role.EXPERT),
    SamplePerson("auditor@mihon.example", "見本 ただし", Role.AUDITOR),
    SamplePerson("administrator@mihon.example", "見本 あや", Role.ADMINISTRATOR, "総務課／課長"),
)


def town() -> Town | None:
    return Town.objects.filter(municipality__code=CODE).first()


def open_it() -> None:
    """Make the town up, open it, say which station it uses and where its general desk is."""
    municipality = found_sample_town(system(), BASE_CODE, "見本町", "みほんちょう", POSITION)
    opened = open_town(system(), municipality)
    with in_town(opened):
        choose_stations(system(), opened, [Station.RESULTS])
        state_desk(system(), opened, "総務課 総務係", "0000-0-0000")


def seat_people() -> None:
    opened = Town.objects.get(municipality__code=CODE)
    with in_town(opened):
        for one in PEOPLE:
            seat_sample_person(system(), opened, one.email, one.name, one.role, SEED if one.needs_code else None)


def people_are_seated() -> bool:
    with across_towns():
        return Membership.objects.filter(town__municipality__code=CODE).count() >= len(PEOPLE)


def figures() -> Iterator[tuple[str, Period, float]]:
    """Indicator key, period and value of each made-up figure."""
    text = (files(__package__) / "mihon_figures.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(io.StringIO(text)):
        yield row["key"], Period.parse(row["period"]), float(row["value"])


def state_figures() -> None:
    opened = Town.objects.get(municipality__code=CODE)
    with in_town(opened):
        state_sample_figures(system(), opened.municipality, list(figures()))


def figures_are_stated() -> bool:
    return Observation.objects.filter(municipality__code=CODE).exists()


def code_now() -> str:
    """The one-time code that the sample device shows now."""
    return Token(SEED).code_at(time.time())
