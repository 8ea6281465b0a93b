"""A PostgreSQL for the tests: the one that answers at 127.0.0.1:5432, else one of our own.

python tools/postgresql.py ask               prints the address of the one that answers; status 1 if none does
python tools/postgresql.py find              prints the folder of its programs; installs the package when we may
python tools/postgresql.py start BIN FOLDER  starts one in FOLDER and prints its address
python tools/postgresql.py stop FOLDER       stops it
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path

import psycopg

PASSWORDLESS = ("postgres://postgres@127.0.0.1:5432/postgres", "postgres://postgres:postgres@127.0.0.1:5432/postgres")
INSTALL = (["apt-get", "update"], ["apt-get", "install", "-y", "--no-install-recommends", "postgresql"])


def ask() -> int:
    """The user postgres must be let in, since the tests make databases."""
    for address in PASSWORDLESS:
        try:
            with psycopg.connect(address, connect_timeout=3) as connection:
                connection.execute("SELECT 1")
        except psycopg.OperationalError:
            continue
        print(address.rpartition("/")[0] + "/meguri")
        return 0
    return 1


def programs() -> Path | None:
    on_path = shutil.which("initdb")
    packaged = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[4]))
    found = [str(path) for path in packaged] + ([on_path] if on_path else [])
    return Path(found[-1]).resolve().parent if found else None


def find() -> int:
    if programs() is None and _is_root() and shutil.which("apt-get"):
        for command in INSTALL:
            subprocess.run(
                command, stdout=sys.stderr, check=False, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
            )
    found = programs()
    if found is None:
        return 1
    print(found)
    return 0


def start(programs_folder: Path, folder: Path) -> int:
    """PostgreSQL refuses to run as root, so root hands it to the user `postgres` (or nobody)."""
    port = _free_port()
    folder.mkdir()
    as_user = _as_user(folder)
    subprocess.run(
        [*as_user, programs_folder / "initdb", "-D", folder, "-U", "postgres", "-A", "trust", "-E", "UTF8",
         "--locale=C.UTF-8"],
        check=True, stdout=sys.stderr,
    )  # fmt: skip
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off"
    subprocess.run(
        [*as_user, programs_folder / "pg_ctl", "-D", folder, "-w", "-l", folder / "log", "-o", options, "start"],
        check=True, stdout=sys.stderr,
    )  # fmt: skip
    print(f"postgres://postgres@127.0.0.1:{port}/meguri")
    return 0


def stop(folder: Path) -> int:
    """Its process id stands in the first line of postmaster.pid; SIGINT ends sessions and stops it at once."""
    process = int((folder / "postmaster.pid").read_text().split()[0])
    os.kill(process, signal.SIGINT)
    return 0


def _as_user(folder: Path) -> list[str]:
    if not _is_root():
        return []
    user = (
        "postgres" if subprocess.run(["id", "postgres"], capture_output=True, check=False).returncode == 0 else "nobody"
    )
    folder.parent.chmod(0o755)
    shutil.chown(folder, user)
    return ["setpriv", f"--reuid={user}", "--clear-groups", f"--regid={_group(user)}"]


def _group(user: str) -> str:
    return subprocess.run(["id", "-gn", user], capture_output=True, text=True, check=True).stdout.strip()


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def main() -> int:
    verb, *given = sys.argv[1:]
    if verb == "start":
        return start(Path(given[0]), Path(given[1]))
    if verb == "stop":
        return stop(Path(given[0]))
    return {"ask": ask, "find": find}[verb]()


if __name__ == "__main__":
    sys.exit(main())
