"""One file before it is taken: what it says, how it is read, what it would change; then taken, or drafted."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from meguri.core.errors import BadInput
from meguri.core.tables import write_csv
from meguri.core.tables.columns import ID, VERSION, SheetKind
from meguri.governance.actions.drafts import start_draft
from meguri.governance.actions.sheets import SHEET, remember_layout, take_sheet
from meguri.governance.models import Draft
from meguri.governance.sheets.drafted import content_of
from meguri.governance.sheets.files import SheetFile, SheetRead, read_sheet
from meguri.governance.sheets.plan import SheetPlan
from meguri.governance.sheets.registry import SheetImport, all_imports
from meguri.governance.sheets.shown import shown_plan
from meguri.indicators.pages.import_town import ENCODINGS
from meguri.indicators.pages.reports import report_rows
from meguri.towns.uploads import Upload
from meguri.web.pages.sheets.door import Visit, crumbs, file_as_asked, meant_kind, with_file
from meguri.web.pages.sheets.start import TakeForm

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
    except BadInput as refused:
        messages.error(request, str(refused.sentence))
        return HttpResponseRedirect(reverse("start" if here.is_direct else "sheets", args=[here.town.code]))
    form = TakeForm.of(request, initial={"shown": read.plan.fingerprint if read.plan else ""})
    if request.method == "POST" and form.is_valid() and read.plan is not None:
        answered = _take(here, meant.one, file, form) if here.is_direct else _draft(here, read, read.plan, form)
        if answered is not None:
            return answered
    return render(request, "pages/sheets/one.html", context_of(here, upload, meant.one, read, form), status=form.status)


def _take(here: Visit, one: SheetImport, file: SheetFile, form: TakeForm) -> HttpResponse | None:
    """Back to the start, where the ring has filled; None, with the reason on the page, when nothing was taken."""
    if form.performs(take_sheet, here.actor, here.town, one.kind.key, file, form.cleaned_data["shown"]):
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
        "imports": all_imports(),
        "guess": guess.kind.key if guess else "",
        "crumbs": _crumbs(here),
    }
    return render(request, "pages/sheets/which.html", context)


def _crumbs(here: Visit) -> list[tuple[str, str]]:
    step = (_("自分の町で始める"), "start") if here.is_direct else (_("表の出し入れ"), "sheets")
    return crumbs(here.town, (step[0], reverse(step[1], args=[here.town.code])), (_("取り込む前に見る"), ""))


def context_of(here: Visit, upload: Upload, one: SheetImport, read: SheetRead, form: TakeForm) -> dict[str, Any]:
    findings, more = read.laid.report.listed(SHOWN_FINDINGS)
    asked = query_of(one, read)
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
        "uses": [(field.key, field.word) for field in one.kind.by_key.values()],
        "asked": [(f"a_{f.key}", f.word, f.hint, read.columns.asked.get(f.key, "")) for f in one.kind.asked],
        "rows": [row[:MOST_COLUMNS] for row in read.laid.body[:SHOWN_ROWS]],
        "headings": read.laid.headings[:MOST_COLUMNS],
        "encoding": ENCODINGS.get(read.laid.table.encoding, read.laid.table.encoding),
        "findings": findings,
        "more_findings": more,
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
    return query


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
