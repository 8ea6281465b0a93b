"""A file of money before it is taken: kept for two hours, shown as it would be read, then taken whole."""

from collections.abc import Mapping
from dataclasses import dataclass
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
from django.views.decorators.http import require_http_methods

from meguri.core.errors import BadInput, Conflict
from meguri.core.tables import Finding, Report, Severity
from meguri.core.tables.columns import Columns
from meguri.core.tables.report import WORST_FIRST
from meguri.funding.bank.actions import take_money_file
from meguri.funding.bank.kinds import KINDS
from meguri.funding.bank.models import MoneyFile
from meguri.funding.bank.pages.door import Visit, visit
from meguri.funding.bank.reading import GivenFile, MoneyRead, read_money
from meguri.funding.bank.taking import NewRow, Taking, taking
from meguri.funding.journal.models import Fund
from meguri.towns.uploads import Upload, keep, kept
from meguri.towns.view_door import ActionForm, through_the_door

MOST_BYTES = 20 * 1024 * 1024
SHOWN_ROWS, SHOWN_FINDINGS, MOST_COLUMNS, SAMPLES = 20, 30, 60, 3


class FileForm(forms.Form):
    """The file that the bank, a site or the accounting gave."""

    file = forms.FileField(
        label=gettext_lazy("銀行・寄附サイト・出納簿のファイル"),
        help_text=gettext_lazy("全銀の形式（振込入金通知・入出金取引明細）、Excelブック（.xlsx）、CSV。20MBまで。"),
        error_messages={
            "required": gettext_lazy("ファイルを選んでください。"),
            "empty": gettext_lazy("ファイルに中身がありません。銀行やサイトから、もう一度受け取ってください。"),
        },
    )

    def clean_file(self) -> Any:
        sent = self.cleaned_data["file"]
        if sent.size > MOST_BYTES:
            raise forms.ValidationError(_("ファイルが大きすぎます（20MBまで）。期間を分けて、もう一度お送りください。"))
        return sent

    def kept_at(self, here: Visit) -> str:
        """Keep the file for two hours; the address of its page."""
        sent = self.cleaned_data["file"]
        upload = Upload(str(sent.name)[-200:], sent.read())
        keep(upload, person_id=here.actor.person_id or 0, town_id=here.town.pk)
        return reverse("work-bank-file", args=[here.town.code, here.fund.pk, upload.digest])


class TakeForm(ActionForm):
    """The press that takes the file. `shown`: the fingerprint of what was looked at."""

    shown = forms.CharField(required=False, max_length=120, widget=forms.HiddenInput)


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """One column on the page: its heading, some of what stands in it, its use."""

    name: str
    heading: str
    samples: list[str]
    use: str


@dataclass(frozen=True)
class Group:
    """Equal findings, as the shared list of findings shows them."""

    severity: Severity
    message: str
    count: int
    findings: tuple[Finding, ...]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@through_the_door
def one_file(request: HttpRequest, code: str, fund: int, digest: str) -> HttpResponse:
    """What the file says and what is new in it (GET); taking it (POST). Nothing is stored by looking."""
    here = visit(request, fund)
    upload = kept(digest, person_id=here.actor.person_id or 0, town_id=here.town.pk)
    if upload is None:
        expired = _("お預かりの時間（2時間）が過ぎました。お手数ですが、もう一度ファイルを選んでください。")
        messages.warning(request, expired)
        return HttpResponseRedirect(here.url)
    query = (request.POST if request.method == "POST" else request.GET).dict()
    file = given(query, upload)
    try:
        read = read_money(file)
    except BadInput as refused:
        messages.error(request, str(refused.sentence))
        return HttpResponseRedirect(here.url)
    told, refusal = _told(here, read)
    form = TakeForm.of(request, initial={"shown": told.fingerprint if told else ""})
    is_pressed = request.method == "POST" and form.is_valid() and told is not None
    if is_pressed and form.performs(take_money_file, here.actor, here.fund, file, form.cleaned_data["shown"]):
        messages.success(request, _("%(n)s件の明細を取り込みました。") % {"n": form.result.new})
        return HttpResponseRedirect(reverse("work-bank-rows", args=[code, fund]))
    context = _context(here, upload, read, told)
    context |= {"form": form, "refusal": refusal, "hidden": list(query_of(read).items())}
    return render(request, "funding/bank/file.html", context, status=form.status)


