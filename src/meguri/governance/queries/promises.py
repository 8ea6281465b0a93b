"""The read side of promises: the ledger in its order, one promise with all that happened to it, counts and lateness."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Count, F, Q, QuerySet, Value, When

from meguri.core.text import search_key
from meguri.governance.lateness import days_late, is_late, is_late_in_public
from meguri.governance.leading import below, parents
from meguri.governance.models import Organisation, Post, Promise, PromiseChange, PublicObject, TownRule
from meguri.governance.models.rules import GRACE_DAYS
from meguri.governance.tree import path_up

State = Promise.State
WITH_POST = ("post__organisation__parent", "post__town__municipality")


@dataclass(frozen=True, slots=True)
class Counts:
    """How many promises there are, how they ended, and how many of the open ones are past their date.

    The date is a fact and counts at once; only the mark 期限をすぎました waits for the town's days of grace.
    """

    all: int
    kept: int
    partly: int
    not_kept: int
    open: int
    past_due: int


@dataclass(frozen=True, slots=True)
class Line:
    """A promise as a list shows it. `is_late`: it bears the mark, in the eyes of whoever reads.

    `days_late`: whole days since the date of an open promise, counted from the day after it, mark or none.
    """

    promise: Promise
    post: str
    is_late: bool
    days_late: int

    @property
    def is_past_due(self) -> bool:
        """Open, and its date has passed."""
        return self.days_late > 0

    @property
    def chip(self) -> str:
        """The kind of its chip."""
        if self.is_late:
            return "bad"
        return {State.OPEN: "wait", State.KEPT: "good", State.PARTLY: "warn"}.get(State(self.promise.state), "plain")


@dataclass(frozen=True, slots=True)
class Section:
    """An organisation by which the ledger can be filtered. `level`: how far below the top it stands."""

    id: int
    name: str
    level: int

    @property
    def indent(self) -> str:
        return "　" * self.level


def grace_days() -> int:
    """How long something may be late before the public sees it. One query."""
    found: int | None = TownRule.objects.values_list("grace_days", flat=True).first()
    return GRACE_DAYS if found is None else found


def ledger(section: int | None = None, made_in: str = "", words: str = "") -> QuerySet[Promise]:
    """Open promises by due date, then the closed ones, those closed last first. `section`: with all below it.

    `words`: those that say all of them, however they are written; one query more.
    """
    found: QuerySet[Promise] = Promise.objects.all()
    if section is not None:
        found = found.filter(post__organisation__in=below([section], parents()))
    if made_in:
        found = found.filter(made_in=made_in)
    if words:
        found = found.filter(pk__in=_saying(found, words))
    is_open = Q(state=State.OPEN)
    return found.select_related(*WITH_POST).order_by(
        Case(When(is_open, then=Value(0)), default=Value(1)), Case(When(is_open, then=F("due_on"))), "-closed_on", "pk"
    )


def _saying(promises: QuerySet[Promise], words: str) -> list[int]:
    """Those whose text, source or outcome hold every word."""
    keys = [search_key(word) for word in words.split()]
    rows = promises.order_by().values_list("pk", "text", "source", "outcome")
    return [pk for pk, *said in rows if _holds(search_key("\n".join(said)), keys)]


def _holds(text: str, keys: Iterable[str]) -> bool:
    return all(key in text for key in keys)


def counted(promises: QuerySet[Promise], today: date) -> Counts:
    """One query."""
    past_due = Q(state=State.OPEN, due_on__lt=today)
    ends = {state.value: Count("pk", filter=Q(state=state)) for state in State}
    found = promises.order_by().aggregate(all=Count("pk"), past_due=Count("pk", filter=past_due), **ends)
    return Counts(**found)


def lines(promises: Iterable[Promise], today: date, grace: int = 0) -> list[Line]:
    """As a list shows them, for a public that sees lateness after `grace` days. No query with posts selected."""
    return [_line(promise, today, grace) for promise in promises]


def _line(promise: Promise, today: date, grace: int) -> Line:
    is_open = promise.state == State.OPEN
    late = is_open and is_late_in_public(promise.due_on, today, grace)
    return Line(promise, promise.post.full_name, late, days_late(promise.due_on, today) if is_open else 0)


def falling_due(post_ids: Iterable[int], before: date) -> QuerySet[Promise]:
    """Open promises of these posts that are due before a day, or late; the most urgent first."""
    found: QuerySet[Promise] = Promise.objects.filter(post__in=list(post_ids), state=State.OPEN, due_on__lt=before)
    return found.select_related(*WITH_POST).order_by("due_on", "pk")


def open_promises(post_ids: Iterable[int]) -> QuerySet[Promise]:
    """All that these posts still have to keep, the most urgent first."""
    return falling_due(post_ids, date.max)


def late_promises(today: date) -> QuerySet[Promise]:
    """All late promises of the town, the longest late first."""
    found: QuerySet[Promise] = Promise.objects.filter(state=State.OPEN, due_on__lt=today)
    return found.select_related(*WITH_POST).order_by("due_on", "pk")


def sections_with_promises() -> list[Section]:
    """The organisations that have promises and those above them, as a tree. Two queries."""
    having = Promise.objects.order_by().values_list("post__organisation_id", flat=True).distinct()
    rows = {one.pk: one for one in Organisation.objects.order_by("position", "pk")}
    tree = {pk: one.parent_id for pk, one in rows.items()}
    shown = {step for pk in having for step in path_up(tree, pk)}
    return list(_walk(None, 0, [one for pk, one in rows.items() if pk in shown]))


def _walk(parent: int | None, level: int, rows: list[Organisation]) -> Iterable[Section]:
    for one in rows:
        if one.parent_id == parent:
            yield Section(one.pk, one.name, level)
            yield from _walk(one.pk, level + 1, rows)


@dataclass(frozen=True, slots=True)
class Change:
    """One change in words: from which post or date to which."""

    on: date
    reason: str
    from_due: date | None
    to_due: date | None
    from_name: str
    to_name: str


def changes_of(promise: Promise) -> list[Change]:
    """What happened to a promise, in the order in which it did. One query."""
    rows: QuerySet[PromiseChange] = PromiseChange.objects.filter(promise=promise).order_by("pk")
    return [
        Change(one.on, one.reason, one.from_due, one.to_due, _post(one.from_post), _post(one.to_post))
        for one in rows.select_related("from_post__organisation", "to_post__organisation")
    ]


def _post(post: Post | None) -> str:
    return post.full_name if post else ""


def promise_named(thing: PublicObject | None) -> Promise | None:
    """The promise that a public object stands for. One query."""
    if thing is None or thing.kind != "promise":
        return None
    found: Promise | None = (
        Promise.objects.select_related(*WITH_POST).filter(pk=int(thing.key.rpartition("-")[2])).first()
    )
    return found


def is_late_today(promise: Promise, today: date) -> bool:
    return promise.state == State.OPEN and is_late(promise.due_on, today)
