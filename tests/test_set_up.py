"""Setting up on a machine that lacks something: one sentence says what, and the status is not 0."""

import hashlib
import os
import resource
import shutil
import socket
import stat
import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
NEEDED = ("Makefile", "tools", "requirements", "package.json", "package-lock.json", ".npmrc", "pyproject.toml")


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A checkout in which nothing was set up yet, under a folder with a blank in its name."""
    folder = tmp_path / "新しい まち"
    folder.mkdir()
    for name in NEEDED:
        source = ROOT / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, folder / name)
    (folder / "src/meguri").mkdir(parents=True)
    (folder / "src/meguri/__init__.py").write_text('__version__ = "0"')
    return folder


def program(folder: Path, name: str, script: str) -> None:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


def set_up(
    clone: Path,
    *words: str,
    path: str = os.environ["PATH"],
    before: Callable[[], None] | None = None,
    more: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[str]:
    """Run `tools/set_up.py` with this interpreter."""
    environment = {"PATH": path, "HOME": str(clone), "LANG": "C.UTF-8", **(more or {})}
    return subprocess.run(
        [sys._base_executable, "tools/set_up.py", *words],  # type: ignore[attr-defined]  # the interpreter behind .venv
        cwd=clone, env=environment, capture_output=True, text=True, check=False, preexec_fn=before, timeout=120,
    )  # fmt: skip


def one_sentence(done: "subprocess.CompletedProcess[str]") -> str:
    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    return done.stderr


def test_no_node_is_one_sentence(clone: Path, tmp_path: Path) -> None:
    assert "Node.js 20 以上が見つかりません。" in one_sentence(set_up(clone, path=str(tmp_path)))


def test_an_old_node_is_named(clone: Path, tmp_path: Path) -> None:
    program(tmp_path / "bin", "node", "echo v18.20.4")
    program(tmp_path / "bin", "npm", "exit 1")
    assert "（いまは v18.20.4）" in one_sentence(set_up(clone, path=str(tmp_path / "bin")))


def test_a_port_in_use_is_said_before_anything_is_installed(clone: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        said = one_sentence(set_up(clone, "--port", str(taken.getsockname()[1])))
    assert "ほかのプログラムが使っています" in said
    assert not (clone / ".venv").exists()


def test_an_old_python_is_one_sentence(clone: Path, tmp_path: Path) -> None:
    for name in ("python3", "python"):
        program(tmp_path / "bin", name, "exit 1")
    only = {"PATH": str(tmp_path / "bin")}
    finding = ["/bin/sh", "tools/find_python"]
    done = subprocess.run(finding, cwd=clone, env=only, capture_output=True, text=True, check=False)
    assert "Python 3.11 以上が見つかりません" in one_sentence(done)


def test_make_stops_where_python_is_old(clone: Path, tmp_path: Path) -> None:
    for name in ("python3.14", "python3.13", "python3.12", "python3.11", "python3", "python"):
        program(tmp_path / "bin", name, "exit 1")
    path = f"{tmp_path / 'bin'}:/usr/bin:/bin"
    done = subprocess.run(["make", "demo"], cwd=clone, env={"PATH": path}, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "Python 3.11 以上が見つかりません" in done.stderr
    assert not (clone / ".venv").exists()


def wheel(folder: Path) -> str:
    """A package that is small while packed and has a file of 16 MB when it is not; returns its requirement."""
    folder.mkdir()
    path = folder / "large-1-py3-none-any.whl"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("large.bin", bytes(16_000_000))
        archive.writestr("large-1.dist-info/METADATA", "Metadata-Version: 2.1\nName: large\nVersion: 1\n")
        archive.writestr("large-1.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr("large-1.dist-info/RECORD", "")
    return f"large==1 --hash=sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}"


def test_a_disk_that_fills_up_on_the_way_is_one_sentence(clone: Path, tmp_path: Path) -> None:
    """No file may pass 8 MB here, which pip meets as it does a disk without room."""
    (clone / "requirements/app.txt").write_text(wheel(tmp_path / "wheels"))
    offline = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(tmp_path / "wheels"), "PIP_CONFIG_FILE": os.devnull}
    done = set_up(clone, before=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (8_000_000, 8_000_000)), more=offline)
    assert "ディスクの空きが足りません" in one_sentence(done)


def test_no_network_is_one_sentence_and_what_was_done_is_kept(clone: Path) -> None:
    """Nobody listens on port 9."""
    (clone / "requirements/app.txt").write_text("nowhere-to-be-found==1 --hash=sha256:" + "0" * 64)
    nowhere = {"PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_RETRIES": "0", "PIP_CONFIG_FILE": os.devnull}
    assert "部品の配布元につながりません" in one_sentence(set_up(clone, more=nowhere))
    again = set_up(clone, more=nowhere)
    assert "Python の環境をつくる" not in again.stdout
    assert "[1/6] Python の部品を入れる" in again.stdout
