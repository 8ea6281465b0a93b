"""How well どこに話せばよいか finds real questions to a city hall among its 1,786 answers, judged by people; how fast.

    python bench/desk.py [--data DIR] [--small]

DIR holds corpus.json, queries.json and qrels.json (Amagasaki city's FAQ, by way of japanese-text-embedding-benchmark);
they are measured and never kept. Each answer becomes an entry of a scratch town, its question the name, its answer the
text, through the index and the search that residents use. Without DIR a few made-up entries show that the script runs.
Graded judgements: 2 = right, 1 = related. Recall@10 is the share of the judged answers among the first ten, nDCG@10
takes the grades as gains. The published figures stand beside; they are over 749 questions, of which DIR holds 375.
The last line is one JSON object: questions, recall_10, ndcg_10, index_s, ask_ms (median), ask_p95_ms.
"""

import argparse
import json
import math
import os
import statistics
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

PUBLISHED = {
    "BM25 with Kuromoji": (0.600, 0.494),
    "multilingual-e5-small": (0.642, 0.522),
    "ruri-v3-310m": (0.706, 0.597),
    "bge-m3": (0.735, 0.620),
}
MADE_UP = (
    {"0": "Question: ごみの収集日を知りたい。\nAnswer: 地区ごとの収集日程をご覧ください。",
     "1": "Question: 街路灯が消えている。\nAnswer: 管理係にお知らせください。"},
    {"0": "燃えるゴミの日はいつ", "1": "家の前の外灯がつかない"},
    {"0": {"0": 2}, "1": {"1": 2}},
)  # fmt: skip
FIRST = 10
AT_ONCE = 500

Corpus = Mapping[str, str]
Judged = Mapping[str, Mapping[str, int]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--small", action="store_true", help="the made-up entries, or the first 50 questions of DIR")
    asked = parser.parse_args()
    corpus, queries, judged = read(asked.data) if asked.data else MADE_UP
    if asked.small:
        queries = dict(list(queries.items())[:50])
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/bench.sqlite3")
        os.environ.setdefault("MEGURI_VAR", folder)
        found = measure(corpus, queries, judged)
    if asked.data:
        for name, (recall, ndcg) in PUBLISHED.items():
            print(f"published, {name}: Recall@10 {recall:.3f}, nDCG@10 {ndcg:.3f}")
        print(f"this desk: Recall@10 {found['recall_10']:.3f}, nDCG@10 {found['ndcg_10']:.3f}")
    else:
        print("Two made-up questions: the script runs; compare nothing with these figures. Give --data DIR to measure.")
    print(json.dumps(found))


def read(folder: Path) -> tuple[Corpus, Mapping[str, str], Judged]:
    corpus, queries, judged = (
        json.loads((folder / f"{name}.json").read_text(encoding="utf-8")) for name in ("corpus", "queries", "qrels")
    )
    return corpus, queries, judged


def measure(corpus: Corpus, queries: Mapping[str, str], judged: Judged) -> dict[str, Any]:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "meguri.config.settings")
    import django

    django.setup()
    from django.core.management import call_command

    from meguri.core.scope import in_town
    from meguri.governance.queries.desk import find

    call_command("migrate", verbosity=0)
    town = scratch_town()
    start = time.perf_counter()
    store(town, corpus)
    index_s = time.perf_counter() - start
    recalls, gains, took = [], [], []
    with in_town(town):
        find("あたためる")
        for key, question in queries.items():
            start = time.perf_counter()
            first = [hit.thing.key for hit in find(question, FIRST)]
            took.append((time.perf_counter() - start) * 1000)
            recalls.append(recall(first, judged[key]))
            gains.append(ndcg(first, judged[key]))
    return {
        "questions": len(queries),
        "recall_10": round(statistics.mean(recalls), 3),
        "ndcg_10": round(statistics.mean(gains), 3),
        "index_s": round(index_s, 1),
        "ask_ms": round(statistics.median(took), 1),
        "ask_p95_ms": round(sorted(took)[int(len(took) * 0.95) - 1], 1),
    }


def scratch_town() -> Any:
    from meguri.core import guard
    from meguri.core.actor import operator
    from meguri.core.codes import municipality_check_digit
    from meguri.towns.actions import open_town
    from meguri.towns.models import Municipality, Prefecture

    with guard.door("bench"):
        prefecture = Prefecture.objects.create(
            code="99", name="架空県", kana="かくうけん", romaji="kakuu", latitude=35, longitude=139, is_fictional=True
        )
        place = Municipality.objects.create(
            code="99801" + municipality_check_digit("99801"), prefecture=prefecture, name="ためし町",
            kana="ためしちょう", romaji="tameshi-cho", kind="town", latitude=35, longitude=139, is_fictional=True,
        )  # fmt: skip
    return open_town(operator(), place)


def store(town: Any, corpus: Corpus) -> None:
    """Each entry through the same listener as every public object."""
    from django.utils import timezone

    from meguri.core import guard
    from meguri.core.scope import in_town
    from meguri.governance.desk_index import index
    from meguri.governance.models import PublicObject
    from meguri.governance.objects import DeskText, ObjectKind

    def text(thing: PublicObject) -> DeskText:
        question, _answer, answer = corpus[thing.key].partition("\nAnswer:")
        return DeskText(question.removeprefix("Question:"), text=answer)

    kind = ObjectKind("thing", "", None, lambda rows: [], PublicObject.objects.all, found_by=text)
    now = timezone.now()
    with guard.door("bench"), in_town(town):
        things = PublicObject.objects.bulk_create(
            PublicObject(town=town, kind="thing", key=key, title=key, first_told_at=now) for key in corpus
        )
        for start in range(0, len(things), AT_ONCE):
            index(kind, things[start : start + AT_ONCE], things[start : start + AT_ONCE])


def recall(first: Sequence[str], judged: Mapping[str, int]) -> float:
    return sum(judged.get(key, 0) > 0 for key in first) / len(judged)


def ndcg(first: Sequence[str], judged: Mapping[str, int]) -> float:
    """Järvelin and Kekäläinen 2002, gains as judged."""
    best = sorted(judged.values(), reverse=True)[:FIRST]
    return gain([judged.get(key, 0) for key in first]) / gain(best)


def gain(grades: Sequence[int]) -> float:
    return sum(grade / math.log2(place + 2) for place, grade in enumerate(grades))


if __name__ == "__main__":
    main()
