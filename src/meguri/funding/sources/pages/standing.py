"""What several pages of this room show alike: who answers for the project, and the drafts a reader may begin."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from meguri.core.actor import Actor
from meguri.core.policy import answer
from meguri.governance.draft_kinds import kind_named
from meguri.governance.models import PublicObject
from meguri.governance.queries.contact import contact_of
from meguri.projects.models import Project
from meguri.projects.queries.due import answering_for
from meguri.towns.models import Town

Works = list[tuple[str, str]]


def answers_of(project: Project) -> dict[str, Any]:
    """The post that answers for the project, and how to reach it. Three queries at most."""
    answering = answering_for([project]).get(project.pk)
    return {"answering": answering, "contact": contact_of(answering.post) if answering else None}


def crumbs(town: Town, *more: tuple[str, str]) -> list[tuple[str, str]]:
    return [(town.name, f"/{town.code}/"), *more]


def subsidies_crumb(town: Town) -> tuple[str, str]:
    return _("補助金"), reverse("subsidies", args=[town.code])


def works(actor: Actor, town: Town, thing: PublicObject | None, kinds: Iterable[tuple[str, str]]) -> Works:
    """Words and addresses of those of these drafts that the reader may begin about an object."""
    if not actor.is_signed_in or thing is None:
        return []
    about = f"?about={thing.kind}:{thing.key}"
    return [
        (word, reverse("new_draft", args=[town.code, kind]) + about)
        for word, kind in kinds
        if _may_begin(actor, kind, thing)
    ]


def _may_begin(actor: Actor, kind: str, thing: PublicObject) -> bool:
    known = kind_named(kind)
    if known is None or answer("governance.start_draft", actor, kind) is not None:
        return False
    return known.why_not is None or not known.why_not(actor.person_id, thing)
