"""A record is checked with its published files alone, and whatever was changed in them is named."""

import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from meguri.record.notes import sign
from meguri.record.tests.made_log import (
    CODE,
    NAME,
    OTHER,
    SEED,
    entries_of,
    entry,
    head_of,
    key_line,
    keys_file,
    made,
    tree_files,
    write,
)
from meguri.record.verifying.broken import Broken, Unreadable
from meguri.record.verifying.log import Checked, LogCheck
from meguri.record.verifying.sources import missing, too_long

SIZE = 600
MUTATIONS = 1000
ENTRIES = entries_of(SIZE)
_NUMBERED = re.compile(r"/[0-9]{3}(\.p/[0-9]+)?$")
"""The end of a tile's path: what is before it is its kind."""


class InMemory:
    """Published files that a test can change."""

    at_once = 1

    def __init__(self, files: dict[str, bytes]) -> None:
        self.files = {f"{CODE}/log/{path}": content for path, content in files.items()}

    def read(self, path: str, limit: int) -> bytes:
        if path not in self.files:
            raise missing(path)
        if len(self.files[path]) > limit:
            raise too_long(path, limit)
        return self.files[path]


def check(files: dict[str, bytes], *seen: bytes, pinned: str = "") -> Checked:
    return LogCheck(InMemory(files), CODE, seen, pinned).run()


def fault(files: dict[str, bytes], *seen: bytes) -> str:
    with pytest.raises(Broken) as caught:
        check(files, *seen)
    return str(caught.value)


def noted(entries: list[bytes], size: int) -> bytes:
    head = head_of(entries, size)
    return sign(head.text, head.origin, [SEED]).encode()


@pytest.mark.parametrize("size", [1, 2, 255, 256, 257, 512, SIZE])
def test_a_log_of_any_size_holds(size: int) -> None:
    found = check(made(ENTRIES[:size]))
    assert found.head == head_of(ENTRIES, size)
    assert found.newest_at == "2026-04-01T00:00:00.000000Z"


def test_a_log_of_three_levels_holds() -> None:
    entries = entries_of(66_000)
    assert check(made(entries), noted(entries, 300), noted(entries, 65_536)).head.size == 66_000


def handed_over() -> dict[str, bytes]:
    """A log with every kind of file: its key was changed at 400."""
    entries = list(ENTRIES)
    line = key_line(OTHER)
    entries[398] = entry(398, "record.change_key", to=str(line["key"]))
    head = head_of(entries, 400)
    note = sign(head.text, head.origin, [SEED, OTHER])
    return made(entries, keys_file(key_line(SEED), key_line(OTHER, 400, note)), [OTHER])


def continued() -> dict[str, bytes]:
    """A log that was set back from 300 to 250 and went on under a new name."""
    former, later = head_of(ENTRIES, 300), f"{NAME}/2"
    note = sign(former.text, NAME, [SEED])
    told = {"former_name": NAME, "former_size": "300", "former_root": former.text.split("\n")[2]}
    entries = [*ENTRIES[:250], entry(250, "record.continue_log", "after", **told)]
    head = head_of(entries, 251, later)
    first = {"keys": keys_file(key_line(SEED), next=2), "checkpoint": note.encode()}
    keys = keys_file(
        key_line(SEED, name=later), name=later, former={"number": 1, "name": NAME, "note": note}
    )
    second = {"keys": keys, "checkpoint": sign(head.text, later, [SEED]).encode(), **tree_files(entries)}
    return first | {f"2/{path}": content for path, content in second.items()}


LOGS: dict[str, Callable[[], dict[str, bytes]]] = {
    "plain": lambda: made(ENTRIES),
    "key changed": handed_over,
    "continued": continued,
}


@pytest.mark.parametrize("name", list(LOGS))
def test_every_kind_of_log_holds_before_it_is_changed(name: str) -> None:
    check(LOGS[name]())


def changed(content: bytes, chance: random.Random) -> bytes:
    """One mutation: a bit turned, a byte put in, taken out or doubled, a piece cut off, copied or set to zero."""
    at = chance.randrange(len(content))
    end = min(len(content), at + chance.randrange(1, 40))
    ways = [
        content[:at] + bytes([content[at] ^ 1 << chance.randrange(8)]) + content[at + 1 :],
        content[:at] + bytes([chance.randrange(256)]) + content[at:],
        content[:at] + content[at + 1 :],
        content[:at],
        content[:at] + content[at:end] + content[at:],
        content[:at] + bytes(end - at) + content[end:],
        content + bytes([chance.randrange(256)]),
        b"",
    ]
    return chance.choice([way for way in ways if way != content])


@pytest.mark.parametrize("name", list(LOGS))
def test_none_of_a_thousand_random_changes_to_any_kind_of_file_is_missed(name: str) -> None:
    chance, files = random.Random(name), LOGS[name]()  # noqa: S311 - the same changes each time
    kinds: dict[str, list[str]] = {}
    for path in files:
        kinds.setdefault(_NUMBERED.sub("", path), []).append(path)
    missed, unnamed = [], []
    for number in range(MUTATIONS):
        path = chance.choice(kinds[list(kinds)[number % len(kinds)]])
        mutated = changed(files[path], chance)
        try:
            check(files | {path: mutated})
            missed.append((path, number))
        except (Broken, Unreadable) as told:
            if not told.file.endswith(path):
                unnamed.append((path, told.file))
    assert missed == []
    assert [pair for pair in unnamed if not pair[0].endswith(("keys", "checkpoint"))] == []


