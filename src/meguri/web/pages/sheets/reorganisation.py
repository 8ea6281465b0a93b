"""The reorganisation of 1 April: one chart, one day, one preview in which what follows what is put right, one act."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from meguri.core.errors import BadInput
from meguri.core.fiscal import fiscal_year_of, fiscal_year_range
from meguri.core.tables.values import day
from meguri.governance.actions.sheets import REORGANISATION, known_import, reorganise
from meguri.governance.sheets.chart_reorganise import split_moved
from meguri.governance.sheets.files import SheetFile, SheetRead, read_sheet
from meguri.governance.sheets.plan import SheetPlan
from meguri.governance.sheets.shown import shown_plan
from meguri.governance.sheets.successors import Successor, Why, moved_as_told, successors
from meguri.towns.uploads import Upload
from meguri.towns.view_door import through_the_door
from meguri.web.pages.sheets.door import Visit, crumbs, file_as_asked, keep_file, visit, with_file
from meguri.web.pages.sheets.one import context_of, drafted, query_of
from meguri.web.pages.sheets.out import FileForm
from meguri.web.pages.sheets.start import TakeForm

NOBODY = "none"
_WHY = {
    Why.TOLD: gettext_lazy("選んだもの"),
    Why.PHONE: gettext_lazy("電話が同じ"),
    Why.DUTIES: gettext_lazy("受け持ちが同じ"),
}


class ReorganisationForm(FileForm):
    """The chart as it will be, and the day from which it holds."""

    on = forms.CharField(
        label=gettext_lazy("いつから"),
        max_length=40,
        help_text=gettext_lazy("新しい組織の初めの日。例: 2027-04-01、令和9年4月1日"),
    )
    field_order = ("on", "file")

    def clean_on(self) -> date:
        return _day(self.cleaned_data["on"])


def _day(text: str) -> date:
    try:
        read = day(text).value
    except BadInput as wrong:
        raise forms.ValidationError(str(wrong.sentence)) from wrong
    if not isinstance(read, date):
        raise forms.ValidationError(_("日を入れてください。例: 2027-04-01"))
    return read


@never_cache
@through_the_door
@require_http_methods(["GET", "HEAD", "POST"])
def reorganisation(request: HttpRequest, code: str) -> HttpResponse:
    """Where the chart and its day are given."""
    here = visit(request)
    next_april = fiscal_year_range(fiscal_year_of(timezone.localdate()) + 1)[0]
    form = ReorganisationForm(request.POST or None, request.FILES or None, initial={"on": next_april.isoformat()})
    form.fields["file"].label = _("新しい組織図")
    if request.method == "POST" and form.is_valid():
        upload = keep_file(here, form.cleaned_data["file"])
        try:
            read_sheet(SheetFile(upload.name, upload.content), known_import("chart"))
        except BadInput as refused:
            form.add_error("file", str(refused.sentence))
        else:
            url = reverse("reorganisation-file", args=[code, upload.digest])
            return HttpResponseRedirect(f"{url}?on={form.cleaned_data['on']:%Y-%m-%d}")
    context = {"town": here.town, "form": form, "crumbs": _crumbs(here)}
    return render(request, "pages/sheets/reorganisation.html", context, status=422 if form.is_bound else 200)


def _crumbs(here: Visit) -> list[tuple[str, str]]:
    return crumbs(here.town, (_("表の出し入れ"), reverse("sheets", args=[here.town.code])), (_("組織の改編"), ""))


@dataclass(frozen=True)
class MoveChoice:
    """旧 → 新 on the page: an ending post and what follows it."""

    name: str
    old: str
    chosen: str
    why: Any


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@with_file
def reorganisation_file(request: HttpRequest, here: Visit, upload: Upload) -> HttpResponse:
    """What begins, what ends, what follows what, and what falls to nobody (GET); the act, or its draft (POST)."""
    query = request.POST if request.method == "POST" else request.GET
    one = known_import("chart")
    told = _told(query.dict())
    try:
        on = _day(query.get("on", ""))
        file = file_as_asked(query.dict(), upload, one.kind)
        read = read_sheet(file, one, ends_absent=True)
    except (BadInput, forms.ValidationError) as refused:
        messages.error(request, refused.messages[0] if isinstance(refused, forms.ValidationError) else str(refused))
        return HttpResponseRedirect(reverse("reorganisation", args=[here.town.code]))
    plan = split_moved(moved_as_told(read.plan, on, told)) if read.plan else None
    form = TakeForm.of(request, initial={"shown": plan.fingerprint if plan else ""})
    if request.method == "POST" and form.is_valid() and plan is not None:
        answered = _take(request, here, file, plan, told, form)
        if answered is not None:
            return answered
    context = _context(here, upload, read, plan, on, told, form)
    return render(request, "pages/sheets/reorganisation_file.html", context, status=form.status)


def _told(query: Mapping[str, str]) -> dict[int, int | None]:
    """`m_<id of a post>`: the row of the file that follows it, or nobody."""
    told: dict[int, int | None] = {}
    for name, said in query.items():
        key = name.removeprefix("m_")
        if name != key and key.isascii() and key.isdecimal() and (said == NOBODY or said.isdecimal()):
            told[int(key)] = None if said == NOBODY else int(said)
    return told


def _take(
    request: HttpRequest,
    here: Visit,
    file: SheetFile,
    plan: SheetPlan,
    told: Mapping[int, int | None],
    form: TakeForm,
) -> HttpResponse | None:
    if not here.is_direct:
        return drafted(here, REORGANISATION, plan, form)
    if not form.performs(reorganise, here.actor, here.town, file, plan.on, told, form.cleaned_data["shown"]):
        return None
    messages.success(request, _("組織を改めました。責任と約束は、新しい役職に引き継がれています。"))
    return HttpResponseRedirect(reverse("sheets", args=[here.town.code]))


def _context(
    here: Visit,
    upload: Upload,
    read: SheetRead,
    plan: SheetPlan | None,
    on: date,
    told: Mapping[int, int | None],
    form: TakeForm,
) -> dict[str, Any]:
    one = known_import("chart")
    read_as = list(query_of(one, read).items())
    moves = [_choice(one) for one in successors(read.plan, told)] if read.plan else []
    split = {row.id for row in plan.absent} - {row.id for row in read.plan.absent} if plan and read.plan else set()
    return context_of(here, upload, one, read, form) | {
        "report_url": "",
        "on": on,
        "plan": plan,
        "shown": shown_plan(plan) if plan else None,
        "moves": moves,
        "split": len(split),
        "followers": [(str(row.row), row.name) for row in read.plan.rows if row.row is not None] if read.plan else [],
        "nobody": NOBODY,
        "read_as": read_as,
        "hidden": [("on", on.isoformat()), *read_as, *((one.name, one.chosen) for one in moves)],
        "crumbs": _crumbs(here),
    }


def _choice(one: Successor) -> MoveChoice:
    chosen = str(one.new.row) if one.new else NOBODY
    return MoveChoice(f"m_{one.old.id}", one.old.name, chosen, _WHY.get(one.why) if one.why else "")
