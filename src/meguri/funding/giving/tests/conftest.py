"""The fixture of this room's tests."""

import pytest

from meguri.funding.giving.tests.gifts import Givings
from tests.fixtures.cast import Cast
from tests.fixtures.offices import Offices


@pytest.fixture
def givings(cast: Cast, offices: Offices) -> Givings:
    return Givings(cast, offices)
