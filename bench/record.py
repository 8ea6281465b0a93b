"""The public record at a million entries: appended by eight writers, sequenced, proved, copied and verified.

    python bench/record.py [--postgresql URL] [--small]

A log of 1,000,000 entries is laid into each engine as acts would leave them, and sequenced and signed by the sequencer
alone (the worker's own function). Then eight processes act on it at once while nothing else runs; inclusion proofs of
entries all over the log are computed against the newest head and checked; last the log is copied with `meguri export
--record` and checked by `meguri verify` in a process of its own. Before all, the tree of Certificate Transparency's
published test leaves is computed and compared. The last line is one JSON object: append_per_s (PostgreSQL alone),
sequence_per_s, proof_ms (median) and verify_s, each the worst of both engines, and the figures of each engine.
"""

import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench._engines import asked_of, on_each_engine

WRITER = Path(__file__).with_name("_record_writer.py")
ENTRIES, SMALL_ENTRIES = 1_000_000, 20_000
WRITERS = 8
ACTS_EACH, SMALL_ACTS_EACH = 1_000, 40
PROOFS = 400
WORST = {"append_per_s": min, "sequence_per_s": min, "proof_ms": max, "verify_s": max}
VECTORS = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
ROOT = "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
"""Leaves and root by which implementations of RFC 6962 are compared."""


def main() -> None:
    asked = asked_of(__doc__, f"{SMALL_ENTRIES:,} entries instead of {ENTRIES:,}")
    if asked.inner:
        print(json.dumps(measure(asked.small)))
        return
    found = on_each_engine(__file__, asked)
    print(json.dumps(worst(found) | found))


def worst(found: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Appending counts on PostgreSQL, where a town with eight writers at once belongs."""
    appended = [found.get("postgresql", found["sqlite"])]
    return {
        key: choose(figures[key] for figures in (appended if key == "append_per_s" else found.values()))
        for key, choose in WORST.items()
    }


def measure(small: bool) -> dict[str, Any]:
    """In a process of its own, in an empty database."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "meguri.config.settings")
    import django

    django.setup()
    from django.core.management import call_command

    from bench._record_log import lay
    from meguri.record.models import Log, Tree
    from meguri.record.sequencer import sequence_all

    same_root_as_others()
    call_command("migrate", verbosity=0)
    entries = SMALL_ENTRIES if small else ENTRIES
    laid_s = timed(lambda: lay(entries))
    sequenced_s = timed(sequence_all)
    assert Tree.objects.get().signed == entries
    appended = append(SMALL_ACTS_EACH if small else ACTS_EACH)
    sequence_all()
    log = Log.objects.get()
    proofs = prove(log, entries)
    return {
        "append_per_s": round(appended),
        "sequence_per_s": round(entries / sequenced_s),
        "proof_ms": round(statistics.median(proofs) * 1000, 2),
        "proof_p95_ms": round(statistics.quantiles(proofs, n=20)[-1] * 1000, 2),
        **copy_and_verify(),
        "entries": Tree.objects.get().signed,
        "laid_s": round(laid_s, 1),
    }


def timed(work: Any) -> float:
    """Seconds."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def same_root_as_others() -> None:
    from meguri.record.merkle import complete_root, leaf_hash

    assert complete_root([leaf_hash(bytes.fromhex(one)) for one in VECTORS]).hex() == ROOT


def append(each: int) -> float:
    """Acts a second of eight processes that begin together, once each has its connection."""
    command = [sys.executable, str(WRITER), str(each)]
    writers = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _i in range(WRITERS)
    ]
    for writer in writers:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n"
    began = time.perf_counter()
    for writer in writers:
        assert writer.stdin is not None
        writer.stdin.write("go\n")
        writer.stdin.flush()
    assert [writer.wait() for writer in writers] == [0] * WRITERS
    return WRITERS * each / (time.perf_counter() - began)


def prove(log: Any, entries: int) -> list[float]:
    """Seconds for each proof, from the index of an entry to a path that was checked."""
    from meguri.record.proofs import proof_at

    chance = random.Random(3)  # noqa: S311 - the same entries each time
    times = []
    for _i in range(PROOFS):
        index = chance.randrange(entries)
        began = time.perf_counter()
        proof = proof_at(log, index)
        times.append(time.perf_counter() - began)
        assert proof is not None
        assert proof.holds
    return times


def copy_and_verify() -> dict[str, float]:
    with tempfile.TemporaryDirectory() as copy:
        exported = timed(lambda: meguri("export", "--record", copy))
        verified = timed(lambda: meguri("verify", copy, "--seen", f"{copy}/seen"))
    return {"export_s": round(exported, 1), "verify_s": round(verified, 1)}


def meguri(*words: str) -> None:
    command = [sys.executable, "-m", "meguri.cli", *words]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


if __name__ == "__main__":
    main()
