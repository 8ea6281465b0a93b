"""The read side of this room, subsidies and their cliff, what is due, sources of a project."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet, Sum

from meguri.funding.journal.accounts import Kind
from meguri.funding.journal.models import JournalEntry, Posting
from meguri.funding.queries import money_of
from meguri.funding.sources.cliff import Carried
from meguri.funding.sources.models import Subsidy, SubsidyDuty
from meguri.governance.models import Link, PublicObject
from meguri.projects.models import Project
from meguri.projects.states import ENDS

A_YEAR = timedelta(days=365)
KINDS = ("subsidy", "loan", "investment", "outcome_contract", "in_kind", "stay", "return_edge")
"""In the order in which a project's sheet shows them."""


def subsidies() -> QuerySet[Subsidy]:
    found: QuerySet[Subsidy] = Subsidy.objects.select_related("project", "town__municipality")
    return found.order_by("ends_on", "pk")


def running(day: date) -> QuerySet[Subsidy]:
    """Those that carry something on a day, the first to end first."""
    return subsidies().filter(begins_on__lte=day, ends_on__gte=day)


def ending_within_a_year(today: date) -> QuerySet[Subsidy]:
    """Those whose alarm has come: they end within a year from today; projects that ended need none."""
    return running(today).filter(ends_on__lte=today + A_YEAR).exclude(project__state__in=ENDS)


def duties_owed(before: date = date.max) -> QuerySet[SubsidyDuty]:
    """Reports to state or prefecture that are not handed in and due before a day, the most urgent first."""
    found: QuerySet[SubsidyDuty] = SubsidyDuty.objects.filter(done_on=None, due_on__lt=before)
    return found.select_related("subsidy__project", "subsidy__town__municipality").order_by("due_on", "pk")


def open_ends(today: date) -> QuerySet[Subsidy]:
    """Those whose alarm has come and of which nobody has decided who carries their part afterwards."""
    return ending_within_a_year(today).filter(carried_by=Subsidy.CarriedBy.UNDECIDED)


def as_carried(rows: Iterable[Subsidy]) -> list[Carried]:
    return [Carried(one.pk, one.project_id, one.yearly_yen, one.begins_on, one.ends_on) for one in rows]


@dataclass(frozen=True, slots=True)
class Yearly:
    """What a project costs in a year, and where that is said: a fiscal year's budget, or its plan (`year` None)."""

    yen: int | None
    year: int | None = None


def yearly_of(projects: Sequence[Project]) -> dict[int, Yearly]:
    """The newest budget of each project, else what its plan says. Two queries."""
    money = money_of([one.pk for one in projects])
    found = {}
    for project in projects:
        budgets = [one for one in money[project.pk] if one.money.budget is not None]
        found[project.pk] = (
            Yearly(budgets[0].money.budget, budgets[0].fiscal_year) if budgets else Yearly(project.planned_yen)
        )
    return found


@dataclass(frozen=True, slots=True)
class Spent:
    """Expenses in yen by whether the one who was paid is in the town; `unknown`: not said."""

    in_town: int = 0
    outside: int = 0
    unknown: int = 0

    @property
    def known(self) -> int:
        return self.in_town + self.outside

    @property
    def all(self) -> int:
        return self.known + self.unknown


def spent_in_town(project_ids: Iterable[int] | None = None) -> Spent:
    """Of all funds, or of these projects alone. One query. What was taken back counts no more."""
    rows = Posting.objects.filter(entry__stage=JournalEntry.Stage.SPENT, account__kind=Kind.PURPOSE)
    if project_ids is not None:
        rows = rows.filter(entry__project__in=list(project_ids))
    sums = dict(rows.order_by().values("entry__in_town").annotate(sum=Sum("yen")).values_list("entry__in_town", "sum"))
    return Spent(sums.get(True, 0), sums.get(False, 0), sums.get(None, 0))


def sources_of(project: PublicObject | None) -> list[PublicObject]:
    """What the thread knows of other sources of a project, by kind. One query."""
    if project is None:
        return []
    links = Link.objects.filter(source=project, target__kind__in=KINDS, target__is_public=True)
    found = {one.target_id: one.target for one in links.select_related("target")}
    return sorted(found.values(), key=lambda one: (KINDS.index(one.kind), one.pk))
