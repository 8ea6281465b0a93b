"""Whose a fund is, and which post answers for a call for gifts to it."""

from meguri.funding.giving.models import Campaign
from meguri.funding.journal.models import Fund, Purpose
from meguri.governance.models import Organisation, Post, PublicObject
from meguri.governance.queries.responsibilities import accountable_for


def is_the_towns(fund: Fund) -> bool:
    """With `holder` selected: no query."""
    return fund.holder.kind == Organisation.Kind.TOWN


def answering_for_campaign(campaign: Campaign) -> Post | None:
    """The post of the campaign itself, else of its project, else of its fund. Two queries."""
    return answering_for(campaign.town.code, campaign.pk, campaign.project_id, campaign.fund_id)


def answering_for_purpose(purpose: Purpose, campaign: Campaign | None = None) -> Post | None:
    """Whom a giver asks: the post of the call they answered, else of the purpose's project, else of its fund.

    With `town__municipality` selected: two queries.
    """
    return answering_for(purpose.town.code, campaign and campaign.pk, purpose.project_id, purpose.fund_id)


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
