"""What somebody changes straight in the database's file is found by comparing every entry with the tree."""

import pytest
from django.db import connection

from meguri.core.actor import operator
from meguri.core.scope import in_town
from meguri.record.models import Entry, Leaf, Log
from meguri.record.sequencer import sequence_all
from meguri.record.stored_check import stored_faults
from meguri.record.tests.test_signing import past_the_rules
from meguri.towns.actions import open_town, state_desk
from tests.fixtures.cast import CODE, made_up_municipality

pytestmark = pytest.mark.django_db


@pytest.fixture
def log(db: None) -> Log:
    """300 entries: one full tile and one that is not."""
    town = open_town(operator(), made_up_municipality(CODE, "ためし町"))
    with in_town(town):
        for _i in range(300):
            state_desk(operator(), town, "総務課", "000-000-0000")
    sequence_all()
    return Log.objects.get(origin=CODE)


def entry_at(log: Log, index: int) -> Entry:
    return Leaf.objects.select_related("entry").get(log=log, index=index).entry


def as_hex(content: bytes) -> str:
    return f"x'{content.hex()}'" if connection.vendor == "sqlite" else f"'\\x{content.hex()}'::bytea"


def test_a_record_nobody_touched_has_no_faults(log: Log) -> None:
    assert list(stored_faults(log)) == []


@pytest.mark.parametrize("index", [3, 290])
def test_an_entry_whose_bytes_were_edited_is_named(log: Log, index: int) -> None:
    entry = entry_at(log, index)
    edited = bytes(entry.body).replace("総務課".encode(), "総無課".encode())
    past_the_rules(f"UPDATE record_entry SET body = {as_hex(edited)} WHERE id = {entry.pk}")
    assert list(stored_faults(log)) == [f"記録 {CODE} の {index} 番目が書きかえられています。"]


@pytest.mark.parametrize("change", ["action = 'towns.x'", "at = '2020-01-01T00:00:00+00:00'"])
def test_a_column_that_no_longer_says_what_the_bytes_say_is_named(log: Log, change: str) -> None:
    past_the_rules(f"UPDATE record_entry SET {change} WHERE id = {entry_at(log, 7).pk}")
    assert list(stored_faults(log)) == [f"記録 {CODE} の 7 番目が書きかえられています。"]


def test_an_entry_edited_together_with_its_tile_does_not_fit_the_tile_above(log: Log) -> None:
    past_the_rules(f"UPDATE record_tile SET hashes = {as_hex(bytes(8192))} WHERE level = 0")
    found = list(stored_faults(log))
    assert found[0] == f"記録 {CODE} の 0 番目が書きかえられています。"
    assert found[-1] == f"記録 {CODE} の 0 番目からの指紋が書きかえられています。"


def test_an_entry_that_was_taken_out_is_missed(log: Log) -> None:
    past_the_rules(f"DELETE FROM record_leaf WHERE entry_id = {entry_at(log, 299).pk}")
    assert list(stored_faults(log)) == [f"記録 {CODE} の 256 番目からあとに、欠けたものがあります。"]
