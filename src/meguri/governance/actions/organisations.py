"""Founding, describing and ending organisations."""

from dataclasses import asdict, dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from meguri.core.action import Public, action
from meguri.core.actor import Actor
from meguri.core.errors import Conflict
from meguri.core.recording import Locked, Plain, Unrecorded
from meguri.governance.here import this_town
from meguri.governance.models import Draft, Organisation, Post
from meguri.governance.objects import tell
from meguri.governance.terms import end
from meguri.governance.tree import circle_through
from meguri.towns.models import Town

Kind = Organisation.Kind


@dataclass(frozen=True, slots=True)
class OrganisationDetails:
    """What is known of an organisation besides its name, kind and place in the tree."""

    kana: str = ""
    mission: str = ""
    phone: str = ""
    extension: str = ""
    email: str = ""
    hours: str = ""
    address: str = ""
    website: str = ""
    position: int = 0


NOTHING_MORE = OrganisationDetails()


@action("governance.found_organisation", record=Public)
def found_organisation(
    actor: Actor,
    name: Plain,
    *,
    kind: Kind = Kind.TOWN,
    parent: Organisation | None = None,
    since: date,
    details: Unrecorded[OrganisationDetails] = NOTHING_MORE,
    draft: Unrecorded[Draft | None] = None,
) -> Organisation:
    """Found an organisation of the town, or make one outside it known."""
    _refuse_same_name(name, parent)
    if parent is not None and parent.until is not None and parent.until <= since:
        raise Conflict(
            _("%(name)sは、その日にはもうありません。別の上の組織を選んでください。") % {"name": parent.name}
        )
    made: Organisation = Organisation.objects.create(
        town=this_town(), name=name, kind=kind, parent=parent, since=since, **asdict(details)
    )
    tell("organisation", [made])
    return made


@action("governance.describe_organisation", record=Public)
def describe_organisation(
    actor: Actor,
    organisation: Locked[Organisation],
    name: Plain,
    *,
    kind: Kind,
    parent: Organisation | None,
    details: Unrecorded[OrganisationDetails],
    draft: Unrecorded[Draft | None] = None,
) -> Organisation:
    """Say anew what an organisation is called, what it is for, how it is reached and what it is part of."""
    if parent is not None and parent.pk != organisation.parent_id:
        _refuse_circle(organisation, parent)
    _refuse_same_name(name, parent, but=organisation)
    organisation.name, organisation.kind, organisation.parent = name, kind, parent
    for field, value in asdict(details).items():
        setattr(organisation, field, value)
    organisation.save()
    below = Organisation.objects.filter(parent=organisation).select_related("parent")
    tell("organisation", [organisation, *below])
    posts = Post.objects.filter(Q(organisation=organisation) | Q(organisation__parent=organisation))
    tell("post", list(posts.select_related("organisation__parent")))
    return organisation


@action("governance.end_organisation", record=Public)
def end_organisation(
    actor: Actor, organisation: Locked[Organisation], on: date, *, draft: Unrecorded[Draft | None] = None
) -> Organisation:
    """End an organisation on a day, the first on which it is no more. Whatever is below it has to end before."""
    lives = Q(until__isnull=True) | Q(until__gt=on)
    children = list(Organisation.objects.filter(lives, parent=organisation).values_list("name", flat=True)[:3])
    if children:
        sentence = _("%(name)sには、まだ%(below)sがあります。先にそちらを終えるか、別の組織の下に移してください。")
        raise Conflict(sentence % {"name": organisation.name, "below": _listed(children)})
    posts = list(Post.objects.filter(lives, organisation=organisation).values_list("name", flat=True)[:3])
    if posts:
        sentence = _("%(name)sには、まだ%(below)sの役職があります。先に役職を終えてください。")
        raise Conflict(sentence % {"name": organisation.name, "below": _listed(posts)})
    end(organisation, on)
    tell("organisation", [organisation])
    return organisation


def _listed(names: list[str]) -> str:
    return pgettext("between words of a list", "、").join(names)


def _refuse_same_name(name: str, parent: Organisation | None, but: Organisation | None = None) -> None:
    same = Organisation.objects.filter(name=name, parent=parent, until=None)
    if any(one.pk != (but.pk if but else None) for one in same):
        raise Conflict(_("同じところに、%(name)sがもうあります。その組織の内容を直してください。") % {"name": name})


def _refuse_circle(organisation: Organisation, parent: Organisation) -> None:
    """Two changes at once must not close a circle together: they wait for one another at the town's row."""
    Town.objects.select_for_update(no_key=True).get(pk=organisation.town_id)
    rows = {pk: (above, name) for pk, above, name in Organisation.objects.values_list("pk", "parent_id", "name")}
    arrows = [(pk, above) for pk, (above, _name) in rows.items() if above is not None and pk != organisation.pk]
    if circle := circle_through(arrows, organisation.pk, parent.pk):
        names = pgettext("between organisations, from below to above", " → ").join(rows[pk][1] for pk in circle)
        sentence = _("上の組織をたどると元にもどってしまいます（%(circle)s）。別の組織を選んでください。")
        raise Conflict(sentence % {"circle": names})
