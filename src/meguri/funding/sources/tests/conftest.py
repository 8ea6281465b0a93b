"""Fixture: the shop, the project and the officer, inside the town's scope and behind the door of tests."""

from collections.abc import Iterator

import pytest

from meguri.core import guard
from meguri.core.scope import in_town
from meguri.funding.sources.tests.given import Given
from tests.fixtures.cast import Cast
from tests.fixtures.offices import Offices


@pytest.fixture
def given(cast: Cast, offices: Offices) -> Iterator[Given]:
    with in_town(offices.town):
        with guard.door("tests"):
            made = Given(cast, offices)
        yield made
