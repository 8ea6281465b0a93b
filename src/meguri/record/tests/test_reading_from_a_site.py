"""A site is read without trust: no redirect, nothing too long, nothing that never ends; files are read ahead."""

import threading
from collections.abc import Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from meguri.record.tests.made_log import CODE, entries_of, made, write
from meguri.record.verifying import sources
from meguri.record.verifying.broken import Broken, Unreadable
from meguri.record.verifying.log import LogCheck, logs_of
from meguri.record.verifying.sources import Folder, Site, in_order, source_at

SIZE = 700


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        return


class Hostile(BaseHTTPRequestHandler):
    """Moves elsewhere, sends without end, or says what is no HTTP."""

    def do_GET(self) -> None:
        if self.path == "/moved":
            self.send_response(302)
            self.send_header("Location", "/endless")
            self.end_headers()
        elif self.path == "/endless":
            self.send_response(200)
            self.end_headers()
            while not self.wfile.closed:
                try:
                    self.wfile.write(b"x" * 65536)
                except OSError:
                    return
        elif self.path == "/refused":
            self.send_error(503)
        else:
            self.wfile.write(b"what?\r\n\r\n")

    def log_message(self, format: str, *args: Any) -> None:
        return


def serving(handler: Any) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return write(tmp_path, made(entries_of(SIZE)))


@pytest.fixture
def site(copy: Path) -> Iterator[str]:
    yield from serving(partial(Quiet, directory=copy))


@pytest.fixture
def hostile() -> Iterator[str]:
    yield from serving(Hostile)


def test_a_site_is_checked_like_a_folder(site: str, copy: Path) -> None:
    found = LogCheck(Site(site), CODE).run()
    assert found.head == LogCheck(Folder(copy), CODE).run().head


def test_a_byte_changed_on_the_site_is_named(site: str, copy: Path) -> None:
    file = copy / CODE / "log" / "tile" / "entries" / "001"
    content = bytearray(file.read_bytes())
    content[50] ^= 1
    file.write_bytes(content)
    with pytest.raises(Broken, match=r"tile/entries/001: 記録 256"):
        LogCheck(Site(site), CODE).run()


@pytest.mark.parametrize(
    ("path", "told"),
    [("moved", "ほかのアドレスへ"), ("endless", "より長い"), ("refused", "503"), ("what", "読めません")],
)
def test_a_hostile_site_is_not_followed(hostile: str, path: str, told: str) -> None:
    with pytest.raises(Unreadable, match=told):
        Site(hostile).read(path, 1000)


def test_a_site_that_never_ends_is_left(hostile: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "SECONDS_FOR_A_FILE", 0)
    with pytest.raises(Unreadable, match="時間がかかりすぎます"):
        Site(hostile).read("endless", 10**12)


def test_a_site_that_is_away_is_told_so() -> None:
    with pytest.raises(Unreadable, match="読めません"):
        Site("http://127.0.0.1:9").read("log/keys", 10)


def test_files_read_ahead_come_in_their_order(site: str) -> None:
    paths = [f"{CODE}/log/tile/0/{name}" for name in ("000", "001", "002.p/188")] * 5
    assert list(in_order(Site(site), paths, 8192)) == [Site(site).read(path, 8192) for path in paths]


def test_an_address_is_a_site_and_all_else_a_folder() -> None:
    assert isinstance(source_at("https://meguri.example.jp"), Site)
    assert isinstance(source_at("file:///etc"), Folder)


@pytest.mark.parametrize("content", [b"", b"jp", b"jp\n../..\n", b"jp\n12345\n", b"jp\r\n", b"\xff\n"])
def test_a_list_of_logs_leads_nowhere_else(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "log").mkdir()
    (tmp_path / "log" / "logs").write_bytes(content)
    with pytest.raises(Broken):
        logs_of(Folder(tmp_path))
