"""An officer brings a file: it is kept, shown, its columns settled, its faults told, and then taken in as one act."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from meguri.core.actor import Actor
from meguri.core.errors import BadInput, Conflict
from meguri.core.policy import answer
from meguri.core.tables import Report, Table, write_csv
from meguri.indicators.labels import name_of
from meguri.indicators.mapping import FIGURES_OF, Columns, Use, recognise
from meguri.indicators.models import Edition, Indicator
from meguri.indicators.pages.reports import report_rows
from meguri.indicators.queries import catalogue
from meguri.indicators.town_file import open_table
from meguri.indicators.town_import import (
    NothingNew,
    Outcome,
    Plan,
    TownFile,
    import_town_figures,
    own_indicators,
    plan,
    read_town_file,
    remembered,
)
from meguri.indicators.uploads import Upload, keep, kept
from meguri.towns.models import Town
from meguri.towns.request import actor_of, opened_town_of
from meguri.towns.view_door import ActionForm, through_the_door

MOST_COLUMNS = 200
SHOWN_ROWS = 5
SHOWN_FINDINGS = 100
USES = (
    (Use.SKIP, gettext_lazy("使わない")),
    (Use.PERIOD, gettext_lazy("いつの数か（年度や日付）")),
    (Use.NAME, gettext_lazy("指標の名前")),
    (Use.VALUE, gettext_lazy("数（「指標の名前」の列と組みで）")),
    (Use.HEADING, gettext_lazy("数（見出しがその時点）")),
    (Use.CODE, gettext_lazy("自治体のコード")),
)
ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8（BOM）",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "cp932": "Shift_JIS",
    "euc_jp": "EUC-JP",
    "xlsx": "Excel（.xlsx）",
}


class FileForm(forms.Form):
    """The file an officer sends."""

    file = forms.FileField(
        label=gettext_lazy("ファイル"),
        help_text=gettext_lazy(
            "CSVかExcelブック（.xlsx）。見出しの行があれば、列の順や名前はそのままで大丈夫です。20MBまで。"
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
        error_messages={
            "required": gettext_lazy("ファイルを選んでください。"),
            "empty": gettext_lazy("ファイルに中身がありません。内容を保存してから、もう一度お送りください。"),
        },
    )


class TakeForm(ActionForm):
    """The press that takes a file in."""


def _officer(request: HttpRequest) -> tuple[Town, Actor, int]:
    """The town, the actor and their person; raises the policy's no."""
    town, actor = opened_town_of(request), actor_of(request)
    if (no := answer("indicators.import_town_figures", actor)) is not None:
        raise no
    return town, actor, actor.person_id or 0


@through_the_door
@require_http_methods(["GET", "HEAD", "POST"])
def import_start(request: HttpRequest, code: str) -> HttpResponse:
    """Where a file is chosen. A table that cannot be read at all is refused here, with the reason."""
    town, _actor, person_id = _officer(request)
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["file"]
        upload = Upload(sent.name, sent.read())
        try:
            open_table(upload.content, upload.name)
        except BadInput as refused:
            form.add_error("file", str(refused.sentence))
        else:
            digest = keep(upload, person_id=person_id, town_id=town.pk)
            return HttpResponseRedirect(reverse("import-preview", args=[code, digest]))
    context = {
        "form": form,
        "own": [(one.key, name_of(one)) for one in own_indicators(town)],
        "crumbs": _crumbs(town, _("数字の取り込み")),
    }
    return render(request, "indicators/import_start.html", context, status=422 if form.is_bound else 200)


def _crumbs(town: Town, here: str) -> list[tuple[str, str]]:
    return [
        (town.name, f"/{town.code}/"),
        (_("数字の一覧"), reverse("indicators-of-place", args=[town.code])),
        (here, ""),
    ]


@dataclass(frozen=True)
class Preview:
    """A kept file as it would be read: its table, the use of each column, what it would change, what is wrong."""

    upload: Upload
    table: Table
    columns: Columns
    sheet: str | None
    indicators: list[Indicator]
    fault: str
    change: Plan | None

    @property
    def report(self) -> Report:
        return self.table.report

    @property
    def headings(self) -> list[str]:
        return self.table.rows[self.columns.header_row - 1][:MOST_COLUMNS]

    @property
    def is_ready(self) -> bool:
        return self.change is not None and not self.change.changes_nothing

    def file(self) -> TownFile:
        return TownFile(self.upload.name, self.upload.content, self.columns, self.sheet)


def _preview(query: QueryDict, town: Town, upload: Upload) -> Preview:
    """What a query asks for: `header`, `sheet`, and `u0`, `u1`, … the use of each column."""
    indicators = own_indicators(town)
    sheet = query.get("sheet") or None
    table, header_row = open_table(upload.content, upload.name, sheet=sheet, header_row=_row(query.get("header", "")))
    columns = _columns(query, town, table, header_row, indicators)
    file = TownFile(upload.name, upload.content, columns, sheet)
    if (fault := columns.fault()) is not None:
        return Preview(upload, table, columns, sheet, indicators, str(fault), None)
    table, reading = read_town_file(file, town, indicators)
    change = plan(reading.figures, town, indicators) if reading.report.ok else None
    return Preview(upload, table, columns, sheet, indicators, "", change)


