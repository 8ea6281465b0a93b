"""Half-open terms in words and in rows: whether a day lies in one, and how one is ended."""

from datetime import date
from typing import Any

from django.db.models import Model
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from meguri.core.errors import BadInput, Conflict


def day_in_words(day: date) -> str:
    return date_format(day, "DATE_FORMAT")


def stands_on(row: Any, day: date) -> bool:
    """Whether the row's term [since, until) holds `day`."""
    return bool(row.since <= day and (row.until is None or day < row.until))


def term_in_words(row: Any) -> str:
    """A term as people say it; an end that is not known is left open."""
    if row.until is None:
        return _("%(since)sから") % {"since": day_in_words(row.since)}
    return _("%(since)sから%(until)sの前の日まで") % {
        "since": day_in_words(row.since),
        "until": day_in_words(row.until),
    }


def overlaps(row: Any, since: date, until: date | None) -> bool:
    """Whether the row's term and [since, until) share a day; an empty term overlaps none."""
    if (until is not None and until <= since) or (row.until is not None and row.until <= row.since):
        return False
    return (until is None or row.since < until) and (row.until is None or since < row.until)


def check_order(since: date, until: date | None) -> None:
    if until is not None and until <= since:
        raise BadInput(_("終わりの日は、始まりの日より後にしてください。"))


def end(row: Model, on: date) -> None:
    """End a row's term on this day, the first on which it no longer holds. A term that begins later is emptied."""
    term: Any = row
    if term.until is not None and term.until <= on:
        raise Conflict(_("もう%(until)sに終わっています。") % {"until": day_in_words(term.until)})
    term.until = max(on, term.since)
    row.save(update_fields=["until"])
