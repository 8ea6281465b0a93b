"""Who holds a fund: the post that answers for it, and who may write in its books."""

from django.utils.translation import gettext as _

from meguri.core.errors import BadInput
from meguri.funding.journal.models import Fund
from meguri.governance.models import Draft, Organisation, Post, PublicObject
from meguri.governance.queries.responsibilities import accountable_for
from meguri.projects.keys import numbers
from meguri.projects.ownership import NOT_REGISTERED, own_organisations, works_in_the_office


def fund_of(about: PublicObject | None) -> Fund | None:
    """The fund that a public object stands for; None for anything else. One query."""
    if about is None or about.kind != "fund":
        return None
    return Fund.objects.select_related("holder", "town__municipality").filter(pk__in=numbers([about.key])).first()


def standing_fund(draft: Draft) -> Fund:
    """The fund a draft is about, which has to be one whose books are kept here."""
    found = fund_of(draft.about)
    if found is None:
        raise BadInput(_("どの資金のことかが分かりません。資金のページから起案してください。"))
    return found


def post_answering(thing: PublicObject | None) -> Post | None:
    """The accountable post of an object today. One query."""
    found = accountable_for([thing.pk]).get(thing.pk) if thing is not None else None
    return found.post if found is not None else None


def holding_post_of(draft: Draft) -> int | None:
    """What another body holds is decided by the post of that body which answers for it; the town's own by its route."""
    fund = fund_of(draft.about)
    if fund is None or fund.holder.kind == Organisation.Kind.TOWN:
        return None
    post = post_answering(draft.about)
    return post.pk if post is not None else None


def why_not_keep(person_id: int | None, about: PublicObject | None) -> str:
    """Why this person cannot write in the books of this fund; "" where they can."""
    fund = fund_of(about)
    if fund is None or person_id is None:
        return ""
    if fund.is_copy:
        return _("まちのお金は、財務会計のファイルから取り込みます。ここでは記帳できません。")
    if fund.closed_on is not None:
        return _("「%(name)s」は終わった資金なので、もう記帳できません。") % {"name": fund.name}
    own = own_organisations(person_id)
    if fund.holder_id in own:
        return ""
    if works_in_the_office(person_id):
        return _("「%(name)s」の帳簿をつけるのは、%(holder)sの人です。%(holder)sにたのんでください。") % {
            "name": fund.name,
            "holder": fund.holder.name,
        }
    return str(NOT_REGISTERED) if not own else _("この資金は、%(names)sのものではないので、記帳できません。") % {
        "names": "・".join(own.values())
    }
