"""What the pages of a fund's account share: which fund is meant, who may be there, the way back."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from meguri.core.actor import Actor
from meguri.core.policy import answer
from meguri.funding.journal.models import Fund
from meguri.towns.models import Town
from meguri.towns.request import actor_of, opened_town_of


@dataclass(frozen=True)
class Visit:
    """Who is on the page of which fund's account."""

    town: Town
    actor: Actor
    fund: Fund

    @property
    def url(self) -> str:
        return reverse("work-bank-fund", args=[self.town.code, self.fund.pk])

    def crumbs(self, *steps: tuple[str, str]) -> list[tuple[str, str]]:
        return [*crumbs_to_accounts(self.town), (self.fund.name, self.url if steps else ""), *steps]


def visit(request: HttpRequest, fund: int) -> Visit:
    """Raises the policy's no for whoever does not keep this fund's account; 404 for a fund that is not there."""
    town, actor = opened_town_of(request), actor_of(request)
    found = Fund.objects.select_related("holder", "town__municipality").filter(pk=fund).first()
    if (no := answer("funding.see_accounts", actor)) is not None:
        raise no
    if found is None:
        raise Http404(_("この資金はありません。"))
    if (no := answer("funding.take_money_file", actor, found)) is not None:
        raise no
    return Visit(town, actor, found)


def crumbs_to_accounts(town: Town) -> list[tuple[str, str]]:
    return [(town.name, f"/{town.code}/"), (_("口座と明細"), reverse("work-bank", args=[town.code]))]
