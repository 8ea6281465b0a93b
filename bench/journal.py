"""The journal of a fund: a million postings read, and a hundred writers at once while things break.

    python bench/journal.py [--postgresql URL] [--small]

Read, on each engine, with a million postings: the balances of all accounts, a page of the journal as the browser gets
it, and where the yen of one gift went. Written, on a PostgreSQL server of the bench's own that flushes its commits: a
hundred writers book for a minute through an action (policy, idempotency key, public record); after a third one process
of writers is killed with SIGKILL and started again, after two thirds the database server is stopped at once and
started. Then each answered key must stand exactly once, all accounts must sum to zero, and cash must be the sum of the
keys. Beside it, the same hundred writers insert two rows into a table without rules, and two writers book files of
500 entries, each file by one act. The last line is one JSON object: balances_s, page_ms, gift_ms (the worse engine),
entries_per_s, bare_per_s, ratio_to_bare, file_entries_per_s, file_ratio_to_bare, wrong (keys lost or doubled, sums
that do not hold: 0), and the figures of each engine.
"""

import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench._cluster import Cluster
from bench._engines import asked_of, on_each_engine
from bench._journal_town import build, fill, set_up, standing
from bench._journal_writer import ROWS_A_FILE, yen_of

HERE = Path(__file__).resolve().parent
PROCESSES, THREADS = 10, 10
TRIES = 7


def main() -> None:
    asked = asked_of(__doc__, "a hundredth of the postings, six seconds of writing")
    if asked.inner:
        print(json.dumps(read(5_000 if asked.small else 500_000)))
        return
    found = on_each_engine(__file__, asked)
    worst = {key: max(one[key] for one in found.values()) for key in ("balances_s", "page_ms", "gift_ms")}
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        written = write(Path(folder), 6 if asked.small else 60)
    print(json.dumps(worst | written | found))


