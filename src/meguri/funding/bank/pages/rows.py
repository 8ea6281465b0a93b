"""The rows of an account: those that wait, each with what it may be, and a person's word; those that were put away."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from meguri.funding.bank.actions import accept_sure_rows, decide_rows, reopen_row
from meguri.funding.bank.deciding import Decided, RowRefused, RowTaken, open_rows, proposals_for, sure_ones
from meguri.funding.bank.gifts import OpenPledge, open_pledges
from meguri.funding.bank.matching import Proposal
from meguri.funding.bank.models import MoneyRow
from meguri.funding.bank.pages.door import Visit, visit
from meguri.funding.bank.words import reasons_in_words
from meguri.funding.journal.models import Account, Fund, Posting, Purpose
from meguri.towns.view_door import ActionForm, through_the_door

ROWS_A_PAGE, PUT_AWAY_A_PAGE = 20, 50
MOST_ENTRIES = 3
REFERENCE = 6
DAYS_BEFORE, DAYS_AFTER = 31, 7
"""An entry of the books is offered for a row when its day is so near: books are written before a row, seldom after."""
GIFT, PAYOUT, OTHER, RETURN = "gift", "aside:payout", "aside:other", "return"
State = MoneyRow.State


class RowsForm(ActionForm):
    """The press that keeps what was said: for row 7 the choice `c7`, its purpose `p7`, its reason `r7`.

    `refused`: the row for which nothing was kept, and why; (0, "") where it is no single one.
    """

    refused: tuple[int, str] = (0, "")

    def decides(self, here: Visit, decided: Sequence[Decided]) -> bool:
        return self.performs(self._decided, here.actor, here.fund, decided)

    def _decided(self, *args: Any, **kwargs: Any) -> int:
        try:
            return decide_rows(*args, **kwargs)
        except (RowRefused, RowTaken) as no:
            self.refused = (no.row, str(no.sentence))
            raise


class SureForm(ActionForm):
    """The one press for all that is sure. `count`: how many were shown."""

    count = forms.IntegerField(widget=forms.HiddenInput)


@dataclass(frozen=True, slots=True)
class Offer:
    """One thing that a row may be: the value of its choice, what it is called, what speaks for it, its own page."""

    value: str
    word: str
    why: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One row on the page, with what it may be and what was already chosen. `error`: why it could not be kept."""

    row: MoneyRow
    offers: list[Offer]
    chosen: str
    purpose: str
    reason: str
    error: str = ""

    @property
    def who(self) -> str:
        return self.row.name or self.row.payer

    @property
    def came(self) -> bool:
        return self.row.yen > 0


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@through_the_door
def account_rows(request: HttpRequest, code: str, fund: int) -> HttpResponse:
    """Rows that wait, the oldest first (GET); keeping what was said of them (POST). Twelve queries at most."""
    here = visit(request, fund)
    is_sure = request.method == "POST" and "count" in request.POST
    form = RowsForm.of(request) if not is_sure else RowsForm()
    sure_form = SureForm(request.POST) if is_sure else SureForm(initial={"count": len(sure_ones(here.fund))})
    if request.method == "POST" and (done := _performed(request, here, sure_form if is_sure else form)):
        messages.success(request, done)
        return HttpResponseRedirect(request.path)
    page = Paginator(open_rows(here.fund).select_related("file", "purpose"), ROWS_A_PAGE).get_page(
        request.GET.get("page")
    )
    put_away = MoneyRow.objects.filter(fund=here.fund, state__in=(State.ASIDE, State.RETURNED)).order_by("-on", "-pk")
    questions = _questions(here.fund, list(page), request.POST if not is_sure else {}, form.refused)
    context = {
        "fund": here.fund,
        "form": form,
        "sure_form": sure_form,
        "sure": sure_form["count"].value(),
        "page": page,
        "questions": questions,
        "wrong": next((one for one in questions if one.error), None),
        "purposes": list(Purpose.objects.filter(fund=here.fund)),
        "put_away": Paginator(put_away, PUT_AWAY_A_PAGE).get_page(request.GET.get("put_away")),
        "crumbs": here.crumbs((_("明細を決める"), "")),
    }
    status = 422 if form.errors or sure_form.errors else 200
    return render(request, "funding/bank/rows.html", context, status=status)


def _performed(request: HttpRequest, here: Visit, form: RowsForm | SureForm) -> str:
    """What was done, in words; "" where the form says why nothing was."""
    if not form.is_valid():
        return ""
    if isinstance(form, SureForm):
        done = form.performs(accept_sure_rows, here.actor, here.fund, form.cleaned_data["count"])
    else:
        done = form.decides(here, said_in(request.POST))
    said = ngettext("%(n)s件を記録しました。", "%(n)s件を記録しました。", form.result or 0)
    return said % {"n": form.result} if done else ""


