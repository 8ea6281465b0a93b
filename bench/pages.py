"""Pages, search and API with all towns loaded, beside a bare Django view and beside Datasette on the same rows.

    python bench/pages.py [--data DIR] [--small] [--database URL]

DIR holds SSDSE-A-*.csv; without it the editions that ship. `--database` names a PostgreSQL server: a database of our
own is made there and removed. Servers run as `meguri serve` runs them (granian, two workers); the load generator
(bench/load.py) shares their cores. Every scenario is measured in several rounds, each beside the bare view, and each
ratio is the median of its rounds. "Uncached" requests carry a query that nothing reads, so that no page was kept for
it; the bare view is asked so too, since it runs behind the same middleware. Datasette gives its table with the names
of what the keys mean (`_labels=on`), as our answers have them; a query of one's own, the least it can be asked, is
measured besides. The last line is one JSON object.
"""

import argparse
import itertools
import json
import os
import random
import sqlite3
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.load import Ask, Result, at_rate, fetch, full_load  # noqa: E402 - found through the line above
from bench.pages_database import BESIDE, PAGES, TOWN, cut_to_one_town  # noqa: E402
from bench.pages_servers import database_for, datasette, meguri, plain_copy  # noqa: E402

GZIP = (("Accept-Encoding", "gzip"),)
INDICATOR = "population-census"
TYPED = ("かみ", "上士幌", "kami", "北海道", "ふちゅう", "府中", "016331", "よこは", "yokoh", "しんじゅ", "大阪")
RATES = {"town": 40, "cached": 200, "indicator": 20, "suggest": 60}
"""Requests a second at the fixed rate: below full load, so that times are those of an unhurried server."""


BARE = "bench.bare:application"


@dataclass(frozen=True)
class Ports:
    """Where each server listens. `bare` has Meguri's middleware, `barest` none."""

    meguri: int
    bare: int
    barest: int
    datasette: int


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="folder of SSDSE-A-*.csv")
    parser.add_argument("--small", action="store_true", help="two editions, one short round")
    parser.add_argument("--database", default="", help="a PostgreSQL server to measure on; SQLite without it")
    asked = parser.parse_args()
    rounds, seconds = (1, 1.0) if asked.small else (3, 3.0)
    with tempfile.TemporaryDirectory() as folder, database_for(asked.database, Path(folder)) as url:
        environment = environment_of(url, Path(folder))
        load(environment, asked)
        queries = counted(environment, url, Path(folder))
        plain = plain_copy(url, Path(folder), environment, asked)
        with ExitStack() as servers:
            ports = Ports(
                meguri=servers.enter_context(meguri(environment)),
                bare=servers.enter_context(meguri(environment, BARE)),
                barest=servers.enter_context(meguri(environment | {"BENCH_NO_MIDDLEWARE": "1"}, BARE)),
                datasette=servers.enter_context(datasette(plain)),
            )
            found = measure(ports, plain, rounds, seconds)
    for name, value in found.items():
        print(f"{name}: {value}")
    print(json.dumps(summary(found, queries), ensure_ascii=False))


def environment_of(url: str, folder: Path) -> dict[str, str]:
    given = {"DATABASE_URL": url, "MEGURI_VAR": str(folder), "MEGURI_LOG_LEVEL": "ERROR", "MEGURI_WORKERS": "2"}
    paths = os.pathsep.join([str(ROOT), str(ROOT / "src")])
    return os.environ | given | {"PYTHONPATH": paths, "DJANGO_SETTINGS_MODULE": "bench.served_settings"}


def load(environment: dict[str, str], asked: argparse.Namespace) -> None:
    words = ["make", *(["--data", str(asked.data)] if asked.data else []), *(["--small"] if asked.small else [])]
    subprocess.run([sys.executable, str(ROOT / "bench/pages_database.py"), *words], env=environment, check=True)


def counted(environment: dict[str, str], url: str, folder: Path) -> dict[str, dict[str, int]]:
    """Queries of each page with all towns, and on SQLite with one town alone."""
    found = {"all": count(environment)}
    if url.startswith("sqlite"):
        single = folder / "single.sqlite3"
        cut_to_one_town(Path(url.removeprefix("sqlite:///")), single)
        found["one"] = count(environment | {"DATABASE_URL": f"sqlite:///{single}"})
    return found


def count(environment: dict[str, str]) -> dict[str, int]:
    command = [sys.executable, str(ROOT / "bench/pages_database.py"), "count"]
    done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, int] = json.loads(done.stdout.strip().rpartition("\n")[2])
    return found


def numbered(paths: Callable[[], Iterator[str]], headers: tuple[tuple[str, str], ...] = ()) -> Iterator[Ask]:
    """Endless requests, each with a query of its own that nothing reads."""
    for number, path in enumerate(itertools.chain.from_iterable(paths() for _i in itertools.count())):
        yield Ask(f"{path}{'&' if '?' in path else '?'}n={number}", headers)


def measure(ports: Ports, plain: Path, rounds: int, seconds: float) -> dict[str, Any]:
    """Answers a second of each scenario and round, and times at a fixed rate."""
    rates: dict[str, list[float]] = {}
    scenarios = scenarios_of(ports, plain)
    for at, asks, _status in scenarios.values():
        full_load(at, asks, seconds=min(1.0, seconds), connections=8)
    for _round in range(rounds):
        for name, (at, asks, status) in scenarios.items():
            done = full_load(at, asks, seconds=seconds).require(status)
            rates.setdefault(name, []).append(round(done.rate, 1))
    found: dict[str, Any] = {f"{name}_rps": each for name, each in rates.items()}
    return found | timed(scenarios, max(2.0, seconds * 2))


