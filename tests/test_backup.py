"""A backup taken while others write comes back as the same record, and nothing is replaced unasked."""

import io
import json
import re
import subprocess
import sys
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.fixtures.house import House

FOUND_TOWNS = """
from meguri.core.actor import operator
from meguri.core import guard
from meguri.towns.models import Municipality, Prefecture
from meguri.towns.actions import open_town
from meguri.core.codes import municipality_check_digit
from meguri.record.sequencer import sequence_all
import itertools, pathlib, uuid
with guard.door("tests"):
    prefecture, made = Prefecture.objects.get_or_create(code="99", defaults=dict(name="架空県", kana="か", romaji="k",
        latitude=35, longitude=139, is_fictional=True))
for number in itertools.count(99100 + Municipality.objects.count()):
    code = str(number) + municipality_check_digit(str(number))
    with guard.door("tests"):
        place = Municipality.objects.create(code=code, prefecture=prefecture, name="試", kana="し", romaji="s",
            kind="town", latitude=35, longitude=139, is_fictional=True, name_key="試", kana_key="し", romaji_key="si")
    open_town(operator(), place)
    sequence_all()
    print(code, flush=True)
    if STOP(number):
        break
"""
THREE_TOWNS = "STOP = lambda number: Municipality.objects.count() >= 3\n" + FOUND_TOWNS
UNTIL_TOLD = "STOP = lambda number: pathlib.Path('stop').exists()\n" + FOUND_TOWNS
STATE = """
import json
from meguri.cli.engines import rows
from meguri.cli.record_state import state_of, gaps
print(json.dumps([{k: v.as_json() for k, v in state_of(rows).items()}, gaps(rows)]))
"""


@pytest.fixture(scope="module")
def filled(house: House) -> House:
    house.act(THREE_TOWNS)
    return house


def backup(house: House) -> Path:
    done = house.meguri("backup", "backups")
    assert done.returncode == 0, done.stderr
    return max((house.var / "backups").glob("*.tar.gz"))


def manifest(path: Path) -> dict[str, object]:
    with tarfile.open(path) as archive:
        described = archive.extractfile("manifest.json")
        assert described is not None
        found: dict[str, object] = json.load(described)
        return found


def wipe(house: House) -> None:
    """A new machine: nothing but an empty database."""
    if house.is_sqlite:
        for path in house.var.glob("meguri.sqlite3*"):
            path.unlink()
    else:
        house.act(
            "from django.db import connection\nfrom meguri.core import guard\n"
            "with guard.door('tests'), connection.cursor() as c:\n"
            "    c.execute('DROP SCHEMA public CASCADE; CREATE SCHEMA public')"
        )


def test_a_restore_on_a_new_machine_brings_back_the_same_record_with_its_rules(filled: House) -> None:
    before, file = json.loads(filled.act(STATE)), backup(filled)
    wipe(filled)
    done = filled.meguri("restore", str(file))
    assert done.returncode == 0, done.stderr
    assert json.loads(filled.act(STATE)) == before
    assert before[0]["jp"]["entries"] == 0 or before[0]["jp"]["leaves"] == before[0]["jp"]["entries"]
    assert "よし  データベースの決まり" in filled.meguri("check").stdout


def test_a_backup_taken_while_somebody_writes_holds_one_moment_without_gaps(filled: House) -> None:
    (filled.var / "writer.py").write_text("import django; django.setup()\n" + UNTIL_TOLD)
    writer = subprocess.Popen(
        [sys.executable, "writer.py"],
        cwd=filled.var,
        env=filled.environment(DJANGO_SETTINGS_MODULE="meguri.config.settings"),
        stdout=subprocess.PIPE,
    )
    try:
        first = writer.stdout and writer.stdout.readline()
        assert first
        files = [backup(filled) for _i in range(3)]
        assert writer.poll() is None
    finally:
        (filled.var / "stop").touch()
        writer.wait(30)
    sizes = [sum(log["entries"] for log in manifest(file)["record"].values()) for file in files]  # type: ignore[attr-defined]  # JSON
    assert sizes == sorted(sizes)
    assert sizes[0] > 3
    done = filled.meguri("restore", str(files[1]), "--replace")
    assert done.returncode == 0, done.stderr
    found, gaps = json.loads(filled.act(STATE))
    assert found == manifest(files[1])["record"]
    assert gaps == []


def test_a_database_with_acts_in_it_is_replaced_only_when_asked_and_is_backed_up_first(filled: House) -> None:
    file = backup(filled)
    refused = filled.meguri("restore", str(file))
    assert refused.returncode == 1
    assert "--replace" in refused.stderr
    replaced = filled.meguri("restore", str(file), "--replace")
    assert replaced.returncode == 0, replaced.stderr
    assert re.search(r"before-restore-\S+\.tar\.gz", replaced.stdout)


def rewritten(file: Path, change: Callable[[str, bytes], bytes]) -> Path:
    """The same backup with the content of its parts changed."""
    with tarfile.open(file) as archive:
        parts = [(part.name, archive.extractfile(part).read()) for part in archive]  # type: ignore[union-attr]  # files
    with tarfile.open(file, "w:gz") as archive:
        for name, content in parts:
            entry = tarfile.TarInfo(name)
            changed = change(name, content)
            entry.size = len(changed)
            archive.addfile(entry, io.BytesIO(changed))
    return file


def last_byte_turned(name: str, content: bytes) -> bytes:
    return content if name == "manifest.json" else content[:-1] + bytes([content[-1] ^ 1])


def from_the_future(name: str, content: bytes) -> bytes:
    return (
        content.replace(b'"migrations": [', b'"migrations": ["core.9999_future",')
        if name == "manifest.json"
        else content
    )


def refused(house: House, file: Path) -> str:
    """What is said when this file is refused; nothing has changed by it."""
    before = house.act(STATE)
    done = house.meguri("restore", str(file), "--replace")
    assert done.returncode == 1
    assert house.act(STATE) == before
    return done.stderr


def test_a_backup_that_was_cut_short_or_changed_or_is_none_changes_nothing(filled: House) -> None:
    file = backup(filled)
    content = file.read_bytes()
    assert "違います" in refused(filled, rewritten(file, last_byte_turned))
    file.write_bytes(content[: len(content) // 2])
    assert "途中で切れています" in refused(filled, file)
    file.write_bytes(b"hello")
    assert "Meguri の控えではない" in refused(filled, file)


def test_a_backup_of_a_newer_version_is_refused(filled: House) -> None:
    assert "新しい版" in refused(filled, rewritten(backup(filled), from_the_future))


def test_a_backup_of_sqlite_is_restored_on_the_database_in_use(filled: House, tmp_path: Path) -> None:
    """On PostgreSQL this is the move from SQLite; acts go on after it."""
    source = House(tmp_path, "")
    assert source.meguri("migrate", "--no-reference", "--no-static").returncode == 0
    source.act(THREE_TOWNS)
    before, file = json.loads(source.act(STATE)), backup(source)
    wipe(filled)
    done = filled.meguri("restore", str(file))
    assert done.returncode == 0, done.stderr
    assert json.loads(filled.act(STATE)) == before
    filled.act(THREE_TOWNS)
    assert "よし  公開記録" in filled.meguri("check").stdout


def test_old_backups_beyond_the_number_to_keep_are_removed(filled: House) -> None:
    for _i in range(3):
        assert filled.meguri("backup", "kept", "--keep", "2").returncode == 0
    assert len(list((filled.var / "kept").glob("*.tar.gz"))) == 2
