"""Rules the database itself holds: rows that never change, keys inside one town, terms apart, a slice's own."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.apps import apps
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from meguri.core import guard


@dataclass(frozen=True)
class _SameTown:
    model: str
    field: str


@dataclass(frozen=True)
class _NoOverlap:
    model: str
    by: str
    where: Mapping[str, str]


@dataclass(frozen=True)
class _Written:
    model: str
    name: str
    sqlite: list[str]
    postgresql: list[str]


_immutable: list[str] = []
_same_town: list[_SameTown] = []
_no_overlap: list[_NoOverlap] = []
_written: list[_Written] = []


def immutable(label: str) -> None:
    """Let the database refuse UPDATE, DELETE, REPLACE and TRUNCATE on the table of `label` ("app.Model")."""
    _immutable.append(label)


def same_town(label: str, field: str) -> None:
    """Let the database refuse a row whose `field` points to a row of another town."""
    _same_town.append(_SameTown(label, field))


def no_overlap(label: str, by: str, where: Mapping[str, str] | None = None) -> None:
    """Let the database refuse two rows with the same `by` whose half-open terms [since, until) share a day.

    `until` is null while the term is open; a term that ends on the day it began is empty and overlaps none. `where`:
    only rows with these values count, as `{"role": "accountable"}`.
    """
    _no_overlap.append(_NoOverlap(label, by, where or {}))


def written(label: str, name: str, *, sqlite: list[str], postgresql: list[str]) -> None:
    """A rule of the slice's own, a trigger `name` on the table of `label`: the statements that make it anew, each way.

    An engine that needs no such rule has no statements.
    """
    _written.append(_Written(label, name, sqlite, postgresql))


def install(connection: BaseDatabaseWrapper) -> None:
    """Create every rule anew; called after each migration, since a rebuilt table loses its triggers."""
    with guard.door("triggers"), connection.cursor() as cursor:
        for _name, statements in _all(connection):
            for statement in statements:
                cursor.execute(statement)


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of rules the database lacks; empty when all hold. One query."""
    query = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D' "
        "UNION ALL SELECT conname FROM pg_constraint WHERE contype = 'x'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        present = {row[0] for row in cursor.fetchall()}
    return [name for name, _statements in _all(connection) if name not in present]


def _all(connection: BaseDatabaseWrapper) -> Iterator[tuple[str, list[str]]]:
    tables = set(connection.introspection.table_names())
    found = _sqlite_rules() if connection.vendor == "sqlite" else chain(_postgresql_rules(), _exclusions())
    for table, name, statements in chain(found, _written_rules(connection.vendor)):
        if table in tables:
            yield name, statements


def _written_rules(vendor: str) -> Iterator[tuple[str, str, list[str]]]:
    for rule in _written:
        statements = rule.sqlite if vendor == "sqlite" else rule.postgresql
        if statements:
            yield apps.get_model(rule.model)._meta.db_table, rule.name, statements


def _unique_sets(model: type[models.Model]) -> Iterator[list[str]]:
    """Column sets a REPLACE could collide on."""
    for field in model._meta.local_concrete_fields:
        if field.unique:
            yield [str(field.column)]
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint) and constraint.fields:
            columns = {field.name: str(field.column) for field in model._meta.local_concrete_fields}
            yield [columns[name] for name in constraint.fields]


