"""`meguri verify`: checks a record from outside, with its published files alone; needs no database and no account.

Ends with 0 when everything holds, 1 when something does not (it is named), 2 when it could not be checked.
"""

import argparse
import re
import time
from pathlib import Path

from meguri.cli.terminal import complain, say
from meguri.record.verifying.broken import Broken, Unreadable
from meguri.record.verifying.log import COUNTRY, Checked, LogCheck, logs_of
from meguri.record.verifying.seen import Seen, default_folder
from meguri.record.verifying.sources import Source, source_at

SECONDS_BETWEEN_LINES = 5
_OF_A_LOG = re.compile(r"(.*?)(?:/([0-9]{6}))?(?:/(?:log|record))?/*")

HOLDS = (
    "どの記録も、前に見たときから、そして署名されてから、書きかえられていません。"
    "正しいか、すべて書かれているかは、これでは分かりません。"
)


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("place", metavar="場所", help="サイトのアドレスか、公開記録の写しのフォルダー")
    parser.add_argument("--log", metavar="コード", help=f"このまちの記録だけ（全国の記録は {COUNTRY}）")
    parser.add_argument("--since", type=Path, metavar="ファイル", help="前に受けとった署名つきの控えと比べます")
    parser.add_argument("--key", default="", metavar="鍵", help="この鍵で署名されていることも確かめます")
    parser.add_argument("--seen", type=Path, metavar="フォルダー", help="見た控えを残す場所")


def run(asked: argparse.Namespace) -> int:
    place, log = address_of(asked.place)
    source = source_at(place)
    seen = Seen(asked.seen or default_folder(), str(source))
    try:
        logs = [asked.log or log] if asked.log or log else logs_of(source)
        for one in logs:
            check(source, one, seen, asked)
    except Broken as broken:
        complain(f"だめ  {broken}")
        return 1
    except Unreadable as unreadable:
        complain(f"確かめられません  {unreadable}")
        return 2
    say(HOLDS)
    return 0


def address_of(given: str) -> tuple[str, str]:
    """The root of the site and the log, from the address of a town's page or record."""
    if not given.startswith(("http://", "https://")):
        return given, ""
    found = _OF_A_LOG.fullmatch(given.split("?")[0].split("#")[0])
    return (found[1], found[2] or "") if found else (given, "")


def check(source: Source, log: str, seen: Seen, asked: argparse.Namespace) -> None:
    """Check one log, say what was found and keep its head."""
    earlier = seen.note(log)
    notes = [earlier] if earlier else []
    if asked.since is not None:
        notes.append(asked.since.read_bytes())
    found = LogCheck(source, log, notes, asked.key).run(Progress(log))
    tell(found)
    seen.keep(log, found.note)
    if not earlier:
        say(f"      はじめて見る記録です。いまの控えを残しました: {seen.file(log)}")


def tell(found: Checked) -> None:
    say(f"よし  {found.log}  {found.head.size:,} 件（最後の記録 {found.newest_at}）")
    say(f"      名前 {found.head.origin}  根 {found.head.root.hex()}")
    say(f"      鍵 {found.key}")
    if len(found.names) > 1:
        say(f"      この記録は、{len(found.names) - 1} 回、新しい名前で続けられています。わけは記録の中にあります。")


class Progress:
    """A line now and then, while a large log is read."""

    def __init__(self, log: str) -> None:
        self._log, self._next = log, time.monotonic() + SECONDS_BETWEEN_LINES

    def __call__(self, done: int, of: int) -> None:
        if time.monotonic() >= self._next:
            complain(f"…     {self._log}  {done:,} / {of:,} 件")
            self._next = time.monotonic() + SECONDS_BETWEEN_LINES
