"""Publishing the sheet that explains a project to those who might put money in."""

from meguri.core.action import Public, action, note
from meguri.core.actor import Actor
from meguri.core.recording import Unrecorded
from meguri.funding.sources.actions.approved import given_in, made_now, project_of_draft
from meguri.funding.sources.models import Investment
from meguri.governance.models import Draft, Organisation
from meguri.governance.objects import tell

COLUMNS = (
    "aim", "use", "wanted_yen", "downside", "risk", "risk_why", "reporting", "takes_interest", "operator_name",
    "operator_number", "operator_url", "lawyer_name", "lawyer_on",
)  # fmt: skip


@action("funding.publish_investment", record=Public)
def publish_investment(actor: Actor, draft: Unrecorded[Draft]) -> Investment:
    """One sheet for a project: a second draft about the same project changes it."""
    given, project = given_in(draft), project_of_draft(draft)
    columns = {name: given[name] for name in COLUMNS} | {"holder": Organisation.objects.get(pk=given["holder"])}
    made = made_now(draft)
    sheet, _new = Investment.objects.update_or_create(
        project=project, town=draft.town, defaults={**columns, "draft": draft}, create_defaults={**columns, **made}
    )
    tell("investment", [sheet])
    note(project=project, takes_interest=sheet.takes_interest)
    return sheet
