"""Under which names and keys a log signs: its `keys` files, followed from the first generation to the newest."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from meguri.record.notes import BrokenNote, Checkpoint, Key, Note, read_checkpoint, read_note
from meguri.record.verifying.broken import Broken
from meguri.record.verifying.entries import content_of
from meguri.record.verifying.sources import Source

MAX_FILE_BYTES = 1 << 20
MAX_GENERATIONS = 100
_FIELDS = {"name": str, "log": str, "keys": list, "former": dict | None, "next": int | None}
_NAME = re.compile(r"[^\s+]{1,200}")


@dataclass(frozen=True)
class SigningKey:
    """A key and the size of the tree from which on it signs; `note` is what it signed there with the one before."""

    key: Key
    since: int
    note: str


@dataclass(frozen=True)
class Names:
    """One `keys` file as read: a name of the log, its keys, what came before and after."""

    folder: str
    number: int
    name: str
    keys: tuple[SigningKey, ...]
    former: dict[str, Any] | None
    next: int | None

    @property
    def file(self) -> str:
        return f"{self.folder}/keys"

    def keys_at(self, size: int) -> list[Key]:
        """Who signs a head of this size: one key, or at the size of a change both."""
        sizes = [*(one.since for one in self.keys[1:]), None]
        return [one.key for one, end in zip(self.keys, sizes) if one.since <= size and (end is None or size <= end)]

    def head_of(self, content: bytes, file: str) -> Checkpoint:
        """The checkpoint that a note states, signed by exactly those who must. Raises `Broken`."""
        note, head = checkpoint_in(content, file)
        if head.origin != self.name:
            raise Broken(file, f"名前が {self.name} ではありません", "names another log")
        if not note.is_signed_by_exactly(self.keys_at(head.size)):
            raise Broken(file, "署名が合いません", "its signature does not hold")
        return head


def checkpoint_in(content: bytes, file: str) -> tuple[Note, Checkpoint]:
    try:
        note = read_note(content)
        return note, read_checkpoint(note)
    except BrokenNote as error:
        raise Broken(file, "署名つきの控えの形ではありません", f"is no checkpoint ({error})") from error


def generations(source: Source, log: str, folder: str) -> Iterator[Names]:
    """Each name of the log from the first to the newest; each former one is closed by the next. Raises `Broken`."""
    before: Names | None = None
    number: int | None = 1
    while number is not None:
        place = folder if number == 1 else f"{folder}/{number}"
        found = read_names(source, log, place, number)
        if before is not None:
            _follows(found, before)
        elif found.former is not None:
            raise Broken(found.file, "はじめの名前に、前の名前があります", "a first name follows on another")
        yield found
        before, number = found, found.next
        if number is not None and not found.number < number <= MAX_GENERATIONS:
            raise Broken(found.file, "次の名前の番号が正しくありません", "names no later generation")


def read_names(source: Source, log: str, folder: str, number: int) -> Names:
    file = f"{folder}/keys"
    content = content_of(source.read(file, MAX_FILE_BYTES))
    if content is None or not _has_fields(content) or content["log"] != log or not _NAME.fullmatch(content["name"]):
        raise Broken(file, "鍵の一覧の形ではありません", "is no list of keys of this log")
    try:
        keys = tuple(_key(one, content["name"]) for one in content["keys"])
    except (BrokenNote, ValueError) as error:
        raise Broken(file, "鍵の一覧の形ではありません", f"holds no proper key ({error})") from error
    found = Names(folder, number, content["name"], keys, content["former"], content["next"])
    _hand_over(found)
    return found


def _has_fields(content: dict[str, Any]) -> bool:
    return content.keys() == _FIELDS.keys() and all(isinstance(content[one], kind) for one, kind in _FIELDS.items())


def _key(given: Any, name: str) -> SigningKey:
    if not isinstance(given, dict) or given.keys() != {"key", "since", "note"}:
        raise ValueError("fields")
    if not isinstance(given["key"], str) or not isinstance(given["note"], str) or type(given["since"]) is not int:
        raise ValueError("types")
    key = Key.read(given["key"])
    if key.name != name:
        raise ValueError("another name")
    return SigningKey(key, given["since"], given["note"])


def _hand_over(names: Names) -> None:
    """Each key after the first signed the head at its size together with the one before."""
    first, *later = names.keys or (None,)
    if first is None or first.since != 0 or first.note:
        raise Broken(names.file, "はじめの鍵がありません", "has no first key")
    for before, after in zip(names.keys, later):
        head = names.head_of(after.note.encode(), names.file)
        if head.size != after.since or after.since <= before.since:
            raise Broken(names.file, "鍵の引きつぎの大きさが合いません", "a key begins at another size than it signed")


def _follows(after: Names, before: Names) -> None:
    former = after.former or {}
    told = former.get("number"), former.get("name")
    if former.keys() != {"number", "name", "note"} or told != (before.number, before.name):
        raise Broken(after.file, "前の名前と合いません", "does not follow on the name before")
    if not isinstance(former["note"], str):
        raise Broken(after.file, "前の控えがありません", "does not hold the former checkpoint")
    if former["note"]:
        former_head(after, before)


def former_head(after: Names, before: Names) -> Checkpoint:
    """The last known head before a log was set back.

    A key, or a whole name, that came after the backup is forgotten with what was lost: the head may then be signed by
    the key with which the log goes on. Raises `Broken`.
    """
    note, head = checkpoint_in((after.former or {})["note"].encode(), after.file)
    publics = [one.key.public for one in (*before.keys, after.keys[0])]
    if not note.is_signed_by_some([Key(head.origin, public) for public in publics]):
        raise Broken(after.file, "前の控えの署名が合いません", "the former checkpoint's signature does not hold")
    return head
