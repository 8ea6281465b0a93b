"""What readers of the API run into first: other codes, made-up places, other sites' pages, the root, the words."""

import json
from datetime import date
from typing import Any

import pytest
from django.test import Client

from meguri.core import guard
from meguri.towns.models import CodeChange, Municipality
from tests.fixtures.cast import CODE, made_up_municipality

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(db: None) -> Municipality:
    return made_up_municipality(CODE, "ためし町")


def told(client: Client, path: str, status: int = 200, **headers: str) -> Any:
    answer = client.get(path, headers=headers)
    assert answer.status_code == status, answer.content
    return json.loads(answer.content)


def test_a_former_code_is_answered_with_the_code_of_today(place: Municipality, client: Client) -> None:
    with guard.door("tests"):
        CodeChange.objects.create(old_code="403059", old_name="もと町", municipality=place, on=date(2018, 10, 1))
    for path in ("", "/figures", "/facts"):
        detail = told(client, f"/api/v1/municipalities/403059{path}", 404)["detail"]
        assert "もと町" in detail
        assert f"/api/v1/municipalities/{CODE}" in detail


@pytest.mark.parametrize("code", [CODE[:5], CODE[:5] + str((int(CODE[5]) + 1) % 10)])
def test_a_code_without_its_check_digit_or_with_a_wrong_one_is_answered_with_the_right_one(
    code: str, place: Municipality, client: Client
) -> None:
    assert CODE in told(client, f"/api/v1/municipalities/{code}", 404)["detail"]


def test_a_code_that_means_nothing_is_not_readable_or_not_found(db: None, client: Client) -> None:
    assert told(client, "/api/v1/municipalities/12", 422)["errors"][0]["where"] == "path.code"
    told(client, "/api/v1/municipalities/999999", 404)


def test_what_is_made_up_stands_in_the_list_only_when_asked_for(place: Municipality, client: Client) -> None:
    with guard.door("tests"):
        Municipality.objects.filter(pk=place.pk).update(is_fictional=True)
    assert told(client, "/api/v1/municipalities?q=ためし")["total"] == 0
    assert told(client, "/api/v1/municipalities?fictional=true&q=ためし")["total"] == 1


def test_the_table_writes_true_and_false_as_json_does(place: Municipality, client: Client) -> None:
    table = client.get("/api/v1/municipalities?format=csv&fictional=true").content.decode()
    assert ",false," in table
    assert "False" not in table


def test_a_page_of_another_site_may_send_the_name_of_the_answer_it_has(db: None, client: Client) -> None:
    asked = {
        "Origin": "https://example.org",
        "Access-Control-Request-Method": "GET",
        "Access-Control-Request-Headers": "if-none-match",
    }
    answer = client.options("/api/v1/towns", headers=asked)
    assert "if-none-match" in answer.headers["Access-Control-Allow-Headers"]


@pytest.mark.parametrize("path", ["/api/v1", "/api/v1/", "/api/"])
def test_the_root_leads_to_the_page_that_documents_it(path: str, db: None, client: Client) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/api/v1/docs")


def test_the_document_names_its_server(db: None, client: Client) -> None:
    assert [one["url"] for one in told(client, "/api/v1/openapi.json")["servers"]] == ["http://127.0.0.1:8000"]


def test_the_name_of_an_answer_is_known_in_its_strong_form_and_as_anything(db: None, client: Client) -> None:
    etag = client.get("/api/v1/towns").headers["ETag"]
    for given in (etag, etag.removeprefix("W/"), f'"other", {etag}', "*"):
        assert client.get("/api/v1/towns", headers={"If-None-Match": given}).status_code == 304, given
    for given in ('"other"', ""):
        assert client.get("/api/v1/towns", headers={"If-None-Match": given}).status_code == 200, given
    assert client.get("/api/v1/nothing", headers={"If-None-Match": "*"}).status_code == 404
