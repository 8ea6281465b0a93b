"""Remembers the last checkpoint of each log that was checked, so that one that goes back or forks is noticed."""

import hashlib
import os
from pathlib import Path


def default_folder() -> Path:
    state = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    return Path(state) / "meguri" / "seen"


class Seen:
    """Files in a folder, one for each place and log: two places are never taken for one another."""

    def __init__(self, folder: Path, place: str) -> None:
        self._folder, self._place = folder, hashlib.sha256(place.encode()).hexdigest()[:16]

    def file(self, log: str) -> Path:
        return self._folder / f"{log}-{self._place}.checkpoint"

    def note(self, log: str) -> bytes:
        """b"" where the log is seen for the first time."""
        file = self.file(log)
        return file.read_bytes() if file.is_file() else b""

    def keep(self, log: str, note: bytes) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        partial = self.file(log).with_suffix(".part")
        partial.write_bytes(note)
        partial.replace(self.file(log))
