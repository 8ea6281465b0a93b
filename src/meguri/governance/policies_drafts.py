"""Who may draft, see, change, hand in, decide and publish, and who settles the town's routes and rules."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from meguri.core.actor import Actor, Role
from meguri.core.errors import NotAllowed
from meguri.core.policy import policy, require
from meguri.governance.draft_kinds import OFFICE_ROLES, kind_named
from meguri.governance.models import Decision, Draft
from meguri.governance.policies import publication
from meguri.governance.posts import posts_held
from meguri.governance.turns import Turn, turn_of

ONLY_ITS_AUTHOR = gettext_lazy("この操作は、この起案を書いた人だけができます。書いた人にたのんでください。")
ONLY_ITS_PEOPLE = gettext_lazy(
    "この起案は、書いた人とその組織の人、決裁する人だけが見られます。書いた人にたのんでください。"
)


@policy("governance.start_draft")
def starting(actor: Actor, kind: str, *args: Any, **kwargs: Any) -> NotAllowed | None:
    known = kind_named(kind)
    roles = known.roles if known else OFFICE_ROLES
    sentence = _("この種類の起案は、まちの職員だけができます。担当の係にたのんでください。")
    return require(actor, *roles, sentence=sentence)


@policy("governance.save_draft")
def saving(actor: Actor, draft: Draft, *args: Any, **kwargs: Any) -> NotAllowed | None:
    """The author, and whoever holds a post in the author's organisation."""
    if (refused := starting(actor, draft.kind)) is not None:
        return refused
    if actor.person_id == draft.author_id or is_colleague(actor, draft):
        return None
    return NotAllowed(ONLY_ITS_AUTHOR)


@policy("governance.submit_draft", "governance.withdraw_draft")
def by_its_author(actor: Actor, draft: Draft, *args: Any, **kwargs: Any) -> NotAllowed | None:
    if (refused := starting(actor, draft.kind)) is not None:
        return refused
    return None if actor.person_id == draft.author_id else NotAllowed(ONLY_ITS_AUTHOR)


@policy("governance.decide")
def deciding(actor: Actor, draft: Draft, *args: Any, **kwargs: Any) -> NotAllowed | None:
    """Whoever acts for the post whose turn it is; never the author, through whatever post."""
    if (refused := _office(actor)) is not None and (refused.sign_in_helps or not draft.is_held_outside):
        return refused
    if draft.state != Draft.State.SUBMITTED:
        return None
    return _refused_turn(actor, draft, turn_of(draft))


def _office(actor: Actor) -> NotAllowed | None:
    return require(actor, *OFFICE_ROLES, sentence=_("決裁は、まちの職員だけができます。担当の係にたのんでください。"))


def _refused_turn(actor: Actor, draft: Draft, turn: Turn | None) -> NotAllowed | None:
    if turn is None:
        return NotAllowed(
            _("いま、この起案を決裁できる人がいません。まちの管理者に、役職の在任者を登録してもらってください。")
        )
    if actor.person_id in turn.people:
        return None
    name = {"post": turn.post.full_name}
    if actor.person_id == draft.author_id:
        return NotAllowed(_("自分の起案は、自分では決裁できません。いまの番は、%(post)sです。") % name)
    return NotAllowed(_("いまの番は、%(post)sです。%(post)sにたのんでください。") % name)


@policy("governance.publish")
def publishing(actor: Actor, draft: Draft, kind: str) -> NotAllowed | None:
    return publication(actor, draft, kind)


@policy("governance.see_draft")
def seeing(actor: Actor, draft: Draft) -> NotAllowed | None:
    """The author, the author's organisation, those who decide or have decided, and the administrator."""
    if actor.person_id is None:
        return NotAllowed(_("先にサインインしてください。"), sign_in_helps=True)
    if actor.person_id == draft.author_id and not actor.withheld_roles:
        return None
    if not actor.withheld_roles and draft.is_held_outside and _decides_on(actor, draft):
        return None
    if (refused := require(actor, *OFFICE_ROLES, sentence=ONLY_ITS_PEOPLE)) is not None:
        return refused
    if actor.has(Role.ADMINISTRATOR) or is_colleague(actor, draft) or _decides_on(actor, draft):
        return None
    return NotAllowed(ONLY_ITS_PEOPLE)


def _decides_on(actor: Actor, draft: Draft) -> bool:
    turn = turn_of(draft)
    if turn is not None and actor.person_id in turn.people:
        return True
    if Decision.objects.filter(draft=draft, person_id=actor.person_id).exists():
        return True
    return bool({post.pk for post in posts_held(actor.person_id)} & set(draft.steps))


def is_colleague(actor: Actor, draft: Draft) -> bool:
    """Whether the actor holds a post in the organisation from which the draft comes."""
    if draft.author_post is None:
        return False
    here = draft.author_post.organisation_id
    return any(post.organisation_id == here for post in posts_held(actor.person_id))


@policy("governance.set_route", "governance.end_route", "governance.set_rules", "governance.finish_setting_up")
def settling(actor: Actor, *args: Any, **kwargs: Any) -> NotAllowed | None:
    sentence = _("この操作は、まちの管理者だけができます。まちの管理者にたのんでください。")
    return require(actor, Role.ADMINISTRATOR, Role.SYSTEM, sentence=sentence)
