"""A PostgreSQL server of the bench's own, which may be stopped at once amid everything and started again."""

import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tools.postgresql import _as_user, _free_port, programs


class Cluster:
    """In `folder`, which must not exist yet. Commits are flushed to the disk, as on a real server."""

    def __init__(self, folder: Path) -> None:
        found = programs()
        if found is None:
            raise SystemExit("PostgreSQL's programs are not installed: install the package postgresql.")
        self.programs, self.folder, self.port = found, folder, _free_port()
        folder.mkdir()
        self.as_user = _as_user(folder)
        self._run("initdb", "-D", str(folder), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
        self.start()

    @property
    def url(self) -> str:
        return f"postgresql://postgres@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        settings = "-c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=250"
        log = str(self.folder / "log")
        self._run("pg_ctl", "-D", str(self.folder), "-w", "-l", log, "-o", f"-p {self.port} {settings}", "start")

    def crash(self) -> None:
        """Stop without finishing anything, as when the power fails; what was committed is recovered at the start."""
        self._run("pg_ctl", "-D", str(self.folder), "-w", "-m", "immediate", "stop")

    def _run(self, program: str, *given: str) -> None:
        command = [*self.as_user, str(self.programs / program), *given]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
