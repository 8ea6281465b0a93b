"""A journalist checks the record on another machine: copied, changed by a byte, set back, under a new key."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fixtures.house import House

CODE = "991015"
FOUND = f"""
from meguri.core.actor import operator
from meguri.core import guard
from meguri.towns.models import Municipality, Prefecture
from meguri.towns.actions import open_town
with guard.door("tests"):
    prefecture = Prefecture.objects.create(code="99", name="架空県", kana="か", romaji="k", latitude=35, longitude=139,
        is_fictional=True)
    place = Municipality.objects.create(code="{CODE}", prefecture=prefecture, name="試", kana="し", romaji="s",
        kind="town", latitude=35, longitude=139, is_fictional=True, name_key="試", kana_key="し", romaji_key="si")
open_town(operator(), place)
"""
ACT = """
from meguri.core.actor import operator
from meguri.core.scope import in_town
from meguri.record.sequencer import sequence_all
from meguri.towns.actions import state_desk
from meguri.towns.models import Town
town = Town.objects.get()
with in_town(town):
    for number in range({times}):
        state_desk(operator(), town, "総務課", "000-000-0000")
sequence_all()
"""
ERASE = """
from meguri.core.actor import Actor, Channel, Role, operator
from meguri.core.scope import in_town
from meguri.record.actions import erase_person
from meguri.record.models import Opening
from meguri.record.sequencer import sequence_all
from meguri.towns.actions import state_desk
from meguri.towns.models import Town, User
person = User.objects.create(email="x@example.jp")
town = Town.objects.get()
actor = Actor(Channel.WEB, person_id=person.pk, roles=frozenset({Role.ADMINISTRATOR}), town_id=town.pk)
with in_town(town):
    state_desk(actor, town, "総務課", "000-000-0000")
before = Opening.objects.filter(person_id=person.pk).count()
erase_person(operator(), person.pk)
sequence_all()
print(before, Opening.objects.filter(person_id=person.pk).count())
"""


@pytest.fixture(scope="module")
def founded(house: House) -> House:
    house.act(FOUND)
    house.act(ACT.format(times=300))
    return house


class Journalist:
    """Another machine: the command alone, no database, a folder of one's own."""

    def __init__(self, home: Path) -> None:
        self.home = home

    def verify(self, *words: str) -> subprocess.CompletedProcess[str]:
        ours = ("MEGURI_", "DATABASE_URL", "DJANGO_")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
        return subprocess.run(
            [sys.executable, "-m", "meguri.cli", "verify", *words], cwd=self.home, capture_output=True, text=True,
            check=False, timeout=120, env=kept | {"HOME": str(self.home), "XDG_STATE_HOME": "", "PYTHONUTF8": "1"},
        )  # fmt: skip


@pytest.fixture
def journalist(tmp_path: Path) -> Journalist:
    home = tmp_path / "journalist"
    home.mkdir()
    return Journalist(home)


def copy_of(house: House, folder: Path) -> str:
    done = house.meguri("export", "--record", str(folder))
    assert done.returncode == 0, done.stderr
    return str(folder)


