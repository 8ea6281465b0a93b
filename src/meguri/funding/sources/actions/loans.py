"""Lending out of a fund, and taking in what is paid back."""

from django.utils.translation import gettext as _

from meguri.core.action import Public, action, note
from meguri.core.actor import Actor
from meguri.core.errors import BadInput
from meguri.core.recording import Unrecorded
from meguri.funding.journal import booking
from meguri.funding.journal.booking import Said
from meguri.funding.journal.models import JournalEntry
from meguri.funding.sources.actions.approved import approving, given_in, made_now, purpose_locked
from meguri.funding.sources.books import books_here
from meguri.funding.sources.keys import fund_behind, row_of
from meguri.funding.sources.models import Loan, Repayment
from meguri.governance.models import Draft, Organisation
from meguri.governance.objects import tell
from meguri.projects.models import Project

COLUMNS = ("name", "rate", "way", "lent_on", "first_due", "instalments", "every", "security")
TEXT = 200


@action("funding.publish_loan", record=Public)
def publish_loan(actor: Actor, draft: Unrecorded[Draft]) -> Loan:
    """Lend what was approved. `Conflict` where the purpose has not so much."""
    given = given_in(draft)
    purpose = purpose_locked(given["purpose"])
    if (fund := fund_behind(draft.about)) is None or fund.pk != purpose.fund_id:
        raise BadInput(_("どの資金から貸すのかが分かりません。資金のページから起案してください。"))
    loan = Loan(
        purpose=purpose, project=Project.objects.get(pk=given["project"]), yen=given["amount"],
        borrower=Organisation.objects.get(pk=given["borrower"]),
        **{name: given[name] for name in COLUMNS}, **made_now(draft),
    )  # fmt: skip
    if books_here(purpose.fund):
        text = f"{loan.borrower.name}への融資「{loan.name}」"
        loan.entry = booking.lend(purpose, loan.yen, _said(draft, loan, loan.lent_on, text))
    loan.save(force_insert=True)
    tell("loan", [loan])
    note(project=loan.project, fund=purpose.fund, organisation=loan.borrower, yen=str(loan.yen), on=loan.lent_on)
    return loan


@action("funding.publish_repayment", record=Public)
def publish_repayment(actor: Actor, draft: Unrecorded[Draft]) -> Repayment:
    """Take in what came for one instalment. The form says what is too much, and what was booked before."""
    about = row_of(draft.about, "loan")
    if about is None:
        raise BadInput(_("どの融資のことかが分かりません。融資のページから起案してください。"))
    loan = Loan.objects.select_for_update().get(pk=about.pk)
    given = given_in(draft)
    entry: JournalEntry | None = None
    purpose = purpose_locked(loan.purpose_id)
    if books_here(purpose.fund):
        said = _said(draft, loan, given["on"], f"「{loan.name}」の{given['number']}回目の返済")
        entry = booking.repaid(purpose, given["principal"], given["interest"], said)
    columns = {name: given[name] for name in ("number", "on", "principal", "interest")}
    made: Repayment = Repayment.objects.create(town=draft.town, loan=loan, entry=entry, draft=draft, **columns)
    tell("loan", [loan])
    note(loan=loan, yen=str(made.principal + made.interest), on=made.on)
    return made


def _said(draft: Draft, loan: Loan, on: object, text: str) -> Said:
    return Said(on=on, text=text[:TEXT], way="loan", project=loan.project, approved_by=approving(draft), draft=draft)  # type: ignore[arg-type]  # a day of the form
