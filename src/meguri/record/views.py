"""The pages of the public record: a log in words, one entry with its bytes, one object's history; feeds beside."""

import re
from collections.abc import Sequence
from typing import overload
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from meguri.record import queries
from meguri.record.feed import feed
from meguri.record.models import COUNTRY, Log
from meguri.record.shown_proof import head_shown, proof_shown
from meguri.record.words import Thing, things_named, told

PER_PAGE = 50
MUNICIPALITY = "municipality"
"""The kind under which the country's record speaks of a place that has not opened."""
_KIND = re.compile("[a-z_]{1,40}")
_ID = re.compile("[^/\\x00-\\x1f\\x7f]{1,80}")


class PlacedEntries(Sequence[queries.PublicEntry]):
    """A log's placed entries, newest first, read as far as they are asked for."""

    def __init__(self, log: Log | None) -> None:
        self._log = log
        self._size = queries.log_size(log) if log else 0

    def __len__(self) -> int:
        return self._size

    @overload
    def __getitem__(self, wanted: int) -> queries.PublicEntry: ...
    @overload
    def __getitem__(self, wanted: slice) -> Sequence[queries.PublicEntry]: ...
    def __getitem__(self, wanted: int | slice) -> queries.PublicEntry | Sequence[queries.PublicEntry]:
        if isinstance(wanted, int):
            return self[wanted : wanted + 1][0]
        start, stop, _step = wanted.indices(self._size)
        if self._log is None or start >= stop:
            return []
        return queries.newest_entries(self._log, before=self._size - start, limit=stop - start)


class HistoryEntries(Sequence[queries.PublicEntry]):
    """One object's entries, newest first, read as far as they are asked for."""

    def __init__(self, kind: str, key: str) -> None:
        self._of = (kind, key)
        self._size = queries.history_size(kind, key)

    def __len__(self) -> int:
        return self._size

    @overload
    def __getitem__(self, wanted: int) -> queries.PublicEntry: ...
    @overload
    def __getitem__(self, wanted: slice) -> Sequence[queries.PublicEntry]: ...
    def __getitem__(self, wanted: int | slice) -> queries.PublicEntry | Sequence[queries.PublicEntry]:
        if isinstance(wanted, int):
            return self[wanted : wanted + 1][0]
        start, stop, _step = wanted.indices(self._size)
        return queries.history(*self._of, limit=stop - start, offset=start) if start < stop else []


@require_safe
def record(request: HttpRequest, code: str | None = None) -> HttpResponse:
    """A town's record, or the country's; before a town opens, what the country's says of it. At most eight queries."""
    origin, log = _log(request, code)
    before_opening = _is_unopened(request)
    all_entries = HistoryEntries(MUNICIPALITY, origin) if before_opening else PlacedEntries(log)
    page = Paginator(all_entries, PER_PAGE).get_page(request.GET.get("page"))
    waiting = queries.waiting_entries(log) if log and page.number == 1 else []
    context = {
        "origin": origin,
        "is_country": origin == COUNTRY,
        "before_opening": before_opening,
        "page": page,
        "waiting": told(waiting),
        "entries": told(list(page.object_list)),
        **head_shown(log, f"/{code}/" if code else "/"),
        "feed_url": _feed_url(code),
        "crumbs": _crumbs(request),
    }
    return render(request, "record/record.html", context)


@require_safe
def record_feed(request: HttpRequest, code: str | None = None) -> JsonResponse:
    """The newest 50 placed entries; `?before=` an index leads further back. Before a town opens, its history."""
    origin, log = _log(request, code)
    if _is_unopened(request):
        found = told(queries.history(MUNICIPALITY, origin, limit=PER_PAGE))
        return feed(request, _title(request), _page_url(code), _feed_url(code), found)
    before = _index(request.GET.get("before"))
    entries = told(queries.newest_entries(log, before=before, limit=PER_PAGE)) if log else []
    last = entries[-1].entry.index if len(entries) == PER_PAGE else None
    next_url = f"{_feed_url(code)}?before={last}" if last else ""
    return feed(request, _title(request), _page_url(code), _feed_url(code), entries, next_url)


