"""`meguri export --record`: a copy of the record's published files, laid out as they are on the site."""

import shutil
from pathlib import Path

from meguri.record.models import COUNTRY, Log
from meguri.record.published import LOGS, files_of, logs_file


def export_record(folder: Path) -> int:
    """Returns how many entries the copy holds."""
    for log in Log.objects.filter(tree__signed__gt=0):
        place = folder / ("" if log.origin == COUNTRY else log.origin) / "log"
        for path, content in files_of(log):
            _write(place / path, content)
    _write(folder / "log" / LOGS, logs_file())
    return sum(Log.objects.filter(tree__signed__gt=0).values_list("tree__signed", flat=True))


def _write(target: Path, content: bytes) -> None:
    """A partial tile takes the place of narrower ones; once it is full, none is left."""
    part = target.parent if target.parent.suffix == ".p" else target.with_name(f"{target.name}.p")
    if part.is_dir() and not target.exists():
        shutil.rmtree(part)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
