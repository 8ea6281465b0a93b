"""Who may draft what moves a fund's money, and which post decides: as the journal, and the town's own money."""

from django.utils.translation import gettext as _

from meguri.funding.journal.holding import post_answering, why_not_keep
from meguri.funding.journal.models import Fund, Purpose
from meguri.funding.sources.keys import fund_behind, object_at
from meguri.governance.models import Draft, Organisation, PublicObject
from meguri.projects.ownership import works_in_the_office


def books_here(fund: Fund) -> bool:
    """Whether the fund's books are kept here; the town's own come as a copy from its accounting system."""
    return not fund.is_copy


def why_not_book(person_id: int | None, about: PublicObject | None) -> str:
    """Why this person cannot draft about the money behind this object; "" where they can."""
    return why_not_from(person_id, fund_behind(about))


def why_not_from(person_id: int | None, fund: Fund | None) -> str:
    if fund is None or person_id is None:
        return ""
    if fund.is_copy:
        staff = works_in_the_office(person_id)
        return "" if staff else _("「%(name)s」はまちのお金なので、役場の人が起案します。") % {"name": fund.name}
    return why_not_keep(person_id, object_at("fund", fund.public_reference().id))


def post_behind(draft: Draft) -> int | None:
    """The post that decides on another body's money; None where the town's own route applies."""
    return post_of_fund(fund_behind(draft.about))


def post_of_purpose_typed(draft: Draft) -> int | None:
    """The same for a draft that names the purpose in its content."""
    typed = str(draft.content.get("purpose") or "")
    purpose = Purpose.objects.select_related("fund__holder").filter(pk=typed).first() if typed.isdigit() else None
    return post_of_fund(purpose.fund if purpose is not None else None)


def post_of_fund(fund: Fund | None) -> int | None:
    if fund is None or fund.holder.kind == Organisation.Kind.TOWN:
        return None
    post = post_answering(object_at("fund", fund.public_reference().id))
    return post.pk if post is not None else None
