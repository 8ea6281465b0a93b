"""Publishing who goes on with a project, and what its result brought in next."""

from meguri.core.action import Public, action, note
from meguri.core.actor import Actor
from meguri.core.recording import Unrecorded
from meguri.funding.sources.actions.approved import given_in, made_now, project_of_draft
from meguri.funding.sources.models import ReturnEdge, StayCommitment
from meguri.governance.models import Draft, Organisation
from meguri.governance.objects import tell


@action("funding.publish_stay", record=Public)
def publish_stay(actor: Actor, draft: Unrecorded[Draft]) -> StayCommitment:
    """A firm or an association goes on until a day."""
    given = given_in(draft)
    made: StayCommitment = StayCommitment.objects.create(
        project=project_of_draft(draft), organisation=Organisation.objects.get(pk=given["organisation"]),
        **{name: given[name] for name in ("text", "begins_on", "until", "yearly_yen")}, **made_now(draft),
    )  # fmt: skip
    tell("stay", [made])
    note(project=made.project, organisation=made.organisation, until=made.until)
    return made


@action("funding.publish_return_edge", record=Public)
def publish_return_edge(actor: Actor, draft: Unrecorded[Draft]) -> ReturnEdge:
    """What the result brought in stands in the thread after the figure that spoke and before what came."""
    given = given_in(draft)
    made: ReturnEdge = ReturnEdge.objects.create(
        project=project_of_draft(draft), text=given["text"], yen=given["yen_came"], on=given["on"],
        indicator_id=given["indicator"], target_id=given["target"], **made_now(draft),
    )  # fmt: skip
    tell("return_edge", [made])
    note(project=made.project, yen=None if made.yen is None else str(made.yen), on=made.on)
    return made
