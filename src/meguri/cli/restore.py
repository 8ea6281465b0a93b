"""`meguri restore FILE`: the database of a backup in the place of this one, and proof that the record is the same."""

import argparse
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from meguri.cli import archive, record_state
from meguri.cli.backup import take
from meguri.cli.engines import engine, rows
from meguri.cli.migrate import bring_up_to_date
from meguri.cli.move import move_in
from meguri.cli.terminal import say
from meguri.core import triggers
from meguri.core.errors import BadInput, Conflict
from meguri.record.models import Log, Unsequenced
from meguri.record.signing import Why, doubt

NOT_EMPTY = (
    "このデータベースにはもう中身があります。入れかえてよければ --replace をつけてください。何も変えていません。"
    " / This database is not empty: add --replace to put the backup in its place; nothing was changed."
)
OTHER_ENGINE = (
    "この控えは {theirs} のもので、ここは {ours} です。移せるのは SQLite から空の PostgreSQL だけです。変えていません。"
    " / This backup is of {theirs}, this is {ours}: only SQLite moves, into an empty PostgreSQL; nothing was changed."
)
NEWER = (
    "この控えは新しい版（{version}）のものです。その版を入れてから戻してください。何も変えていません（{unknown}）。"
    " / This backup is of a newer version: install that one first; nothing was changed."
)
NOT_THE_SAME = (
    "戻したあとの記録が、控えのものと違います。この控えは使わず、別の控えから戻してください。"
    " / The restored record is not the one that was backed up: restore another backup."
)


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="ファイル", help="meguri backup がつくった控え")
    parser.add_argument("--replace", action="store_true", help="いまの中身を捨てて入れかえます（先に控えをとります）")


def run(asked: argparse.Namespace) -> int:
    settings.VAR.mkdir(parents=True, exist_ok=True)
    with archive.opened(asked.file, settings.VAR) as (manifest, payload):
        _need_fitting(manifest)
        if not is_empty():
            if not asked.replace:
                raise Conflict(NOT_EMPTY)
            say(f"いまの中身の控え: {take(settings.VAR, 'before-restore')[0]}")
        load(manifest, payload)
    before_upgrade = {origin: log.as_json() for origin, log in record_state.state_of(rows).items()}
    bring_up_to_date()
    triggers.install(connection)
    _prove(manifest, before_upgrade)
    say(f"{manifest.made_at} の控えに戻しました。記録は控えをとったときと同じです。")
    tell_of_signatures()
    return 0


def tell_of_signatures() -> None:
    """What was published after the backup, or a key that was left behind, must not be noticed by others first."""
    for log in Log.objects.order_by("pk"):
        why = doubt(log)
        if why is not None and not (why is Why.SET_BACK and Unsequenced.objects.filter(log=log).exists()):
            say(f"記録 {log.origin} には、まだ署名しません。{why.sentence}（docs/operator.md の「記録の署名」）")


def load(manifest: archive.Manifest, payload: Path) -> None:
    """Put the backup's database in the place of this one; a SQLite one may move into PostgreSQL."""
    if manifest.engine == connection.vendor:
        engine(connection.vendor).load(payload)
    else:
        move_in(payload)


def is_empty() -> bool:
    """True when nobody has acted here yet."""
    tables = set(connection.introspection.table_names())
    return "core_performedaction" not in tables or not any(rows("SELECT 1 FROM core_performedaction LIMIT 1"))


def _need_fitting(manifest: archive.Manifest) -> None:
    moves = manifest.engine == "sqlite" and connection.vendor == "postgresql"
    if manifest.engine != connection.vendor and not (moves and is_empty()):
        raise BadInput(OTHER_ENGINE.format(theirs=manifest.engine, ours=connection.vendor))
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations or {}}
    if unknown := sorted(set(manifest.migrations) - known):
        raise BadInput(NEWER.format(version=manifest.version, unknown=unknown[0]))


def _prove(manifest: archive.Manifest, found: dict[str, dict[str, object]]) -> None:
    """Raises `Conflict` unless the record is byte for byte the one that was backed up, without gaps."""
    if found != manifest.record or record_state.gaps(rows):
        raise Conflict(NOT_THE_SAME)
