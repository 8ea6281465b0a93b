"""The list of a town's projects: chosen by state, organisation, ground, words and lateness; counted by state."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Length
from django.http import QueryDict
from django.utils import timezone

from meguri.core.text import normalise, search_key
from meguri.governance.models import Organisation, PublicObject, Responsibility
from meguri.governance.posts import on_day
from meguri.governance.queries.gaps import public_gaps_among
from meguri.governance.queries.responsibilities import Answering
from meguri.projects.keys import keyed, objects_of
from meguri.projects.models import Project, Report
from meguri.projects.queries.due import answering_for
from meguri.projects.states import WORDS, State

GROUNDS = (*(ground.value for ground in Project.Ground if ground.value), "none")
"""As a query names them; "none" is where nobody has said."""

LONGEST_WORDS = 60
_NUMBER = re.compile("[0-9]{1,15}")
NAMED = ("name", "pk")
FIELDS = ("name", "number", "purpose", "activity", "place")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader asks for; "" and None ask for nothing. `late`: only those whose report is overdue."""

    words: str = ""
    state: str = ""
    organisation: int | None = None
    ground: str = ""
    late: bool = False

    @classmethod
    def read(cls, query: QueryDict) -> "Wanted":
        """From an address; what is not understood asks for nothing."""
        state, ground, organisation = query.get("state", ""), query.get("ground", ""), query.get("organisation", "")
        return cls(
            words=normalise(query.get("q", "").replace("\0", ""))[:LONGEST_WORDS],
            state=state if state in list(State) else "",
            organisation=int(organisation) if _NUMBER.fullmatch(organisation) else None,
            ground=ground if ground in GROUNDS else "",
            late=query.get("late") == "1",
        )

    @property
    def asks(self) -> bool:
        return bool(self.words or self.state or self.organisation or self.ground or self.late)

    def as_query(self, **changed: str) -> str:
        """The same as an address has it, with some of it changed."""
        given = {
            "q": self.words,
            "state": self.state,
            "organisation": str(self.organisation or ""),
            "ground": self.ground,
            "late": "1" if self.late else "",
        } | changed
        query = urlencode({name: value for name, value in given.items() if value})
        return f"?{query}" if query else ""


@dataclass(frozen=True, slots=True)
class Row:
    """A project as the list has it, with who answers and the day since which a report is overdue.

    `is_gap`: nobody answers, and has not for longer than the page waits before it says so.
    """

    project: Project
    answering: Answering | None
    late_since: date | None
    is_gap: bool = False


def chosen(wanted: Wanted, late_before: date) -> QuerySet[Project]:
    """The projects asked for, by number where they have one, then by name. One query for words.

    A report is overdue when it was due before `late_before`.
    """
    every: QuerySet[Project] = Project.objects.select_related("owner", "town__municipality")
    found = every.order_by(Case(When(number="", then=Value(1)), default=Value(0)), Length("number"), "number", *NAMED)
    if wanted.words:
        found = found.filter(pk__in=_saying(wanted.words))
    if wanted.state:
        found = found.filter(state=wanted.state)
    if wanted.ground:
        found = found.filter(ground="" if wanted.ground == "none" else wanted.ground)
    if wanted.late:
        found = found.filter(Exists(_overdue(late_before).filter(project=OuterRef("pk"))))
    return _of_organisation(found, wanted.organisation) if wanted.organisation is not None else found


def _saying(words: str) -> list[int]:
    """Those that say every word, however it is written: ゴミ finds ごみ."""
    keys = [search_key(word) for word in words.split()]
    rows = Project.objects.order_by().values_list("pk", *FIELDS)
    return [pk for pk, *said in rows if _holds(search_key("\n".join(said)), keys)]


def _holds(text: str, keys: Sequence[str]) -> bool:
    return all(key in text for key in keys)


def _overdue(before: date) -> QuerySet[Report]:
    overdue: QuerySet[Report] = Report.objects.filter(published_at__isnull=True, due_on__lt=before)
    return overdue


def _of_organisation(projects: QuerySet[Project], pk: int) -> QuerySet[Project]:
    """Those that it carries out, or that a post of it or of one right below it answers for today."""
    here = Organisation.objects.filter(Q(pk=pk) | Q(parent=pk) | Q(parent__parent=pk)).values("pk")
    terms = Responsibility.objects.filter(
        on_day(timezone.localdate()), part=Responsibility.Part.ACCOUNTABLE, post__organisation__in=here
    )
    things = PublicObject.objects.filter(kind="project", pk__in=terms.values("object_id"))
    return keyed(projects).filter(Q(owner__in=here) | Q(key__in=things.values("key")))


def rows_of(projects: Sequence[Project], late_before: date, grace_days: int | None = None) -> list[Row]:
    """Three queries, however many, and two with `grace_days` where nobody answers for one of them."""
    answering = answering_for(projects)
    overdue = _overdue(late_before).filter(project__in=[one.pk for one in projects]).order_by("-due_on")
    late = dict(overdue.values_list("project_id", "due_on"))
    unanswered = [one.pk for one in projects if one.pk not in answering] if grace_days is not None else []
    gaps = _gaps(unanswered, grace_days or 0)
    return [Row(one, answering.get(one.pk), late.get(one.pk), one.pk in gaps) for one in projects]


def _gaps(project_ids: Sequence[int], grace_days: int) -> set[int]:
    """Those of these projects of which a page says that nobody answers."""
    things = {thing.pk: pk for pk, thing in objects_of(project_ids).items()} if project_ids else {}
    return {things[pk] for pk in public_gaps_among(things, grace_days)}


@dataclass(frozen=True, slots=True)
class StateCount:
    """How many projects are in a state."""

    state: State
    word: str
    count: int


def counts_by_state(projects: QuerySet[Project] | None = None) -> list[StateCount]:
    """Of these projects, else of all of the town, in the order of the states; states without one count 0. One query."""
    every = Project.objects.all() if projects is None else projects
    counted = dict(every.order_by().values_list("state").annotate(Count("pk")))
    return [StateCount(state, str(WORDS[state]), counted.get(state.value, 0)) for state in State]


def organisations_of_projects() -> list[Organisation]:
    """Those that a list can be chosen by: who carries out a project, or answers for one today. One query."""
    terms = Responsibility.objects.filter(
        on_day(timezone.localdate()), part=Responsibility.Part.ACCOUNTABLE, object__kind="project"
    )
    owners = Project.objects.filter(owner__isnull=False).values("owner_id")
    found = Organisation.objects.filter(Q(pk__in=terms.values("post__organisation_id")) | Q(pk__in=owners))
    return list(found.select_related("parent").order_by("position", "pk"))
