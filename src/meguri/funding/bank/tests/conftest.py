"""The desk as a fixture of this room's tests."""

from collections.abc import Iterator

import pytest

from meguri.core import guard
from meguri.core.scope import in_town
from meguri.funding.bank.tests.desk import Desk
from tests.fixtures.cast import Cast
from tests.fixtures.offices import Offices


@pytest.fixture
def desk(cast: Cast, offices: Offices) -> Iterator[Desk]:
    with in_town(offices.town):
        with guard.door("tests"):
            made = Desk(cast, offices)
        made.name_account()
        yield made
