"""The API's figures are those of the read side, with their vintages, states, definitions and sources."""

import csv
import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from meguri.core import guard
from meguri.core.actor import system
from meguri.core.period import Period
from meguri.indicators.loading import load_catalogue
from meguri.indicators.models import Edition, Indicator, Observation, Source
from meguri.indicators.queries import figures_of_place
from meguri.towns.loading import load_national_list
from meguri.towns.models import Municipality

pytestmark = pytest.mark.django_db

TOWN, NEIGHBOUR = "016331", "016349"
POPULATION, BIRTHS = "population-census", "births"


@pytest.fixture
def stored(db: None) -> Callable[..., None]:
    """`stored(key, code, period, value, first, last)` puts one figure in, carried by editions of these ranks."""
    load_national_list(system())
    load_catalogue(system())
    with guard.door("tests"):
        source = Indicator.objects.get(key=POPULATION).source
        editions = {
            rank: Edition.objects.create(source=source, label=str(rank), rank=rank, imported_at=timezone.now())
            for rank in (2023, 2024, 2026)
        }

    def store(key: str, code: str, period: str, value: float, first: int, last: int) -> None:
        with guard.door("tests"):
            Observation.objects.create(
                indicator=Indicator.objects.get(key=key),
                municipality=Municipality.objects.get(code=code),
                period=Period.parse(period).encoded,
                value=value,
                first_edition=editions[first],
                last_edition=editions[last],
            )

    return store


def ask(client: Client, path: str) -> Any:
    answer = client.get(f"/api/v1/{path}")
    assert answer.status_code == 200, answer.content
    return json.loads(answer.content)


def test_a_figure_names_its_definition_unit_source_and_credit(stored: Callable[..., None], client: Client) -> None:
    stored(POPULATION, TOWN, "2020-10-01", 4778, 2023, 2026)
    answer = ask(client, f"municipalities/{TOWN}/figures")
    series = next(item for item in answer["items"] if item["figures"])
    assert series["indicator"]["unit"] == "人"
    assert series["indicator"]["definition"]
    assert series["indicator"]["source"] == "ssdse-a"
    assert series["figures"] == [
        {"period": "2020-10-01", "first_edition": "2023", "last_edition": "2026", "source": "ssdse-a", "state": "value",
         "value": 4778}
    ]  # fmt: skip
    credits = {source["key"]: source["credit"] for source in answer["sources"]}
    assert "統計センター" in credits["ssdse-a"]


def test_of_a_revised_figure_the_one_published_last_is_in_force(stored: Callable[..., None], client: Client) -> None:
    stored(POPULATION, TOWN, "2020-10-01", 4770, 2023, 2023)
    stored(POPULATION, TOWN, "2020-10-01", 4778, 2024, 2026)
    stored(POPULATION, TOWN, "2015-10-01", 4766, 2024, 2026)
    stored(POPULATION, TOWN, "2015-10-01", 4765, 2023, 2023)
    for path, place in ((f"municipalities/{TOWN}/figures", None), (f"indicators/{POPULATION}/figures", TOWN)):
        items = [i for i in ask(client, path)["items"] if i["figures"] and place in (None, i.get("code"))]
        assert [figure["value"] for figure in items[0]["figures"]] == [4766, 4778]
    series = ask(client, f"municipalities/{TOWN}/indicators/{POPULATION}")
    assert [figure["value"] for figure in series["figures"]] == [4766, 4778]
    assert [figure["value"] for figure in series["earlier"]] == [4765, 4770]


def test_a_0_that_stands_for_nothing_is_null_and_says_not_published(
    stored: Callable[..., None], client: Client
) -> None:
    blank = Indicator.objects.filter(zero_means="blank").order_by("id")[0]
    stored(blank.key, TOWN, "2020", 0, 2023, 2026)
    stored(POPULATION, TOWN, "2020-10-01", 0, 2023, 2026)
    read = {i["indicator"]["key"]: i["figures"] for i in ask(client, f"municipalities/{TOWN}/figures")["items"]}
    assert (read[blank.key][0]["value"], read[blank.key][0]["state"]) == (None, "not_published")
    assert (read[POPULATION][0]["value"], read[POPULATION][0]["state"]) == (0, "value")


def test_both_large_answers_agree_with_the_read_side(stored: Callable[..., None], client: Client) -> None:
    stored(POPULATION, TOWN, "2020-10-01", 4778, 2023, 2026)
    stored("area", TOWN, "2020", 69423.5, 2024, 2026)
    stored("area", NEIGHBOUR, "2020", 40213, 2024, 2026)
    place = Municipality.objects.get(code=TOWN)
    expected = {
        Indicator.objects.get(pk=pk).key: [(str(f.when), f.value, f.first_edition) for f in figures.current]
        for pk, figures in figures_of_place(place).items()
    }
    read = {i["indicator"]["key"]: i["figures"] for i in ask(client, f"municipalities/{TOWN}/figures")["items"]}
    shown = {k: [(f["period"], f["value"], f["first_edition"]) for f in v] for k, v in read.items() if v}
    assert shown == expected
    everywhere = {i["code"]: i["figures"] for i in ask(client, "indicators/area/figures")["items"]}
    assert len(everywhere) == 1741
    assert [f["value"] for f in everywhere[TOWN]] == [69423.5]
    assert [f["value"] for f in everywhere[NEIGHBOUR]] == [40213]


