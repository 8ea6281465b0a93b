"""What a draft about a project will look like once it is public. Asked only while its form holds together."""

from collections.abc import Mapping
from typing import Any

from meguri.governance.draft_content import form_of
from meguri.governance.models import Draft
from meguri.projects.forms.plan import yen_in_words
from meguri.projects.keys import project_of
from meguri.projects.models import Report
from meguri.projects.queries.standing import accountable_post
from meguri.projects.states import NOW, WORDS, State


def plan_preview(draft: Draft) -> Mapping[str, Any]:
    """The sheet as it would stand: its head, then each part; what is not known is said to be 未入力."""
    form: Any = form_of(draft)
    project = project_of(draft.about)
    state = State(form.cleaned_data.get("state") or (project.state if project else State.PLANNED))
    return {
        "name": form.cleaned_data["name"],
        "purpose": form.cleaned_data.get("purpose", ""),
        "state": NOW[state],
        "lines": [(label, said) for label, said in form.shown() if label],
        "steps": [] if project else form.steps(),
        "is_change": project is not None,
    }


def transition_preview(draft: Draft) -> Mapping[str, Any]:
    form: Any = form_of(draft)
    project = project_of(draft.about)
    return {
        "project": project,
        "before": WORDS[State(project.state)] if project else "",
        "after": WORDS[form.target()],
        "on": form.cleaned_data["on"],
        "reason": form.cleaned_data["reason"],
        "warning": form.warning(),
    }


def report_preview(draft: Draft) -> Mapping[str, Any]:
    form: Any = form_of(draft)
    given, project = form.cleaned_data, project_of(draft.about)
    waiting = Report.objects.filter(pk=given.get("report")).first() if given.get("report") else None
    return {
        "project": project,
        "title": waiting.title if waiting else given.get("title_typed", ""),
        "parts": [(form.fields[name].label, given.get(name) or "") for name in ("done", "moved", "learnt")],
        "cost": yen_in_words(given.get("cost_yen")),
        "promises": form.promises(),
        "post": accountable_post(project) if project else None,
        "next_due": given.get("next_due"),
    }


def milestones_preview(draft: Draft) -> Mapping[str, Any]:
    form: Any = form_of(draft)
    return {"project": project_of(draft.about), "kept": form.kept(), "added": form.added()}
