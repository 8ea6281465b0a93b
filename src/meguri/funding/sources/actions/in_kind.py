"""Publishing work, things or places that were given to a project."""

from meguri.core.action import Public, action, note
from meguri.core.actor import Actor
from meguri.core.recording import Unrecorded
from meguri.funding.sources.actions.approved import given_in, made_now, project_of_draft
from meguri.funding.sources.models import InKind
from meguri.governance.models import Draft
from meguri.governance.objects import tell

COLUMNS = ("kind", "what", "giver_name", "quantity", "unit", "unit_yen", "rule", "begins_on", "until")


@action("funding.publish_in_kind", record=Public)
def publish_in_kind(actor: Actor, draft: Unrecorded[Draft]) -> InKind:
    """No entry of the journal is made: this is no money."""
    given = given_in(draft)
    made: InKind = InKind.objects.create(
        project=project_of_draft(draft), giver_id=given["giver"], **{name: given[name] for name in COLUMNS},
        **made_now(draft),
    )  # fmt: skip
    tell("in_kind", [made])
    note(project=made.project, kind=made.kind)
    return made
