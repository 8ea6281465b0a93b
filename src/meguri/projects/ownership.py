"""Whose project it is: residents' groups and firms may draft for their own; the town's consent is its 決裁."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from meguri.core.errors import BadInput
from meguri.governance.draft_kinds import OFFICE_ROLES
from meguri.governance.models import Draft, Organisation
from meguri.governance.posts import posts_held
from meguri.projects.models import Project
from meguri.towns.models import Membership


def own_organisations(person_id: int | None, day: date | None = None) -> dict[int, str]:
    """Bodies outside the town hall in which a person holds a post, by number. One query."""
    posts = posts_held(person_id, day)
    return {
        post.organisation_id: post.organisation.name
        for post in posts
        if post.organisation.kind != Organisation.Kind.TOWN
    }


def works_in_the_office(person_id: int) -> bool:
    """Whether a person has a role of the town's staff today. One query."""
    today = timezone.localdate()
    rows = Membership.objects.filter(person_id=person_id, since__lte=today, role__in=OFFICE_ROLES)
    return any(until is None or today < until for until in rows.values_list("until", flat=True))


NOT_REGISTERED = gettext_lazy(
    "あなたがどの団体の人かが、まだ登録されていません。まちの代表の窓口に、団体と役の登録をたのんでください。"
)


def why_not_theirs(person_id: int | None, project: Project | None) -> str:
    """Why somebody from outside the town hall cannot draft about this project, or a new one; "" where they can."""
    if person_id is None or works_in_the_office(person_id):
        return ""
    own = own_organisations(person_id)
    if not own:
        return str(NOT_REGISTERED)
    if project is None or project.owner_id in own:
        return ""
    return _("この事業は、%(names)sが行うものではないので、起案できません。") % {"names": "・".join(own.values())}


def check_owner(draft: Draft, owner_id: int | None, project: Project | None) -> None:
    """`BadInput` where an author from outside the town hall drafts for a body that is not their own."""
    if works_in_the_office(draft.author_id):
        return
    own = own_organisations(draft.author_id)
    if not own:
        raise BadInput(NOT_REGISTERED)
    if owner_id not in own or (project is not None and project.owner_id not in own):
        names = "・".join(own.values())
        sentence = _("あなたが起案できるのは、%(names)sが行う事業だけです。「行う団体」を選び直してください。")
        raise BadInput(sentence % {"names": names})
