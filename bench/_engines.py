"""Runs a bench on SQLite and on PostgreSQL, each with a database made for the run and removed afterwards."""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

DEFAULT_POSTGRESQL = "postgresql://postgres@127.0.0.1:5432/postgres"


def asked_of(about: str | None, small: str) -> argparse.Namespace:
    """The command line that all these benches share. `small`: what --small means here."""
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--postgresql", default=DEFAULT_POSTGRESQL, help="a server where a database may be made")
    parser.add_argument("--small", action="store_true", help=small)
    parser.add_argument("--inner", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


def on_each_engine(script: str, asked: argparse.Namespace) -> dict[str, dict[str, Any]]:
    """What `script --inner` prints in its last line, by engine; PostgreSQL is left out when no server answers."""
    with tempfile.TemporaryDirectory() as folder:
        found = {"sqlite": in_own_process(script, asked, f"sqlite:///{folder}/bench.sqlite3", folder)}
    if (other := _on_postgresql(script, asked)) is not None:
        found["postgresql"] = other
    for name, figures in found.items():
        print(f"{name}: {figures}")
    return found


def _on_postgresql(script: str, asked: argparse.Namespace) -> dict[str, Any] | None:
    import psycopg

    database = "meguri_bench_" + Path(script).stem
    try:
        server = psycopg.connect(asked.postgresql, autocommit=True, connect_timeout=3)
    except psycopg.OperationalError as error:
        print(f"PostgreSQL was not measured: {error}")
        return None
    with server, tempfile.TemporaryDirectory() as folder:
        server.execute(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")
        server.execute(f"CREATE DATABASE {database}")
        try:
            return in_own_process(script, asked, asked.postgresql.rpartition("/")[0] + "/" + database, folder)
        finally:
            server.execute(f"DROP DATABASE {database} WITH (FORCE)")


def in_own_process(script: str, asked: argparse.Namespace, url: str, folder: str) -> dict[str, Any]:
    command = [sys.executable, script, "--inner", *(["--small"] if asked.small else [])]
    environment = os.environ | {"DATABASE_URL": url, "MEGURI_VAR": folder, "MEGURI_LOG_LEVEL": "CRITICAL"}
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        sys.exit(f"the bench failed on {url.partition(':')[0]}")
    found: dict[str, Any] = json.loads(done.stdout.strip().rpartition("\n")[2])
    return found