def said_in(sent: Mapping[str, str]) -> list[Decided]:
    """The answers that are not "later"."""
    found = []
    for name, choice in sent.items():
        key = name.removeprefix("c")
        if key == name or not (key.isascii() and key.isdecimal() and len(key) < 19) or not choice:  # noqa: PLR2004
            continue
        found.append(_decided(int(key), choice, sent.get(f"p{key}", ""), sent.get(f"r{key}", "")))
    return found


def _decided(row: int, choice: str, purpose: str, reason: str) -> Decided:
    if choice == GIFT:
        return Decided(row, purpose=int(purpose) if purpose.isascii() and purpose.isdecimal() else 0)
    if choice == RETURN:
        return Decided(row, returned=True, reason=reason)
    kind, _colon, key = choice.partition(":")
    if kind == "aside":
        return Decided(row, aside=key[:10], reason=reason)
    if kind == "entry":
        return Decided(row, entry=_uuid(key))
    return Decided(row, pledge=int(key) if key.isascii() and key.isdecimal() else 0)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)


def _questions(
    fund: Fund, rows: Sequence[MoneyRow], sent: Mapping[str, str], refused: tuple[int, str]
) -> list[Question]:
    found = proposals_for(fund, rows)
    pledges = {one.pk: one for one in open_pledges(fund)}
    entries = _entries_like(fund, rows)
    return [
        Question(
            row, _offers(fund, found.get(row.pk, []), pledges, entries.get(row.pk, [])), sent.get(f"c{row.pk}", ""),
            sent.get(f"p{row.pk}", str(row.purpose_id or "")), sent.get(f"r{row.pk}", ""),
            refused[1] if refused[0] == row.pk else "",
        )
        for row in rows
    ]  # fmt: skip


def _offers(
    fund: Fund, found: Sequence[Proposal], pledges: Mapping[int, OpenPledge], entries: Sequence[Posting]
) -> list[Offer]:
    """Pledges by number, name and yen; entries by their words and the end of their number, so that none are alike."""
    offers, code = [], fund.town.code
    for one in found:
        pledge = pledges[one.expected]
        word = _("申出 %(code)s（%(name)s・%(yen)s円）")
        said = {"code": pledge.code, "name": pledge.name or "—", "yen": f"{pledge.yen:,}"}
        offers.append(Offer(f"pledge:{pledge.pk}", word % said, reasons_in_words(one)))
    for posting in entries:
        entry = posting.entry
        word = _("帳簿の「%(text)s」（%(m)s月%(d)s日・%(yen)s円・仕訳%(ref)s）")
        about = {"text": entry.text, "m": entry.on.month, "d": entry.on.day, "yen": f"{abs(posting.yen):,}"}
        about["ref"] = entry.pk.hex[-REFERENCE:]
        url = reverse("journal-entry", args=[code, entry.pk])
        offers.append(Offer(f"entry:{entry.pk}", word % about, _("金額が同じ"), url))
    return offers


def _entries_like(fund: Fund, rows: Sequence[MoneyRow]) -> dict[int, list[Posting]]:
    """By row: entries of about that time that moved the same yen and are no row's yet. One query."""
    if not rows:
        return {}
    before, after = timedelta(days=DAYS_BEFORE), timedelta(days=DAYS_AFTER)
    days = [row.on for row in rows]
    like = Posting.objects.filter(
        account__fund=fund, account__kind=Account.Kind.CASH, yen__in={row.yen for row in rows},
        entry__bank_match=None, entry__payment=None, entry__reverses=None, entry__reversed_by=None,
        entry__on__range=(min(days) - before, max(days) + after),
    ).select_related("entry").order_by("entry__on", "pk")[: ROWS_A_PAGE * 10]  # fmt: skip
    by_yen: dict[int, list[Any]] = defaultdict(list)
    for posting in like:
        by_yen[posting.yen].append(posting)
    return {
        row.pk: sorted(
            (one for one in by_yen[row.yen] if -before <= one.entry.on - row.on <= after),
            key=lambda one: abs(one.entry.on - row.on),
        )[:MOST_ENTRIES]
        for row in rows
    }


@never_cache
@require_POST
@through_the_door
def reopen(request: HttpRequest, code: str, fund: int, row: int) -> HttpResponse:
    """A row that was put away waits again."""
    here = visit(request, fund)
    reopen_row(here.actor, get_object_or_404(MoneyRow, pk=row, fund=here.fund))
    messages.success(request, _("もう一度決められるようにしました。"))
    return HttpResponseRedirect(f"{here.url}rows/")