def test_towns_stand_in_the_order_of_their_codes_and_in_parts(stored: Callable[..., None], client: Client) -> None:
    first = client.get("/api/v1/indicators/area/figures?limit=3")
    codes = [item["code"] for item in json.loads(first.content)["items"]]
    assert codes == sorted(codes)
    assert json.loads(first.content)["total"] == 1741
    assert '</api/v1/indicators/area/figures?limit=3&offset=3>; rel="next"' in first.headers["Link"]
    second = ask(client, "indicators/area/figures?limit=3&offset=3")
    assert second["items"][0]["code"] > codes[-1]


def test_one_prefecture_and_one_period_can_be_asked_for(stored: Callable[..., None], client: Client) -> None:
    stored("area", TOWN, "2020", 1, 2024, 2026)
    stored("area", TOWN, "2021", 2, 2024, 2026)
    answer = ask(client, "indicators/area/figures?prefecture=01&period=2021")
    assert answer["total"] == 179
    assert [f["value"] for i in answer["items"] for f in i["figures"]] == [2]


def test_a_csv_opens_in_excel_with_the_same_figures(stored: Callable[..., None], client: Client) -> None:
    stored("area", TOWN, "2020", 69423.5, 2024, 2026)
    for path in (f"municipalities/{TOWN}/figures", "indicators/area/figures"):
        answer = client.get(f"/api/v1/{path}?format=csv")
        assert answer.content.startswith(b"\xef\xbb\xbf")
        assert answer.headers["Content-Type"].startswith("text/csv")
        rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
        assert [(row["code"], row["indicator"], row["value"]) for row in rows] == [(TOWN, "area", "69423.5")]


def test_a_place_without_any_figure_answers_empty_series(stored: Callable[..., None], client: Client) -> None:
    answer = ask(client, f"municipalities/{NEIGHBOUR}/figures")
    assert answer["total"] == len(answer["items"]) > 100
    assert all(item["figures"] == [] for item in answer["items"])
    latest = ask(client, f"municipalities/{NEIGHBOUR}/indicators?limit=1")
    assert latest["items"][0]["latest"] is None


@pytest.mark.parametrize(
    ("path", "status", "word"),
    [
        ("indicators/no-such/figures", 404, "この名前の指標はありません"),
        ("municipalities/999999/figures", 404, "この番号の自治体はありません"),
        ("indicators/area/figures?limit=0", 422, "1以上の数"),
        ("indicators/area/figures?period=yesterday", 422, "決まった形"),
        ("indicators/area/figures?period=2020-99", 422, ""),
        ("no/such/path", 404, "/api/v1/docs"),
    ],
)
def test_what_cannot_be_answered_is_a_problem_in_words(
    stored: Callable[..., None], client: Client, path: str, status: int, word: str
) -> None:
    answer = client.get(f"/api/v1/{path}")
    told = json.loads(answer.content)
    assert (answer.status_code, told["status"]) == (status, status)
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert word in json.dumps(told, ensure_ascii=False)


def test_another_method_than_reading_is_refused_with_the_methods_there_are(db: None, client: Client) -> None:
    answer = client.post("/api/v1/indicators")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_a_page_of_another_site_may_read(db: None, client: Client) -> None:
    asked = {"Origin": "https://example.jp", "Access-Control-Request-Method": "GET"}
    preflight = client.options("/api/v1/towns", headers=asked)
    assert preflight.headers["Access-Control-Allow-Origin"] == "*"
    assert "GET" in preflight.headers["Access-Control-Allow-Methods"]
    answer = client.get("/api/v1/towns", headers={"Origin": "https://example.jp"})
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "ETag" in answer.headers["Access-Control-Expose-Headers"]
    assert "Access-Control-Allow-Origin" not in client.get("/record/", headers=asked).headers


def test_only_sources_that_the_answer_names_are_listed(stored: Callable[..., None], client: Client) -> None:
    stored(POPULATION, TOWN, "2020-10-01", 4778, 2023, 2026)
    with guard.door("tests"):
        Source.objects.create(key="made-up", name="見本", publisher="見本", credit="見本", licence="見本")
    for path in (f"municipalities/{TOWN}/figures?limit=5", f"municipalities/{TOWN}/indicators?limit=5",
                 f"indicators/{POPULATION}/figures", "indicators?limit=5"):  # fmt: skip
        answer = ask(client, path)
        named = {item["indicator"]["source"] if "indicator" in item else item.get("source") for item in answer["items"]}
        named |= {answer["indicator"]["source"]} if "indicator" in answer else set()
        assert {source["key"] for source in answer["sources"]} == named - {None}, path


def test_the_newest_figure_is_written_as_in_the_whole_series(stored: Callable[..., None], client: Client) -> None:
    stored(POPULATION, TOWN, "2020-10-01", 4778, 2023, 2026)
    body = client.get(f"/api/v1/municipalities/{TOWN}/indicators?limit=2000").content
    assert b'"value":4778,' in body
    assert b"4778.0" not in body
