"""Moves a town's database from SQLite to PostgreSQL: every row of every table, as it is stored."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from django.apps import apps
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, connections, models, transaction

from meguri.cli.migrate import bring_up_to_date
from meguri.core import guard

BATCH = 500
COPY = "copy"


def move_in(sqlite_file: Path) -> None:
    """Bring the tables up to this version in both, then copy; all or nothing. The database must be empty of acts."""
    bring_up_to_date()
    with _opened(sqlite_file), guard.door("restore"):
        call_command("migrate", database=COPY, interactive=False, verbosity=0)
        with transaction.atomic():
            stored = [model for model in apps.get_models(include_auto_created=True) if _is_stored(model)]
            for model in stored:
                model._base_manager.all().delete()  # what migrate itself has put there: content types, permissions
            for model in stored:
                _copy(model)
            _count_on(stored)


@contextmanager
def _opened(sqlite_file: Path) -> Iterator[None]:
    settings = {
        **connections["default"].settings_dict,
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(sqlite_file),
    }
    connections.databases[COPY] = {**settings, "OPTIONS": {}, "CONN_MAX_AGE": 0}
    try:
        yield
    finally:
        connections[COPY].close()
        del connections[COPY]
        del connections.databases[COPY]


def _is_stored(model: type[models.Model]) -> bool:
    return model._meta.managed and not model._meta.proxy


def _copy(model: type[models.Model]) -> None:
    """Rows keep their keys and dates: nothing is saved anew, so nothing is set by saving."""
    rows = model._base_manager.using(COPY).order_by("pk").iterator(chunk_size=BATCH)
    fields = model._meta.concrete_fields
    while some := list(islice(rows, BATCH)):
        models.QuerySet(model)._insert(some, fields=fields, raw=True, using="default")  # type: ignore[attr-defined]  # as loaddata stores rows


def _count_on(stored: list[type[models.Model]]) -> None:
    """Let the next key of each table follow the last one that was copied."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), stored):
            cursor.execute(statement)