Scenario = tuple[int, Iterator[Ask], int]
"""Port, requests, and the status each answer must have."""


def scenarios_of(ports: Ports, plain: Path) -> dict[str, Scenario]:
    port, other = ports.meguri, ports.datasette
    codes = [place["code"] for place in json.loads(fetch(port, Ask("/api/v1/municipalities?limit=2000"))[2])["items"]]
    random.Random(1).shuffle(codes)  # noqa: S311 - an order, no secret
    few = [f"/{code}/" for code in codes[:20]]
    etags = [fetch(port, Ask(path, GZIP))[1][b"etag"].decode() for path in few]
    known = [Ask(path, (*GZIP, ("If-None-Match", etag))) for path, etag in zip(few, etags)]
    beside = f"/{TOWN}/indicators/{INDICATOR}/?with={','.join(BESIDE)}"
    towns = [f"/api/v1/municipalities/{code}/figures" for code in codes]
    return {
        "bare": (ports.bare, numbered(lambda: (f"/bare/{code}/" for code in codes)), 200),
        "barest": (ports.barest, itertools.cycle(Ask(f"/bare/{code}/") for code in codes), 200),
        "town_uncached": (port, numbered(lambda: (f"/{code}/" for code in codes), GZIP), 200),
        "town_cached": (port, itertools.cycle(Ask(path, GZIP) for path in few), 200),
        "town_not_modified": (port, itertools.cycle(known), 304),
        "indicator_five_towns": (port, numbered(lambda: iter([beside]), GZIP), 200),
        "suggest": (port, numbered(lambda: (f"/suggest/?q={quote(typed)}" for typed in TYPED)), 200),
        "town_json": (port, numbered(lambda: iter(towns)), 200),
        "indicator_json": (port, numbered(lambda: iter([f"/api/v1/indicators/{INDICATOR}/figures"])), 200),
        **{name: (other, itertools.cycle(asks), 200) for name, asks in datasette_asks(plain, codes).items()},
    }


_SELECT = """SELECT m.code, m.name, i.key, i.name AS indicator, i.unit, o.period, o.value, a.label AS first_edition,
b.label AS last_edition FROM indicators_observation o JOIN towns_municipality m ON m.id = o.municipality_id
JOIN indicators_indicator i ON i.id = o.indicator_id JOIN indicators_edition a ON a.id = o.first_edition_id
JOIN indicators_edition b ON b.id = o.last_edition_id WHERE """


def datasette_asks(plain: Path, codes: list[str]) -> dict[str, list[Ask]]:
    """The same rows as our two answers: the table with the names of what its keys mean, and as SQL of one's own."""
    with sqlite3.connect(plain) as database:
        places = dict(database.execute("SELECT code, id FROM towns_municipality"))
        (indicator,) = database.execute("SELECT id FROM indicators_indicator WHERE key = ?", (INDICATOR,)).fetchone()
    table = f"/{plain.stem}/indicators_observation.json?_size=max&_labels=on&"
    sql = f"/{plain.stem}.json?_shape=objects&sql={quote(_SELECT)}"
    return {
        "datasette_town": [Ask(f"{table}municipality_id={places[code]}") for code in codes],
        "datasette_indicator": [Ask(f"{table}indicator_id={indicator}")],
        "datasette_town_sql": [Ask(f"{sql}o.municipality_id={places[code]}") for code in codes],
        "datasette_indicator_sql": [Ask(f"{sql}o.indicator_id={indicator}")],
    }


def timed(scenarios: dict[str, Scenario], seconds: float) -> dict[str, Any]:
    """p50 and p95 in milliseconds at the fixed rates."""
    chosen = {
        "town": "town_uncached", "cached": "town_cached", "indicator": "indicator_five_towns", "suggest": "suggest",
    }  # fmt: skip
    found: dict[str, Any] = {}
    for name, scenario in chosen.items():
        port, asks, status = scenarios[scenario]
        done: Result = at_rate(port, asks, per_second=RATES[name], seconds=seconds).require(status)
        found[f"{name}_at_{RATES[name]}_a_second_ms"] = {"p50": done.quantile_ms(50), "p95": done.quantile_ms(95)}
    return found


def summary(found: dict[str, Any], queries: dict[str, dict[str, int]]) -> dict[str, Any]:
    """The line that is printed last."""

    def ratio(name: str, to: str) -> float:
        each: list[float] = [one / other for one, other in zip(found[f"{name}_rps"], found[f"{to}_rps"])]
        return round(float(statistics.median(each)), 3)

    grown = [page for page in PAGES if "one" in queries and queries["all"][page] > queries["one"][page]]
    return {
        "bare_rps": statistics.median(found["bare_rps"]),
        "town_json_vs_datasette": ratio("town_json", "datasette_town"),
        "indicator_json_vs_datasette": ratio("indicator_json", "datasette_indicator"),
        "town_json_vs_datasette_sql": ratio("town_json", "datasette_town_sql"),
        "indicator_json_vs_datasette_sql": ratio("indicator_json", "datasette_indicator_sql"),
        "town_ratio": ratio("town_uncached", "bare"),
        "town_cached_ratio": ratio("town_cached", "bare"),
        "town_not_modified_ratio": ratio("town_not_modified", "bare"),
        "indicator_five_towns_ratio": ratio("indicator_five_towns", "bare"),
        "town_ratio_without_middleware": ratio("town_uncached", "barest"),
        "town_cached_ratio_without_middleware": ratio("town_cached", "barest"),
        "suggest_p95_ms": found[f"suggest_at_{RATES['suggest']}_a_second_ms"]["p95"],
        "max_queries": max(queries["all"].values()),
        "pages_with_more_queries_for_more_towns": grown,
        "raw": found,
    }


if __name__ == "__main__":
    main()