def _row(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and 1 <= int(text) <= 1000 else None


def _columns(query: QueryDict, town: Town, table: Table, header_row: int, indicators: list[Indicator]) -> Columns:
    """As chosen on the page; else as a file with these headings was read before; else as recognised."""
    headings = table.rows[header_row - 1]
    allowed = {str(use) for use in Use} | {FIGURES_OF + one.key for one in indicators}
    if "u0" in query:
        chosen = [query.get(f"u{place}", "") for place in range(min(len(headings), MOST_COLUMNS))]
        return Columns(tuple(use if use in allowed else str(Use.SKIP) for use in chosen), header_row)
    before = remembered(town, headings)
    if before is not None and set(before.uses) <= allowed and before.header_row == header_row:
        return before
    names = {one.name: one.key for one in indicators} | {one.key: one.key for one in indicators}
    return recognise(table.rows, header_row, names)


def _with_upload(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give the view the kept file; lead back to the start when it has expired or is another's."""

    @through_the_door
    def opened(request: HttpRequest, code: str, digest: str) -> HttpResponse:
        town, actor, person_id = _officer(request)
        upload = kept(digest, person_id=person_id, town_id=town.pk)
        if upload is None:
            expired = _("お預かりの時間（2時間）が過ぎました。お手数ですが、もう一度ファイルを選んでください。")
            messages.warning(request, expired)
            return HttpResponseRedirect(reverse("import-figures", args=[code]))
        return view(request, town, actor, upload)

    return opened


@require_http_methods(["GET", "HEAD", "POST"])
@_with_upload
def import_preview(request: HttpRequest, town: Town, actor: Actor, upload: Upload) -> HttpResponse:
    """What is in the file and how it would be read (GET); taking it in (POST)."""
    try:
        found = _preview(request.POST if request.method == "POST" else request.GET, town, upload)
    except BadInput as refused:
        messages.error(request, str(refused.sentence))
        return HttpResponseRedirect(reverse("import-figures", args=[town.code]))
    form = TakeForm.of(request)
    if request.method == "POST" and form.is_valid() and (outcome := _take(request, form, actor, town, found)):
        counts = "&".join(f"{name}={outcome[name]}" for name in ("added", "revised", "confirmed"))
        return HttpResponseRedirect(f"{reverse('import-done', args=[town.code, outcome['edition']])}?{counts}")
    return render(request, "indicators/import_preview.html", _context(town, found, form), status=form.status)


def _take(request: HttpRequest, form: TakeForm, actor: Actor, town: Town, found: Preview) -> Outcome | None:
    """What came in; None, with the reason on the page, when nothing did."""
    take: Callable[..., Outcome] = import_town_figures
    try:
        return take(actor, town, found.file(), idempotency_key=form.cleaned_data.get("idempotency_key") or None)
    except NothingNew as nothing:
        messages.info(request, str(nothing.sentence))
    except (BadInput, Conflict) as refused:
        form.add_error(None, str(refused.sentence))
    return None


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """One column on the page: its heading, what stands in it, and its use."""

    name: str
    heading: str
    samples: list[str]
    use: str
    is_unknown: bool


def _choices(found: Preview) -> list[ColumnChoice]:
    below = found.table.rows[found.columns.header_row : found.columns.header_row + SHOWN_ROWS]
    return [
        ColumnChoice(
            name=f"u{place}",
            heading=heading.strip() or _("（見出しなし）"),
            samples=[row[place][:20] for row in below if row[place].strip()][:3],
            use=found.columns.uses[place] if place < len(found.columns.uses) else str(Use.SKIP),
            is_unknown=place < len(found.columns.uses) and found.columns.uses[place] == Use.SKIP,
        )
        for place, heading in enumerate(found.headings)
    ]


def _context(town: Town, found: Preview, form: TakeForm) -> dict[str, Any]:
    findings, more = found.report.listed(SHOWN_FINDINGS)
    query = QueryDict(mutable=True)
    query.update({"header": str(found.columns.header_row), "sheet": found.sheet or ""})
    query.update({f"u{place}": use for place, use in enumerate(found.columns.uses)})
    here = reverse("import-preview", args=[town.code, found.upload.digest])
    return {
        "preview": found,
        "form": form,
        "choices": _choices(found),
        "uses": USES,
        "own": [(FIGURES_OF + one.key, name_of(one)) for one in found.indicators],
        "rows": found.table.rows[found.columns.header_row : found.columns.header_row + SHOWN_ROWS],
        "encoding": ENCODINGS.get(found.table.encoding, found.table.encoding),
        "findings": findings,
        "more_findings": more,
        "hidden": list(query.items()),
        "report_url": reverse("import-report", args=[town.code, found.upload.digest]) + f"?{query.urlencode()}",
        "define_url": reverse("define-indicator", args=[town.code]) + f"?{urlencode({'next': here})}",
        "crumbs": _crumbs(town, _("数字の取り込み")),
    }


@require_safe
@_with_upload
def import_report(request: HttpRequest, town: Town, actor: Actor, upload: Upload) -> HttpResponse:
    """Every kept finding as CSV: row, column, found, expected, kind, what to do."""
    found = _preview(request.GET, town, upload)
    response = HttpResponse(b"".join(write_csv(report_rows(found.report))), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="import-report.csv"'
    return response


@through_the_door
@require_safe
def import_done(request: HttpRequest, code: str, edition: int) -> HttpResponse:
    """What came in with one file of the town's own."""
    town, _actor, _person = _officer(request)
    found = Edition.objects.filter(pk=edition, source__key=f"town-{town.code}").first()
    if found is None:
        raise Http404(_("この取り込みは見つかりません。"))
    known = catalogue().by_id
    carried = found.columns.values_list("indicator_id", flat=True).distinct()
    context = {
        "edition": found,
        "counts": {name: _row(request.GET.get(name, "")) or 0 for name in ("added", "revised", "confirmed")},
        "indicators": [(known[pk].key, name_of(known[pk])) for pk in sorted(set(carried)) if pk in known],
        "crumbs": _crumbs(town, _("数字の取り込み")),
    }
    return render(request, "indicators/import_done.html", context)