@require_safe
def entry(request: HttpRequest, act_id: UUID) -> HttpResponse:
    """One entry: in words, and its exact bytes."""
    found = _entry(act_id)
    shown = told([found])[0]
    place = _page_url(None if found.log == COUNTRY else found.log)
    context = {
        "told": shown,
        **proof_shown(found),
        "text": found.body.decode(),
        "log_url": place,
        "crumbs": [(_("公開記録"), place), (shown.title, "")],
    }
    return render(request, "record/entry.html", context)


@require_safe
def history(request: HttpRequest, kind: str, id: str) -> HttpResponse:
    """What happened to one object, or how it came in with many others. 404 where there is no such object."""
    thing = _thing(kind, id)
    page = Paginator(HistoryEntries(kind, id), PER_PAGE).get_page(request.GET.get("page"))
    entries = told(list(page.object_list))
    context = {
        "thing": thing,
        "page": page,
        "entries": entries,
        "brought": [] if entries else told(_brought(thing)),
        "feed_url": thing.feed_url,
        "crumbs": [(_("公開記録"), "/record/"), (f"{thing.word} {thing.name}", "")],
    }
    return render(request, "record/history.html", context, status=200 if entries or thing.exists else 404)


def _brought(thing: Thing) -> list[queries.PublicEntry]:
    """How a thing that no entry names came in with others: by the country's act, or with a file of its town."""
    if thing.came_by:
        return queries.newest_of(COUNTRY, thing.came_by)
    found = thing.came_with
    return queries.brought_with(found.origin, found.actions, found.at) if found else []


@require_safe
def history_feed(request: HttpRequest, kind: str, id: str) -> JsonResponse:
    thing = _thing(kind, id)
    entries = told(queries.history(kind, id, limit=PER_PAGE))
    title = _("%(name)sの履歴") % {"name": f"{thing.word} {thing.name}"}
    return feed(request, title, thing.history_url, thing.feed_url, entries)


def _thing(kind: str, id: str) -> Thing:
    if not _KIND.fullmatch(kind) or not _ID.fullmatch(id):
        raise Http404(_("この番号のものは、記録にありません。"))
    return things_named([(kind, id)])[kind, id]


def _log(request: HttpRequest, code: str | None) -> tuple[str, Log | None]:
    """The log of the path; None where a municipality has no entries yet, 404 where there is no such municipality."""
    if code is None:
        return COUNTRY, queries.log_named(COUNTRY)
    if getattr(request, "municipality", None) is None:
        raise Http404(_("この番号の自治体はありません。"))
    return code, queries.log_named(code)


def _is_unopened(request: HttpRequest) -> bool:
    return getattr(request, "municipality", None) is not None and getattr(request, "town", None) is None


def _entry(act: UUID) -> queries.PublicEntry:
    found = queries.entry(act)
    if found is None:
        raise Http404(_("この記録はありません。記録は消えないので、番号を確かめてください。"))
    return found


def _index(given: str | None) -> int | None:
    return int(given) if given and given.isascii() and given.isdecimal() and len(given) < 19 else None


def _page_url(code: str | None) -> str:
    return f"/{code}/record/" if code else "/record/"


def _feed_url(code: str | None) -> str:
    return f"/{code}/record.json" if code else "/record.json"


def _title(request: HttpRequest) -> str:
    place = getattr(request, "municipality", None)
    return _("%(place)sの公開記録") % {"place": place.name} if place else _("全国の公開記録")


def _crumbs(request: HttpRequest) -> list[tuple[str, str]]:
    place = getattr(request, "municipality", None)
    above = [(place.name, f"/{place.code}/")] if place else [(_("全国"), "/")]
    return [*above, (_("公開記録"), "")]
