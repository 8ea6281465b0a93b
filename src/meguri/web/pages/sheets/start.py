"""自分の町で始める: three files are dropped, each is recognised and taken, and the ring fills while one watches."""

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from meguri.core.errors import BadInput, MeguriError
from meguri.core.tables.layout import usable_sheets
from meguri.governance.actions.sheets import take_sheet
from meguri.governance.sheets.files import SheetFile, SheetRead, read_sheet
from meguri.governance.sheets.plan import SheetPlan
from meguri.governance.sheets.registry import Gap, SheetImport, all_imports, all_kinds
from meguri.governance.sheets.watching import Watch, watch_of
from meguri.towns.request import municipality_of, town_of
from meguri.towns.uploads import Upload, kept
from meguri.towns.view_door import ActionForm, through_the_door
from meguri.web.pages.ring_state import ring_of_town
from meguri.web.pages.sheets.door import Visit, chosen_kind, crumbs, keep_file, meant_kind, visit, with_file

MOST_FILES, MOST_KEPT = 3, 6
_KEPT = "sheets_brought"


class ManyFiles(forms.ClearableFileInput):
    """A plain file input that takes several."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Up to three files at once."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        sent = data if isinstance(data, list | tuple) else [data]
        if len(sent) > MOST_FILES:
            raise forms.ValidationError(_("一度に選べるのは3つまでです。"))
        return [super(FilesField, self).clean(one, initial) for one in sent]


class DropForm(forms.Form):
    """The files a town already has."""

    brought = FilesField(
        label=gettext_lazy("お手元のファイル（3つまで）"),
        help_text=gettext_lazy(
            "Excelブック（.xlsx）かCSV。どんな並べ方でも、題名や結合セルがあっても、そのままで大丈夫です。20MBまで。"
        ),
        widget=ManyFiles(attrs={"accept": ".xlsx,.csv,.tsv,.txt", "multiple": True}),
        error_messages={
            "required": gettext_lazy("ファイルを選んでください。"),
            "empty": gettext_lazy("ファイルに中身がありません。内容を保存してから、もう一度お送りください。"),
        },
    )


class TakeForm(ActionForm):
    """The press that takes a file in. `shown`: the fingerprint of what was looked at. `seen`: so was what ends."""

    shown = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    seen = forms.BooleanField(required=False, label=gettext_lazy("終わるものを見ました"))


@dataclass(frozen=True)
class Card:
    """One file that was brought, as the page shows it: what it is, what it would change, or why it cannot be read."""

    upload: Upload
    url: str
    one: SheetImport | None = None
    read: SheetRead | None = None
    is_sure: bool = False
    fault: str = ""
    form: TakeForm | None = None
    sheet: str = ""
    number: int = 0
    watch: Watch = Watch()

    @property
    def name(self) -> str:
        """By which the page knows the card again."""
        return f"{self.upload.digest[:12]}-{self.number}"

    @property
    def counts(self) -> dict[str, int]:
        return self.read.plan.counts if self.read and self.read.plan else {}

    @property
    def is_done(self) -> bool:
        """All of it stands already."""
        return bool(self.read and self.read.plan and self.read.plan.changes_nothing)

    @property
    def is_ready(self) -> bool:
        """Whether it may be taken from the card: nothing is in doubt, ends, or shifts a sum by much."""
        plan = self.read.plan if self.read else None
        if self.read is None or plan is None or plan.changes_nothing or not self.is_sure:
            return False
        return not (self.doubts or self.read.late or self.watch.needs_look)

    @property
    def other_sheets(self) -> list[str]:
        table = self.read.laid.table if self.read else None
        return [one for one in table.sheets if one != table.sheet] if table and not self.sheet else []

    @property
    def doubts(self) -> int:
        return self.read.laid.report.doubts if self.read else 0

    @property
    def guesses(self) -> int:
        return self.read.laid.report.guesses if self.read else 0

    @property
    def errors(self) -> int:
        return self.read.laid.report.errors if self.read else 0

    @property
    def repairs(self) -> int:
        return self.read.laid.report.repairs if self.read else 0


@dataclass(frozen=True, slots=True)
class Step:
    """One of the sheets a town brings, and how far it is."""

    one: SheetImport
    count: int
    gaps: tuple[Gap, ...]


@never_cache
@through_the_door
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, code: str) -> HttpResponse:
    """For a municipality that has not opened: who can open it. For its administrator: where the files are dropped.

    Other staff see how far it is.
    """
    if town_of(request) is None:
        return _before_opening(request)
    here = visit(request)
    if not here.is_direct:
        return HttpResponseRedirect(reverse("sheets", args=[code]))
    if here.refusal is not None and (here.refusal.sign_in_helps or request.method == "POST"):
        raise here.refusal
    form = DropForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        _bring(request, here, [keep_file(here, sent) for sent in form.cleaned_data["brought"]])
        return HttpResponseRedirect(reverse("start", args=[code]) + "#brought")
    context = state_of(here) | {
        "form": form,
        "refusal": here.refusal,
        "cards": cards_of(request, here, brought(request, here)),
        "crumbs": crumbs(here.town, (_("自分の町で始める"), "")),
    }
    return render(request, "pages/sheets/start.html", context, status=422 if form.is_bound else 200)


def _before_opening(request: HttpRequest) -> HttpResponse:
    place = municipality_of(request)
    context = {
        "place": place,
        "kinds": [one.kind for one in all_imports()],
        "crumbs": [(place.name, f"/{place.code}/"), (_("自分の町で始める"), "")],
    }
    return render(request, "pages/sheets/before_opening.html", context)


def state_of(here: Visit) -> dict[str, Any]:
    """How far the town is: its ring, and what lacks."""
    steps = [Step(one, one.filled(), tuple(one.gaps())) for one in all_imports()]
    return {
        "town": here.town,
        "stations": ring_of_town(here.town),
        "steps": steps,
        "gaps": [gap for step in steps if step.count for gap in step.gaps],
        "is_begun": any(step.count for step in steps),
    }


def _bring(request: HttpRequest, here: Visit, uploads: list[Upload]) -> None:
    """Remember which files this person has on the table of this town: the newest six. What no longer fits is told."""
    digests = [one.digest for one in uploads]
    on_tables = request.session.get(_KEPT, {})
    before = [one for one in on_tables.get(here.town.code, []) if one not in digests]
    all_of_them = before + digests
    request.session[_KEPT] = on_tables | {here.town.code: all_of_them[-MOST_KEPT:]}
    gone = [kept(one, person_id=here.person_id, town_id=here.town.pk) for one in all_of_them[:-MOST_KEPT]]
    for one in gone:
        if one is not None:
            said = _(
                "お預かりは%(most)sつまでなので、いちばん前の「%(name)s」を下ろしました。"
                "要るときは、もう一度選んでください。"
            )
            messages.warning(request, said % {"most": MOST_KEPT, "name": one.name})


def brought(request: HttpRequest, here: Visit) -> list[Upload]:
    """The files on the table that are still kept."""
    digests = request.session.get(_KEPT, {}).get(here.town.code, [])
    found = [kept(one, person_id=here.person_id, town_id=here.town.pk) for one in digests]
    return sorted((one for one in found if one is not None), key=lambda one: digests.index(one.digest))


def cards_of(request: HttpRequest, here: Visit, uploads: list[Upload]) -> list[Card]:
    """A card for each file, and for each sheet of a workbook that has several."""
    return [card for upload in uploads for card in _cards_of_one(request, here, upload)]


def _cards_of_one(request: HttpRequest, here: Visit, upload: Upload) -> list[Card]:
    try:
        sheets = usable_sheets(upload.content, upload.name, all_kinds())
    except BadInput:
        sheets = []
    if len(sheets) < 2:  # noqa: PLR2004 - one table needs no names of sheets
        return [card_of(request, here, upload)]
    return [card_of(request, here, upload, sheet, number) for number, sheet in enumerate(sheets)]


def card_of(request: HttpRequest, here: Visit, upload: Upload, sheet: str = "", number: int = 0) -> Card:
    """What a file, or one sheet of it, is and would change. What is not sure shows no kind and no counts."""
    path = reverse("start-sheet", args=[here.town.code, upload.digest])
    card = Card(upload, f"{path}?{urlencode({'sheet': sheet})}" if sheet else path, sheet=sheet, number=number)
    chosen = chosen_kind(request, upload, sheet)
    try:
        meant = meant_kind({"sheet": sheet, "kind": chosen}, upload)
        if meant.one is None or not meant.is_sure:
            return card
        read = read_sheet(SheetFile(upload.name, upload.content, sheet=sheet or None), meant.one)
    except BadInput as refused:
        return replace(card, fault=str(refused.sentence))
    watch = watch_of(meant.one, read.plan) if read.plan else Watch()
    form = TakeForm(initial={"shown": read.plan.fingerprint if read.plan else ""})
    return replace(card, one=meant.one, read=read, is_sure=True, form=form, watch=watch)


def what_went_in(one: SheetImport, plan: SheetPlan) -> str:
    """Told after a file has been taken."""
    said = _(
        "「%(kind)s」に取り込みました。"
        "新しく入ったもの%(new)s件、変わったもの%(changed)s件、終わったもの%(ending)s件です。"
    )
    counts = {"new": len(plan.new), "changed": len(plan.changed), "ending": plan.ending}
    return said % {"kind": one.kind.word, **counts}


@never_cache
@require_POST
@with_file
def take(request: HttpRequest, here: Visit, upload: Upload) -> HttpResponse:
    """Take a file that was recognised beyond doubt; with htmx the other files, the ring and the gaps come along."""
    sheet = request.POST.get("sheet", "")[:200]
    card = next((one for one in _cards_of_one(request, here, upload) if one.sheet == sheet), None)
    card = card or card_of(request, here, upload, sheet)
    form = TakeForm(request.POST)
    said = ""
    if card.is_ready and card.one is not None and form.is_valid():
        file = SheetFile(upload.name, upload.content, sheet=sheet or None)
        try:
            key = form.cleaned_data["idempotency_key"] or None
            act: Any = take_sheet
            act(here.actor, here.town, card.one.kind.key, file, form.cleaned_data["shown"], idempotency_key=key)
        except MeguriError as refused:
            said = str(refused.sentence)
    elif not card.is_ready and not card.is_done:
        said = _("先に、読み方をたしかめてください。")
    if request.headers.get("HX-Request"):
        cards = cards_of(request, here, brought(request, here) or [upload])
        context = state_of(here) | {"cards": cards, "said": said, "pressed": card.name, "is_update": True}
        return render(request, "pages/sheets/_taken.html", context)
    if said:
        messages.error(request, said)
    elif card.is_ready and card.one is not None and card.read is not None and card.read.plan is not None:
        messages.success(request, what_went_in(card.one, card.read.plan))
    return HttpResponseRedirect(reverse("start", args=[here.town.code]) + "#brought")
