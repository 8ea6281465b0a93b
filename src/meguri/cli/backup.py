"""`meguri backup DIR`: one file with everything in the database as of one moment, taken while Meguri serves."""

import argparse
import datetime as dt
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from meguri import __version__
from meguri.cli import archive
from meguri.cli.engines import engine
from meguri.cli.terminal import say


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, metavar="置き場所", help="控えを置くフォルダー（なければつくります）")
    parser.add_argument("--keep", type=int, metavar="数", help="新しいほうからこの数だけ残し、古い控えは消します")


def run(asked: argparse.Namespace) -> int:
    asked.folder.mkdir(parents=True, exist_ok=True)
    target, manifest = take(asked.folder)
    entries = sum(log["entries"] for log in manifest.record.values())
    say(f"控えをとりました: {target}（{target.stat().st_size // 1024:,} KB、記録 {entries:,} 件）")
    if asked.keep:
        drop_old(asked.folder, asked.keep)
    return 0


def take(folder: Path, name: str = "meguri") -> tuple[Path, archive.Manifest]:
    """Write `<name>-<UTC time>.tar.gz` into `folder`; returns its path and what its manifest says."""
    now = dt.datetime.now(dt.UTC)
    target = folder / f"{name}-{now:%Y%m%dT%H%M%S%fZ}.tar.gz"
    used = engine(connection.vendor)
    with TemporaryDirectory(dir=folder, prefix=".backup-") as workplace:
        payload = Path(workplace) / used.file
        record = used.dump(payload)
        manifest = archive.Manifest(
            format=archive.FORMAT,
            version=__version__,
            engine=connection.vendor,
            made_at=now.isoformat(timespec="seconds"),
            file=used.file,
            bytes=payload.stat().st_size,
            sha256=archive.digest_of(payload),
            migrations=sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations()),
            record={origin: log.as_json() for origin, log in record.items()},
        )
        archive.write(target, manifest, payload)
    return target, manifest


def drop_old(folder: Path, keep: int) -> None:
    """Remove the oldest backups beyond `keep`; their names sort by time."""
    for old in sorted(folder.glob("meguri-*.tar.gz"))[:-keep]:
        old.unlink()
        say(f"古い控えを消しました: {old.name}")
