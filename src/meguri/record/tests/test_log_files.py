"""A log's files are what tlog-tiles asks for, the same for everybody, and what never changes is kept for good."""

import json

import pytest
from django.test import Client

from meguri.core.actor import operator
from meguri.core.scope import in_town
from meguri.record.bundles import unbundled
from meguri.record.merkle import leaf_hash, root_of
from meguri.record.models import Entry
from meguri.record.notes import Key, read_checkpoint, read_note
from meguri.record.sequencer import sequence_all
from meguri.record.tests.test_merkle_trees import AllLeaves
from meguri.record.tiles import split
from meguri.towns.actions import open_town, state_desk
from meguri.towns.models import Town
from tests.fixtures.cast import CODE, made_up_municipality

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(db: None) -> Town:
    town = open_town(operator(), made_up_municipality(CODE, "ためし町"))
    with in_town(town):
        for _i in range(3):
            state_desk(operator(), town, "総務課", "000-000-0000")
    sequence_all()
    return town


def get(path: str, **headers: str) -> bytes:
    answer = Client().get(path, headers=headers)
    assert answer.status_code == 200, path
    return answer.content


def test_checkpoint_keys_tiles_and_entries_fit_together(town: Town) -> None:
    note = read_note(get(f"/{CODE}/log/checkpoint"))
    keys = json.loads(get(f"/{CODE}/log/keys"))
    entries = unbundled(get(f"/{CODE}/log/tile/entries/000.p/3"))
    hashes = split(get(f"/{CODE}/log/tile/0/000.p/3"))
    assert note.is_signed_by_exactly([Key.read(keys["keys"][0]["key"])])
    assert read_checkpoint(note).origin == keys["name"] == f"127.0.0.1:8000/{CODE}/log"
    assert hashes == [leaf_hash(entry) for entry in entries]
    assert read_checkpoint(note).root == root_of(AllLeaves(hashes), 3)
    assert entries == [bytes(one.body) for one in Entry.objects.filter(log__origin=CODE).order_by("leaf__index")]


def test_the_countrys_log_stands_at_the_root(town: Town) -> None:
    assert read_checkpoint(read_note(get("/log/checkpoint"))).size == 1
    assert len(unbundled(get("/log/tile/entries/000.p/1"))) == 1


def test_a_partial_tile_of_an_earlier_checkpoint_is_still_there(town: Town) -> None:
    assert get(f"/{CODE}/log/tile/0/000.p/3").startswith(get(f"/{CODE}/log/tile/0/000.p/2"))


@pytest.mark.parametrize(
    "path",
    ["log/tile/0/000", "log/tile/0/000.p/4", "log/tile/entries/000.p/4", "log/tile/1/000.p/1", "log/tile/0/001.p/1",
     "log/2/checkpoint", "log/1/checkpoint", "log/tile/0/x000/000.p/3", "log/tile/0/../keys", "log/secret"],
)  # fmt: skip
def test_what_no_checkpoint_covers_is_not_there(town: Town, path: str) -> None:
    assert Client().get(f"/{CODE}/{path}").status_code == 404


def test_a_place_without_a_log_has_no_files(db: None) -> None:
    assert Client().get("/999999/log/checkpoint").status_code == 404
    assert Client().get("/log/checkpoint").status_code == 404


def test_an_entry_is_not_published_before_it_is_signed(town: Town) -> None:
    with in_town(town):
        state_desk(operator(), town, "総務課", "000-000-0001")
    assert read_checkpoint(read_note(get(f"/{CODE}/log/checkpoint"))).size == 3
    assert Client().get(f"/{CODE}/log/tile/entries/000.p/4").status_code == 404


def test_tiles_are_kept_for_good_and_heads_for_seconds_whoever_asks(town: Town) -> None:
    tile = Client().get(f"/{CODE}/log/tile/0/000.p/3", headers={"Accept-Language": "en"})
    head = Client().get(f"/{CODE}/log/checkpoint")
    assert tile["Cache-Control"] == "public, max-age=31536000, immutable"
    assert tile["Content-Type"] == "application/octet-stream"
    assert head["Cache-Control"] == "public, max-age=5"
    assert head["Content-Type"] == "text/plain; charset=utf-8"
    assert {answer["Vary"] for answer in (tile, head)} == {"Accept-Encoding"}
    assert "Set-Cookie" not in tile.headers


def test_another_site_may_read_them_in_a_browser(town: Town) -> None:
    answer = Client().get(f"/{CODE}/log/checkpoint", headers={"Origin": "https://elsewhere.example"})
    assert answer["Access-Control-Allow-Origin"] == "*"
