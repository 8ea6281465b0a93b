"""An officer brings a file: it is kept, shown, its columns settled, its faults told, and then taken in as one act."""

from collections.abc import Callable
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
from meguri.core.tables import write_csv
from meguri.indicators.drafted import content_of
from meguri.indicators.labels import name_of
from meguri.indicators.mapping import FIGURES_OF, Use
from meguri.indicators.models import Edition
from meguri.indicators.pages.drafting import door, drafted, way_of
from meguri.indicators.pages.import_preview import SHOWN_ROWS, Preview, choices_of, read_preview
from meguri.indicators.pages.reports import report_rows
from meguri.indicators.policies import FIGURES
from meguri.indicators.queries import catalogue
from meguri.indicators.town_file import open_table
from meguri.indicators.town_import import (
    NothingNew,
    Outcome,
    brought_by,
    import_town_figures,
    outcome_of,
    own_indicators,
)
from meguri.towns.models import Town
from meguri.towns.request import actor_of
from meguri.towns.uploads import Upload, keep, kept
from meguri.towns.view_door import ActionForm, through_the_door

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
    town, actor = door(request), actor_of(request)
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
        found = read_preview(request.POST if request.method == "POST" else request.GET, town, upload)
    except BadInput as refused:
        messages.error(request, str(refused.sentence))
        return HttpResponseRedirect(reverse("import-figures", args=[town.code]))
    form, way = TakeForm.of(request), way_of(request, FIGURES)
    if request.method == "POST" and form.is_valid():
        bring = _draft if way.by_draft else _take
        if (done := bring(request, form, actor, town, found)) is not None:
            return done
    context = _context(town, found, form) | {"way": way}
    return render(request, "indicators/import_preview.html", context, status=form.status)


def _draft(request: HttpRequest, form: TakeForm, actor: Actor, town: Town, found: Preview) -> HttpResponse | None:
    """The way to the new draft; None, with the reason on the page, when there is none."""
    try:
        content = content_of(brought_by(found.file(), town, found.indicators), town, found.indicators)
    except NothingNew as nothing:
        messages.info(request, str(nothing.sentence))
    except (BadInput, Conflict) as refused:
        form.add_error(None, str(refused.sentence))
    else:
        return drafted(request, FIGURES, form, content)
    return None


def _take(request: HttpRequest, form: TakeForm, actor: Actor, town: Town, found: Preview) -> HttpResponse | None:
    """The way to what came in; None, with the reason on the page, when nothing did."""
    take: Callable[..., Outcome] = import_town_figures
    try:
        done = take(actor, town, found.file(), idempotency_key=form.cleaned_data.get("idempotency_key") or None)
        return HttpResponseRedirect(reverse("import-done", args=[town.code, done["edition"]]))
    except NothingNew as nothing:
        messages.info(request, str(nothing.sentence))
    except (BadInput, Conflict) as refused:
        form.add_error(None, str(refused.sentence))
    return None


def _context(town: Town, found: Preview, form: TakeForm) -> dict[str, Any]:
    findings, more = found.report.listed(SHOWN_FINDINGS)
    query = QueryDict(mutable=True)
    query.update({"header": str(found.columns.header_row), "sheet": found.sheet or ""})
    query.update({f"u{place}": use for place, use in enumerate(found.columns.uses)})
    here = reverse("import-preview", args=[town.code, found.upload.digest])
    return {
        "preview": found,
        "form": form,
        "choices": choices_of(found),
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
    found = read_preview(request.GET, town, upload)
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
        "counts": outcome_of(found, town),
        "indicators": [(known[pk].key, name_of(known[pk])) for pk in sorted(set(carried)) if pk in known],
        "crumbs": _crumbs(town, _("数字の取り込み")),
    }
    return render(request, "indicators/import_done.html", context)
