"""Fixtures: the national list and the definitions, and figures of a few places without the nine editions."""

from collections.abc import Callable

import pytest
from django.utils import timezone

from meguri.core import guard
from meguri.core.actor import system
from meguri.core.period import Period
from meguri.indicators.loading import load_catalogue
from meguri.indicators.models import Edition, Indicator, Observation, Source
from meguri.towns.loading import load_national_list
from meguri.towns.models import Municipality

StateFigures = Callable[[str, str, dict[str, float]], None]


@pytest.fixture
def country(db: None) -> None:
    """The 1,741 and the definitions; no figures."""
    load_national_list(system())
    load_catalogue(system())


@pytest.fixture
def state_figures(country: None) -> StateFigures:
    """`state_figures(code, indicator, {"2020-10-01": 4778})`: figures as an edition would bring them."""

    def state(code: str, key: str, figures: dict[str, float]) -> None:
        place, indicator = Municipality.objects.get(code=code), Indicator.objects.get(key=key)
        with guard.door("tests"):
            edition, _made = Edition.objects.get_or_create(
                source=Source.objects.get(key="ssdse-a"),
                rank=2026,
                defaults={"label": "SSDSE-A-2026", "imported_at": timezone.now()},
            )
            Observation.objects.bulk_create(
                Observation(
                    indicator=indicator,
                    municipality=place,
                    period=Period.parse(when).encoded,
                    value=value,
                    first_edition=edition,
                    last_edition=edition,
                )
                for when, value in figures.items()
            )

    return state
