"""A load generator for 127.0.0.1: raw sockets with keep-alive, bounded in time, connections and requests.

Full load: every connection asks again as soon as it is answered. Fixed rate: requests begin at set moments whether or
not earlier ones were answered, and each is timed from that moment, so that a slow server cannot slow its own test.
"""

import asyncio
import itertools
import statistics
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

HOST = "127.0.0.1"
MOST_CONNECTIONS = 64
MOST_SECONDS = 60.0
MOST_REQUESTS = 500_000
ANSWER_SECONDS = 30.0


@dataclass(frozen=True)
class Ask:
    """One request, written out once: path with query, and headers."""

    path: str
    headers: tuple[tuple[str, str], ...] = ()

    def wire(self, port: int) -> bytes:
        lines = [f"GET {self.path} HTTP/1.1", f"Host: {HOST}:{port}"]
        lines += [f"{name}: {value}" for name, value in self.headers]
        return ("\r\n".join(lines) + "\r\n\r\n").encode("ascii")


@dataclass
class Result:
    """What came of a run. `latencies` in seconds, from the moment a request was due."""

    seconds: float = 0.0
    statuses: Counter[int] = field(default_factory=Counter)
    received_bytes: int = 0
    latencies: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Answers a second."""
        return sum(self.statuses.values()) / self.seconds

    def quantile_ms(self, percent: int) -> float:
        cuts = statistics.quantiles(self.latencies, n=100, method="inclusive")
        return round(cuts[percent - 1] * 1000, 2)

    def require(self, status: int) -> "Result":
        """Itself; RuntimeError when any answer had another status: such a figure would mean nothing."""
        if set(self.statuses) != {status}:
            raise RuntimeError(f"answers were {dict(self.statuses)}, not {status} alone")
        return self


class Connection:
    """One kept-alive connection; opened again when the server closes it."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, wanted: Ask) -> tuple[int, dict[bytes, bytes], bytes]:
        """Status, headers (names in small letters) and body."""
        return await asyncio.wait_for(self._ask(wanted.wire(self._port)), ANSWER_SECONDS)

    async def _ask(self, wire: bytes) -> tuple[int, dict[bytes, bytes], bytes]:
        if self._streams is None:
            self._streams = await asyncio.open_connection(HOST, self._port, limit=2**20)
        reader, writer = self._streams
        writer.write(wire)
        head = await reader.readuntil(b"\r\n\r\n")
        status, headers = _parse(head)
        body = await _body(reader, status, headers)
        if headers.get(b"connection", b"").lower() == b"close":
            self.close()
        return status, headers, body

    def close(self) -> None:
        if self._streams is not None:
            self._streams[1].close()
            self._streams = None


def _parse(head: bytes) -> tuple[int, dict[bytes, bytes]]:
    first, *rest = head[:-4].split(b"\r\n")
    pairs = (line.split(b":", 1) for line in rest)
    return int(first.split(b" ", 2)[1]), {name.strip().lower(): value.strip() for name, value in pairs}


async def _body(reader: asyncio.StreamReader, status: int, headers: dict[bytes, bytes]) -> bytes:
    if status in (204, 304):
        return b""
    if headers.get(b"transfer-encoding", b"").lower() == b"chunked":
        return b"".join([chunk async for chunk in _chunks(reader)])
    return await reader.readexactly(int(headers[b"content-length"]))


async def _chunks(reader: asyncio.StreamReader):  # type: ignore[no-untyped-def]  # an async iterator of bytes
    while size := int((await reader.readline()).split(b";")[0], 16):
        yield await reader.readexactly(size)
        await reader.readexactly(2)
    await reader.readline()


def fetch(port: int, wanted: Ask) -> tuple[int, dict[bytes, bytes], bytes]:
    """One answer."""

    async def once() -> tuple[int, dict[bytes, bytes], bytes]:
        connection = Connection(port)
        try:
            return await connection.ask(wanted)
        finally:
            connection.close()

    return asyncio.run(once())


def full_load(port: int, asks: Iterable[Ask], *, seconds: float, connections: int = 16) -> Result:
    """As much as the server answers for `seconds`. `asks` is taken from by all connections; it should not end."""
    return asyncio.run(_full_load(port, iter(asks), min(seconds, MOST_SECONDS), min(connections, MOST_CONNECTIONS)))


async def _full_load(port: int, asks: Iterator[Ask], seconds: float, connections: int) -> Result:
    result = Result()
    start = time.perf_counter()
    limited = itertools.islice(asks, MOST_REQUESTS)

    async def keep_asking() -> None:
        connection = Connection(port)
        for wanted in limited:
            due = time.perf_counter()
            if due - start > seconds:
                break
            _note(result, await connection.ask(wanted), due)
        connection.close()

    await asyncio.gather(*(keep_asking() for _i in range(connections)))
    result.seconds = time.perf_counter() - start
    return result


def at_rate(port: int, asks: Iterable[Ask], *, per_second: float, seconds: float) -> Result:
    """Requests begun `per_second` times a second for `seconds`; over up to 64 connections."""
    count = min(int(per_second * min(seconds, MOST_SECONDS)), MOST_REQUESTS)
    return asyncio.run(_at_rate(port, iter(asks), per_second, count))


async def _at_rate(port: int, asks: Iterator[Ask], per_second: float, count: int) -> Result:
    result = Result()
    free: asyncio.LifoQueue[Connection] = asyncio.LifoQueue()
    for _i in range(MOST_CONNECTIONS):
        free.put_nowait(Connection(port))
    start = time.perf_counter()

    async def one(wanted: Ask, due: float) -> None:
        connection = await free.get()
        _note(result, await connection.ask(wanted), due)
        free.put_nowait(connection)

    tasks = []
    for number in range(count):
        due = start + number / per_second
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        tasks.append(asyncio.create_task(one(next(asks), due)))
    await asyncio.gather(*tasks)
    result.seconds = time.perf_counter() - start
    while not free.empty():
        free.get_nowait().close()
    return result


def _note(result: Result, answer: tuple[int, dict[bytes, bytes], bytes], due: float) -> None:
    status, _headers, body = answer
    result.statuses[status] += 1
    result.received_bytes += len(body)
    result.latencies.append(time.perf_counter() - due)
