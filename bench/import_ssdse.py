"""Nine editions of SSDSE through the one import action: seconds into SQLite and PostgreSQL, a second run, peak memory.

    python bench/import_ssdse.py --data DIR [--postgresql URL] [--small]

DIR holds SSDSE-A-*.csv. Each engine gets a database of its own, made for the run and removed afterwards, and each
run a process of its own, so that its peak memory is its own. The last line is one JSON object:
figures, sqlite_s, postgresql_s, again_s, again_unhashed_s, peak_mb. `again_s` is the second run as an operator
meets it (the files are known by their digest); `again_unhashed_s` reads and compares every figure again.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

DEFAULT_POSTGRESQL = "postgresql://postgres@127.0.0.1:5432/postgres"
DATABASE = "meguri_bench_import"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="folder of SSDSE-A-*.csv; without it the editions that ship")
    parser.add_argument("--postgresql", default=DEFAULT_POSTGRESQL, help="a server where a database may be made")
    parser.add_argument("--small", action="store_true", help="two editions only")
    parser.add_argument("--inner", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.inner:
        print(json.dumps(measure(asked.data, asked.small)))
        return
    sqlite = on_sqlite(asked)
    postgresql = on_postgresql(asked)
    for name, found in (("SQLite", sqlite), ("PostgreSQL", postgresql)):
        print(f"{name}: {found}")
    print(
        json.dumps(
            {
                "figures": sqlite["figures"],
                "sqlite_s": sqlite["first_s"],
                "postgresql_s": postgresql.get("first_s"),
                "again_s": sqlite["again_s"],
                "again_unhashed_s": sqlite["again_unhashed_s"],
                "peak_mb": max(sqlite["peak_mb"], postgresql.get("peak_mb", 0)),
                "cells": sqlite["cells"],
            }
        )
    )


def on_sqlite(asked: argparse.Namespace) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        return in_own_process(asked, f"sqlite:///{folder}/bench.sqlite3", folder)


def on_postgresql(asked: argparse.Namespace) -> dict[str, Any]:
    """Empty when no server answers: the line then carries null for it."""
    import psycopg

    try:
        server = psycopg.connect(asked.postgresql, autocommit=True, connect_timeout=3)
    except psycopg.OperationalError as error:
        print(f"PostgreSQL was not measured: {error}")
        return {}
    with server, tempfile.TemporaryDirectory() as folder:
        server.execute(f"DROP DATABASE IF EXISTS {DATABASE}")
        server.execute(f"CREATE DATABASE {DATABASE}")
        try:
            return in_own_process(asked, asked.postgresql.rpartition("/")[0] + "/" + DATABASE, folder)
        finally:
            server.execute(f"DROP DATABASE {DATABASE} WITH (FORCE)")


def in_own_process(asked: argparse.Namespace, url: str, folder: str) -> dict[str, Any]:
    command = [sys.executable, __file__, "--inner", "yes"]
    command += ["--data", str(asked.data)] if asked.data else []
    command += ["--small"] if asked.small else []
    environment = os.environ | {"DATABASE_URL": url, "MEGURI_VAR": folder, "MEGURI_LOG_LEVEL": "ERROR"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stderr)
    found: dict[str, Any] = json.loads(done.stdout.strip().rpartition("\n")[2])
    return found


def measure(data: Path | None, small: bool) -> dict[str, Any]:
    """In a process of its own: the import three times, timed from the bytes on disk to the commit."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "meguri.config.settings")
    import django

    django.setup()
    from django.core.management import call_command

    from meguri.core.actor import system
    from meguri.indicators.importing import GivenFile, import_figures
    from meguri.indicators.loading import load_catalogue
    from meguri.indicators.models import Observation
    from meguri.indicators.reference import packed_editions
    from meguri.towns.loading import load_national_list

    call_command("migrate", verbosity=0)
    load_national_list(system())
    load_catalogue(system())

    def files() -> list[GivenFile]:
        if data is None:
            found = [GivenFile(name, content) for name, content in packed_editions()]
        else:
            found = [GivenFile(path.name, path.read_bytes()) for path in sorted(data.glob("SSDSE-A-*.csv"))]
        return found[-2:] if small else found

    timings: dict[str, Any] = {}
    for name, read_again in (("first_s", False), ("again_s", False), ("again_unhashed_s", True)):
        start = time.perf_counter()
        report = import_figures(system(), files(), read_again=read_again)
        timings[name] = round(time.perf_counter() - start, 2)
        if name == "first_s":
            timings["cells"] = sum(file.figures for file in report.files)
        else:
            assert report.changed_nothing, "a second run changed something"
    timings["figures"] = Observation.objects.count()
    timings["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return timings


if __name__ == "__main__":
    main()
