"""The API of promises says what the page says, in JSON and as CSV."""

from typing import Any

from django.test import Client

from meguri.core.actor import Role
from meguri.core.scope import in_town
from meguri.governance.actions.promises import postpone
from meguri.governance.tests.promises import closed_by_row, day, promise_by_row
from tests.fixtures.cast import Cast, actor_for
from tests.fixtures.offices import Offices


def asked(cast: Cast, more: str = "", status: int = 200) -> Any:
    answer = Client().get(f"/api/v1/municipalities/{cast.town.code}/promises{more}")
    assert answer.status_code == status
    return answer.json()


def test_the_ledger_in_its_order_with_lateness_after_grace(cast: Cast, offices: Offices) -> None:
    closed = closed_by_row(offices.officer_post)
    late, soon = promise_by_row(offices.officer_post, due=-31), promise_by_row(offices.officer_post, due=-30)
    told = asked(cast)
    assert [one["id"] for one in told["items"]] == [late.pk, soon.pk, closed.pk]
    assert [one["is_late"] for one in told["items"]] == [True, False, False]
    assert (told["total"], told["grace_days"]) == (3, 30)
    assert told["items"][2]["outcome"] == "1月から走らせています。"


def test_it_is_sifted_as_the_page_is(cast: Cast, offices: Offices) -> None:
    closed_by_row(offices.officer_post)
    promise_by_row(offices.admin_post, made_in="meeting")
    assert asked(cast, f"?section={offices.welfare.pk}")["total"] == 1
    assert asked(cast, "?made_in=meeting&state=open")["total"] == 1
    assert asked(cast, "?state=not_kept")["total"] == 0
    assert "made_in" in str(asked(cast, "?made_in=nowhere", 422))


def test_as_a_table_in_parts(cast: Cast, offices: Offices) -> None:
    for _one in range(3):
        promise_by_row(offices.officer_post)
    answer = Client().get(f"/api/v1/municipalities/{cast.town.code}/promises?format=csv&limit=2")
    assert len(answer.content.decode("utf-8-sig").splitlines()) == 3
    assert 'rel="next"' in answer["Link"]


def test_one_promise_with_what_happened_to_it(cast: Cast, offices: Offices) -> None:
    promise = promise_by_row(offices.officer_post, due=3)
    with in_town(cast.town):
        postpone(actor_for(cast.officer, cast.town, Role.OFFICER), promise, day(40), "採用が遅れたため")
    told = asked(cast, f"/{promise.pk}")
    assert told["promise"]["due_on"] == day(40).isoformat()
    assert told["changes"] == [
        {"on": day(0).isoformat(), "from_due": day(3).isoformat(), "to_due": day(40).isoformat(), "from_post": "",
         "to_post": "", "reason": "採用が遅れたため"}
    ]  # fmt: skip


def test_another_towns_promise_and_an_unopened_place_are_not_found(cast: Cast, offices: Offices) -> None:
    promise = promise_by_row(offices.officer_post)
    client = Client()
    assert client.get(f"/api/v1/municipalities/{cast.other_town.code}/promises/{promise.pk}").status_code == 404
    assert client.get("/api/v1/municipalities/011002/promises").status_code == 404
    assert asked(cast, "/999999999", 404)