def _told(here: Visit, read: MoneyRead) -> tuple[Taking | None, str]:
    """What taking it would do, or why it cannot be taken."""
    if read.rows is None:
        return None, read.fault
    try:
        return taking(here.fund, read), ""
    except (BadInput, Conflict) as refused:
        return None, str(refused.sentence)


def given(query: Mapping[str, str], upload: Upload) -> GivenFile:
    """`kind`, `sheet`, `header`, `headers`, `u0`, `u1`, … the use of each column, `a_site` said once for all."""
    kind = KINDS.get(query.get("kind", ""))
    asked = {name[2:]: said[:40] for name, said in query.items() if name.startswith("a_")}
    columns = None
    if kind is not None and "u0" in query:
        uses: list[str] = []
        while (said := query.get(f"u{len(uses)}")) is not None and len(uses) < MOST_COLUMNS:
            uses.append(said if said in kind.by_key else "")
        columns = Columns(tuple(uses), _number(query.get("header", "1")), min(_number(query.get("headers", "1")), 2))
    sheet = query.get("sheet") or None
    return GivenFile(upload.name, upload.content, kind.key if kind else "", columns, sheet, asked)


def _number(text: str) -> int:
    return min(int(text), 1000) or 1 if text.isascii() and text.isdigit() and len(text) < 5 else 1  # noqa: PLR2004


def query_of(read: MoneyRead) -> dict[str, str]:
    """By which the same file is read in the same way again."""
    if read.laid is None or read.kind is None:
        return {}
    columns = read.laid.columns
    told = {"kind": read.kind.key, "sheet": read.laid.table.sheet, "header": str(columns.header_row)}
    told |= {"headers": str(columns.header_rows)} | {f"u{n}": use for n, use in enumerate(columns.uses)}
    return told | {f"a_{one.key}": columns.asked.get(one.key, "") for one in read.kind.asked}


def _context(here: Visit, upload: Upload, read: MoneyRead, told: Taking | None) -> dict[str, Any]:
    laid, kind = read.laid, read.kind
    uses = laid.columns.uses if laid else ()
    return {
        "fund": here.fund,
        "upload": upload,
        "read": read,
        "told": told,
        "rows": [_shown(one) for one in told.new[:SHOWN_ROWS]] if told else [],
        "more": max(0, len(told.new) - SHOWN_ROWS) if told else 0,
        "sites": sites_of(here.fund),
        "other_kinds": [(one, f"?{urlencode({'kind': one.key})}") for one in KINDS.values() if one is not kind],
        "asked": [(f"a_{one.key}", one.word, one.hint, laid.columns.asked.get(one.key, "")) for one in kind.asked]
        if kind and laid else [],
        "uses": [(one.key, one.word) for one in kind.fields] if kind else [],
        "choices": [
            ColumnChoice(
                f"u{n}", heading or _("（見出しなし）"), _samples(laid.body, n), uses[n] if n < len(uses) else ""
            )
            for n, heading in enumerate(laid.headings[:MOST_COLUMNS])
        ] if laid else [],
        "groups": groups_of(laid.report) if laid else [],
        "crumbs": here.crumbs((_("取り込む前に見る"), "")),
    }  # fmt: skip


def sites_of(fund: Fund) -> list[str]:
    """Names of sites of which files were taken before, so that the same name is used again. One query."""
    named = MoneyFile.objects.filter(fund=fund).exclude(site="").order_by("site")
    return list(named.values_list("site", flat=True).distinct())


def _samples(body: list[list[str]], place: int) -> list[str]:
    return list(dict.fromkeys(row[place][:20] for row in body[: 2 * SHOWN_ROWS] if row[place].strip()))[:SAMPLES]


def _shown(one: NewRow) -> dict[str, Any]:
    row = one.incoming
    return {
        "on": row.on, "came": row.yen if row.yen > 0 else None, "went": -row.yen if row.yen < 0 else None,
        "who": row.name or row.payer, "text": row.text or row.purpose, "number": row.number, "twin": one.twin,
    }  # fmt: skip


def groups_of(report: Report) -> list[Group]:
    """The gravest first; each sentence once."""
    groups = []
    for severity in WORST_FIRST:
        by_message: dict[str, list[Finding]] = {}
        for one in report.kept(severity):
            by_message.setdefault(str(one.message), []).append(one)
        groups += [Group(severity, said, len(ones), tuple(ones[:SHOWN_FINDINGS])) for said, ones in by_message.items()]
    return groups
