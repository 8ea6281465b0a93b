"""Asks for reports: one for each day on which one falls due, called by the year of which it speaks."""

from collections.abc import Iterable, Sequence
from datetime import date

from meguri.core.batches import batches
from meguri.core.scope import active_town
from meguri.projects.models import Report
from meguri.projects.report_titles import report_title


def ask_for_reports(asked: Iterable[tuple[int, date]]) -> None:
    """By project and day. A day on which one of the project's reports is or was due asks for nothing new.

    Two queries for each batch. Only inside an action.
    """
    wanted = sorted(set(asked))
    for some in batches(wanted):
        _ask(some)


def _ask(wanted: Sequence[tuple[int, date]]) -> None:
    days: set[tuple[int, date]] = set()
    titles: dict[int, set[str]] = {pk: set() for pk, _due in wanted}
    for pk, due, title in Report.objects.filter(project__in=titles).values_list("project_id", "due_on", "title"):
        days.add((pk, due))
        titles[pk].add(title)
    new: list[Report] = []
    for pk, due in wanted:
        if (pk, due) not in days:
            title = report_title(due, titles[pk])
            titles[pk].add(title)
            new.append(Report(town=active_town(), project_id=pk, title=title, due_on=due))
    Report.objects.bulk_create(new)
