"""The databases of bench/pages.py: all towns and their figures through the import action, and one with a single town.

    python bench/pages_database.py make [--data DIR] [--small]     loads what DATABASE_URL names
    python bench/pages_database.py count                           queries of each page, as one JSON line
"""

import argparse
import json
import os
import sqlite3
import sys
from pathlib import Path

TOWN = "016331"
BESIDE = ("016349", "016365", "016373", "016420", "016438")
PAGES = [
    "/", "/search/?q=かみ", "/suggest/?q=かみ", "/map/", "/prefectures/01/", "/indicators/",
    "/indicators/population-census/", "/sources/", "/record/", f"/{TOWN}/", f"/{TOWN}/indicators/",
    f"/{TOWN}/indicators/population-census/", f"/{TOWN}/indicators/population-census/?with={','.join(BESIDE)}",
    f"/{TOWN}/alike/", f"/{TOWN}/record/", "/api/v1/municipalities", "/api/v1/indicators",
    "/api/v1/indicators/population-census/figures", f"/api/v1/municipalities/{TOWN}/figures",
    f"/api/v1/municipalities/{TOWN}/indicators", f"/api/v1/municipalities/{TOWN}/indicators/population-census",
    "/api/v1/record/logs/jp/entries",
]  # fmt: skip
"""Kamishihoro with its neighbours; every kind of page a reader comes to."""


def make(data: Path | None, small: bool) -> None:
    """Migrate and load, by the same acts as `meguri demo`."""
    from django.core.management import call_command

    from meguri.core.actor import system
    from meguri.indicators.importing import GivenFile, import_figures
    from meguri.indicators.loading import load_catalogue
    from meguri.indicators.reference import packed_editions
    from meguri.record.sequencer import sequence_all
    from meguri.towns.loading import load_national_list

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    load_national_list(system())
    load_catalogue(system())
    files = [GivenFile(name, content) for name, content in packed_editions()]
    if data is not None:
        files = [GivenFile(path.name, path.read_bytes()) for path in sorted(data.glob("SSDSE-A-*.csv"))]
    import_figures(system(), files[-2:] if small else files)
    sequence_all()


def cut_to_one_town(full: Path, single: Path) -> None:
    """A copy of a SQLite database with Kamishihoro alone."""
    with sqlite3.connect(full) as database:
        database.execute("VACUUM INTO ?", (str(single),))
    with sqlite3.connect(single) as database:
        kept = f"(SELECT id FROM towns_municipality WHERE code = '{TOWN}')"
        for table, column in (
            ("indicators_observation", "municipality_id"), ("indicators_unsurveyed", "municipality_id"),
            ("towns_codechange", "municipality_id"), ("towns_municipality", "id"),
        ):  # fmt: skip
            database.execute(f"DELETE FROM {table} WHERE {column} NOT IN {kept}")


def count() -> dict[str, int]:
    """Queries of each page when nothing of it was kept, but the process has answered before."""
    from django.conf import settings
    from django.core.cache import caches
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    settings.ALLOWED_HOSTS = ["testserver"]
    client = Client()
    found = {}
    for page in PAGES:
        client.get(page)
        caches["pages"].clear()
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(page)
        if answer.status_code >= 400:
            raise RuntimeError(f"{page} answered {answer.status_code}")
        found[page] = len(queries)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("verb", choices=["make", "count"])
    parser.add_argument("--data", type=Path)
    parser.add_argument("--small", action="store_true")
    asked = parser.parse_args()
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.served_settings")
    import django

    django.setup()
    if asked.verb == "make":
        make(asked.data, asked.small)
    else:
        print(json.dumps(count(), ensure_ascii=False))


if __name__ == "__main__":
    main()
