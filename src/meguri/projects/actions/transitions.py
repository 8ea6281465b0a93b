"""Publishing that a project moves on, as the declared transitions allow."""

from datetime import date

from django.utils.translation import gettext as _

from meguri.core.action import Public, action, note
from meguri.core.actor import Actor
from meguri.core.errors import BadInput, Conflict
from meguri.core.recording import Unrecorded
from meguri.governance.models import Draft
from meguri.governance.objects import tell
from meguri.governance.terms import day_in_words
from meguri.projects.actions.locking import standing_project, whole_form
from meguri.projects.forms.transition import TransitionForm
from meguri.projects.models import Project, Report, StateChange
from meguri.projects.ownership import check_owner
from meguri.projects.states import WORDS, State, has_ended, transition, transitions_from


@action("projects.publish_transition", record=Public)
def publish_transition(actor: Actor, draft: Unrecorded[Draft]) -> Project:
    """Move the project to the approved state. `Conflict` where it has moved since, with what is allowed now.

    At an end, reports that would fall due later are no longer asked for.
    """
    project = standing_project(draft)
    refuse_other_state(draft, project)
    form: TransitionForm = whole_form(draft)
    check_owner(draft, project.owner_id, project)
    before, target, day = project.state, form.target(), form.cleaned_data["on"]
    refuse_before_the_last(project, form.cleaned_data["on"])
    StateChange.objects.create(
        town=project.town, project=project, from_state=before, to_state=target, on=day,
        reason=form.cleaned_data["reason"].strip(), draft=draft,
    )  # fmt: skip
    project.state = target
    project.save(update_fields=["state"])
    if has_ended(target):
        Report.objects.filter(project=project, published_at__isnull=True, due_on__gt=day).delete()
    tell("project", [project])
    note(from_state=before, to_state=str(target))
    return project


def refuse_other_state(draft: Draft, project: Project) -> None:
    """`Conflict` for a draft written on another state, or a transition that is not declared."""
    target, written_on = str(draft.content.get("to_state") or ""), str(draft.content.get("from_state") or "")
    if written_on and written_on != project.state and written_on in list(State):
        told = {"name": project.name, "then": WORDS[State(written_on)], "now": WORDS[State(project.state)]}
        allowed = [str(WORDS[one.target]) for one in transitions_from(project.state)]
        sentence = _("「%(name)s」は、この起案のときは「%(then)s」でしたが、いまは「%(now)s」です。")
        further = _("いま進めるのは、%(allowed)sです。段階を選び直して、もう一度出してください。")
        ended = _("もう終わった事業なので、この起案は取り下げてください。")
        raise Conflict(sentence % told + (further % {"allowed": "・".join(allowed)} if allowed else ended))
    if target in list(State):
        transition(project.state, target)


def refuse_before_the_last(project: Project, day: date) -> None:
    """States follow one another in time."""
    last = StateChange.objects.filter(project=project).order_by("-on", "-id").first()
    if last is not None and day < last.on:
        sentence = _("前の段階の日（%(day)s）より前にはできません。日を直してください。")
        raise BadInput(sentence % {"day": day_in_words(last.on)})
