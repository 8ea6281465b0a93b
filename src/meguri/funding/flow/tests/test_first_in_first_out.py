"""What was received first is spent first: the same yen by yen, in a queue of single coins."""

from collections import deque
from collections.abc import Sequence

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from meguri.funding.flow.first_in_first_out import Onward, Outgoing, Part, Stretch, follow, lay, overlaps

MOVES = st.lists(
    st.tuples(st.sampled_from(["in", "out", "move"]), st.integers(0, 2), st.integers(0, 2), st.integers(1, 12)),
    max_size=40,
)


class Coins:
    """The oracle: each yen is a coin with the number of its receipt; purposes are queues of coins."""

    def __init__(self) -> None:
        self.queues: list[deque[int]] = [deque() for _ in range(3)]
        self.gone: dict[tuple[int, int], int] = {}

    def take_in(self, queue: int, receipt: int, yen: int) -> None:
        self.queues[queue].extend([receipt] * yen)

    def take_out(self, queue: int, key: int, yen: int) -> None:
        for _ in range(yen):
            receipt = self.queues[queue].popleft()
            self.gone[receipt, key] = self.gone.get((receipt, key), 0) + 1

    def move(self, source: int, target: int, yen: int) -> None:
        for coin in [self.queues[source].popleft() for _ in range(yen)]:
            self.queues[target].append(coin)


class Lines:
    """The books as number lines."""

    def __init__(self) -> None:
        self.received = [0, 0, 0]
        self.out: list[list[Outgoing[int]]] = [[], [], []]

    def take_in(self, queue: int, yen: int) -> Stretch[int]:
        start = self.received[queue]
        self.received[queue] += yen
        return Stretch(queue, start, start + yen)

    def take_out(self, queue: int, key: int, yen: int, onward: Stretch[int] | None = None) -> None:
        start = self.out[queue][-1].end if self.out[queue] else 0
        pieces = (Onward(0, yen, onward),) if onward else ()
        self.out[queue].append(Outgoing(key, queue, start, start + yen, pieces))

    def left(self, queue: int) -> int:
        return self.received[queue] - (self.out[queue][-1].end if self.out[queue] else 0)

    def outgoings(self, stretches: Sequence[Stretch[int]]) -> list[Outgoing[int]]:
        return [one for queue in self.out for one in queue]


@settings(suppress_health_check=[HealthCheck.too_slow])  # a busy machine is no fault of ours
@given(MOVES)
def test_each_yen_is_where_a_queue_of_coins_has_it(moves: list[tuple[str, int, int, int]]) -> None:
    coins, lines = Coins(), Lines()
    receipts: dict[int, Stretch[int]] = {}
    for key, (what, queue, target, wanted) in enumerate(moves):
        yen = wanted if what == "in" else min(wanted, lines.left(queue))
        if what == "in":
            receipts[key] = lines.take_in(queue, yen)
            coins.take_in(queue, key, yen)
        elif yen and what == "out":
            lines.take_out(queue, key, yen)
            coins.take_out(queue, key, yen)
        elif yen and target != queue:
            lines.take_out(queue, key, yen, lines.take_in(target, yen))
            coins.move(queue, target, yen)
    for receipt, stretch in receipts.items():
        parts = follow(lines, [stretch], most_hops=50)
        assert sum(part.yen for part in parts) == stretch.yen
        assert spent(parts) == {key: yen for (coin, key), yen in coins.gone.items() if coin == receipt}
        assert kept(parts) == {at: n for at, queue in enumerate(coins.queues) if (n := queue.count(receipt))}


def spent(parts: list[Part[int]]) -> dict[int, int]:
    found: dict[int, int] = {}
    for part in parts:
        if part.key is not None:
            found[part.key] = found.get(part.key, 0) + part.yen
    return found


def kept(parts: list[Part[int]]) -> dict[int, int]:
    found: dict[int, int] = {}
    for part in parts:
        if part.key is None:
            found[part.queue] = found.get(part.queue, 0) + part.yen
    return found


@given(st.lists(st.integers(1, 9)), st.lists(st.integers(1, 9)))
def test_two_lines_overlap_as_their_coins_do(ins: list[int], outs: list[int]) -> None:
    coins: list[tuple[int, int]] = list(
        zip([at for at, n in enumerate(ins) for _ in range(n)], [at for at, n in enumerate(outs) for _ in range(n)])
    )  # fmt: skip
    found = list(overlaps(list(lay(enumerate(ins))), list(lay(enumerate(outs)))))
    assert [(one, other) for one, other, start, end in found for _ in range(end - start)] == coins


def test_money_that_was_moved_too_often_is_told_as_moved_on() -> None:
    lines = Lines()
    stretch = lines.take_in(0, 5)
    for hop in range(4):
        lines.take_out(hop % 2, hop, 5, lines.take_in(1 - hop % 2, 5))
    assert follow(lines, [stretch], most_hops=2) == [Part(2, 0, 5)]
    assert follow(lines, [stretch]) == [Part(None, 0, 5)]
