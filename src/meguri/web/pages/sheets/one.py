"""One file before it is taken: what it says, how it is read, what it would change; then taken, or drafted."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from meguri.core.errors import BadInput
from meguri.core.tables import Finding, Report, Severity, write_csv
from meguri.core.tables.columns import ID, VERSION, Field, SheetKind
from meguri.core.tables.report import WORST_FIRST
from meguri.governance.actions.drafts import start_draft
from meguri.governance.actions.sheets import SHEET, remember_layout, take_sheet
from meguri.governance.models import Draft
from meguri.governance.sheets.drafted import content_of
from meguri.governance.sheets.files import SheetFile, SheetRead, read_sheet
from meguri.governance.sheets.plan import SheetPlan, What
from meguri.governance.sheets.registry import SheetImport, all_imports
from meguri.governance.sheets.shown import ShownChange, ShownPlan, shown_changes, shown_plan
from meguri.governance.sheets.watching import Watch, watch_of
from meguri.indicators.pages.import_town import ENCODINGS
from meguri.indicators.pages.reports import report_rows
from meguri.towns.uploads import Upload
from meguri.web.pages.sheets.door import OVER, Visit, choose_kind, crumbs, file_as_asked, meant_kind, with_file
from meguri.web.pages.sheets.start import TakeForm, what_went_in

BULK = "bulk"
SHOWN_FINDINGS = 100
SHOWN_ROWS = 5
MOST_COLUMNS = 60


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@with_file
def one_sheet(request: HttpRequest, here: Visit, upload: Upload) -> HttpResponse:
    """How the file is read and what it would change (GET); taking it, or drafting that (POST)."""
    query = request.POST if request.method == "POST" else request.GET
    try:
        meant = meant_kind(query.dict(), upload)
        if meant.one is None or not meant.is_sure:
            return _ask_kind(request, here, upload, meant.one)
        file = file_as_asked(query.dict(), upload, meant.one.kind)
        read = read_sheet(file, meant.one)
        if query.get("kind"):
            choose_kind(request, upload, query.get("sheet", ""), meant.one.kind.key)
    except BadInput as refused:
        messages.error(request, str(refused.sentence))
        return HttpResponseRedirect(reverse("start" if here.is_direct else "sheets", args=[here.town.code]))
    form = TakeForm.of(request, initial={"shown": read.plan.fingerprint if read.plan else ""})
    watch = watch_of(meant.one, read.plan) if read.plan else Watch()
    if request.method == "POST" and form.is_valid() and read.plan is not None:
        answered = None
        if watch.needs_look and not form.cleaned_data["seen"]:
            form.add_error("seen", _("終わるものと合計を見てから、しるしを付けてください。"))
        elif here.is_direct:
            answered = _take(request, here, meant.one, file, read.plan, form)
        else:
            answered = _draft(here, read, read.plan, form)
        if answered is not None:
            return answered
    context = context_of(here, upload, meant.one, read, form) | {"watch": watch, "late": late_rows(meant.one, read)}
    context |= _from_the_table(here, query, context)
    return render(request, "pages/sheets/one.html", context, status=form.status)


def _from_the_table(here: Visit, query: QueryDict, context: dict[str, Any]) -> dict[str, Any]:
    """Of what was typed into the table of many projects only the changes are shown, and the way back to it."""
    if query.get("from") != BULK or context["shown"] is None:
        return {}
    shown: ShownPlan = context["shown"]
    return {
        "back_url": reverse("work-projects-bulk", args=[here.town.code]),
        "shown": replace(shown, parts=tuple(one for one in shown.parts if one.what == What.CHANGED)),
        "hidden": [*context["hidden"], ("from", BULK)],
    }


@dataclass(frozen=True, slots=True)
class LateRow:
    """A row that has changed since the sheet went out: what stands now and what the file says; whether it is taken."""

    name: str
    box: str
    is_taken: bool
    changes: tuple[ShownChange, ...]


def late_rows(one: SheetImport, read: SheetRead) -> list[LateRow]:
    taken = {row.id for row in read.plan.changed} if read.plan else set()
    return [LateRow(row.name, f"{OVER}{row.id}", row.id in taken, shown_changes(one.kind, row)) for row in read.late]


def _take(
    request: HttpRequest, here: Visit, one: SheetImport, file: SheetFile, plan: SheetPlan, form: TakeForm
) -> HttpResponse | None:
    """Back to the start, where the ring has filled; None, with the reason on the page, when nothing was taken."""
    shown, seen = form.cleaned_data["shown"], form.cleaned_data["seen"]
    if form.performs(take_sheet, here.actor, here.town, one.kind.key, file, shown, seen=seen):
        messages.success(request, what_went_in(one, plan))
        return HttpResponseRedirect(reverse("start", args=[here.town.code]) + "#brought")
    return None


def _draft(here: Visit, read: SheetRead, plan: SheetPlan, form: TakeForm) -> HttpResponse | None:
    """The draft's page; how the columns were read is remembered now, since the draft holds the plan alone."""
    if form.cleaned_data["shown"] and form.cleaned_data["shown"] != plan.fingerprint:
        form.add_error(None, _("見ていたあいだに、変わるところが変わりました。もう一度見てください。"))
        return None
    answered = drafted(here, SHEET, plan, form)
    if answered is not None:
        remember_layout(here.actor, plan.kind, read.laid.headings, read.columns)
    return answered


