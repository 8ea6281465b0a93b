"""Who may found organisations and posts, seat holders, name deputies, appoint, confirm and hand over."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from meguri.core.actor import STAFF_ROLES, Actor, Role
from meguri.core.errors import NotAllowed
from meguri.core.policy import policy, require
from meguri.governance.draft_kinds import OFFICE_ROLES
from meguri.governance.leading import parents
from meguri.governance.models import (
    Absence,
    Deputy,
    Draft,
    Facility,
    Handover,
    Holder,
    Organisation,
    Post,
    PublicObject,
    Responsibility,
)
from meguri.governance.policies import as_post, is_being_set_up, publication, set_up
from meguri.governance.posts import acting_as, on_day, posts_held
from meguri.governance.tree import path_up

ORGANISATION, POST, APPOINTMENT = "governance.organisation", "governance.post", "governance.appointment"
"""The kinds of draft by which these acts are published once the town has been set up."""


def _published(actor: Actor, draft: Draft | None, kind: str) -> NotAllowed | None:
    """Directly while the town is being set up; afterwards by a draft whose last step has approved."""
    return set_up(actor) if draft is None else publication(actor, draft, kind)


@policy("governance.found_organisation", "governance.describe_organisation", "governance.end_organisation")
def organisations(actor: Actor, *args: Any, draft: Draft | None = None, **kwargs: Any) -> NotAllowed | None:
    return _published(actor, draft, ORGANISATION)


@policy("governance.found_post", "governance.describe_post", "governance.end_post")
def posts(actor: Actor, *args: Any, draft: Draft | None = None, **kwargs: Any) -> NotAllowed | None:
    return _published(actor, draft, POST)


@policy("governance.appoint_several")
def several_appointments(actor: Actor, *args: Any, **kwargs: Any) -> NotAllowed | None:
    return set_up(actor)


@policy("governance.appoint", "governance.relieve")
def appointments(
    actor: Actor, thing: PublicObject | None = None, *args: Any, draft: Draft | None = None, **kwargs: Any
) -> NotAllowed | None:
    return _published(actor, draft, APPOINTMENT)


def heads(actor: Actor, organisation: Organisation | None) -> bool:
    """Whether the actor may act for the head of this organisation or of one above it. Six queries at most."""
    if organisation is None or not actor.has(*OFFICE_ROLES):
        return False
    above = path_up(parents(), organisation.pk)
    posts = Post.objects.filter(on_day(timezone.localdate()), is_head=True, organisation__in=above)
    return bool(acting_as(actor, posts.values_list("pk", flat=True)))


def staff_matter(actor: Actor, organisation: Organisation | None) -> NotAllowed | None:
    """What an organisation settles within itself: its head, the head of one above, or the administrator."""
    if actor.has(Role.ADMINISTRATOR, Role.SYSTEM) or heads(actor, organisation):
        return None
    refused = require(actor, Role.ADMINISTRATOR, sentence="")
    if refused is not None and refused.sign_in_helps:
        return refused
    if actor.withheld_roles & STAFF_ROLES:
        return require(actor, *STAFF_ROLES, sentence="")
    if organisation is None:
        return NotAllowed(_("この操作は、まちの管理者だけができます。まちの管理者にたのんでください。"))
    sentence = _("この操作は、%(name)sの長か、まちの管理者だけができます。どちらかにたのんでください。")
    return NotAllowed(sentence % {"name": organisation.name})


@policy("governance.seat_holder", "governance.name_deputy")
def staffing(actor: Actor, post: Post, *args: Any, **kwargs: Any) -> NotAllowed | None:
    return staff_matter(actor, post.organisation)


@policy("governance.unseat_holder", "governance.tie_holder", "governance.withdraw_deputy")
def end_of_staffing(actor: Actor, row: Holder | Deputy, *args: Any, **kwargs: Any) -> NotAllowed | None:
    return staff_matter(actor, row.post.organisation)


@policy("governance.record_absence")
def absence(actor: Actor, post: Post, *args: Any, **kwargs: Any) -> NotAllowed | None:
    """Whoever will be away, holds a head's post above, or is the administrator: no deputy prolongs their own say."""
    held = posts_held(actor.person_id) if actor.roles & STAFF_ROLES else []
    above = path_up(parents(), post.organisation_id)
    if any(one.pk == post.pk or (one.is_head and one.organisation_id in above) for one in held):
        return None
    return staff_matter(actor, None) if heads(actor, post.organisation) else staff_matter(actor, post.organisation)


@policy("governance.withdraw_absence")
def end_of_absence(actor: Actor, row: Absence, *args: Any, **kwargs: Any) -> NotAllowed | None:
    return absence(actor, row.post)


@policy("governance.open_facility")
def new_facility(
    actor: Actor, *args: Any, organisation: Organisation | None = None, **kwargs: Any
) -> NotAllowed | None:
    return staff_matter(actor, organisation)


@policy("governance.describe_facility", "governance.close_facility")
def facility(actor: Actor, row: Facility, *args: Any, **kwargs: Any) -> NotAllowed | None:
    return staff_matter(actor, row.organisation)


@policy("governance.confirm", "governance.ask_handover")
def own_responsibility(actor: Actor, responsibility: Responsibility, *args: Any, **kwargs: Any) -> NotAllowed | None:
    return as_post(actor, responsibility.post)


@policy("governance.answer_handover")
def receiving(actor: Actor, handover: Handover, *args: Any, **kwargs: Any) -> NotAllowed | None:
    return as_post(actor, handover.to_post)


@policy("governance.confirm_several")
def several(actor: Actor, *args: Any, **kwargs: Any) -> NotAllowed | None:
    """Each of them asks again, as its own post."""
    return see_people(actor)


@policy("governance.see_people")
def see_people(actor: Actor, *args: Any, **kwargs: Any) -> NotAllowed | None:
    sentence = _("このページは、まちの職員だけが見られます。")
    return require(actor, *STAFF_ROLES, Role.SYSTEM, sentence=sentence)


@policy("governance.start_people")
def start(actor: Actor, kind: str, *args: Any, **kwargs: Any) -> NotAllowed | None:
    """Whether a page offers the way to a new organisation, post or appointment: directly, or by a draft."""
    refused = set_up(actor)
    return None if refused is not None and actor.has(*OFFICE_ROLES) and not is_being_set_up() else refused
