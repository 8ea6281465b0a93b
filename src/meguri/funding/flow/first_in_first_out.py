"""Money of one purpose goes out in the order in which it came (先入先出). Free of Django; exact integer yen.

The yen that a purpose ever received lie on a number line in the order of booking, and so do the yen that ever went out
of it: the k-th yen out is the k-th yen in. What a receipt paid of an outgoing is the overlap of their stretches.

    receipts   |---- 100 ----|------- 200 -------|
    outgoings  |-- 60 --|----- 90 -----|              50 of the first receipt's 100 … 40 of the 90, and 50 of the
                                                      second's 200; 150 of it are not used yet

What is booked later comes later on both lines, so what was once said of a yen stays true; only a reversal, which takes
an entry and its own stretch back, moves what lies behind it.
"""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

K = TypeVar("K", bound=Hashable)
MOST_HOPS = 16
"""How often money may be followed from one purpose into the next before it is told as moved on."""


@dataclass(frozen=True, slots=True)
class Stretch(Generic[K]):
    """The yen [start, end) of the number line of one purpose's receipts."""

    queue: K
    start: int
    end: int

    @property
    def yen(self) -> int:
        return self.end - self.start

    def cut(self, start: int, end: int) -> "Stretch[K]":
        """The part from the `start`-th to the `end`-th of its own yen."""
        return Stretch(self.queue, self.start + start, self.start + end)


@dataclass(frozen=True, slots=True)
class Onward(Generic[K]):
    """The yen [start, end) of an outgoing, which came in again as `stretch`: moved, or lent and repaid."""

    start: int
    end: int
    stretch: Stretch[K]


@dataclass(frozen=True, slots=True)
class Outgoing(Generic[K]):
    """An outgoing as it lies on its purpose's number line, and where its yen came in again, in order."""

    key: int
    queue: K
    start: int
    end: int
    onward: tuple[Onward[K], ...] = ()


class Book(Protocol[K]):
    """What has to be known to follow money."""

    def outgoings(self, stretches: Sequence[Stretch[K]]) -> Sequence[Outgoing[K]]:
        """Those that overlap any of these stretches, each once."""


@dataclass(frozen=True, slots=True)
class Part(Generic[K]):
    """Yen that went out for good by an outgoing (`key`), or None: they are still there, in `queue`."""

    key: int | None
    queue: K
    yen: int


def lay(yen: Iterable[tuple[int, int]], start: int = 0) -> Iterator[tuple[int, int, int]]:
    """(key, yen) in order as (key, start, end) on the number line."""
    for key, amount in yen:
        yield key, start, start + amount
        start += amount


def overlaps(
    ones: Sequence[tuple[int, int, int]], others: Sequence[tuple[int, int, int]]
) -> Iterator[tuple[int, int, int, int]]:
    """(key of one, key of other, start, end) for each yen-wise overlap of two lines in order. Linear."""
    at = other = 0
    while at < len(ones) and other < len(others):
        start, end = max(ones[at][1], others[other][1]), min(ones[at][2], others[other][2])
        if start < end:
            yield ones[at][0], others[other][0], start, end
        if ones[at][2] <= others[other][2]:
            at += 1
        else:
            other += 1


def follow(book: Book[K], stretches: Sequence[Stretch[K]], most_hops: int = MOST_HOPS) -> list[Part[K]]:
    """Where the yen of these stretches are: each of them in exactly one part. One question to the book for each hop."""
    parts: list[Part[K]] = []
    here = [one for one in stretches if one.yen > 0]
    for hop in range(most_hops + 1):
        if not here:
            break
        outgoings = book.outgoings(here)
        further: list[Stretch[K]] = []
        for stretch in here:
            _split(stretch, outgoings, parts, further, is_last=hop == most_hops)
        here = further
    return parts


def _split(
    stretch: Stretch[K],
    outgoings: Sequence[Outgoing[K]],
    parts: list[Part[K]],
    further: list[Stretch[K]],
    *,
    is_last: bool,
) -> None:
    gone = 0
    for one in outgoings:
        start, end = max(one.start, stretch.start), min(one.end, stretch.end)
        if one.queue != stretch.queue or start >= end:
            continue
        gone += end - start
        here = [] if is_last else list(_onward(one, start - one.start, end - one.start))
        further += here
        if stays := end - start - sum(piece.yen for piece in here):
            parts.append(Part(one.key, stretch.queue, stays))
    if gone < stretch.yen:
        parts.append(Part(None, stretch.queue, stretch.yen - gone))


def _onward(outgoing: Outgoing[K], start: int, end: int) -> Iterator[Stretch[K]]:
    """Where the yen [start, end) of an outgoing came in again."""
    for piece in outgoing.onward:
        first, last = max(start, piece.start), min(end, piece.end)
        if first < last:
            yield piece.stretch.cut(first - piece.start, last - piece.start)
