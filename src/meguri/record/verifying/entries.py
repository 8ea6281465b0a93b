"""What every entry of a record must be: canonical JSON of this log, an act of its own; and what some of them say."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import orjson
import rfc8785

from meguri.record.verifying.broken import Broken

CHANGED_KEY, CONTINUED = "record.change_key", "record.continue_log"
MAX_SAFE_INTEGER = 2**53 - 1
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_AT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z")
_SHAPE: dict[str, Callable[[Any], Any]] = {
    "version": lambda value: value == 1,
    "act": lambda value: isinstance(value, str) and _UUID.fullmatch(value),
    "action": lambda value: isinstance(value, str) and value,
    "at": lambda value: isinstance(value, str) and _AT.fullmatch(value),
    "actor": lambda value: isinstance(value, dict),
    "facts": lambda value: isinstance(value, dict),
}


@dataclass
class Entries:
    """Looks at the entries of one log in their order, and keeps what is said of keys and names."""

    log: str
    acts: set[bytes] = field(default_factory=set)
    new_keys: list[tuple[int, str]] = field(default_factory=list)
    continued: list[dict[str, Any]] = field(default_factory=list)
    newest_at: str = ""

    def look_at(self, index: int, body: bytes, file: str) -> None:
        """Raises `Broken`."""
        content = content_of(body)
        if content is None:
            raise Broken(file, f"記録 {index} が決まった JSON ではありません", f"entry {index} is not canonical JSON")
        wrong = next((name for name, is_right in _SHAPE.items() if not is_right(content.get(name))), None)
        if wrong or content.get("log") != self.log:
            name = wrong or "log"
            raise Broken(file, f"記録 {index} の {name} が正しくありません", f"{name} of entry {index} is wrong")
        act = bytes.fromhex(content["act"].replace("-", ""))
        if act in self.acts:
            raise Broken(file, f"記録 {index} の act がほかの記録と同じです", f"act of entry {index} occurs twice")
        self.acts.add(act)
        self.newest_at = max(self.newest_at, content["at"])
        if content["action"] == CHANGED_KEY:
            self.new_keys.append((index, content["facts"].get("to")))
        elif content["action"] == CONTINUED:
            self.continued.append(content["facts"])


def content_of(body: bytes) -> dict[str, Any] | None:
    """The JSON object in RFC 8785's only spelling; None for anything else.

    A fast writer decides where it must agree with RFC 8785: ASCII keys, no fractions, no large numbers.
    """
    try:
        content = orjson.loads(body)
        is_canonical = (
            orjson.dumps(content, option=orjson.OPT_SORT_KEYS) == body
            if _is_plain(content)
            else rfc8785.dumps(content) == body
        )
    except (ValueError, RecursionError):
        return None
    return content if is_canonical and isinstance(content, dict) else None


def _is_plain(value: Any) -> bool:
    if isinstance(value, str | bool) or value is None:
        return True
    if isinstance(value, dict):
        return all(key.isascii() for key in value) and all(map(_is_plain, value.values()))
    if isinstance(value, list):
        return all(map(_is_plain, value))
    return isinstance(value, int) and abs(value) <= MAX_SAFE_INTEGER
