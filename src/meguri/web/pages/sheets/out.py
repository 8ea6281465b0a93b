"""Excel out and in: what stands goes out as a workbook, and comes back changed."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from meguri.core.errors import BadInput
from meguri.core.tables.xlsx import CONTENT_TYPE, OutRow, write_sheet, write_sheet_csv
from meguri.governance.sheets.registry import SheetImport, all_imports, import_of
from meguri.towns.view_door import through_the_door
from meguri.web.pages.sheets.door import Visit, crumbs, keep_file, meant_kind, visit
from meguri.web.pages.sheets.start import Step


class FileForm(forms.Form):
    """A file that comes back, or a new one."""

    file = forms.FileField(
        label=gettext_lazy("直したファイル"),
        help_text=gettext_lazy("ここから出したExcelを直したものでも、お手元の別の表でも大丈夫です。20MBまで。"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv,.tsv,.txt"}),
        error_messages={
            "required": gettext_lazy("ファイルを選んでください。"),
            "empty": gettext_lazy("ファイルに中身がありません。内容を保存してから、もう一度お送りください。"),
        },
    )


@never_cache
@through_the_door
@require_http_methods(["GET", "HEAD", "POST"])
def sheets(request: HttpRequest, code: str) -> HttpResponse:
    """What can go out, and where it comes back."""
    here = visit(request)
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = keep_file(here, form.cleaned_data["file"])
        try:
            meant_kind({}, upload)
        except BadInput as refused:
            form.add_error("file", str(refused.sentence))
        else:
            return HttpResponseRedirect(reverse("start-sheet", args=[code, upload.digest]))
    context = {
        "town": here.town,
        "form": form,
        "is_direct": here.is_direct,
        "steps": [Step(one, one.filled(), ()) for one in all_imports()],
        "crumbs": crumbs(here.town, (_("表の出し入れ"), "")),
    }
    return render(request, "pages/sheets/sheets.html", context, status=422 if form.is_bound else 200)


@never_cache
@through_the_door
@require_safe
def xlsx(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """What stands, as an Excel workbook without macros."""
    here, one = visit(request), _known(kind)
    content = write_sheet(one.kind, _rows(one), one.choices())
    return _attached(here, one, content, CONTENT_TYPE, "xlsx")


@never_cache
@through_the_door
@require_safe
def csv(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """What stands, as CSV."""
    here, one = visit(request), _known(kind)
    content = b"".join(write_sheet_csv(one.kind, _rows(one)))
    return _attached(here, one, content, "text/csv; charset=utf-8", "csv")


def _known(kind: str) -> SheetImport:
    one = import_of(kind)
    if one is None:
        raise Http404(_("この種類の表はありません。"))
    return one


def _rows(one: SheetImport) -> list[OutRow]:
    return [OutRow(row.id, row.version, row.values) for row in one.standing({})]


def _attached(here: Visit, one: SheetImport, content: bytes, type_: str, ending: str) -> HttpResponse:
    response = HttpResponse(content, content_type=type_)
    name = f"{one.kind.word}-{here.town.name}-{timezone.localdate():%Y%m%d}.{ending}"
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response
