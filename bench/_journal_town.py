"""The town of bench/journal.py: one fund with its purposes, and a million postings written by SQL."""

import datetime as dt
import os
import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

CODE = "998010"
DAY = dt.date(2026, 5, 1)
PURPOSES = 20
BATCH = 20_000


@dataclass(frozen=True)
class Stage:
    """What the bench plays on: the town, its fund, the purposes, a project and the post that approves."""

    town: Any
    fund: Any
    purposes: list[Any]
    project: Any
    post: Any


def set_up() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "meguri.config.settings")
    import django

    django.setup()


def build() -> Stage:
    """Migrate an empty database and open a fund in a town of it."""
    from django.core.management import call_command
    from django.utils import timezone

    from meguri.core import guard
    from meguri.core.scope import in_town
    from meguri.funding.journal.accounts import open_accounts, open_purpose
    from meguri.funding.journal.models import Fund
    from meguri.governance.models import Organisation, Post
    from meguri.governance.objects import tell
    from meguri.projects.models import Project
    from meguri.towns.models import Municipality, Prefecture, Town

    call_command("migrate", verbosity=0)
    now = timezone.now()
    with guard.door("bench"):
        prefecture = Prefecture.objects.create(
            code="99", name="架空県", kana="かくうけん", romaji="kakuu", latitude=35, longitude=139, is_fictional=True
        )
        place = Municipality.objects.create(
            code=CODE, prefecture=prefecture, name="大町", kana="おおまち", romaji="omachi", kind="town", latitude=35,
            longitude=139, is_fictional=True, name_key="大町", kana_key="おおまち", romaji_key="omachi",
        )  # fmt: skip
        town = Town.objects.create(municipality=place, opened_at=now)
        with in_town(town):
            body = Organisation.objects.create(town=town, name="まちづくり会社", kind="firm", since=DAY)
            post = Post.objects.create(town=town, organisation=body, name="代表", is_head=True, since=DAY)
            project = Project.objects.create(
                town=town, name="商店街の空き店舗活用", state="running", first_published_at=now, changed_at=now
            )
            fund = Fund.objects.create(
                town=town, name="にぎわい資金", holder=body, aim="店を開く人を助ける", opened_on=dt.date(2020, 4, 1),
                first_published_at=now,
            )  # fmt: skip
            open_accounts(fund)
            purposes = [open_purpose(fund, f"使いみち{number}", project, number) for number in range(PURPOSES)]
            tell("project", [project])
            tell("fund", [fund])
    return Stage(town, fund, purposes, project, post)


def standing() -> Stage:
    """The stage that `build` left in this database."""
    from meguri.core.scope import across_towns, in_town
    from meguri.funding.journal.models import Fund, Purpose
    from meguri.governance.models import Post
    from meguri.projects.models import Project

    with across_towns():
        fund = Fund.objects.select_related("town__municipality", "holder").get()
    with in_town(fund.town):
        purposes = list(Purpose.objects.select_related("fund", "project"))
        return Stage(fund.town, fund, purposes, Project.objects.get(), Post.objects.get())


def fill(stage: Stage, entries: int) -> None:
    """So many entries of two postings: three receipts to one expense, three years, never more spent than there is."""
    from django.db import transaction
    from django.utils import timezone

    from meguri.core import guard
    from meguri.core.scope import in_town
    from meguri.funding.journal.accounts import Kind, accounts_of
    from meguri.funding.journal.models import JournalEntry, Posting

    chance = random.Random(20261125)  # noqa: S311 - the same town each time
    with in_town(stage.town), guard.door("bench"):
        at, now = accounts_of(stage.fund.pk, stage.purposes), timezone.now()
        for number in range(0, entries, BATCH):
            rows = list(_entries(stage, chance, number, min(number + BATCH, entries), now))
            with transaction.atomic():
                Posting.objects.bulk_create(
                    [
                        Posting(town=stage.town, entry=entry, account=account, yen=yen)
                        for entry, purpose, sum_yen in rows
                        for account, yen in ((at[Kind.CASH, None], sum_yen), (at[Kind.PURPOSE, purpose.pk], -sum_yen))
                    ]
                )
                JournalEntry.objects.bulk_create([entry for entry, _purpose, _yen in rows])


def _entries(
    stage: Stage, chance: random.Random, first: int, last: int, now: Any
) -> Iterator[tuple[Any, Any, int]]:
    from meguri.funding.journal.models import JournalEntry

    for number in range(first, last):
        day = DAY + dt.timedelta(days=number * 180 // max(last, 1) % 180)
        received = number % 4 != 3
        yen = chance.randint(1000, 30_000) if received else -chance.randint(500, 9000)
        entry = JournalEntry(
            id=uuid.UUID(int=number + 1), town=stage.town, fund=stage.fund, fiscal_year=2026, on=day,
            stage="received" if received else "spent", way="donation" if received else "",
            origin="booked", text="寄附" if received else "改修の費用", project=None if received else stage.project,
            approved_by=None if received else stage.post, key=f"bench:{number}", at=now,
        )  # fmt: skip
        yield entry, chance.choice(stage.purposes), yen


def actions() -> tuple[Any, Any]:
    """The actions of the writers: one receipt, or a file of them; public on the record, once for each key."""
    from meguri.core.action import Public, action
    from meguri.core.actor import Actor
    from meguri.core.policy import policy
    from meguri.core.recording import Plain, Unrecorded, Yen
    from meguri.funding.journal.booking import Said, receive, receive_all
    from meguri.funding.journal.models import Fund, JournalEntry, Purpose

    @policy("bench.receive")
    def anybody(actor: Actor, *args: Any, **kwargs: Any) -> None:
        return None

    @action("bench.receive", record=Public)
    def receive_it(actor: Actor, purpose: Purpose, yen: Yen, key: Plain) -> JournalEntry:
        return receive(purpose, yen, Said(DAY, "寄附", way="donation", key=key))

    @policy("bench.receive_file")
    def anybody_too(actor: Actor, *args: Any, **kwargs: Any) -> None:
        return None

    @action("bench.receive_file", record=Public)
    def receive_file(actor: Actor, fund: Fund, rows: Unrecorded[list[tuple[Purpose, int, str]]]) -> int:
        said = [(purpose, yen, Said(DAY, "寄附", way="donation", key=key)) for purpose, yen, key in rows]
        return len(receive_all(fund, said))

    return receive_it, receive_file
