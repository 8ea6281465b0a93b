"""From the public object that a draft is about to the row it stands for."""

from django.utils.translation import gettext as _

from meguri.core.errors import BadInput
from meguri.funding.giving.models import Campaign
from meguri.funding.journal.holding import fund_of
from meguri.funding.journal.models import Fund
from meguri.governance.models import Draft, PublicObject
from meguri.projects.keys import numbers


def campaign_of(about: PublicObject | None) -> Campaign | None:
    """None for anything else. One query."""
    if about is None or about.kind != "campaign":
        return None
    rows = Campaign.objects.select_related("fund__holder", "purpose", "town__municipality")
    found: Campaign | None = rows.filter(pk__in=numbers([about.key])).first()
    return found


def fund_of_draft(draft: Draft) -> Fund:
    found = fund_of(draft.about)
    if found is None:
        raise BadInput(_("どの資金のことかが分かりません。資金のページから起案してください。"))
    return found
