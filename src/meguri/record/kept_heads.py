"""The last signed checkpoint of each log, in a file outside the database, so that a database set back is noticed."""

import os
from pathlib import Path

from django.conf import settings

from meguri.record.notes import BrokenNote, Checkpoint, read_checkpoint, read_note


def file_of(log: str) -> Path:
    folder: Path = settings.RECORD_FOLDER
    return folder / f"{log}.checkpoint"


def kept(log: str) -> str:
    """The note; "" where none was kept."""
    file = file_of(log)
    return file.read_text(encoding="utf-8") if file.exists() else ""


def head_of(note: str) -> Checkpoint | None:
    """What a kept note states; None where it is none."""
    try:
        return read_checkpoint(read_note(note.encode()))
    except BrokenNote:
        return None


def keep(log: str, note: str) -> None:
    """Written through to the disk and put in its place whole: it is published only afterwards."""
    target = file_of(log)
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    partial = target.with_name(f".{target.name}.{os.getpid()}")
    with partial.open("w", encoding="utf-8") as file:
        file.write(note)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(target)
    _through(target.parent)


def _through(folder: Path) -> None:
    """The new name of a file lasts through a power cut only once its folder is on the disk."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
