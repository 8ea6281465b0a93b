"""The town's promises in public: the ledger and its table, and one promise with all that happened to it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from meguri.core.api.answer import csv_answer
from meguri.core.policy import answer
from meguri.core.text import normalise
from meguri.governance.lateness import days_late, is_late_in_public
from meguri.governance.models import Promise
from meguri.governance.queries import promises as queries
from meguri.governance.queries.contact import contact_of
from meguri.towns.models import Town
from meguri.towns.request import actor_of, opened_town_of

ON_ONE_PAGE = 30
LONGEST_WORDS = 60


@dataclass(frozen=True, slots=True)
class Filter:
    """What a reader wants to see of the ledger."""

    section: int | None
    made_in: str
    words: str

    @classmethod
    def of(cls, query: QueryDict) -> "Filter":
        """What cannot be read is left out."""
        section, made_in = query.get("section", ""), query.get("made_in", "")
        return cls(
            int(section) if section.isdecimal() and len(section) < 16 else None,
            made_in if made_in in Promise.MadeIn.values else "",
            normalise(query.get("q", "").replace("\0", ""))[:LONGEST_WORDS],
        )

    @property
    def is_set(self) -> bool:
        return self.section is not None or bool(self.made_in or self.words)

    def promises(self) -> QuerySet[Promise]:
        """The ledger as the reader wants it."""
        return queries.ledger(self.section, self.made_in, self.words)


@require_safe
def promises(request: HttpRequest, code: str) -> HttpResponse:
    """At most 9 queries, however many promises there are, one more for words."""
    town, today, chosen = opened_town_of(request), timezone.localdate(), Filter.of(request.GET)
    grace = queries.grace_days()
    found = chosen.promises()
    page = Paginator(found, ON_ONE_PAGE).get_page(request.GET.get("page"))
    context = {
        "town": town,
        "counts": queries.counted(found, today),
        "page": page,
        "lines": queries.lines(page, today, grace),
        "filter": chosen,
        "sections": queries.sections_with_promises(),
        "made_in": Promise.MadeIn.choices,
        "grace": grace,
        "csv": [(_("CSV"), _csv_url(request, code), _("表計算ソフトで開けます"))],
        "may_note": _may_note(request),
        "crumbs": [(town.name, f"/{code}/"), (_("約束の帳面"), "")],
    }
    return render(request, "governance/promises/list.html", context)


def _csv_url(request: HttpRequest, code: str) -> str:
    kept = request.GET.copy()
    kept.pop("page", None)
    query = f"?{kept.urlencode()}" if kept else ""
    return reverse("promises-csv", args=[code]) + query


def _may_note(request: HttpRequest) -> bool:
    return answer("governance.see_day", actor_of(request)) is None


@require_safe
def promises_csv(request: HttpRequest, code: str) -> HttpResponse:
    """The whole ledger as filtered, in the order of the page."""
    opened_town_of(request)
    chosen, today, grace = Filter.of(request.GET), timezone.localdate(), queries.grace_days()
    rows = [_row(line) for line in queries.lines(chosen.promises(), today, grace)]
    return csv_answer(f"promises-{code}", _header(), rows)


def _header() -> list[str]:
    return [_("番号"), _("約束"), _("役職"), _("どこでの約束か"), _("もとになる文書や発言"), _("約束した日"), _("期限"),
            _("いま"), _("期限をすぎた日数"), _("どうなったかを知らせた日"), _("どうなったか")]  # fmt: skip


def _row(line: queries.Line) -> list[object]:
    one = line.promise
    state = _("期限をすぎています") if line.is_late else _state(line)
    return [one.pk, one.text, line.post, one.get_made_in_display(), one.source, one.made_on, one.due_on, state,
            line.days_late or "", one.closed_on, one.outcome]  # fmt: skip


def _state(line: queries.Line) -> str:
    if line.is_past_due:
        return _("はたす前（期限の日をすぎました）")
    return str(line.promise.get_state_display())


@require_safe
def promise(request: HttpRequest, code: str, promise: int) -> HttpResponse:
    """One promise: its words, its date, who stands for it, what happened to it and what came of it."""
    town, today = opened_town_of(request), timezone.localdate()
    rows = Promise.objects.select_related(*queries.WITH_POST, "about", "outcome_object")
    found: Promise = get_object_or_404(rows, pk=promise)
    context = {
        "town": town,
        "promise": found,
        "steps": _steps(found, today),
        "contact": contact_of(found.post),
        "changes": queries.changes_of(found),
        "thread_of": found.public_reference(),
        "crumbs": [(town.name, f"/{code}/"), (_("約束の帳面"), f"/{code}/promises/"), (_("約束"), "")],
        **_lateness(found, today),
        **_work(request, town, found),
    }
    return render(request, "governance/promises/one.html", context)


def _lateness(promise: Promise, today: date) -> dict[str, Any]:
    is_open = promise.state == Promise.State.OPEN
    late = is_open and is_late_in_public(promise.due_on, today, queries.grace_days())
    left = (promise.due_on - today).days if is_open else None
    return {"is_late": late, "days_late": days_late(promise.due_on, today), "days_left": left, "is_open": is_open}


def _steps(promise: Promise, today: date) -> list[tuple[str, date | None, str]]:
    """Made, due, closed: where the promise stands."""
    closed = promise.closed_on is not None
    return [
        (_("約束しました"), promise.made_on, "done"),
        (_("期限"), promise.due_on, "done" if closed or promise.due_on < today else "now"),
        (str(promise.get_state_display()) if closed else _("どうなったかをお知らせします"), promise.closed_on,
         "done" if closed else "now" if promise.due_on < today else ""),
    ]  # fmt: skip


def _work(request: HttpRequest, town: Town, promise: Promise) -> dict[str, Any]:
    """What the reader may do with the promise. No query for a visitor."""
    actor = actor_of(request)
    if not actor.is_signed_in or promise.state != Promise.State.OPEN:
        return {"is_own": False}
    about = urlencode({"about": f"promise:{promise.public_reference().id}"})
    draft = reverse("new_draft", args=[town.code, "governance.promise_outcome"])
    is_own = answer("governance.postpone_promise", actor, promise) is None
    return {"is_own": is_own, "outcome_url": f"{draft}?{about}"}
