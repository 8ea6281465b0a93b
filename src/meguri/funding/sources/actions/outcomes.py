"""Publishing a contract that pays by outcome, and paying what its table gives for a figure."""

from decimal import Decimal

from django.utils.translation import gettext as _

from meguri.core.action import Public, action, note
from meguri.core.actor import Actor
from meguri.core.errors import BadInput
from meguri.core.recording import Unrecorded
from meguri.funding.journal import booking
from meguri.funding.journal.booking import Said
from meguri.funding.journal.models import JournalEntry
from meguri.funding.sources.actions.approved import approving, given_in, made_now, project_of_draft, purpose_locked
from meguri.funding.sources.books import books_here
from meguri.funding.sources.figures import definition_digest, known_figure
from meguri.funding.sources.forms.outcome import ContractForm, PaymentForm
from meguri.funding.sources.keys import row_of
from meguri.funding.sources.models import OutcomeContract, OutcomePayment, OutcomeStep
from meguri.governance.draft_content import form_of
from meguri.governance.models import Draft
from meguri.governance.objects import tell
from meguri.indicators.labels import period_label
from meguri.indicators.queries import catalogue

COLUMNS = (
    "contractor", "evaluator", "signed_on", "ends_on", "better", "shape", "base", "yen_a_unit", "cap_yen",
)  # fmt: skip


@action("funding.publish_outcome_contract", record=Public)
def publish_outcome_contract(actor: Actor, draft: Unrecorded[Draft]) -> OutcomeContract:
    """Store the agreed table with the digest of the indicator's definition as it is now."""
    given, form = given_in(draft), form_of(draft)
    assert isinstance(form, ContractForm)  # noqa: S101 - for the type alone
    indicator = catalogue().by_id[given["indicator"]]
    made: OutcomeContract = OutcomeContract.objects.create(
        project=project_of_draft(draft), purpose=purpose_locked(given["purpose"]), title=given["title_typed"],
        indicator_id=indicator.pk, definition=definition_digest(indicator), floor_yen=given["floor_yen"] or 0,
        **{name: given[name] for name in COLUMNS}, **made_now(draft),
    )  # fmt: skip
    if made.shape == OutcomeContract.Shape.STEPS:
        OutcomeStep.objects.bulk_create(
            OutcomeStep(town=draft.town, contract=made, threshold=threshold, yen=yen) for threshold, yen in form.steps()
        )
    tell("outcome_contract", [made])
    note(project=made.project, cap_yen=str(made.cap_yen), definition=made.definition)
    return made


@action("funding.publish_outcome_payment", record=Public)
def publish_outcome_payment(actor: Actor, draft: Unrecorded[Draft]) -> OutcomePayment:
    """Reckon the sum anew from the figure as it is published now, and spend it."""
    about = row_of(draft.about, "outcome_contract")
    if about is None:
        raise BadInput(_("どの契約のことかが分かりません。契約のページから起案してください。"))
    contract = OutcomeContract.objects.select_for_update().get(pk=about.pk)
    given, form = given_in(draft), form_of(draft)
    assert isinstance(form, PaymentForm)  # noqa: S101 - for the type alone
    yen = form.answer(given["period"]).yen or 0
    figure = known_figure(contract.indicator_id, given["period"], draft.town).value or Decimal(0)
    made: OutcomePayment = OutcomePayment.objects.create(
        town=draft.town, contract=contract, period=given["period"], figure=figure, yen=yen, on=given["on"],
        draft=draft, entry=_spent(draft, contract, yen, given),
    )  # fmt: skip
    tell("outcome_contract", [contract])
    note(contract=contract, yen=str(yen), figure=str(figure), on=made.on)
    return made


def _spent(draft: Draft, contract: OutcomeContract, yen: int, given: dict[str, object]) -> JournalEntry | None:
    """The expense; None where the table gives nothing, or the town's accounting system books it."""
    purpose = purpose_locked(contract.purpose_id)
    if not yen or not books_here(purpose.fund):
        return None
    text = f"「{contract.title}」の成果への支払い（{period_label(given['period'])}）"  # type: ignore[arg-type]
    said = Said(
        on=given["on"], text=text[:200], project=contract.project, approved_by=approving(draft), draft=draft,  # type: ignore[arg-type]
        in_town=contract.in_town, key=f"outcome:{contract.pk}:{given['period']}",
    )  # fmt: skip
    return booking.spend(purpose, yen, said)
