"""The API is described by a document for machines and a page for people, in the reader's language, all from here."""

import json
import re

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_the_document_is_openapi_3_1_and_tells_of_refusals(client: Client) -> None:
    document = json.loads(client.get("/api/v1/openapi.json").content)
    assert document["openapi"].startswith("3.1")
    for path, operations in document["paths"].items():
        assert list(operations) == ["get"], path
        assert {"200", "304", "404", "405", "422", "429"} <= set(operations["get"]["responses"])


def test_the_page_shows_every_operation_of_the_document(client: Client) -> None:
    document = json.loads(client.get("/api/v1/openapi.json").content)
    page = client.get("/api/v1/docs").content.decode()
    for path, operations in document["paths"].items():
        assert f"GET {path}" in page
        assert f'id="{operations["get"]["operationId"]}"' in page


def test_nothing_on_the_page_comes_from_another_host_or_stands_inline(client: Client) -> None:
    page = client.get("/api/v1/docs").content.decode()
    loaded = re.findall(r'<(?:script|link|img)[^>]+(?:src|href)="([^"]+)"', page)
    assert loaded
    assert all(address.startswith("/") for address in loaded)
    assert "<style" not in page
    assert not re.search(r"<script(?![^>]+src=)", page)


def test_every_shape_that_is_named_has_its_place_on_the_page(client: Client) -> None:
    page = client.get("/api/v1/docs").content.decode()
    assert set(re.findall(r'href="#(shape-\w+)"', page)) <= set(re.findall(r'id="(shape-\w+)"', page))


def test_the_document_speaks_the_readers_language(client: Client) -> None:
    japanese = json.loads(client.get("/api/v1/openapi.json", headers={"Accept-Language": "ja"}).content)
    english = json.loads(client.get("/api/v1/openapi.json", headers={"Accept-Language": "en"}).content)
    assert japanese["info"]["title"] == "Meguriのデータを読む"
    assert english["info"]["title"] != japanese["info"]["title"]
