"""One process of writers: threads that book receipts through an action until told to stop, and write down each answer.

    python bench/_journal_writer.py KIND FIRST THREADS LOG

Once ready it makes LOG, waits for the file `go` beside it, which says until when to write, and begins. KIND is
`action`, `file` or `bare` (two rows into a table without any rule). Thread number FIRST + n goes on where the log of an
earlier process left it: a key that has no answer yet is tried again, as a client would that was cut off. KIND `file`
books `ROWS_A_FILE` receipts in each act, as a list of a donation site does.
"""

import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench._journal_town import actions, set_up, standing

ROWS_A_FILE = 500


def main() -> None:
    kind, first, threads, log = sys.argv[1:]
    make = {"action": through_the_action, "file": file_by_file, "bare": two_bare_rows}[kind]()
    path = Path(log)
    answered = set(path.read_text().split()) if path.exists() else set()
    with path.open("a", buffering=1) as out:
        until = when_to_stop(path.with_name("go"))
        workers = [
            threading.Thread(target=work, args=(make(), keys(int(first) + n, answered), until, out))
            for n in range(int(threads))
        ]
        for one in workers:
            one.start()
        for one in workers:
            one.join()


def when_to_stop(go: Path) -> float:
    while not go.exists():
        time.sleep(0.01)
    return float(go.read_text())


def keys(number: int, answered: set[str]) -> Iterator[str]:
    at = 0
    while True:
        key = f"w{number}-{at}"
        if key not in answered:
            yield key
        at += 1


def work(book: Callable[[str], None], wanted: Iterator[str], until: float, out: Any) -> None:
    for key in wanted:
        while time.time() < until:
            try:
                book(key)
            except Exception:  # noqa: BLE001 - whatever broke, a client asks again with the same key
                time.sleep(0.2)
                continue
            out.write(key + "\n")
            break
        if time.time() >= until:
            return


def yen_of(key: str) -> int:
    """The sum that belongs to a key, so that anyone can add up what has to be there."""
    return 1000 + sum(key.encode()) % 977


def through_the_action() -> Callable[[], Callable[[str], None]]:
    set_up()
    from django.db import connection

    from meguri.core.actor import Channel, system
    from meguri.core.scope import in_town

    (receive, _file), stage = actions(), standing()

    def writer() -> Callable[[str], None]:
        def book(key: str) -> None:
            try:
                with in_town(stage.town):
                    purpose = stage.purposes[hash(key) % len(stage.purposes)]
                    receive(system(Channel.API), purpose, yen_of(key), key, idempotency_key=key)
            except Exception:
                connection.close()
                raise

        return book

    return writer


def file_by_file() -> Callable[[], Callable[[str], None]]:
    set_up()
    from meguri.core.actor import Channel, system
    from meguri.core.scope import in_town

    (_one, receive_file), stage = actions(), standing()

    def writer() -> Callable[[str], None]:
        def book(key: str) -> None:
            rows = [
                (stage.purposes[n % len(stage.purposes)], yen_of(key), f"file {key} {n}") for n in range(ROWS_A_FILE)
            ]
            with in_town(stage.town):
                receive_file(system(Channel.IMPORT), stage.fund, rows, idempotency_key=f"file {key}")

        return book

    return writer


def two_bare_rows() -> Callable[[], Callable[[str], None]]:
    import psycopg

    def writer() -> Callable[[str], None]:
        connection = psycopg.connect(os.environ["DATABASE_URL"], autocommit=True)

        def insert(key: str) -> None:
            yen = yen_of(key)
            connection.execute(
                "INSERT INTO bare (key, account, yen) VALUES (%s, 1, %s), (%s, 2, %s)", (key, yen, key, -yen)
            )

        return insert

    return writer


if __name__ == "__main__":
    main()
