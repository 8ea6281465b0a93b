"""The page of the whole walk, its JSON-LD and its API operation: the same contents, and never another town's."""

import html
import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import caches
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from meguri.core import guard
from meguri.core.ports import Reference
from meguri.core.scope import in_town
from meguri.governance.models import Organisation, Post, PublicObject, Responsibility
from meguri.governance.queries.contact import Contact
from meguri.indicators.models import Indicator
from meguri.indicators.tests.figures import load_reference
from meguri.thread.jsonld import document
from meguri.thread.queries import whole
from meguri.thread.shapes import Answers, Knot, Whole
from meguri.thread.tests.made_up import Thing, chain, kind, kinds_of_a_later_slice, say, wish
from meguri.thread.walk import Walk
from meguri.towns.models import Station
from tests.fixtures.cast import Cast


def page_of_deed(town_code: str, id: str) -> str:
    return f"/{town_code}/deeds/{id}/"


@pytest.fixture(autouse=True)
def _kinds() -> Iterator[None]:
    with kinds_of_a_later_slice(
        kind("wish", Station.VISION),
        kind("deed", Station.ACT, expects_after=(Station.RESULTS,), address=page_of_deed),
    ):
        yield


def url(cast: Cast, kind: str = "deed", id: str = "1", end: str = "/") -> str:
    return f"/{cast.town.code}/thread/{kind}/{id}{end}"


def ring_of_three(cast: Cast) -> None:
    say(cast.town, [
        Thing(1, "歩ける道"),
        Thing(1, "歩道をつくる", (wish(1),), kind="deed"),
        Thing(2, "もっと遠くまで", (Reference("deed", "1"),), (wish(1),)),
    ])  # fmt: skip


def test_the_page_names_all_that_lies_before_and_after(cast: Cast, client: Client) -> None:
    ring_of_three(cast)
    answer = client.get(url(cast))
    page = html.unescape(answer.content.decode())
    assert answer.status_code == 200
    for title in ("歩ける道", "歩道をつくる", "もっと遠くまで"):
        assert title in page
    assert f'href="/{cast.town.code}/deeds/1/"' in page
    assert 'type="application/ld+json"' in page


def test_where_the_ring_closes_it_says_so(cast: Cast, client: Client) -> None:
    ring_of_three(cast)
    page = html.unescape(client.get(url(cast, "wish")).content.decode())
    assert "ここから「もっと遠くまで」にもどり、輪になっています。" in page
    assert page.count("thread-map__box--here") == 1


def test_a_gap_is_said_with_whom_to_ask(cast: Cast, client: Client) -> None:
    say(cast.town, [Thing(1, kind="deed")])
    page = html.unescape(client.get(url(cast)).content.decode())
    assert "まだつながっていません" in page
    assert "thread-map__box--gap" in page


def test_long_titles_stay_inside_the_picture(cast: Cast, client: Client) -> None:
    long = Thing(1, "と" * 200, kind="deed")
    say(cast.town, [long, Thing(2, "<script>alert(1)</script>", (long.reference,), kind="deed")])
    page = client.get(url(cast)).content.decode()
    assert "<script>alert" not in page
    assert "…</text>" in page


@pytest.mark.parametrize("path", ["thread/wish/99/", "thread/nothing/1/", "thread/wish/99.jsonld", "thread/deed/7/"])
def test_what_is_no_public_object_of_this_town_is_not_found(cast: Cast, client: Client, path: str) -> None:
    say(cast.other_town, [Thing(99, "となりの願い")])
    say(cast.town, [Thing(7, kind="deed", is_public=False)])
    assert client.get(f"/{cast.town.code}/{path}").status_code == 404


def test_what_is_out_of_public_view_is_in_no_walk(cast: Cast, client: Client) -> None:
    say(cast.town, [Thing(1), Thing(1, "しまわれた事業", (wish(1),), kind="deed", is_public=False)])
    api = f"/api/v1/municipalities{url(cast, 'wish', end='')}"
    for path in (url(cast, "wish"), url(cast, "wish", end=".jsonld"), api):
        answer = client.get(path)
        assert answer.status_code == 200
        assert "しまわれた事業" not in html.unescape(answer.content.decode())


def test_the_strip_stands_on_the_page_of_an_indicator(cast: Cast, client: Client) -> None:
    load_reference()
    cast.town.stations = ["act", "results"]
    with guard.door("tests"):
        cast.town.save(update_fields=["stations"])
    key = Indicator.objects.filter(town__isnull=True)[0].key
    page = html.unescape(client.get(f"/{cast.town.code}/indicators/{key}/").content.decode())
    assert 'id="thread-heading"' in page
    assert "まだつながっていません" in page
    with in_town(cast.town):
        assert not PublicObject.objects.exists()
    caches["pages"].clear()
    say(cast.town, [Thing(1, "福祉バス", led_to=(Reference("indicator", key),), kind="deed")])
    page = html.unescape(client.get(f"/{cast.town.code}/indicators/{key}/").content.decode())
    assert "福祉バス" in page


