"""Inserts an entry with the rows that hang on it. Every public act pays for this: one way to the server, not five."""

from collections.abc import Sequence
from itertools import chain
from typing import Any

from django.db import connection, models

Statement = tuple[str, list[Any]]


class Rows:
    """Inserts into one table with these fields of a model, whose values are adapted as the fields adapt them.

    `hangs_on`: the column that holds the key of the row just inserted by the statement before; "" for that row itself.
    """

    def __init__(self, model: type[models.Model], *names: str, hangs_on: str = "") -> None:
        self.table = model._meta.db_table
        fields = [model._meta.get_field(name) for name in names]
        self._adapt = [field.get_db_prep_save for field in fields]  # type: ignore[union-attr]  # stored fields
        columns = [hangs_on] * bool(hangs_on) + [str(field.column) for field in fields]  # type: ignore[union-attr]
        self._head = f'INSERT INTO "{self.table}" ({", ".join(columns)}) VALUES '  # noqa: S608 - our own model's names
        self._places = ["%s"] * len(names)

    def statement(self, rows: Sequence[Sequence[Any]], key: str = "") -> Statement:
        """`key`: an SQL expression for the column that `hangs_on` names."""
        row = f"({', '.join([key] * bool(key) + self._places)})"
        values = [adapt(value, connection) for one in rows for adapt, value in zip(self._adapt, one)]
        return self._head + ", ".join([row] * len(rows)), values


def insert_with(first: Rows, row: Sequence[Any], hanging: Sequence[tuple[Rows, Sequence[Sequence[Any]]]]) -> None:
    """Insert `row`, then all rows that hang on it. PostgreSQL gets everything at once. Only inside an action."""
    wanted = [(rows, values) for rows, values in hanging if values]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            key = f"currval(pg_get_serial_sequence('{first.table}', 'id'))"
            statements = [first.statement([row]), *(rows.statement(values, key) for rows, values in wanted)]
            cursor.execute("; ".join(sql for sql, _values in statements), list(chain(*(v for _sql, v in statements))))
            return
        cursor.execute(*first.statement([row]))
        key = str(int(connection.ops.last_insert_id(cursor, first.table, "id")))
        for rows, values in wanted:
            cursor.execute(*rows.statement(values, key))
