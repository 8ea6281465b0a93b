"""Who may publish on projects: nobody by hand, only a draft whose last step has approved."""

from typing import Any

from meguri.core.actor import Actor
from meguri.core.errors import NotAllowed
from meguri.core.policy import policy
from meguri.governance.models import Draft
from meguri.governance.policies import publication

PLAN, TRANSITION = "projects.plan", "projects.transition"
REPORT, MILESTONES = "projects.report", "projects.milestones"


@policy("projects.publish_plan")
def publish_plan(actor: Actor, draft: Draft, *args: Any, **kwargs: Any) -> NotAllowed | None:
    return publication(actor, draft, PLAN)


@policy("projects.publish_transition")
def publish_transition(actor: Actor, draft: Draft, *args: Any, **kwargs: Any) -> NotAllowed | None:
    return publication(actor, draft, TRANSITION)


@policy("projects.publish_report")
def publish_report(actor: Actor, draft: Draft, *args: Any, **kwargs: Any) -> NotAllowed | None:
    return publication(actor, draft, REPORT)


@policy("projects.publish_milestones")
def publish_milestones(actor: Actor, draft: Draft, *args: Any, **kwargs: Any) -> NotAllowed | None:
    return publication(actor, draft, MILESTONES)
