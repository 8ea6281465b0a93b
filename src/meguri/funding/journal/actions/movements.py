"""Booking in a fund what was approved: an expense, another movement, the reversal of an entry."""

from typing import Any

from meguri.core.action import Public, action, note
from meguri.core.actor import Actor
from meguri.core.recording import Unrecorded
from meguri.funding.journal import booking
from meguri.funding.journal.booking import Said
from meguri.funding.journal.forms.movements import BookingForm, ExpenseForm, ReversalForm, What
from meguri.funding.journal.holding import standing_fund
from meguri.funding.journal.models import Contract, JournalEntry, Purpose
from meguri.governance.actions.drafts import approvals_of_draft
from meguri.governance.draft_content import form_of
from meguri.governance.models import Draft, Post
from meguri.projects.models import Project


@action("funding.publish_expense", record=Public)
def publish_expense(actor: Actor, draft: Unrecorded[Draft]) -> JournalEntry:
    """Pay what was approved. The post of the last approval stands in the entry; the author never is that post."""
    form = form_of(draft)
    assert isinstance(form, ExpenseForm)  # noqa: S101 - for the type alone
    given = form.cleaned_data
    said = Said(
        on=given["on"], text=given["text"], project=Project.objects.get(pk=given["project"]),
        approved_by=_approving(draft), in_town=form.is_in_town(), draft=draft,
        contract=Contract.objects.filter(pk=given.get("contract") or 0).first(),
    )  # fmt: skip
    return _noted(booking.spend(_purpose(draft, given["purpose"]), given["amount"], said), given["amount"])


@action("funding.publish_booking", record=Public)
def publish_booking(actor: Actor, draft: Unrecorded[Draft]) -> JournalEntry:
    """Book money that came, went back, changes its purpose, or is planned."""
    form = form_of(draft)
    assert isinstance(form, BookingForm)  # noqa: S101 - for the type alone
    given = form.cleaned_data
    purpose, yen = _purpose(draft, given["purpose"]), given["amount"]
    said = Said(
        on=given["on"], text=given["text"], way=given.get("way") or "", approved_by=_approving(draft), draft=draft,
        project=purpose.project,
    )  # fmt: skip
    return _noted(_booked(What(given["what"]), purpose, given.get("to_purpose"), yen, said, draft), yen)


def _booked(what: What, purpose: Purpose, target: Any, yen: int, said: Said, draft: Draft) -> JournalEntry:
    if what == What.MOVE:
        return booking.move(purpose, _purpose(draft, target), yen, said)
    by_what = {What.RECEIVE: booking.receive, What.GIVE_BACK: booking.give_back, What.PLAN: booking.plan}
    return by_what[what](purpose, yen, said)


@action("funding.publish_reversal", record=Public)
def publish_reversal(actor: Actor, draft: Unrecorded[Draft]) -> JournalEntry:
    """Reverse an entry, with the reason; both stay in sight."""
    form = form_of(draft)
    assert isinstance(form, ReversalForm)  # noqa: S101 - for the type alone
    fund, given = standing_fund(draft), form.cleaned_data
    entry = JournalEntry.objects.select_related("fund", "project", "approved_by", "contract").get(
        pk=given["entry"], fund=fund
    )
    made = booking.reverse(entry, on=given["on"], reason=given["reason"], draft=draft)
    note(reversed=entry)
    return made


def _purpose(draft: Draft, pk: int) -> Purpose:
    found: Purpose = Purpose.objects.select_related("fund", "project").get(pk=pk, fund=standing_fund(draft))
    return found


def _approving(draft: Draft) -> Post:
    return approvals_of_draft(draft)[-1].post


def _noted(entry: JournalEntry, yen: int) -> JournalEntry:
    note(
        fund=entry.fund, stage=entry.stage, yen=str(yen), on=entry.on, project=entry.project,
        approved_by=entry.approved_by,
    )  # fmt: skip
    return entry
