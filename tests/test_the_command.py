"""The `meguri` command explains itself in Japanese, and each failure is one sentence and a status that is not 0."""

import resource
import socket
import subprocess
import sys

import pytest

from meguri.cli.main import COMMANDS
from tests.fixtures.house import House


def test_help_lists_every_command_in_japanese(empty_house: House) -> None:
    done = empty_house.meguri("--help")
    assert done.returncode == 0
    for name, command in COMMANDS.items():
        assert name in done.stdout
        assert command.summary in done.stdout


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_each_command_explains_itself_without_a_database(empty_house: House, name: str) -> None:
    done = empty_house.meguri(name, "--help")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(f"使い方: meguri {name}")


def test_an_unknown_command_is_named_with_the_known_ones(empty_house: House) -> None:
    done = empty_house.meguri("dance")
    assert done.returncode == 2
    assert "「dance」というコマンドはありません" in done.stderr
    assert "serve" in done.stderr


def test_a_command_before_the_tables_exist_says_to_migrate(empty_house: House) -> None:
    done = empty_house.meguri("town", "open", "016331")
    assert done.returncode == 1
    assert "meguri migrate" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_port_in_use_is_one_sentence(empty_house: House) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = empty_house.meguri("demo", "--port", port)
    assert done.returncode == 1
    assert done.stderr.startswith(f"ポート {port} では待ち受けられません")
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_database_that_is_away_is_one_sentence(empty_house: House) -> None:
    done = empty_house.meguri("check", DATABASE_URL="postgres://nobody@127.0.0.1:9/none")
    assert done.returncode == 1
    assert "データベースにつながりません" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_full_disk_is_one_sentence(empty_house: House) -> None:
    """The files of SQLite may not pass 64 KiB here, which it reports as it does a disk with no room."""
    done = subprocess.run(
        [sys.executable, "-m", "meguri.cli", "migrate", "--no-static"],
        env=empty_house.environment(DATABASE_URL=""),
        cwd=empty_house.var,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (65536, 65536)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("ディスクがいっぱいです")
    assert len(done.stderr.strip().splitlines()) == 1
