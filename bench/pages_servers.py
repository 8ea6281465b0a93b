"""The servers that bench/pages.py measures, each on a free port of 127.0.0.1 and stopped afterwards."""

import argparse
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.load import HOST

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv-bench"
DATABASE = "meguri_bench_pages"
SECONDS_TO_START = 30.0
MOST_ROWS = 20_000


@contextmanager
def database_for(server: str, folder: Path) -> Iterator[str]:
    """The URL of an empty database of our own: a file, or one made on the PostgreSQL server and removed afterwards."""
    if not server:
        yield f"sqlite:///{folder / 'pages.sqlite3'}"
        return
    import psycopg

    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {DATABASE}")
        try:
            yield server.rpartition("/")[0] + "/" + DATABASE
        finally:
            connection.execute(f"DROP DATABASE {DATABASE} WITH (FORCE)")


def plain_copy(url: str, folder: Path, environment: dict[str, str], asked: argparse.Namespace) -> Path:
    """The same rows as one compact SQLite file, as Datasette likes them."""
    source = folder / "pages.sqlite3"
    if not url.startswith("sqlite"):
        words = ["make", *(["--data", str(asked.data)] if asked.data else []), *(["--small"] if asked.small else [])]
        command = [sys.executable, str(ROOT / "bench/pages_database.py"), *words]
        subprocess.run(command, env=environment | {"DATABASE_URL": f"sqlite:///{source}"}, check=True)
    with sqlite3.connect(source) as database:
        database.execute("VACUUM INTO ?", (str(folder / "plain.sqlite3"),))
    with sqlite3.connect(folder / "plain.sqlite3") as database:
        database.execute("ANALYZE")
    return folder / "plain.sqlite3"


@contextmanager
def meguri(environment: dict[str, str], application: str = "") -> Iterator[int]:
    """Meguri with two workers, as `meguri serve` starts it; or another application in its place."""
    from meguri.cli.supervisor import server_command

    port = free_port()
    command = server_command(HOST, port, 2)
    with running([*command[:-1], application or command[-1]], port, environment):
        yield port


@contextmanager
def datasette(plain: Path) -> Iterator[int]:
    """Datasette from its own environment, with its file immutable and no limit on the rows of these answers."""
    port = free_port()
    command = [
        str(datasette_program()), "serve", "--immutable", str(plain), "--host", HOST, "--port", str(port),
        "--setting", "max_returned_rows", str(MOST_ROWS), "--setting", "sql_time_limit_ms", "20000",
    ]  # fmt: skip
    with running(command, port, dict(os.environ)):
        yield port


def datasette_program() -> Path:
    """Installed with the hashes of requirements/bench.txt when it is not there yet."""
    program = VENV / "bin" / "datasette"
    if not program.exists():
        venv.create(VENV, with_pip=True)
        install = ["-m", "pip", "install", "--quiet", "--require-hashes", "-r", str(ROOT / "requirements/bench.txt")]
        subprocess.run([str(VENV / "bin" / "python"), *install], check=True)
    return program


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
    return port


@contextmanager
def running(command: list[str], port: int, environment: dict[str, str]) -> Iterator[None]:
    """The command until the block ends; RuntimeError when nothing listens on the port in time."""
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, start_new_session=True)
    try:
        _wait_for(port, process)
        yield
    finally:
        _stop(process)


def _stop(process: "subprocess.Popen[bytes]") -> None:
    """The process and its children: they are a group of their own."""
    if process.poll() is not None:
        return
    os.killpg(process.pid, signal.SIGTERM)
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as probe:
            probe.settimeout(0.2)
            if probe.connect_ex((HOST, port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError(f"{process.args!r} does not listen on {port}")
