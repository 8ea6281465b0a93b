"""The API of giving tells what came and how far a call is, and names a giver only while the giver wishes it."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from meguri.core.scope import in_town
from meguri.funding.giving.actions import receive_gift
from meguri.funding.giving.actions.honours import set_honour
from meguri.funding.giving.models import Gift
from meguri.funding.giving.said import Wish
from meguri.funding.giving.tests.gifts import ANN, TODAY, Givings
from meguri.funding.journal.models import JournalEntry


@pytest.fixture(autouse=True)
def _in_town(givings: Givings) -> Iterator[None]:
    with in_town(givings.town):
        yield


def read(givings: Givings, path: str) -> Any:
    answer = Client().get(f"/api/v1/municipalities/{givings.town.code}/{path}")
    assert answer.status_code == 200, answer.content
    return answer.json()


def give(givings: Givings, wish: Wish) -> Gift:
    call = givings.call_of_the_shop
    return receive_gift(
        givings.shopkeeper, call.purpose, 5_000, TODAY, JournalEntry.Way.DONATION, key=f"{wish}", campaign=call,
        who=ANN, wish=wish,
    )  # fmt: skip


def test_a_name_is_there_while_the_giver_wishes_it(givings: Givings) -> None:
    gift = give(givings, Wish("name", "A. ベル"))
    give(givings, Wish())
    assert [one["name"] for one in read(givings, "gifts")["items"]] == ["", "A. ベル"]
    set_honour(givings.shopkeeper, gift, "silence", "", gift.token)
    told = read(givings, "gifts")
    assert [one["name"] for one in told["items"]] == ["", ""]
    assert "token" not in str(told)


def test_a_call_tells_its_lines_and_how_far_it_is(givings: Givings) -> None:
    give(givings, Wish())
    call = givings.call_of_the_shop
    (listed,) = [one for one in read(givings, "campaigns")["items"] if one["id"] == call.pk]
    assert (listed["received_yen"], listed["gifts"], listed["aim_yen"]) == (5_000, 1, call.aim_yen)
    told = read(givings, f"campaigns/{call.pk}")
    assert sum(line["yen"] for line in told["lines"]) == call.aim_yen
    assert read(givings, f"gifts?campaign={call.pk}")["total"] == 1
    assert read(givings, "gifts?purpose=999999")["total"] == 0
