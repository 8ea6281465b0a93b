"""Where published files are read from: a folder, or a site that is not trusted to be brief, quick or to stay itself."""

import time
import urllib.error
import urllib.request
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from itertools import islice
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

from meguri.record.verifying.broken import Unreadable

SECONDS_WITHOUT_A_BYTE = 20
SECONDS_FOR_A_FILE = 120
CHUNK_BYTES = 1 << 16
AT_ONCE = 4


class Source(Protocol):
    """Reads files by their path in the published record."""

    at_once: int

    def read(self, path: str, limit: int) -> bytes:
        """The whole file. Raises `Unreadable` where there is none, or it is longer than `limit` bytes."""


def in_order(source: Source, paths: Iterable[str], limit: int) -> Iterator[bytes]:
    """The files one after the other; some are fetched ahead where that helps."""
    if source.at_once == 1:
        yield from (source.read(path, limit) for path in paths)
        return
    rest = iter(paths)
    with ThreadPoolExecutor(source.at_once) as pool:
        under_way = [pool.submit(source.read, path, limit) for path in islice(rest, source.at_once)]
        while under_way:
            content = under_way.pop(0).result()
            under_way += [pool.submit(source.read, path, limit) for path in islice(rest, 1)]
            yield content


class Folder:
    """A copy on this machine, laid out as the site is."""

    at_once = 1

    def __init__(self, root: Path) -> None:
        self.root = root

    def __str__(self) -> str:
        return str(self.root.resolve())

    def read(self, path: str, limit: int) -> bytes:
        file = self.root / path
        if not file.is_file():
            raise missing(path)
        with file.open("rb") as opened:
            content = opened.read(limit + 1)
        if len(content) > limit:
            raise too_long(path, limit)
        return content


class Site:
    """A Meguri on the web. Follows no redirect: what is checked is what stands under the address that was asked for."""

    at_once = AT_ONCE

    def __init__(self, address: str) -> None:
        self.address = address.rstrip("/")
        self._opener = urllib.request.build_opener(_NoRedirect)

    def __str__(self) -> str:
        return self.address

    def read(self, path: str, limit: int) -> bytes:
        asked = urllib.request.Request(f"{self.address}/{path}", headers={"User-Agent": "meguri-verify"})  # noqa: S310 - http and https alone, by `source_at`
        try:
            with self._opener.open(asked, timeout=SECONDS_WITHOUT_A_BYTE) as answer:
                return _all_of(answer, path, limit)
        except urllib.error.HTTPError as error:
            raise _refused(path, error.code) from error
        except (OSError, HTTPException) as error:
            raise Unreadable(path, f"読めません（{error}）", "could not be read") from error


def source_at(given: str) -> Source:
    """A site for an address, else a folder."""
    if urlsplit(given).scheme in ("http", "https"):
        return Site(given)
    return Folder(Path(given))


def missing(path: str) -> Unreadable:
    return Unreadable(path, "このファイルがありません", "is missing", is_missing=True)


def too_long(path: str, limit: int) -> Unreadable:
    return Unreadable(path, f"{limit:,} バイトより長いので読みません", f"is longer than {limit:,} bytes")


def _refused(path: str, status: int) -> Unreadable:
    if status in (404, 410):
        return missing(path)
    if 300 <= status < 400:
        return Unreadable(path, "ほかのアドレスへ移そうとするので読みません", "is redirected elsewhere")
    return Unreadable(path, f"サイトが断りました（{status}）", f"the site answered {status}")


def _all_of(answer: Any, path: str, limit: int) -> bytes:
    """Reads to the end, unless it takes too long or grows too large."""
    until = time.monotonic() + SECONDS_FOR_A_FILE
    parts, size = [], 0
    while chunk := answer.read(CHUNK_BYTES):
        parts.append(chunk)
        size += len(chunk)
        if size > limit:
            raise too_long(path, limit)
        if time.monotonic() > until:
            raise Unreadable(path, "時間がかかりすぎます", "takes too long")
    return b"".join(parts)


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None
