"""Figures for the tests of this slice: the real catalogue, and a few figures as editions carried them."""

import csv
import io
from collections.abc import Mapping

from django.core.cache import caches
from django.utils import timezone

from meguri.core import guard
from meguri.core.actor import Actor, Channel, Role, system
from meguri.core.period import Period
from meguri.core.revision import PerRevision
from meguri.indicators.defining import Definition, define
from meguri.indicators.loading import load_catalogue
from meguri.indicators.models import Edition, EditionColumn, Indicator, Observation, Source
from meguri.towns.loading import load_national_list
from meguri.towns.models import Municipality, Town

KAMISHIHORO, SHIHORO, UTASHINAI = "016331", "016322", "012271"


def load_reference() -> None:
    """The national list and the catalogue of definitions, as an installation has them."""
    load_national_list(system())
    load_catalogue(system())


def forget() -> None:
    """Forget what this process keeps: figures stored here directly are no act, so nothing else would tell it."""
    PerRevision.forget_all()
    caches["pages"].clear()


def place(code: str) -> Municipality:
    return Municipality.objects.select_related("prefecture", "town").get(code=code)


def edition(source_key: str, label: str, rank: int) -> Edition:
    with guard.door("tests"):
        source = Source.objects.get(key=source_key)
        made, _new = Edition.objects.get_or_create(
            source=source, rank=rank, defaults={"label": label, "imported_at": timezone.now()}
        )
    return made


def publish(
    key: str, figures: Mapping[tuple[str, str], float], *, label: str = "SSDSE-A-2026", rank: int = 2026
) -> None:
    """Store figures by (municipality code, period) as one edition carried them; another value is another vintage."""
    indicator = Indicator.objects.select_related("source").get(key=key, town=None)
    issue = edition(indicator.source.key, label, rank)
    with guard.door("tests"):
        for (code, text), value in figures.items():
            period = Period.parse(text).encoded
            Observation.objects.create(
                indicator=indicator, municipality=place(code), period=period, value=value,
                first_edition=issue, last_edition=issue,
            )  # fmt: skip
            EditionColumn.objects.get_or_create(edition=issue, indicator=indicator, period=period)
    forget()


def officer_of(town: Town, person_id: int) -> Actor:
    return Actor(Channel.WEB, person_id=person_id, roles=frozenset({Role.OFFICER}), town_id=town.pk)


BUS = Definition(
    name="福祉バスの利用者数", reading="ふくしばす りようしゃすう", family="welfare", unit="人",
    definition="1年度に福祉バスに乗った人ののべ人数です。", nature="flow", period_kind="fiscal_year",
)  # fmt: skip
VISITS = Definition(
    name="図書館の来館者数", reading="としょかん らいかんしゃ", family="life", unit="人",
    definition="1年度に図書館に来た人ののべ人数です。", nature="flow", period_kind="fiscal_year",
)  # fmt: skip


def own_indicators(town: Town, actor: Actor) -> tuple[Indicator, Indicator]:
    """Two indicators of the town's own; call inside its scope."""
    return define(actor, town, BUS), define(actor, town, VISITS)


def csv_file(*rows: tuple[object, ...], encoding: str = "utf-8") -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode(encoding)