def test_the_jsonld_says_what_was_derived_from_what(cast: Cast, client: Client) -> None:
    ring_of_three(cast)
    answer = client.get(url(cast, end=".jsonld"))
    said = json.loads(answer.content)
    nodes = {node["name"]: node for node in said["@graph"] if "name" in node}
    assert answer["Content-Type"] == "application/ld+json"
    assert said["@context"]["prov"] == "http://www.w3.org/ns/prov#"
    assert nodes["歩道をつくる"]["wasDerivedFrom"] == [nodes["歩ける道"]["@id"]]
    assert nodes["歩ける道"]["wasDerivedFrom"] == [nodes["もっと遠くまで"]["@id"]]


def test_the_jsonld_says_who_answers(cast: Cast, client: Client) -> None:
    """By a responsibility, and by the post that a row names itself."""
    told = say(cast.town, [Thing(1, "歩道をつくる", kind="deed")])
    with guard.door("tests"), in_town(cast.town):
        office = Organisation.objects.create(town=cast.town, name="建設課", since="2026-04-01")
        post = Post.objects.create(town=cast.town, organisation=office, name="課長", since="2026-04-01")
        Responsibility.objects.create(
            town=cast.town, object=told[Reference("deed", "1")], post=post, part="accountable", since="2026-04-01"
        )
    with kinds_of_a_later_slice(kind("vow", Station.ACT)):
        vow = Thing(1, "冬も歩けるように", (Reference("deed", "1"),), kind="vow", answered_by=post.public_reference())
        say(cast.town, [vow])
        said = json.loads(client.get(url(cast, end=".jsonld")).content)
    nodes = {node["name"]: node for node in said["@graph"] if "name" in node}
    assert nodes["建設課 課長"]["@id"].endswith(f"/{cast.town.code}/posts/{post.pk}/")
    for name in ("歩道をつくる", "冬も歩けるように"):
        assert nodes[name]["wasAttributedTo"] == nodes["建設課 課長"]["@id"]


def test_the_jsonld_calls_a_post_nobodys_description_and_a_budget_line_money() -> None:
    def knot(kind: str) -> Knot:
        return Knot(1, Reference(kind, "1"), "", "名前", "係長", "", "", f"/{kind}/", "")

    def node(kind: str) -> dict[str, Any]:
        found = Whole(knot(kind), Walk(1, (), (), (), {}), {1: knot(kind)}, (), Answers(Contact("")), {}, "")
        node: dict[str, Any] = document(found, "https://meguri.example", "/thread/")["@graph"][1]
        return node

    assert "description" not in node("promise")
    assert node("project")["description"] == "係長"
    assert "schema:MonetaryAmount" in node("budget_line")["@type"]


def test_the_ids_of_the_jsonld_resolve(cast: Cast, client: Client) -> None:
    say(cast.town, chain(5))
    said = json.loads(client.get(url(cast, "wish", "3", ".jsonld")).content)
    site = settings.SITE_ADDRESS.rstrip("/")
    for address in [node["@id"] for node in said["@graph"]]:
        assert address.startswith(site)
        assert client.get(address.removeprefix(site)).status_code == 200


def test_the_api_gives_the_same_walk(cast: Cast, client: Client) -> None:
    ring_of_three(cast)
    said = client.get(f"/api/v1/municipalities/{cast.town.code}/thread/deed/1").json()
    assert [(one["title"], one["steps"]) for one in said["objects"]] == [
        ("歩道をつくる", 0), ("歩ける道", -1), ("もっと遠くまで", 1),
    ]  # fmt: skip
    assert {"source": 1, "target": 0} in said["links"]
    assert said["gaps"] == [{"side": "after", "station": "results"}]
    assert client.get(f"/api/v1/municipalities/{cast.town.code}/thread/deed/2").status_code == 404


def test_a_walk_costs_no_more_queries_where_there_is_more(
    cast: Cast, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    say(cast.town, [*chain(9), *(Thing(100 + pk, came_from=(wish(5),)) for pk in range(30))])
    with in_town(cast.town), django_assert_max_num_queries(15):
        found = whole(cast.town, wish(5))
    assert found is not None
    assert len(found.walk.after[0].ids) == 10
    assert found.walk.after[0].left_out == 21


def test_a_new_kind_stands_on_the_thread_without_a_change_to_it(cast: Cast, client: Client) -> None:
    with kinds_of_a_later_slice(kind("ballot", Station.DECIDE, expects_before=(Station.VISION,))):
        say(cast.town, [Thing(1, "道の願い"), Thing(1, "どの道から", (wish(1),), kind="ballot")])
        page = html.unescape(client.get(url(cast, "ballot")).content.decode())
    assert "決める" in page
    assert "道の願い" in page
