"""Publishing a contract that was approved."""

from meguri.core.action import Public, action, note
from meguri.core.actor import Actor
from meguri.core.recording import Unrecorded
from meguri.funding.flow.forms.contract import ContractForm
from meguri.funding.journal.models import Contract
from meguri.governance.draft_content import form_of
from meguri.governance.models import Draft
from meguri.governance.objects import tell

COPIED = ("supplier_name", "supplier_number", "method", "reason", "signed_on", "begins_on", "ends_on")


@action("funding.publish_contract", record=Public)
def publish_contract(actor: Actor, draft: Unrecorded[Draft]) -> Contract:
    """The contract stands from now on in the list and in the open data."""
    form = form_of(draft)
    assert isinstance(form, ContractForm)  # noqa: S101 - for the type alone
    given = form.cleaned_data
    made: Contract = Contract.objects.create(
        town=draft.town, title=given["subject"].strip(), project_id=given["project"], supplier_id=given.get("supplier"),
        yen=given["amount"], in_town=form.is_in_town(), draft=draft, **{name: given[name] for name in COPIED},
    )  # fmt: skip
    tell("contract", [made])
    note(project=made.project, yen=str(made.yen), method=made.method, signed_on=made.signed_on)
    return made
