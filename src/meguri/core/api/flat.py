"""A documented shape as the columns of a table: nested fields joined by an underscore, lists by a blank."""

from collections.abc import Iterator
from typing import Any, get_args

from ninja import Schema


def columns(shape: type[Schema], before: str = "") -> list[str]:
    """The header: `prefecture_name` for the `name` of the field `prefecture`."""
    found: list[str] = []
    for name, field in shape.model_fields.items():
        inner = _nested(field.annotation)
        found.extend(columns(inner, f"{before}{name}_") if inner else [before + name])
    return found


def cells(shape: type[Schema], given: Schema | None) -> Iterator[object]:
    """One row under `columns(shape)`; empty cells where a nested shape is null."""
    for name, field in shape.model_fields.items():
        value = getattr(given, name, None)
        inner = _nested(field.annotation)
        if inner:
            yield from cells(inner, value)
        else:
            yield _cell(value)


def _cell(value: object) -> object:
    """As in JSON: true and false, 32 instead of 32.0."""
    if isinstance(value, list):
        return " ".join(map(str, value))
    if isinstance(value, bool):
        return "true" if value else "false"
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _nested(annotation: Any) -> type[Schema] | None:
    """The shape a field holds, null or not; None for plain values and lists."""
    for candidate in (annotation, *(get_args(annotation) if not _is_list(annotation) else ())):
        if isinstance(candidate, type) and issubclass(candidate, Schema):
            return candidate
    return None


def _is_list(annotation: Any) -> bool:
    return getattr(annotation, "__origin__", None) is list
