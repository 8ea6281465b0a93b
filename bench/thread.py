"""The thread and the desk of a large town: strip, whole walk and find-a-desk, at the issue's size and at tenfold.

    python bench/thread.py [--postgresql URL] [--small]

5,000 projects, 2,000 indicators of the town, 20,000 reports, 2,000 posts, with responsibilities, promises, budget lines
and all their links; then ten times as many. Each engine gets a database of its own, made for the run and removed
afterwards. As many objects of each kind are chosen at random, and the most linked ones; times are medians, p95 beside.
The last line is one JSON object: strip_ms, strip_queries, walk_ms, walk_queries, desk_ms and growth (the time at
tenfold over the time before), each the worst of both engines and of the three measures, and the figures of each engine;
walk_objects says how many objects the median and the largest walk show.
"""

import json
import os
import random
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench._engines import asked_of, on_each_engine

KINDS = ("project", "report", "indicator", "promise", "budget_line")
MEASURES = ("strip", "walk", "desk")
TRIES = 3
"""Each object is read so often; the best of them counts, since other work on the machine only ever adds."""


def main() -> None:
    asked = asked_of(__doc__, "a hundredth of the size")
    if asked.inner:
        print(json.dumps(measure(asked.small)))
        return
    found = on_each_engine(__file__, asked)
    print(json.dumps(worst(found) | found))


def worst(found: dict[str, dict[str, Any]]) -> dict[str, Any]:
    keys = ("strip_ms", "strip_queries", "walk_ms", "walk_queries", "desk_ms", "growth")
    return {key: max(figures[key] for figures in found.values()) for key in keys}


def measure(small: bool) -> dict[str, Any]:
    """In a process of its own: the town at its size, then ten times as large."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "meguri.config.settings")
    import django

    django.setup()
    from django.core.management import call_command

    from bench._thread_town import LEADING, Size, build, make_tenfold
    from meguri.core.scope import in_town
    from meguri.governance.models import PublicObject

    call_command("migrate", verbosity=0)
    began = time.perf_counter()
    town = build(Size().cut(100) if small else Size())
    built_s = time.perf_counter() - began
    with in_town(town):
        indicators = PublicObject.objects.filter(kind="indicator").order_by("pk")
        leading = list(indicators.values_list("pk", flat=True)[:LEADING])
        once = readings(town, leading, small)
        began = time.perf_counter()
        make_tenfold(leading)
        tenfold_s = time.perf_counter() - began
        tenfold = readings(town, leading, small)
        objects = PublicObject.objects.count()
    growths = {name: round(tenfold[f"{name}_ms"] / once[f"{name}_ms"], 2) for name in MEASURES}
    return {
        **{key: max(once[key], tenfold[key]) for key in once if key.endswith("_queries")},
        **{key: once[key] for key in once if not key.endswith("_queries")},
        "growth": max(growths.values()),
        "growth_of": growths,
        "tenfold": {key: value for key, value in tenfold.items() if not key.endswith("_queries")},
        "objects_tenfold": objects,
        "built_s": round(built_s, 1),
        "tenfold_s": round(tenfold_s, 1),
    }


def readings(town: Any, leading: Sequence[int], small: bool) -> dict[str, Any]:
    """Median and p95 of each measure over many objects of every kind, and the most queries any took."""
    from bench._thread_town import QUESTIONS
    from meguri.governance.models import PublicObject
    from meguri.governance.queries.desk import find
    from meguri.thread.queries import strip, whole

    chance = random.Random(2)  # noqa: S311 - the same objects each time
    wanted = list(leading[:4])
    for kind in KINDS:
        ids = list(PublicObject.objects.filter(kind=kind).order_by("pk").values_list("pk", flat=True))
        wanted += chance.sample(ids, 6 if small else 40)
    things = [thing.public_reference() for thing in PublicObject.objects.in_bulk(wanted).values()]
    reads: dict[str, list[Callable[[], object]]] = {
        "strip": [partial(strip, town, one) for one in things],
        "walk": [partial(whole, town, one) for one in things],
        "desk": [partial(find, one) for one in QUESTIONS],
    }
    found: dict[str, Any] = {}
    for name, calls in reads.items():
        for call in calls[:5]:
            call()
        times = [best_of(call) for call in calls]
        found[f"{name}_ms"] = round(statistics.median(times) * 1000, 2)
        found[f"{name}_p95_ms"] = round(statistics.quantiles(times, n=20, method="inclusive")[-1] * 1000, 2)
        found[f"{name}_queries"] = max(queries(call) for call in calls)
    sizes = sorted(len(walked.knots) for one in things if (walked := whole(town, one)) is not None)
    return found | {"walk_objects": [sizes[len(sizes) // 2], sizes[-1]]}


def best_of(call: Callable[[], object]) -> float:
    """Seconds."""
    times = []
    for _try in range(TRIES):
        began = time.perf_counter()
        call()
        times.append(time.perf_counter() - began)
    return min(times)


def queries(call: Callable[[], object]) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as seen:
        call()
    return len(seen)


if __name__ == "__main__":
    main()
