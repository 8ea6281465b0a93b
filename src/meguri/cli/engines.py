"""Takes a whole database out of SQLite or PostgreSQL and puts it back, each by the engine's own means."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, Protocol

from django.db import connection, transaction

from meguri.cli.record_state import LogState, state_of
from meguri.core import guard
from meguri.core.errors import BadInput

NO_PROGRAM = (
    "{program} が見つかりません。PostgreSQL のクライアント（postgresql-client）を入れてください。何も変えていません。"
    " / {program} was not found: install the PostgreSQL client programs; nothing was changed."
)


class Engine(Protocol):
    """One kind of database."""

    file: str

    def dump(self, target: Path) -> dict[str, LogState]:
        """Write the database as of one moment to `target`, while others write; returns the record's state in it."""

    def load(self, source: Path) -> None:
        """Put what `dump` wrote in the place of the whole database."""


def rows(statement: str) -> Iterable[tuple[Any, ...]]:
    """Rows of a SELECT on Meguri's own connection, some at a time."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(statement)
        while some := cursor.fetchmany(1000):
            yield from some


class Sqlite:
    """SQLite's online backup: in WAL mode it reads one snapshot and stops no writer."""

    file = "meguri.sqlite3"

    def dump(self, target: Path) -> dict[str, LogState]:
        with closing(sqlite3.connect(_database_file())) as live, closing(sqlite3.connect(target)) as copy:
            live.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
            return state_of(copy.execute)

    def load(self, source: Path) -> None:
        connection.close()
        with closing(sqlite3.connect(source)) as copy, closing(sqlite3.connect(_database_file(), timeout=20)) as live:
            copy.backup(live)
            live.execute("PRAGMA journal_mode=WAL")


class Postgresql:
    """pg_dump in the snapshot in which the record is read; pg_restore in one transaction."""

    file = "meguri.pgdump"

    def dump(self, target: Path) -> dict[str, LogState]:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute("SELECT pg_export_snapshot()")
            snapshot = cursor.fetchone()[0]
            _run("pg_dump", "--format=custom", "--compress=0", "--no-owner", "--no-privileges",
                 f"--snapshot={snapshot}", f"--file={target}")  # fmt: skip
            return state_of(rows)

    def load(self, source: Path) -> None:
        _need("pg_restore")
        with guard.door("restore"), connection.cursor() as cursor:
            cursor.execute("SELECT current_schema()")
            schema = connection.ops.quote_name(cursor.fetchone()[0] or "public")
            cursor.execute(f"DROP SCHEMA IF EXISTS {schema} CASCADE; CREATE SCHEMA {schema}")
        connection.close()
        _run("pg_restore", "--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error",
             f"--dbname={connection.settings_dict['NAME']}", str(source))  # fmt: skip


def engine(vendor: str) -> Engine:
    return Sqlite() if vendor == "sqlite" else Postgresql()


def _database_file() -> str:
    return str(connection.settings_dict["NAME"])


def _need(program: str) -> str:
    found = shutil.which(program)
    if found is None:
        raise BadInput(NO_PROGRAM.format(program=program))
    return found


def _run(program: str, *options: str) -> None:
    """Run one of PostgreSQL's programs on Meguri's database; its own words are kept when it fails."""
    command: Sequence[str] = [_need(program), *options]
    finished = subprocess.run(command, env=_environment(), capture_output=True, text=True, check=False)  # noqa: S603 - our own words
    if finished.returncode:
        reason = (finished.stderr.strip().splitlines() or [""])[-1]
        raise BadInput(f"{program} ができませんでした / failed: {reason}")


def _environment() -> dict[str, str]:
    """The connection as libpq reads it, so that no password stands on a command line."""
    settings = connection.settings_dict
    given = {
        "PGHOST": settings["HOST"],
        "PGPORT": str(settings["PORT"] or ""),
        "PGUSER": settings["USER"],
        "PGPASSWORD": settings["PASSWORD"],
        "PGDATABASE": settings["NAME"],
    }
    return {**os.environ, **{name: value for name, value in given.items() if value}}
