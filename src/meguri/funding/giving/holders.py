"""Whose a fund is, and which post answers for a call for gifts to it."""

from meguri.funding.giving.models import Campaign
from meguri.funding.journal.models import Fund
from meguri.governance.models import Organisation, Post, PublicObject
from meguri.governance.queries.responsibilities import accountable_for


def is_the_towns(fund: Fund) -> bool:
    """With `holder` selected: no query."""
    return fund.holder.kind == Organisation.Kind.TOWN


def answering_for_campaign(campaign: Campaign) -> Post | None:
    """The post of the campaign itself, else of its project, else of its fund. Two queries."""
    code = campaign.town.code
    keys = [("campaign", f"{code}-{campaign.pk}"), ("project", f"{code}-{campaign.project_id}"),
            ("fund", f"{code}-{campaign.fund_id}")]  # fmt: skip
    things = {
        (one.kind, one.key): one.pk
        for one in PublicObject.objects.filter(kind__in=[kind for kind, _ in keys], key__in=[key for _, key in keys])
    }
    found = accountable_for(things.values())
    return next((found[things[key]].post for key in keys if key in things and things[key] in found), None)
