"""The town of bench/thread.py: made through models and `tell` under the guard's door, then made tenfold by SQL.

The tenfold town keeps its leading indicators: what the copies' projects mean to move are the same few, so that those
objects have ten times as many links as before.
"""

import datetime as dt
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, models
from django.utils import timezone

from meguri.core import guard
from meguri.core.ports import Reference
from meguri.core.scope import in_town
from meguri.funding.models import BudgetFile, BudgetLine
from meguri.governance.models import (
    DeskEntry,
    DeskTerm,
    Link,
    Organisation,
    Post,
    Promise,
    PublicObject,
    Responsibility,
)
from meguri.governance.objects import tell
from meguri.indicators.models import Indicator, Source
from meguri.projects.models import Project, ProjectIndicator, Report
from meguri.towns.models import Municipality, Prefecture, Station, Town

CODE = "998010"
LEADING = 20
"""Indicators that every third project means to move."""
APRIL = dt.date(2026, 4, 1)
PLACES = (
    "本町", "東町", "西町", "南町", "北町", "川上", "川下", "山手", "駅前", "湖畔", "港", "緑ケ丘", "栄町", "旭町",
)  # fmt: skip
THINGS = (
    "街灯", "道路", "除雪", "ごみの収集", "水道", "下水道", "公園", "図書館", "保育所", "学校給食", "福祉バス",
    "健康診査", "予防接種", "子育て相談", "介護予防", "防災倉庫", "消防団", "商店街", "観光案内所", "農道", "林道",
    "牧場", "温泉", "移住相談", "空き家", "公営住宅", "墓地", "体育館", "公民館", "文化財",
)  # fmt: skip
DOINGS = (
    "修理", "新設", "管理", "運営", "支援", "見直し", "点検", "広報", "無料化", "予約運行", "調査", "整備", "助成",
)  # fmt: skip
QUESTIONS = (
    "街灯が消えている", "ゴミの日", "保育所に入りたい", "病院までのバス", "道路の穴", "雪かき", "水が出ない",
    "予防接種", "移住したい", "空き家をこわしたい", "給食費", "本町の公園の遊具", "東町 図書館", "係長",
)  # fmt: skip