def _sqlite_rules() -> Iterator[tuple[str, str, list[str]]]:
    for label in _immutable:
        model = apps.get_model(label)
        table = model._meta.db_table
        for verb in ("UPDATE", "DELETE"):
            name = f"{table}_refuses_{verb.lower()}"
            yield table, name, _sqlite(name, f"BEFORE {verb} ON {table}", f"{table} is append-only", "1")
        taken = " OR ".join(
            f"EXISTS (SELECT 1 FROM {table} WHERE {_equal(columns)})"
            for columns in _unique_sets(model)
        )
        name = f"{table}_refuses_replace"
        yield table, name, _sqlite(name, f"BEFORE INSERT ON {table}", f"{table} is append-only", taken)
    for rule in _same_town:
        table, column, other = _columns(rule)
        wrong = f"EXISTS (SELECT 1 FROM {other} o WHERE o.id = NEW.{column} AND o.town_id <> NEW.town_id)"
        for verb in ("INSERT", "UPDATE"):
            name = f"{table}_{column}_same_town_{verb.lower()}"
            yield table, name, _sqlite(name, f"BEFORE {verb} ON {table}", f"{column} points into another town", wrong)
    for term in _no_overlap:
        model = apps.get_model(term.model)
        table, key = model._meta.db_table, _column(model, term.by)
        mine = "".join(f" AND NEW.{column} = '{value}'" for column, value in term.where.items())
        others = "".join(f" AND o.{column} = '{value}'" for column, value in term.where.items())
        shared = (
            f"(NEW.until IS NULL OR NEW.since < NEW.until){mine} AND EXISTS (SELECT 1 FROM {table} o WHERE "
            f"o.{key} = NEW.{key} AND o.id IS NOT NEW.id{others} AND (o.until IS NULL OR o.since < o.until) "
            "AND (NEW.until IS NULL OR o.since < NEW.until) AND (o.until IS NULL OR NEW.since < o.until))"
        )
        for verb in ("INSERT", "UPDATE"):
            name = f"{table}_{key}_no_overlap_{verb.lower()}"
            yield table, name, _sqlite(name, f"BEFORE {verb} ON {table}", f"{table}: terms overlap", shared)


def _column(model: type[models.Model], name: str) -> str:
    found: Any = model._meta.get_field(name)
    return str(found.column)


def _equal(columns: list[str]) -> str:
    return " AND ".join(f'"{column}" = NEW."{column}"' for column in columns)


def _sqlite(name: str, when: str, message: str, condition: str) -> list[str]:
    return [
        f"DROP TRIGGER IF EXISTS {name}",
        f"CREATE TRIGGER {name} {when} WHEN {condition} BEGIN SELECT RAISE(ABORT, '{message}'); END",
    ]


def _columns(rule: _SameTown) -> tuple[str, str, str]:
    model = apps.get_model(rule.model)
    field: Any = model._meta.get_field(rule.field)
    return model._meta.db_table, field.column, field.related_model._meta.db_table


_REFUSE = """CREATE OR REPLACE FUNCTION meguri_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END $$"""

_CHECK_TOWN = """CREATE OR REPLACE FUNCTION meguri_same_town() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE other bigint;
BEGIN
  EXECUTE format('SELECT town_id FROM %I WHERE id = %L', TG_ARGV[1], to_jsonb(NEW) ->> TG_ARGV[0]) INTO other;
  IF other IS NOT NULL AND NEW.town_id IS DISTINCT FROM other THEN
    RAISE EXCEPTION '% points into another town', TG_ARGV[0] USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$"""


def _postgresql_rules() -> Iterator[tuple[str, str, list[str]]]:
    for label in _immutable:
        table = apps.get_model(label)._meta.db_table
        for verb, each in (("UPDATE", "ROW"), ("DELETE", "ROW"), ("TRUNCATE", "STATEMENT")):
            name = f"{table}_refuses_{verb.lower()}"
            create = f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH {each} EXECUTE FUNCTION meguri_refuse()"
            yield table, name, [_REFUSE, f"DROP TRIGGER IF EXISTS {name} ON {table}", create]
    for rule in _same_town:
        table, column, other = _columns(rule)
        name = f"{table}_{column}_same_town"
        create = (
            f"CREATE TRIGGER {name} BEFORE INSERT OR UPDATE ON {table} FOR EACH ROW "
            f"EXECUTE FUNCTION meguri_same_town('{column}', '{other}')"
        )
        yield table, name, [_CHECK_TOWN, f"DROP TRIGGER IF EXISTS {name} ON {table}", create]


def _exclusions() -> Iterator[tuple[str, str, list[str]]]:
    """Exclusion constraints hold under concurrency, where a trigger would not see the other's uncommitted row.

    A key is written as a range of one number, so that no extension (btree_gist) has to be installed.
    """
    for term in _no_overlap:
        model = apps.get_model(term.model)
        table, key = model._meta.db_table, _column(model, term.by)
        name = f"{table}_{key}_no_overlap"
        where = " AND ".join(f"{column} = '{value}'" for column, value in term.where.items())
        rule = (
            f"EXCLUDE USING gist (int8range({key}, {key}, '[]') WITH &&, daterange(since, until, '[)') WITH &&)"
            + (f" WHERE ({where})" if where else "")
        )
        yield table, name, [
            f"DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = '{name}') "
            f"THEN ALTER TABLE {table} ADD CONSTRAINT {name} {rule}; END IF; END $$"
        ]
