"""One thing to do, and a list of such things: what the pages of those who work here are made of."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext as _

SHOWN_EACH = 5
ON_ONE_PAGE = 50
SOON_DAYS = 14
DUE, LAST = "due", "last"


@dataclass(frozen=True, slots=True)
class Task:
    """`what` is done to `title` at `url`. `since`: the day from which it presses, as its due date or when it came.

    `public_url`: the page the public sees, "" where it sees none. `chip`: a word with its kind, ("", "") for none.
    `ends`: DUE for what is due on that day, LAST for what ends then, "" for what stands since.
    """

    what: str
    title: str
    url: str
    since: date
    note: str = ""
    public_url: str = ""
    chip: tuple[str, str] = ("", "")
    is_late: bool = False
    ends: str = ""

    @property
    def when(self) -> str:
        """Its day in words: since when it is there, or, where `ends` says so, until when."""
        day = {"day": date_format(self.since, "DATE_FORMAT")}
        if self.ends == DUE:
            return _("期限 %(day)s") % day
        return _("%(day)sまで") % day if self.ends == LAST else _("%(day)sから") % day


@dataclass(frozen=True)
class Source:
    """A list of things to do: its heading, the rows, how one is told. `rank`: the lower, the more it presses.

    `empty`: the sentence where there is nothing. `all_url`: where all of them are, if not on this page.
    """

    key: str
    heading: str | Lazy
    rows: QuerySet[Any]
    tell: Callable[[Any], Task]
    rank: int
    empty: str | Lazy = ""
    all_url: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A source as a page shows it: the first few of how many."""

    source: Source
    count: int
    tasks: Sequence[Task]

    @property
    def is_cut(self) -> bool:
        return self.count > len(self.tasks)


def parts_of(sources: Iterable[Source]) -> list[Part]:
    """The first few of each. Two queries for each source that has rows, one for each that has none."""
    return [_part(source) for source in sources]


def _part(source: Source) -> Part:
    count = source.rows.order_by().count()
    rows = source.rows[:SHOWN_EACH] if count else []
    return Part(source, count, [source.tell(row) for row in rows])


def most_pressing(parts: Iterable[Part], most: int = 3) -> list[Task]:
    """What is late first, the longest late before all; then by the rank of its source and by its day."""
    ranked = [(not task.is_late, 0 if task.is_late else part.source.rank, task.since, n, task)
              for n, part in enumerate(parts) for task in part.tasks]  # fmt: skip
    ranked.sort(key=lambda one: one[:4])
    return [one[4] for one in islice(ranked, most)]


def one_of_each(parts: Iterable[Part], most: int = 3) -> list[Task]:
    """The first of each source by rank and day, so that different things stand side by side; then their seconds."""
    ranked = [(place, part.source.rank, task.since, n, task)
              for n, part in enumerate(parts) for place, task in enumerate(part.tasks)]  # fmt: skip
    ranked.sort(key=lambda one: one[:4])
    return [one[4] for one in islice(ranked, most)]


def page_of(source: Source, number: str | None) -> tuple[Page[Any], list[Task]]:
    """One page of a source, with its tasks."""
    page = Paginator(source.rows, ON_ONE_PAGE).get_page(number)
    return page, [source.tell(row) for row in page]


def soon(today: date) -> date:
    """What is due before this day is due soon."""
    return today + timedelta(days=SOON_DAYS + 1)
