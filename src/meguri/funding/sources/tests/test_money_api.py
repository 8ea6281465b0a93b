"""What the pages of money say, the API says too: funds, the journal and subsidies, of this town alone."""

from typing import Any

from django.test import Client

from meguri.funding.journal.models import Posting
from meguri.funding.sources.models import Subsidy
from meguri.funding.sources.policies import SUBSIDY
from meguri.funding.sources.tests.given import SUBSIDY as TYPED
from meguri.funding.sources.tests.given import Given


def read(client: Client, code: str, path: str) -> Any:
    answer = client.get(f"/api/v1/municipalities/{code}/{path}")
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_what_is_left_of_a_purpose_is_what_its_postings_sum_to(given: Given, client: Client) -> None:
    rows = read(client, given.town.code, "funds")["items"]
    (purpose,) = [one for one in rows if one["id"] == given.books.purpose.pk]
    postings = Posting.objects.filter(account__purpose=purpose["id"], account__kind="purpose")
    assert -sum(one.yen for one in postings) == purpose["kept_yen"] == purpose["received_yen"] == 100_000
    assert purpose["holder"] == "見本商店"


def test_an_entry_is_told_with_postings_that_sum_to_nothing(given: Given, client: Client) -> None:
    code, fund = given.town.code, given.books.fund.pk
    (entry,) = read(client, code, f"funds/{fund}/journal")["items"]
    assert (entry["yen"], entry["stage"], entry["text"]) == (100_000, "received", "出しあい")
    assert read(client, code, f"funds/{fund}/journal?stage=spent")["items"] == []
    told = read(client, code, f"journal/{entry['id']}")
    assert sum(one["yen"] for one in told["postings"]) == 0
    assert len(told["postings"]) == 2


def test_a_fund_of_another_town_is_not_there(given: Given, client: Client) -> None:
    other = given.cast.other_town.code
    assert read(client, other, "funds")["items"] == []
    for path in (f"funds/{given.books.fund.pk}/journal", f"journal/{given.books.fund.pk}", "campaigns/1"):
        assert client.get(f"/api/v1/municipalities/{other}/{path}").status_code in (404, 422)


def test_subsidies_are_told_by_their_end(given: Given, client: Client) -> None:
    given.publish(given.officer, SUBSIDY, given.thing, **TYPED)
    (told,) = read(client, given.town.code, "subsidies")["items"]
    assert (told["yen"], told["yearly_yen"], told["rate_percent"]) == (6_000_000, 2_000_000, 50.0)
    assert read(client, given.town.code, f"subsidies?ends_before={Subsidy.objects.get().ends_on}")["items"] == []
