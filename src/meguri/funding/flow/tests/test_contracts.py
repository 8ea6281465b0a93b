"""A contract is drafted, approved, and stands in the list and in OCDS as the official schema wants it."""

import html
import json
import re
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from meguri.core import guard
from meguri.core.errors import BadInput
from meguri.core.scope import in_town
from meguri.funding.flow.policies import CONTRACT
from meguri.funding.flow.tests.tills import Till
from meguri.funding.journal.booking import Said, reverse, spend
from meguri.funding.journal.models import Contract
from meguri.funding.journal.tests.books import DAY
from meguri.governance.models import Draft
from meguri.projects.tests.works import approved, day, project, publish
from tests.fixtures.cast import Cast
from tests.fixtures.offices import Offices

SCHEMAS = Path(__file__).resolve().parents[5] / "tests" / "fixtures" / "ocds"
SAID: dict[str, Any] = {
    "subject": "予約運行の委託", "amount": "4,200,000", "signed_on": "2026-04-01", "begins_on": "2026-04-01",
    "ends_on": "2027-03-31", "supplier_name": "見本バス株式会社", "supplier_number": "9000020016331", "in_town": "yes",
    "method": "open", "reason": "",
}  # fmt: skip


def drafted(offices: Offices, cast: Cast, **more: Any) -> Draft:
    bus = project(offices.town, post=offices.chief_post)
    return approved(offices.town, CONTRACT, cast.officer, {**SAID, **more, "project": bus.pk}, bus)


def let(offices: Offices, cast: Cast, **more: Any) -> Contract:
    made: Contract = publish(drafted(offices, cast, **more))
    return made


def faults(package: Any) -> list[str]:
    """What the official schema of OCDS finds wrong."""
    whole = json.loads((SCHEMAS / "release-package-schema.json").read_text(encoding="utf-8"))
    release = json.loads((SCHEMAS / "release-schema.json").read_text(encoding="utf-8"))
    check = jsonschema_rs.Draft4Validator(whole, retriever=lambda _uri: release, validate_formats=True)
    return [f"{list(one.instance_path)}: {one.message}" for one in check.iter_errors(package)]


def text_of(content: bytes) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", content.decode())))


def test_an_approved_contract_is_public_with_whom_how_and_for_how_much(
    offices: Offices, cast: Cast, client: Client
) -> None:
    made = let(offices, cast, method="direct", reason="ほかに運行できる会社がないため")
    said = text_of(client.get(f"/{offices.town.code}/contracts/{made.pk}/").content)
    assert "見本バス株式会社との、420万円の契約です。" in said
    assert "ほかに運行できる会社がないため" in said
    assert "福祉バスの予約運行" in said
    listed = text_of(client.get(f"/{offices.town.code}/contracts/").content)
    assert "1件、あわせて420万円の契約です。" in listed
    assert "予約運行の委託" in listed


def test_another_way_than_open_bids_needs_its_reason(offices: Offices, cast: Cast) -> None:
    with pytest.raises(BadInput):
        let(offices, cast, method="direct")
    assert not _contracts(offices)


@pytest.mark.parametrize(
    "wrong",
    [{"supplier_number": "9000020016332"}, {"amount": "0"}, {"signed_on": str(day(3))}, {"ends_on": "2026-03-01"}],
)
def test_what_cannot_be_is_refused_and_nothing_is_stored(offices: Offices, cast: Cast, wrong: dict[str, str]) -> None:
    with pytest.raises(BadInput):
        let(offices, cast, **wrong)
    assert not _contracts(offices)


def _contracts(offices: Offices) -> list[Contract]:
    with in_town(offices.town):
        return list(Contract.objects.all())


def test_the_package_passes_the_official_schema(offices: Offices, cast: Cast, client: Client) -> None:
    let(offices, cast)
    let(offices, cast, subject="企画", method="proposal", reason="くらべて選ぶため", supplier_number="", begins_on="")
    found = client.get(f"/{offices.town.code}/contracts/ocds.json").json()
    assert faults(found) == []
    newest = found["releases"][-1]
    assert newest["ocid"].startswith(f"ocds-unregistered-{offices.town.code}-")
    assert newest["contracts"][0]["value"] == {"amount": 4_200_000, "currency": "JPY"}
    assert newest["parties"][1]["identifier"]["id"] == "9000020016331"


def test_the_schema_would_find_a_fault(offices: Offices, cast: Cast, client: Client) -> None:
    let(offices, cast)
    found = client.get(f"/{offices.town.code}/contracts/ocds.json").json()
    found["releases"][0]["tag"] = ["nothing"]
    found["releases"][0]["contracts"][0]["dateSigned"] = "the first of April"
    assert len(faults(found)) == 2


def test_a_town_without_contracts_says_what_will_be_here_and_has_no_package(cast: Cast, client: Client) -> None:
    assert client.get(f"/{cast.town.code}/contracts/ocds.json").status_code == 404
    assert "契約は、まだ公表していません" in text_of(client.get(f"/{cast.town.code}/contracts/").content)
    assert client.get(f"/{cast.town.code}/contracts/1/").status_code == 404


def test_a_registered_prefix_stands_in_each_ocid(offices: Offices, cast: Cast, client: Client, settings: Any) -> None:
    made = let(offices, cast)
    settings.OCID_PREFIXES = ["000000:ocds-other1", f"{offices.town.code}:ocds-abc123"]
    (release,) = client.get(f"/{offices.town.code}/contracts/ocds.json").json()["releases"]
    assert release["ocid"] == f"ocds-abc123-{offices.town.code}-{made.pk}"


def test_payments_stand_beside_the_contract_and_a_reversal_takes_one_back(
    offices: Offices, cast: Cast, client: Client
) -> None:
    made = let(offices, cast)
    with guard.door("tests"), in_town(offices.town):
        till = Till(offices)
        till.give(1_000)
        said = Said(DAY, "4月分", project=made.project, approved_by=till.post, contract=made)
        spend(till.a, 300, said)
        reverse(spend(till.a, 200, said), on=DAY, reason="二重に払ったため")
    page = text_of(client.get(f"/{offices.town.code}/contracts/{made.pk}/").content)
    assert "これまでに300円を支払いました。" in page
    found = client.get(f"/{offices.town.code}/contracts/ocds.json").json()
    assert faults(found) == []
    paid = found["releases"][0]["contracts"][0]["implementation"]["transactions"]
    assert sum(one["value"]["amount"] for one in paid) == 300
    body = b"".join(client.get(f"/{offices.town.code}/contracts/contracts.csv").streaming_content)  # type: ignore[attr-defined]  # a streaming response
    assert body.decode("utf-8-sig").splitlines()[1].endswith(",4200000,2026-04-01,2026-04-01,2027-03-31,300")


def test_the_list_takes_as_many_queries_with_many_as_with_few(
    offices: Offices, cast: Cast, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    made = let(offices, cast)
    with guard.door("tests"), in_town(offices.town):
        Contract.objects.bulk_create(
            Contract(
                town=offices.town, project=made.project, title=f"契約{at}", supplier_name="会社", method="open", yen=1,
                signed_on=DAY,
            )
            for at in range(60)
        )  # fmt: skip
    for path in ("", "?page=2", f"{made.pk}/", "ocds.json"):
        with django_assert_max_num_queries(26):
            assert client.get(f"/{offices.town.code}/contracts/{path}").status_code == 200
