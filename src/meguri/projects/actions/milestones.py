"""Publishing what became of the main steps: done, put to another day with the reason, added."""

from django.utils import timezone

from meguri.core.action import Public, action, note
from meguri.core.actor import Actor
from meguri.core.errors import Conflict
from meguri.core.recording import Unrecorded
from meguri.governance.draft_content import form_with, kind_of_draft
from meguri.governance.models import Draft
from meguri.governance.objects import tell
from meguri.projects.actions.locking import standing_project, whole_form
from meguri.projects.forms.milestones import Kept, MilestonesForm
from meguri.projects.models import Milestone, MilestoneChange, Project
from meguri.projects.ownership import check_owner


@action("projects.publish_milestones", record=Public)
def publish_milestones(actor: Actor, draft: Unrecorded[Draft]) -> Project:
    """Make the approved days those of the project. `Conflict` with both where a step was changed meanwhile."""
    project = standing_project(draft)
    _refuse_stale(draft)
    form: MilestonesForm = whole_form(draft)
    check_owner(draft, project.owner_id, project)
    for one in form.kept():
        _keep(one)
    Milestone.objects.bulk_create(
        Milestone(town=project.town, project=project, name=name, due_on=due) for name, due in form.added()
    )
    tell("project", [project])
    note(milestones=Milestone.objects.filter(project=project).count())
    return project


def _refuse_stale(draft: Draft) -> None:
    form = form_with(kind_of_draft(draft), draft.content, draft.about)
    form.is_valid()
    assert isinstance(form, MilestonesForm)  # noqa: S101 - for the type alone
    if (why := form.why_stale()) is not None:
        raise Conflict(why)


def _keep(one: Kept) -> None:
    if not one.is_changed:
        return
    if one.is_moved:
        MilestoneChange.objects.create(
            town=one.milestone.town,
            milestone=one.milestone,
            on=timezone.localdate(),
            from_due=one.milestone.due_on,
            to_due=one.due_on,
            reason=one.reason.strip(),
        )
    one.milestone.due_on, one.milestone.done_on = one.due_on, one.done_on
    one.milestone.save(update_fields=["due_on", "done_on"])
