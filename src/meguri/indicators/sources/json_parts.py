"""Walking JSON whose parts may be missing, or stand alone where others would be a list."""

from __future__ import annotations

from typing import TypeAlias

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"


def at(part: Json, *keys: str) -> Json:
    """What stands under `keys`, one inside the other; None where there is none."""
    for key in keys:
        part = part.get(key) if isinstance(part, dict) else None
    return part


def listed(part: Json) -> list[Json]:
    """`part` as a list: itself, alone in one, or none."""
    if part is None:
        return []
    return part if isinstance(part, list) else [part]


def text_at(part: Json, key: str) -> str:
    """The text or number under `key` as text, "" for anything else. {"@no": "1", "$": "text"} is its text."""
    value = at(part, key)
    if isinstance(value, dict):
        value = value.get("$")
    return "" if value is None or isinstance(value, (dict, list, bool)) else str(value)