def read(entries: int) -> dict[str, Any]:
    """In a process of its own, on the engine that DATABASE_URL names."""
    set_up()
    stage = build()
    fill(stage, entries)
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client

    from meguri.core import guard
    from meguri.core.scope import in_town
    from meguri.funding.flow.queries import where_it_went
    from meguri.funding.journal.accounts import balances
    from meguri.funding.journal.models import JournalEntry

    call_command("collectstatic", "--noinput", verbosity=0)
    with guard.door("bench"), connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    with in_town(stage.town):
        gifts = list(JournalEntry.objects.filter(stage="received").order_by("id"))
        some = [gifts[len(gifts) * n // 5] for n in range(5)]
        balances_s = best(balances)
        gift_ms = max(best(partial(where_it_went, gift)) for gift in some) * 1000
    client = Client(headers={"host": "localhost"})
    pages = [f"/{stage.town.code}/funds/{stage.fund.pk}/journal/?page={page}" for page in (1, 50, entries // 100)]
    page_ms = max(best(partial(fetch, client, page)) for page in pages) * 1000
    return {"postings": entries * 2, "balances_s": round(balances_s, 3), "page_ms": round(page_ms, 1),
            "gift_ms": round(gift_ms, 1)}  # fmt: skip


def fetch(client: Any, page: str) -> None:
    """As nobody had asked for it since the last act: not from the kept pages."""
    from django.core.cache import caches

    caches["pages"].clear()
    client.get(page)


def best(call: Callable[[], Any]) -> float:
    """Seconds; the best of some tries, since other work on the machine only ever adds."""
    found = []
    for _try in range(TRIES):
        began = time.perf_counter()
        call()
        found.append(time.perf_counter() - began)
    return min(found)


def write(folder: Path, seconds: int) -> dict[str, Any]:
    cluster = Cluster(folder / "pg")
    os.environ |= {"DATABASE_URL": cluster.url, "MEGURI_VAR": str(folder), "MEGURI_LOG_LEVEL": "CRITICAL"}
    try:
        set_up()
        build()
        answered, took = contest(folder, seconds, cluster)
        wrong = what_is_wrong(answered)
        bare = bare_rate(folder, max(2, seconds // 3))
        in_files = rate(folder, "file", 2, 1, max(4, seconds // 3)) * ROWS_A_FILE
        wrong += sums_off()
    finally:
        cluster.crash()
    singly = len(answered) / took
    return {"entries_per_s": round(singly, 1), "bare_per_s": round(bare, 1), "ratio_to_bare": round(singly / bare, 3),
            "file_entries_per_s": round(in_files, 1), "file_ratio_to_bare": round(in_files / bare, 3),
            "wrong": wrong, "answered": len(answered)}  # fmt: skip


def contest(folder: Path, seconds: int, cluster: Cluster) -> tuple[set[str], float]:
    """The keys that were answered, and the seconds in which the server could work."""
    writers = [start("action", n, folder / f"log{n}") for n in range(PROCESSES)]
    began = begin(folder, [f"log{n}" for n in range(PROCESSES)], seconds)
    time.sleep(seconds / 3)
    writers[0].send_signal(signal.SIGKILL)
    writers[0].wait()
    writers[0] = start("action", 0, folder / "log0")
    time.sleep(max(0.0, seconds * 2 / 3 - (time.time() - began)))
    down = time.time()
    cluster.crash()
    cluster.start()
    down = time.time() - down
    for one in writers:
        one.wait()
    answered = {key for n in range(PROCESSES) for key in (folder / f"log{n}").read_text().split()}
    return answered, seconds - down


def begin(folder: Path, logs: list[str], seconds: int) -> float:
    """Let all writers begin at once, as soon as the last is ready; returns when that was."""
    while not all((folder / log).exists() for log in logs):
        time.sleep(0.01)
    now = time.time()
    part = folder / "go.part"
    part.write_text(str(now + seconds))
    part.rename(folder / "go")
    return now


def start(kind: str, number: int, log: Path, threads: int = THREADS) -> "subprocess.Popen[bytes]":
    given = [kind, str(number * threads), str(threads), str(log)]
    return subprocess.Popen([sys.executable, str(HERE / "_journal_writer.py"), *given], stderr=subprocess.DEVNULL)


def what_is_wrong(answered: set[str]) -> int:
    from django.db import connection

    from meguri.core.scope import in_town
    from meguri.funding.journal.accounts import Kind, balances
    from meguri.funding.journal.models import Account, JournalEntry

    connection.close()
    stage = standing()
    with in_town(stage.town):
        keys = [str(key) for key in JournalEntry.objects.values_list("key", flat=True)]
        sums = balances()
        cash = Account.objects.get(fund=stage.fund, kind=Kind.CASH)
        wrong = len(keys) - len(set(keys)) + len(answered - set(keys)) + int(sum(sums.values()) != 0)
        return wrong + int(sums.get(cash.pk, 0) != sum(yen_of(key) for key in keys))


def bare_rate(folder: Path, seconds: int) -> float:
    import psycopg

    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        connection.execute("CREATE TABLE bare (id bigserial PRIMARY KEY, key text, account bigint, yen bigint)")
    return statistics.mean(rate(folder, "bare", PROCESSES, THREADS, seconds, turn) for turn in range(2))


def rate(folder: Path, kind: str, processes: int, threads: int, seconds: int, turn: int = 0) -> float:
    """Answered acts of all writers a second, over the time that they took from the common start to the last answer."""
    (folder / "go").unlink(missing_ok=True)
    logs = [folder / f"{kind}{turn}-{n}" for n in range(processes)]
    writers = [start(kind, n, log, threads) for n, log in enumerate(logs)]
    began = begin(folder, [log.name for log in logs], seconds)
    for one in writers:
        one.wait()
    return sum(len(log.read_text().split("\n")) - 1 for log in logs) / max(seconds, time.time() - began)


def sums_off() -> int:
    from meguri.core.scope import in_town
    from meguri.funding.journal.accounts import balances

    with in_town(standing().town):
        return int(sum(balances().values()) != 0)


if __name__ == "__main__":
    main()
