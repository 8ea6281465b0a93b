"""Fifty at once appoint posts to the same few objects: never two accountable posts, and never none once one confirmed.

    python bench/appointments.py [--postgresql URL] [--small]

Fifty threads, each with its own connection, let posts answer for objects through governance's `appoint`, all from the
same day, and the post just appointed confirms; a watcher reads all the while. Each engine gets a database of its own,
made for the run and removed afterwards. The last line is one JSON object: violations (looks at which an object had two
accountable posts, or none after a confirmation, and pairs of terms that share a day at the end), appointments, refused
(asked for what another had just changed, and told so), busy (gave up waiting for SQLite's one writer, and wrote
nothing), looks and seconds, over both engines.
"""

import datetime as dt
import json
import os
import sys
import threading
import time
from collections import Counter
from itertools import combinations
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench._engines import asked_of, on_each_engine

THREADS = 50
OBJECTS, POSTS = 4, 12
SECONDS_BETWEEN_LOOKS = 0.002


def main() -> None:
    asked = asked_of(__doc__, "one appointment for each thread instead of six")
    if asked.inner:
        print(json.dumps(Contest(1 if asked.small else 6).run()))
        return
    found = on_each_engine(__file__, asked)
    totals = {key: round(sum(figures[key] for figures in found.values()), 1) for key in found["sqlite"]}
    print(json.dumps(totals | found))


class Contest:
    """One town in which many appoint at once; in a process of its own."""

    def __init__(self, rounds: int) -> None:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "meguri.config.settings")
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        self.rounds = rounds
        self.counted: Counter[str] = Counter()
        self.confirmed: set[int] = set()
        self.over = threading.Event()
        self.failures: list[BaseException] = []
        self._found_town()

    def _found_town(self) -> None:
        from django.utils import timezone

        from meguri.core import guard
        from meguri.core.scope import in_town
        from meguri.governance.models import Holder, Organisation, Post, PublicObject
        from meguri.towns.models import Municipality, Prefecture, Town, User

        self.today = timezone.localdate()
        began = self.today - dt.timedelta(days=30)
        with guard.door("bench"):
            prefecture = Prefecture.objects.create(
                code="99", name="架空県", kana="かくうけん", romaji="kakuu", latitude=35, longitude=139,
                is_fictional=True,
            )  # fmt: skip
            place = Municipality.objects.create(
                code="998010", prefecture=prefecture, name="大町", kana="おおまち", romaji="omachi", kind="town",
                latitude=35, longitude=139, is_fictional=True, name_key="大町", kana_key="おおまち",
                romaji_key="omachi",
            )  # fmt: skip
            self.town = Town.objects.create(municipality=place, opened_at=timezone.now())
            with in_town(self.town):
                office = Organisation.objects.create(town=self.town, name="福祉課", since=began)
                self.posts = [
                    Post.objects.create(town=self.town, organisation=office, name=f"係長{number}", since=began)
                    for number in range(POSTS)
                ]
                self.people = {}
                for post in self.posts:
                    person = User.objects.create(email=f"{post.pk}@example.jp", name=post.name)
                    Holder.objects.create(town=self.town, post=post, person=person, since=began)
                    self.people[post.pk] = person.pk
                self.things = [
                    PublicObject.objects.create(town=self.town, kind="project", key=f"998010-{number}",
                                                title=f"事業{number}", needs_post=True, first_told_at=timezone.now())
                    for number in range(OBJECTS)
                ]  # fmt: skip

    def run(self) -> dict[str, Any]:
        together = threading.Barrier(THREADS + 1)
        watcher = threading.Thread(target=self._in_scope, args=(self._watch,))
        workers = [
            threading.Thread(target=self._in_scope, args=(self._appoint, number, together)) for number in range(THREADS)
        ]
        for thread in (watcher, *workers):
            thread.start()
        together.wait()
        began = time.perf_counter()
        for thread in workers:
            thread.join()
        seconds = time.perf_counter() - began
        self.over.set()
        watcher.join()
        if self.failures:
            raise self.failures[0]
        self._in_scope(self._look_at_the_end)
        names = ("violations", "appointments", "confirmations", "refused", "busy", "looks")
        return {name: self.counted[name] for name in names} | {"seconds": round(seconds, 2)}

    def _in_scope(self, work: Any, *given: Any) -> None:
        from django.db import connection

        from meguri.core.scope import in_town

        try:
            with in_town(self.town):
                work(*given)
        except BaseException as error:  # noqa: BLE001 - told by the thread that started this one
            self.failures.append(error)
        finally:
            connection.close()

    def _appoint(self, number: int, together: threading.Barrier) -> None:
        from django.db import OperationalError

        from meguri.core.actor import Actor, Channel, Role, system
        from meguri.core.errors import Conflict
        from meguri.governance.actions.responsibilities import appoint, confirm

        together.wait()
        for turn in range(self.rounds):
            thing = self.things[(number + turn) % OBJECTS]
            post = self.posts[(number * 7 + turn * 5) % POSTS]
            try:
                made = appoint(system(), thing, post, self.today)
            except Conflict:
                self.counted["refused"] += 1
                continue
            except OperationalError:
                self.counted["busy"] += 1
                continue
            self.counted["appointments"] += 1
            holder = Actor(
                Channel.WEB, person_id=self.people[post.pk], roles=frozenset({Role.OFFICER}), town_id=self.town.pk
            )
            try:
                confirm(holder, made)
            except Conflict:
                self.counted["refused"] += 1
                continue
            except OperationalError:
                self.counted["busy"] += 1
                continue
            self.counted["confirmations"] += 1
            self.confirmed.add(thing.pk)

    def _watch(self) -> None:
        """Look again and again which posts answer today; an object that had one confirmed has one at each look."""
        from meguri.governance.models import Responsibility
        from meguri.governance.posts import on_day

        standing = Responsibility.objects.filter(on_day(self.today), part="accountable")
        while not self.over.is_set():
            before = set(self.confirmed)
            posts = Counter(standing.values_list("object_id", flat=True))
            self.counted["looks"] += 1
            self.counted["violations"] += sum(count > 1 for count in posts.values())
            self.counted["violations"] += sum(not posts[pk] for pk in before)
            time.sleep(SECONDS_BETWEEN_LOOKS)

    def _look_at_the_end(self) -> None:
        from meguri.governance.models import Responsibility
        from meguri.governance.terms import overlaps

        for thing in self.things:
            terms = list(Responsibility.objects.filter(object=thing, part="accountable"))
            self.counted["violations"] += sum(overlaps(one, other.since, other.until)
                                              for one, other in combinations(terms, 2))  # fmt: skip
            standing = [term for term in terms if term.until is None]
            self.counted["violations"] += len(standing) != 1


if __name__ == "__main__":
    main()
