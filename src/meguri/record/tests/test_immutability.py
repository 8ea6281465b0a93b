"""The database itself refuses to change the record, on both engines, and again after any migration."""

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from meguri.core import guard, triggers
from meguri.core.actor import operator
from meguri.record.models import Entry, Log, Tile
from meguri.towns.actions import name_operator, state_desk
from meguri.towns.loading import load_national_list
from tests.fixtures.cast import Cast

TABLES = {
    "record_entry": ("action", "'x'"), "record_subject": ("kind", "'x'"), "record_leaf": ('"index"', "7"),
    "record_generation": ("name", "'x'"), "record_logkey": ("since", "7"), "record_signedhead": ("note", "'x'"),
    "record_tile": ('"index"', "7"),
}  # fmt: skip
"""Each table that is never changed, with a column and another value for it."""


@pytest.fixture
def recorded(cast: Cast) -> None:
    from meguri.record.sequencer import sequence_all

    sequence_all()
    with guard.door("tests"):
        Tile.objects.create(log=Log.objects.all()[0], level=0, index=0, hashes=b"")


def refused(statement: str) -> bool:
    """True when the database refuses the statement with every door open."""
    try:
        with guard.door("tests"), transaction.atomic(), connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(statement)
    except DatabaseError as error:
        return "append-only" in str(error)
    return False


def changing_statements(table: str) -> list[str]:
    column, value = TABLES[table]
    statements = [f"UPDATE {table} SET {column} = {value}", f"DELETE FROM {table}"]
    if connection.vendor == "sqlite":
        return [*statements, f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}",
                f"REPLACE INTO {table} SELECT * FROM {table} LIMIT 1",
                f"UPDATE OR REPLACE {table} SET {column} = {value}"]  # fmt: skip
    return [*statements, f"TRUNCATE {table} CASCADE"]


@pytest.mark.parametrize("table", list(TABLES))
def test_update_delete_replace_and_truncate_are_refused(recorded: None, table: str) -> None:
    assert [statement for statement in changing_statements(table) if not refused(statement)] == []


@pytest.mark.django_db
def test_replace_is_refused_even_where_sqlite_does_not_fire_delete_triggers(recorded: None) -> None:
    if connection.vendor != "sqlite":
        assert "record_entry_refuses_truncate" not in triggers.missing(connection)
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA recursive_triggers=OFF")
    try:
        assert refused("INSERT OR REPLACE INTO record_entry SELECT * FROM record_entry")
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA recursive_triggers=ON")


@pytest.mark.django_db(transaction=True)
def test_a_lost_rule_is_noticed_and_a_migration_puts_it_back() -> None:
    load_national_list(operator())
    on = " ON record_entry" if connection.vendor == "postgresql" else ""
    with guard.door("tests"), connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER record_entry_refuses_update{on}")
    assert triggers.missing(connection) == ["record_entry_refuses_update"]
    call_command("migrate", verbosity=0)
    assert triggers.missing(connection) == []
    assert refused("UPDATE record_entry SET action = 'x'")


def test_an_entry_holds_neither_addresses_nor_names(cast: Cast) -> None:
    name_operator(operator(), "someone@example.jp")
    bodies = b"".join(bytes(body) for body in Entry.objects.values_list("body", flat=True))
    assert b"@" not in bodies
    assert cast.resident.name.encode() not in bodies


def test_what_an_action_was_told_to_show_is_shown(cast: Cast) -> None:
    from meguri.core.scope import in_town

    with in_town(cast.town):
        state_desk(operator(), cast.town, "総務課", "0000-0-0000")
    newest = Entry.objects.order_by("-id").first()
    assert newest is not None
    assert "総務課" in bytes(newest.body).decode()