@dataclass(frozen=True)
class Size:
    """How many of each at the size of the issue."""

    projects: int = 5000
    indicators: int = 2000
    reports: int = 20000
    posts: int = 2000

    def cut(self, by: int) -> "Size":
        return Size(self.projects // by, self.indicators // by, self.reports // by, self.posts // by)


def build(size: Size) -> Town:
    """The town with its posts, undertakings, money, promises and links."""
    chance = random.Random(1)  # noqa: S311 - the same town each time
    with guard.door("bench"):
        town = _town()
        with in_town(town):
            posts = _offices(town, size)
            indicators = _indicators(town, size)
            projects = _projects(town, size, indicators, chance)
            reports = _reports(town, size, projects)
            told = PublicObject.objects.filter(kind__in=["project", "report", "indicator"])
            things = {one.public_reference(): one for one in told}
            _promises(town, posts, reports, projects, things, chance)
            _budget(town, projects)
            _responsibilities(town, posts, things, chance)
        _analyse()
    return town


def _town() -> Town:
    prefecture = Prefecture.objects.create(
        code="99", name="架空県", kana="かくうけん", romaji="kakuu", latitude=35, longitude=139, is_fictional=True
    )
    place = Municipality.objects.create(
        code=CODE, prefecture=prefecture, name="大町", kana="おおまち", romaji="omachi", kind="town", latitude=35,
        longitude=139, is_fictional=True, name_key="大町", kana_key="おおまち", romaji_key="omachi",
    )  # fmt: skip
    return Town.objects.create(
        municipality=place, opened_at=timezone.now(), stations=[one.value for one in Station], general_desk="総務課",
        general_phone="0000-0-0000",
    )  # fmt: skip


def _names(count: int) -> Iterator[str]:
    """All different, of words that people ask for."""
    for number in range(count):
        place, rest = PLACES[number % len(PLACES)], number // len(PLACES)
        thing, rest = THINGS[rest % len(THINGS)], rest // len(THINGS)
        doing, rest = DOINGS[rest % len(DOINGS)], rest // len(DOINGS)
        yield f"{place}の{thing}の{doing}" + (f" その{rest + 1}" if rest else "")


def _created(model: type[models.Model], rows: list[Any], kind: str = "") -> list[Any]:
    made = model._default_manager.bulk_create(rows, batch_size=500)
    if kind:
        tell(kind, made)
    return made


def _offices(town: Town, size: Size) -> list[Post]:
    count = max(size.posts // 10, 1)
    offices = _created(Organisation, [
        Organisation(town=town, name=f"{name}係", phone=f"0000-1-{number:04}", since=APRIL)
        for number, name in enumerate(_names(count))
    ], "organisation")  # fmt: skip
    return _created(Post, [
        Post(town=town, organisation=offices[number % count], name=f"係長{number // count or ''}", duties=duty,
             is_head=number < count, since=APRIL)
        for number, duty in enumerate(_names(size.posts))
    ], "post")  # fmt: skip


def _indicators(town: Town, size: Size) -> list[Indicator]:
    source = Source.objects.create(key="bench", name="町の資料", publisher="大町", credit="大町")
    return _created(Indicator, [
        Indicator(key=f"bench-{number}", town=town, family="other", name=f"{name}の件数", unit="件", definition=name,
                  nature="flow", period_kind="fiscal_year", comparable_group=f"bench-{number}", source=source)
        for number, name in enumerate(_names(size.indicators))
    ], "indicator")  # fmt: skip


def _projects(town: Town, size: Size, indicators: Sequence[Indicator], chance: random.Random) -> list[Project]:
    now = timezone.now()
    projects = _created(Project, [
        Project(town=town, number=str(number), name=name[:100], purpose=f"{name}をよくするため", state="running",
                first_published_at=now, changed_at=now)
        for number, name in enumerate(_names(size.projects))
    ])  # fmt: skip
    moved = []
    for number, project in enumerate(projects):
        chosen = {chance.randrange(len(indicators))} | ({number % LEADING} if number % 3 == 0 else set())
        moved += [ProjectIndicator(town=town, project=project, indicator=indicators[one]) for one in sorted(chosen)]
    _created(ProjectIndicator, moved)
    tell("project", projects)
    return projects


def _reports(town: Town, size: Size, projects: Sequence[Project]) -> list[Report]:
    now = timezone.now()
    return _created(Report, [
        Report(town=town, project=projects[number % len(projects)], title=f"{2026 - number // len(projects)}年度の報告",
               due_on=APRIL, published_at=now)
        for number in range(size.reports)
    ], "report")  # fmt: skip


def _promises(
    town: Town, posts: Sequence[Post], reports: Sequence[Report], projects: Sequence[Project],
    things: dict[Reference, PublicObject], chance: random.Random,
) -> None:  # fmt: skip
    """One for every fourth report; of every third came another project, and the ring goes on there."""
    rows = []
    for number, report in enumerate(reports[::4]):
        is_kept = number % 3 == 0
        outcome = things[chance.choice(projects).public_reference()] if is_kept else None
        rows.append(Promise(
            town=town, post=chance.choice(posts), text="来年度までに検討します", made_in="report", made_on=APRIL,
            due_on=dt.date(2027, 3, 31), about=things[report.public_reference()],
            state="kept" if is_kept else "open", closed_on=APRIL if is_kept else None,
            outcome="始めました" if is_kept else "", outcome_object=outcome,
        ))  # fmt: skip
    _created(Promise, rows, "promise")


def _budget(town: Town, projects: Sequence[Project]) -> None:
    file = BudgetFile.objects.create(town=town, fiscal_year=2026, name="予算.xlsx", digest="0" * 64,
                                     taken_at=timezone.now())  # fmt: skip
    _created(BudgetLine, [
        BudgetLine(town=town, file=file, last_file=file, fiscal_year=2026, kan="民生費", setsu=setsu, project=project,
                   tie="number", budget_yen=1_000_000, row=number)
        for number, project in enumerate(projects) for setsu in ("委託料", "需用費")
    ], "budget_line")  # fmt: skip


def _responsibilities(
    town: Town, posts: Sequence[Post], things: dict[Reference, PublicObject], chance: random.Random
) -> None:
    _created(Responsibility, [
        Responsibility(town=town, object=thing, post=chance.choice(posts), part="accountable", since=APRIL,
                       confirmed_on=APRIL)
        for thing in things.values() if thing.needs_post and chance.random() < 0.9
    ])  # fmt: skip


COPIED: tuple[type[models.Model], ...] = (
    Organisation, Post, Indicator, Project, ProjectIndicator, Report, PublicObject, Promise, BudgetLine, Link,
    Responsibility, DeskEntry, DeskTerm,
)  # fmt: skip
DIFFERENT = {Organisation: ("name",), Indicator: ("key", "name"), Project: ("number",), PublicObject: ("key",)}
"""What is unique in a town, besides the id."""


def make_tenfold(leading: Sequence[int]) -> None:
    """Nine copies of every row, in statements of the database's own. `leading`: objects that the copies share."""
    with guard.door("bench"), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
        shifts = {model: _highest(cursor, model) for model in COPIED}
        for copy in range(1, 10):
            for model in COPIED:
                cursor.execute(_copying(model, copy, shifts, leading))
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = DEFAULT")
    with guard.door("bench"):
        _analyse()


def _highest(cursor: Any, model: type[models.Model]) -> int:
    cursor.execute(f"SELECT MAX(id) FROM {model._meta.db_table}")  # noqa: S608 - our own table
    return int(cursor.fetchone()[0] or 0)


def _copying(
    model: type[models.Model], copy: int, shifts: dict[type[models.Model], int], leading: Sequence[int]
) -> str:
    """INSERT … SELECT of the first town's rows with their ids, and the ids they point to, moved along."""
    columns, values = [], []
    for field in model._meta.local_concrete_fields:
        column = f'"{field.column}"'
        columns.append(column)
        other = model if field.primary_key else field.related_model
        if field.name in DIFFERENT.get(model, ()):
            value = f"{column} || '-{copy}'"
        elif other in shifts:
            value = f"{column} + {copy * shifts[other]}"
            if model is Link and field.name == "target":
                value = f"CASE WHEN {column} IN ({','.join(map(str, leading))}) THEN {column} ELSE {value} END"
        else:
            value = column
        values.append(value)
    table = model._meta.db_table
    limit = shifts[model]
    return f"INSERT INTO {table} ({','.join(columns)}) SELECT {','.join(values)} FROM {table} WHERE id <= {limit}"  # noqa: S608


def _analyse() -> None:
    """Let the database know its new size, as it does by itself after a while."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
