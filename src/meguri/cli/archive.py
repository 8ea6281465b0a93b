"""A backup as one file: a gzipped tar that holds a manifest and the database, checked by its digest."""

import hashlib
import io
import json
import tarfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from meguri.core.errors import BadInput

MANIFEST = "manifest.json"
FORMAT = 1
CHUNK_BYTES = 1 << 20

NO_BACKUP = (
    "このファイルは Meguri の控えではないか、途中で切れています。何も変えていません。"
    " / This is no backup of Meguri, or it was cut short; nothing was changed."
)
CHANGED = (
    "控えの中身が、とったときのものと違います。別の控えをお使いください。何も変えていません。"
    " / The backup is not what was written (its digest differs): use another one; nothing was changed."
)


@dataclass(frozen=True)
class Manifest:
    """What a backup holds. `record` is each log's state by origin; `sha256` is that of the database's file inside."""

    format: int
    version: str
    engine: str
    made_at: str
    file: str
    bytes: int
    sha256: str
    migrations: list[str]
    record: dict[str, dict[str, Any]]


def write(target: Path, manifest: Manifest, payload: Path) -> None:
    """Write the archive next to its final name and move it there whole, readable by its owner alone."""
    partial = target.with_name(target.name + ".part")
    partial.touch(mode=0o600)
    try:
        with tarfile.open(partial, "w:gz", compresslevel=6) as archive:
            text = json.dumps(asdict(manifest), ensure_ascii=False, indent=2).encode()
            entry = tarfile.TarInfo(MANIFEST)
            entry.size, entry.mtime = len(text), int(time.time())
            archive.addfile(entry, io.BytesIO(text))
            archive.add(payload, manifest.file)
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)


@contextmanager
def opened(source: Path, workplace: Path) -> Iterator[tuple[Manifest, Path]]:
    """The manifest and the database's file, unpacked into `workplace` while the block runs.

    Raises `BadInput` when the file is no backup, is cut short, or its digest is not the one in the manifest.
    """
    with TemporaryDirectory(dir=workplace, prefix="restore-") as folder:
        try:
            manifest, payload = _unpack(source, Path(folder))
        except (tarfile.TarError, EOFError, KeyError, TypeError, ValueError, OSError) as error:
            if isinstance(error, OSError) and error.errno is not None:
                raise
            raise BadInput(NO_BACKUP) from error
        if digest_of(payload) != manifest.sha256:
            raise BadInput(CHANGED)
        yield manifest, payload


def _unpack(source: Path, folder: Path) -> tuple[Manifest, Path]:
    with tarfile.open(source, "r:gz") as archive:
        described = archive.extractfile(MANIFEST)
        if described is None:
            raise KeyError(MANIFEST)
        manifest = Manifest(**json.load(described))
        if manifest.format != FORMAT:
            raise ValueError(f"format {manifest.format}")
        member = archive.getmember(Path(manifest.file).name)
        archive.extract(member, folder, filter="data")
    return manifest, folder / member.name


def digest_of(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    found = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            found.update(chunk)
    return found.hexdigest()