def drafted(here: Visit, kind: str, plan: SheetPlan, form: TakeForm) -> HttpResponse | None:
    """The new draft that brings this plan, or None with the reason in the form."""
    if plan.changes_nothing:
        form.add_error(None, _("変わりはありません。このファイルの内容は、すべて入っています。"))
        return None
    if not form.performs(start_draft, here.actor, kind, None, content_of(plan)):
        return None
    draft: Draft = form.result
    return HttpResponseRedirect(reverse("edit_draft", args=[here.town.code, draft.pk]))


def _ask_kind(request: HttpRequest, here: Visit, upload: Upload, guess: SheetImport | None) -> HttpResponse:
    context = {
        "upload": upload,
        "sheet": request.GET.get("sheet", ""),
        "imports": all_imports(),
        "guess": guess.kind.key if guess else "",
        "crumbs": _crumbs(here),
    }
    return render(request, "pages/sheets/which.html", context)


def _crumbs(here: Visit) -> list[tuple[str, str]]:
    step = (_("自分の町で始める"), "start") if here.is_direct else (_("表の出し入れ"), "sheets")
    return crumbs(here.town, (step[0], reverse(step[1], args=[here.town.code])), (_("取り込む前に見る"), ""))


def context_of(here: Visit, upload: Upload, one: SheetImport, read: SheetRead, form: TakeForm) -> dict[str, Any]:
    asked = query_of(one, read)
    hidden = (ID, VERSION)
    uses = read.columns.uses
    all_places = range(len(read.laid.headings[:MOST_COLUMNS]))
    places = [place for place in all_places if place >= len(uses) or uses[place] not in hidden]
    path = reverse("start-report", args=[here.town.code, upload.digest])
    return {
        "town": here.town,
        "is_direct": here.is_direct,
        "upload": upload,
        "import": one,
        "imports": all_imports(),
        "read": read,
        "shown": shown_plan(read.plan) if read.plan else None,
        "form": form,
        "refusal": here.refusal,
        "choices": choices_of(one.kind, read),
        "uses": [(field.key, field.word) for field in one.kind.by_key.values() if field.is_column],
        "asked": [_asked(field, read) for field in one.kind.asked],
        "rows": [[row[place] for place in places] for row in read.laid.body[:SHOWN_ROWS]],
        "headings": [read.laid.headings[place] for place in places],
        "encoding": ENCODINGS.get(read.laid.table.encoding, read.laid.table.encoding),
        "groups": groups_of(read.laid.report),
        "hidden": list(asked.items()),
        "report_url": f"{path}?{asked.urlencode()}",
        "crumbs": _crumbs(here),
    }


def query_of(one: SheetImport, read: SheetRead) -> QueryDict:
    """The query by which the same file is read in the same way again."""
    query = QueryDict(mutable=True)
    columns = read.columns
    told: Mapping[str, str] = {
        "kind": one.kind.key,
        "sheet": read.laid.table.sheet,
        "header": str(columns.header_row),
        "headers": str(columns.header_rows),
        **{f"u{place}": use for place, use in enumerate(columns.uses)},
        **{f"a_{key}": said for key, said in columns.asked.items()},
    }
    query.update(told)
    for row in read.plan.changed if read.plan else ():
        if row.is_late:
            query[f"{OVER}{row.id}"] = "1"
    return query


def _asked(field: Field, read: SheetRead) -> tuple[str, Any, Any, str, tuple[str, ...]]:
    """A field asked once for the whole file: its name, word, hint, what is said, and what there is to choose."""
    said = read.columns.asked.get(field.key, "")
    if not said and read.reading is not None:
        said = field.show(read.reading.asked.get(field.key))
    return f"a_{field.key}", field.word, field.hint, said, field.choices


@dataclass(frozen=True)
class Group:
    """Equal findings: how grave they are, what they say, how many there are, the first of them."""

    severity: Severity
    message: str
    count: int
    findings: tuple[Finding, ...]


def groups_of(report: Report) -> list[Group]:
    """The gravest first; each sentence once."""
    groups = []
    for severity in WORST_FIRST:
        by_message: dict[str, list[Finding]] = {}
        for one in report.kept(severity):
            by_message.setdefault(str(one.message), []).append(one)
        groups += [Group(severity, said, len(ones), tuple(ones[:SHOWN_FINDINGS])) for said, ones in by_message.items()]
    return groups


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """One column on the page: its heading, what stands in it, and its use."""

    name: str
    heading: str
    samples: list[str]
    use: str
    is_hidden: bool


def choices_of(kind: SheetKind, read: SheetRead) -> list[ColumnChoice]:
    below = read.laid.body[: SHOWN_ROWS * 2]
    return [
        ColumnChoice(
            name=f"u{place}",
            heading=heading or _("（見出しなし）"),
            samples=list(dict.fromkeys(row[place][:20] for row in below if row[place].strip()))[:3],
            use=read.columns.uses[place] if place < len(read.columns.uses) else "",
            is_hidden=read.columns.uses[place : place + 1] in ((ID,), (VERSION,)),
        )
        for place, heading in enumerate(read.laid.headings[:MOST_COLUMNS])
    ]


@require_safe
@with_file
def report(request: HttpRequest, here: Visit, upload: Upload) -> HttpResponse:
    """Every kept finding as CSV."""
    meant = meant_kind(request.GET.dict(), upload)
    if meant.one is None:
        return HttpResponseRedirect(reverse("start-sheet", args=[here.town.code, upload.digest]))
    read = read_sheet(file_as_asked(request.GET.dict(), upload, meant.one.kind), meant.one)
    content = b"".join(write_csv(report_rows(read.laid.report)))
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="sheet-report.csv"'
    return response