@pytest.mark.parametrize("name", list(LOGS))
def test_any_file_that_is_missing_is_named(name: str) -> None:
    files = LOGS[name]()
    for path in files:
        with pytest.raises((Broken, Unreadable), match=path.replace(".", r"\.")):
            check({other: content for other, content in files.items() if other != path})


def test_a_changed_entry_is_named_by_its_index() -> None:
    files = made(ENTRIES)
    path = "tile/entries/001"
    files[path] = files[path].replace("総務課".encode(), "総無課".encode(), 1)
    assert fault(files) == f"{CODE}/log/{path}: 記録 256 が書きかえられています / entry 256 was changed"


def test_a_record_rewritten_consistently_is_not_what_was_signed() -> None:
    rewritten = [*ENTRIES[:10], entry(10, "towns.open_town"), *ENTRIES[11:]]
    files = made(ENTRIES) | tree_files(rewritten)
    assert "checkpoint: 署名された根が記録と合いません" in fault(files) or "署名された根と合いません" in fault(files)


def test_a_record_rewritten_and_signed_anew_is_noticed_by_who_saw_the_one_before() -> None:
    rewritten = [*ENTRIES[:10], entry(10, "towns.open_town"), *ENTRIES[11:]]
    assert check(made(rewritten)).head.size == SIZE
    assert "前に見た 500 件までが書きかえられています（枝分かれ）" in fault(made(rewritten), noted(ENTRIES, 500))


def test_a_record_that_goes_back_is_noticed_by_who_saw_more() -> None:
    assert "前に見たとき 600 件だった記録が、500 件に戻っています" in fault(made(ENTRIES[:500]), noted(ENTRIES, 600))


def test_one_that_has_grown_since_holds() -> None:
    assert check(made(ENTRIES), noted(ENTRIES, 256), noted(ENTRIES, 257), noted(ENTRIES, SIZE)).head.size == SIZE


def test_a_key_that_was_exchanged_without_a_word_is_noticed() -> None:
    exchanged = made(ENTRIES, keys_file(key_line(OTHER)), [OTHER])
    assert check(exchanged).key.public
    assert "前に見た控えに署名した鍵がありません" in fault(exchanged, noted(ENTRIES, 500))
    with pytest.raises(Broken, match="指定した鍵がありません"):
        check(exchanged, pinned=str(key_line(SEED)["key"]))


def test_a_key_that_no_entry_announces_is_noticed() -> None:
    head = head_of(ENTRIES, 400)
    note = sign(head.text, head.origin, [SEED, OTHER])
    files = made(ENTRIES, keys_file(key_line(SEED), key_line(OTHER, 400, note)), [OTHER])
    assert "記録にない鍵です" in fault(files)


def test_what_was_seen_before_a_change_of_key_still_holds_after_it() -> None:
    assert str(check(handed_over(), noted(ENTRIES, 300)).key) == key_line(OTHER)["key"]


def test_who_saw_less_than_was_lost_need_not_worry_and_who_saw_more_is_told() -> None:
    assert len(check(continued(), noted(ENTRIES, 200)).names) == 2
    assert "一部が失われました" in fault(continued(), noted(ENTRIES, 280))
    assert "一部が失われました" in fault(continued(), noted(ENTRIES, 251))


def test_another_log_in_its_place_is_noticed() -> None:
    files = {path: content.replace(CODE.encode(), b"998028") for path, content in made(ENTRIES).items()}
    assert "鍵の一覧の形ではありません" in fault(files)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (entry(3), "act がほかの記録と同じです"),
        (entry(4).replace(b'"version":1', b'"version":2'), "version が正しくありません"),
        (entry(4).replace(f'"log":"{CODE}"'.encode(), b'"log":"jp"'), "log が正しくありません"),
        (entry(4).replace(b'":', b'": ', 1), "決まった JSON ではありません"),
        (entry(4).replace(b'"version":1', b'"version":1.0'), "決まった JSON ではありません"),
        (b"[]", "決まった JSON ではありません"),
        (b"[" * 60_000, "決まった JSON ではありません"),
        (b"", "決まった JSON ではありません"),
    ],
)
def test_an_entry_that_no_record_would_hold_is_named_though_it_was_signed(wrong: bytes, told: str) -> None:
    assert told in fault(made([*ENTRIES[:4], wrong, *ENTRIES[5:9]]))


def test_a_size_that_nobody_could_check_is_not_believed() -> None:
    head = head_of(ENTRIES, SIZE)
    huge = sign(head.text.replace(str(SIZE), "9" * 17), NAME, [SEED]).encode()
    with pytest.raises(Unreadable, match="大きすぎる"):
        check(made(ENTRIES) | {"checkpoint": huge})


def test_a_copy_in_a_folder_is_checked_like_a_site(tmp_path: Path) -> None:
    from meguri.record.verifying.sources import Folder

    copy = write(tmp_path, made(ENTRIES))
    assert LogCheck(Folder(copy), CODE).run().head.size == SIZE
    (copy / CODE / "log" / "tile" / "0" / "001").unlink()
    with pytest.raises(Broken, match=r"tile/0/001.*ありません"):
        LogCheck(Folder(copy), CODE).run()
