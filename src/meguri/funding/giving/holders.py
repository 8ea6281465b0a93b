"""Whose a fund is, and which post answers for a call for gifts to it."""

from dataclasses import dataclass

from meguri.funding.giving.models import Campaign
from meguri.funding.journal.models import Fund, Purpose
from meguri.governance.models import Organisation, Post, PublicObject
from meguri.governance.queries.contact import Contact, contact_of
from meguri.governance.queries.responsibilities import accountable_for


def is_the_towns(fund: Fund) -> bool:
    """With `holder` selected: no query."""
    return fund.holder.kind == Organisation.Kind.TOWN


@dataclass(frozen=True, slots=True)
class Asked:
    """Whom a giver asks: the post that answers, None where the general desk does, and how to reach it."""

    post: Post | None
    contact: Contact

    @property
    def name(self) -> str:
        return self.post.full_name if self.post is not None else self.contact.name


def whom_to_ask(purpose: Purpose, campaign: Campaign | None = None) -> Asked:
    """The post of the call that was answered, else of the purpose's project, else of its fund; else the general desk.

    With `town__municipality` selected: three queries at most.
    """
    town = purpose.town
    post = answering_for(town.code, campaign.pk if campaign else None, purpose.project_id, purpose.fund_id)
    contact = contact_of(post) if post is not None else Contact(town.general_desk or town.name, town.general_phone)
    return Asked(post, contact)


def answering_for_campaign(campaign: Campaign) -> Post | None:
    """The post of the campaign itself, else of its project, else of its fund. Two queries."""
    return answering_for(campaign.town.code, campaign.pk, campaign.project_id, campaign.fund_id)


def answering_for(code: str, campaign_id: int | None, project_id: int | None, fund_id: int) -> Post | None:
    """The accountable post of the first of these that has one. Two queries."""
    given = (("campaign", campaign_id), ("project", project_id), ("fund", fund_id))
    keys = [(kind, f"{code}-{pk}") for kind, pk in given if pk is not None]
    things = {
        (one.kind, one.key): one.pk
        for one in PublicObject.objects.filter(kind__in=[kind for kind, _ in keys], key__in=[key for _, key in keys])
    }
    found = accountable_for(things.values())
    return next((found[things[key]].post for key in keys if key in things and things[key] in found), None)
