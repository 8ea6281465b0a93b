"""Circles: whether an arrow from one thing to another would lead back to where it began. Free of Django."""

from collections.abc import Iterable, Mapping, Sequence


def path_up(parents: Mapping[int, int | None], start: int) -> list[int]:
    """From `start` to the top, itself first; stops where it would go round."""
    path: list[int] = []
    at: int | None = start
    while at is not None and at not in path:
        path.append(at)
        at = parents.get(at)
    return path


def circle_through(arrows: Iterable[tuple[int, int]], start: int, end: int) -> list[int]:
    """The circle that a new arrow from `start` to `end` would close, beginning and ending at `start`; [] for none.

    arrows: those there are, as (from, to).
    """
    following: dict[int, list[int]] = {}
    for source, target in arrows:
        following.setdefault(source, []).append(target)
    return _way_back(following, [start, end], {end}, start)


def _way_back(following: Mapping[int, Sequence[int]], path: list[int], seen: set[int], goal: int) -> list[int]:
    waiting = [path]
    while waiting:
        way = waiting.pop()
        if way[-1] == goal:
            return way
        for after in following.get(way[-1], ()):
            if after not in seen or after == goal:
                seen.add(after)
                waiting.append([*way, after])
    return []
