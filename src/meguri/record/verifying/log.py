"""Checks one log from its published files alone: names and keys, head, tree, every entry, and what was seen before."""

import base64
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from meguri.record.notes import MAX_NOTE_BYTES, Checkpoint, Key
from meguri.record.verifying.broken import Broken, Unreadable
from meguri.record.verifying.entries import Entries
from meguri.record.verifying.names import Names, checkpoint_in, former_head, generations, read_names
from meguri.record.verifying.sources import Source
from meguri.record.verifying.tree import PublishedTree

LIST = "log/logs"
COUNTRY = "jp"


@dataclass(frozen=True)
class Checked:
    """A log that holds: its head, the note that says so, and when its newest entry was made."""

    log: str
    head: Checkpoint
    note: bytes
    names: tuple[Names, ...]
    newest_at: str

    @property
    def key(self) -> Key:
        return self.names[-1].keys[-1].key


def logs_of(source: Source) -> list[str]:
    """The logs that are published, the country's first. Raises `Broken`, `Unreadable`."""
    content = source.read(LIST, MAX_NOTE_BYTES)
    logs = content.decode("ascii", "replace").splitlines()
    is_right = all(log == COUNTRY or (len(log) == 6 and log.isdecimal()) for log in logs)
    if not logs or not is_right or "".join(f"{log}\n" for log in logs).encode() != content:
        raise Broken(LIST, "まちの一覧の形ではありません", "is no list of logs")
    return logs


def folder_of(log: str) -> str:
    return "log" if log == COUNTRY else f"{log}/log"


class LogCheck:
    """One run over one log. `seen`: checkpoints that were kept earlier; `pinned`: a key that must be among its keys."""

    def __init__(self, source: Source, log: str, seen: Sequence[bytes] = (), pinned: str = "") -> None:
        self.source, self.log, self.seen, self.pinned = source, log, seen, pinned

    def run(self, progress: Callable[[int, int], None] = lambda done, of: None) -> Checked:
        """Raises `Broken` at the first thing that does not hold, `Unreadable` where a file is not there."""
        names = list(generations(self.source, self.log, folder_of(self.log)))
        file = f"{names[-1].folder}/checkpoint"
        note = self.source.read(file, MAX_NOTE_BYTES)
        names[-1] = read_names(self.source, self.log, names[-1].folder, names[-1].number)
        head = names[-1].head_of(note, file)
        self._check_keys(names)
        self._check_former(names)
        seen = [_seen(note, names, head) for note in self.seen]
        sizes = [one.since for one in names[-1].keys] + [one.size for one in seen]
        tree = PublishedTree(self.source, names[-1].folder, head, [size for size in sizes if size <= head.size])
        entries = Entries(self.log)
        try:
            tree.check(entries.look_at, lambda done: progress(done, head.size))
        except Unreadable as error:
            raise _broken(error) from error
        self._check_hand_overs(names[-1], tree, entries)
        self._check_continuations(names, entries)
        for one in seen:
            _check_seen(one, names, tree, head)
        return Checked(self.log, head, note, tuple(names), entries.newest_at)

    def _check_keys(self, names: list[Names]) -> None:
        known = [str(one.key) for name in names for one in name.keys]
        if self.pinned and self.pinned not in known:
            raise Broken(names[-1].file, "指定した鍵がありません", "does not hold the key that was asked for")

    def _check_former(self, names: list[Names]) -> None:
        """Each closed name still shows its last head."""
        for before, after in zip(names, names[1:]):
            file = f"{before.folder}/checkpoint"
            content = self.source.read(file, MAX_NOTE_BYTES)
            note = (after.former or {})["note"]
            if note.startswith(f"{before.name}\n"):
                if content != note.encode():
                    raise Broken(file, "前の名前の最後の控えと合いません", "is not the last one of the former name")
            else:
                before.head_of(content, file)

    def _check_hand_overs(self, names: Names, tree: PublishedTree, entries: Entries) -> None:
        for one in names.keys[1:]:
            head = checkpoint_in(one.note.encode(), names.file)[1]
            if one.since > tree.size or tree.root_at(one.since) != head.root:
                raise Broken(names.file, "鍵の引きつぎの根が記録と合いません", "a hand-over is not of these entries")
            if not any(to == str(one.key) and index < one.since for index, to in entries.new_keys):
                raise Broken(names.file, "記録にない鍵です", "holds a key that no entry announces")

    def _check_continuations(self, names: list[Names], entries: Entries) -> None:
        """What every later name says of the one before stands in an entry too."""
        for before, after in zip(names, names[1:]):
            if not (after.former or {})["note"]:
                continue
            head = former_head(after, before)
            if not any(_tells_of(facts, head) for facts in entries.continued):
                raise Broken(after.file, "前の控えのことが記録にありません", "no entry tells of the former checkpoint")


def _broken(error: Unreadable) -> Exception:
    """A file that the signed head asks for and nobody can have is a fault of the record; any other is of the way."""
    if not error.is_missing:
        return error
    return Broken(error.file, "署名された控えにあるはずのファイルがありません", "is missing from what was signed")


def _tells_of(facts: dict[str, Any], head: Checkpoint) -> bool:
    told = (facts.get("former_name"), facts.get("former_size"), facts.get("former_root"))
    return told == (head.origin, str(head.size), base64.b64encode(head.root).decode())


def _seen(kept: bytes, names: Sequence[Names], head: Checkpoint) -> Checkpoint:
    """The head that was kept earlier, signed by a key of the log and not larger than its head is now."""
    note, seen = checkpoint_in(kept, "前に見た控え")
    of = next((name for name in names if name.name == seen.origin), None)
    if of is None:
        raise Broken(f"{names[-1].folder}/checkpoint", f"前は {seen.origin} という名前でした", "has another name now")
    allowed = [Key(seen.origin, one.key.public) for name in names for one in name.keys]
    if not note.is_signed_by_some(allowed):
        raise Broken(of.file, "前に見た控えに署名した鍵がありません", "lacks the key that signed what was seen before")
    if of is names[-1] and seen.size > head.size:
        message = f"前に見たとき {seen.size:,} 件だった記録が、{head.size:,} 件に戻っています"
        raise Broken(f"{of.folder}/checkpoint", message, f"went back from {seen.size} to {head.size}")
    return seen


def _check_seen(seen: Checkpoint, names: Sequence[Names], tree: PublishedTree, head: Checkpoint) -> None:
    if seen.size <= head.size and tree.root_at(seen.size) == seen.root:
        return
    file = f"{names[-1].folder}/checkpoint"
    if seen.origin == names[-1].name:
        message = f"前に見た {seen.size:,} 件までが書きかえられています（枝分かれ）"
        raise Broken(file, message, f"forked: the first {seen.size} entries are not those seen before")
    message = f"前に見た {seen.size:,} 件の一部が失われました。控えに戻し、新しい名前で続けたと記録にあります"
    raise Broken(file, message, "some entries seen before were lost; the record tells that it was set back")