def test_a_copy_holds_and_a_changed_byte_is_named(founded: House, journalist: Journalist, tmp_path: Path) -> None:
    copy = copy_of(founded, tmp_path / "copy")
    done = journalist.verify(copy)
    assert done.returncode == 0, done.stderr
    assert re.search(r"よし  jp  \d+ 件", done.stdout)
    assert re.search(rf"よし  {CODE}  \d+ 件", done.stdout)
    assert "正しいか、すべて書かれているかは、これでは分かりません。" in done.stdout
    file = tmp_path / "copy" / CODE / "log" / "tile" / "entries" / "000"
    content = bytearray(file.read_bytes())
    content[content.index(b"state_desk", len(content) // 2)] ^= 1
    file.write_bytes(content)
    done = journalist.verify(copy)
    assert done.returncode == 1
    assert re.search(rf"だめ  {CODE}/log/tile/entries/000: 記録 \d+ が書きかえられています", done.stderr)


def test_checking_leaves_nothing_behind_but_the_checkpoints_seen(
    founded: House, journalist: Journalist, tmp_path: Path
) -> None:
    assert journalist.verify(copy_of(founded, tmp_path / "copy"), "--log", CODE).returncode == 0
    files = [str(file.relative_to(journalist.home)) for file in journalist.home.rglob("*") if file.is_file()]
    assert [re.sub("-[0-9a-f]{16}", "", name) for name in files] == [f".local/state/meguri/seen/{CODE}.checkpoint"]


def test_erasing_a_person_leaves_every_proof_valid(founded: House, journalist: Journalist, tmp_path: Path) -> None:
    copy = copy_of(founded, tmp_path / "copy")
    assert journalist.verify(copy).returncode == 0
    assert founded.act(ERASE) == "1 0"
    assert journalist.verify(copy_of(founded, tmp_path / "copy")).returncode == 0
    assert "よし  記録の中身" in founded.meguri("check").stdout


def test_a_new_key_takes_over_from_the_one_before(founded: House, journalist: Journalist, tmp_path: Path) -> None:
    copy = copy_of(founded, tmp_path / "copy")
    before = journalist.verify(copy, "--log", CODE)
    changed = founded.meguri("record", "change-key")
    assert changed.returncode == 0, changed.stderr
    assert "引きつぎました" in changed.stdout
    founded.act(ACT.format(times=2))
    after = journalist.verify(copy_of(founded, tmp_path / "copy"), "--log", CODE)
    assert after.returncode == 0, after.stderr
    assert key_told(before.stdout) != key_told(after.stdout)
    assert key_told(after.stdout) in founded.meguri("record", "keys").stdout
    assert "よし  記録の署名" in founded.meguri("check").stdout


def key_told(said: str) -> str:
    found = re.search(r"鍵 (\S+)", said)
    assert found is not None
    return found[1]


def test_an_old_backup_does_not_fork_the_record_in_silence(
    founded: House, journalist: Journalist, tmp_path: Path
) -> None:
    assert founded.meguri("backup", "backups").returncode == 0
    backup = max((founded.var / "backups").glob("*.tar.gz"))
    founded.act(ACT.format(times=3))
    copy = copy_of(founded, tmp_path / "copy")
    assert journalist.verify(copy, "--log", CODE).returncode == 0

    restored = founded.meguri("restore", str(backup), "--replace")
    assert restored.returncode == 0, restored.stderr
    assert f"記録 {CODE} には、まだ署名しません。" in restored.stdout
    founded.act(ACT.format(times=1))
    assert f"記録 {CODE} に署名できません。" in founded.meguri("check").stdout

    continued = founded.meguri("record", "continue", CODE)
    assert continued.returncode == 0, continued.stderr
    assert continued.stdout.startswith(f"{CODE} の記録を、新しい名前で続けます: 127.0.0.1:8000/{CODE}/log/2")
    assert "とぎれていません" in founded.meguri("record", "continue", CODE).stderr
    again = copy_of(founded, tmp_path / "again")
    fresh = journalist.verify(again, "--log", CODE)
    assert fresh.returncode == 0, fresh.stderr
    assert "1 回、新しい名前で続けられています" in fresh.stdout
    told = journalist.verify(again, "--log", CODE, "--since", f"{copy}/{CODE}/log/checkpoint")
    assert told.returncode == 1
    assert "一部が失われました。控えに戻し、新しい名前で続けたと記録にあります" in told.stderr
    founded.act(ACT.format(times=1))
    assert "よし  記録の署名" in founded.meguri("check").stdout


def test_a_place_without_a_record_could_not_be_checked(journalist: Journalist) -> None:
    done = journalist.verify(str(journalist.home))
    assert done.returncode == 2
    assert "確かめられません  log/logs: このファイルがありません" in done.stderr
