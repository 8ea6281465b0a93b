"""補助金の切れ目: how much hangs on subsidies, when they end, who carries it then, and what if they ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from meguri.funding.pages.bars import FULL
from meguri.funding.sources.cliff import Part, parts
from meguri.funding.sources.models import ReturnEdge, StayCommitment, Subsidy
from meguri.funding.sources.pages.simulation import asked_of, simulated
from meguri.funding.sources.pages.standing import crumbs, subsidies_crumb
from meguri.funding.sources.pages.subsidies import end_chip
from meguri.funding.sources.queries import A_YEAR, Yearly, as_carried, running, spent_in_town, yearly_of
from meguri.funding.words import in_words, share_in_percent, short_year, to_the_yen
from meguri.governance.objects import address_of
from meguri.projects.models import Project
from meguri.towns.request import opened_town_of

MOST = 100
A_PAGE = 20


@dataclass(frozen=True, slots=True)
class Bar:
    """A project as a bar: its yearly money and the part that subsidies carry, as lengths of `FULL`."""

    project: Project
    part: Part
    yearly: Yearly
    ends: list[tuple[Subsidy, tuple[str, str]]]
    budget: int | None
    settlement: int

    @property
    def words(self) -> str:
        told = {"carried": in_words(self.part.carried_yen), "yearly": in_words(self.yearly.yen)}
        if self.part.share is None:
            return _("補助金が1年に%(carried)sを支えています。1年の費用は未入力です。") % told
        told["share"] = str(self.part.share // 10)
        return _("1年の費用%(yearly)sのうち、%(carried)s（%(share)s％）を補助金が支えています。") % told

    @property
    def source(self) -> str:
        """Where the yearly money is said."""
        if self.yearly.year is not None:
            return _("%(year)sの予算") % {"year": short_year(self.yearly.year)}
        return _("事業の見込みの費用") if self.yearly.yen is not None else ""

    @property
    def row(self) -> list[Any]:
        share = self.part.share
        shown = (share // 10, f"{share // 10}%") if share is not None else (None, "—")
        yen = (self.yearly.yen, self.part.carried_yen, self.part.others_yen)
        return [self.project.name, *((one, to_the_yen(one)) for one in yen), shown]


@require_safe
def cliff(request: HttpRequest, code: str) -> HttpResponse:
    """`?end-12=2026-09-30`: if that subsidy ended then. Ten queries beside those of every page."""
    town, today = opened_town_of(request), timezone.localdate()
    rows = list(running(today)[:MOST])
    bars = bars_of(rows, today)
    asked = asked_of(request.GET, rows)
    names = {one.project_id: one.project.name for one in rows}
    returns = Paginator(
        ReturnEdge.objects.select_related("project", "indicator__town__municipality", "target"), A_PAGE
    ).get_page(request.GET.get("page"))
    context = {
        **_head(rows, today),
        "bars": bars,
        "table": {"columns": _columns(), "rows": [one.row for one in bars]},
        "asked": asked,
        "is_asked": any(one.field in request.GET for one in asked),
        "simulation": simulated(as_carried(rows), asked, names, today),
        "stays": [
            (one, in_words(one.yearly_yen) if one.yearly_yen else "", one.until >= today)
            for one in StayCommitment.objects.select_related("project", "organisation").order_by("-until", "pk")[:MOST]
        ],
        "returns": returns,
        "edges": [
            (one, in_words(one.yen) if one.yen else "",
             address_of(one.target.public_reference(), code) if one.target else "") for one in returns
        ],
        "spent": _spent(),
        "crumbs": crumbs(town, subsidies_crumb(town), (_("補助金の切れ目"), "")),
    }  # fmt: skip
    return render(request, "funding/sources/cliff.html", context)


def bars_of(rows: Sequence[Subsidy], today: date) -> list[Bar]:
    """Two queries."""
    projects = {one.project_id: one.project for one in rows}
    yearly = yearly_of(list(projects.values()))
    found = parts(as_carried(rows), {pk: one.yen for pk, one in yearly.items()}, today)
    longest = max((max(one.carried_yen, one.yearly_yen or 0) for one in found), default=1)
    return [
        Bar(
            projects[one.project], one, yearly[one.project],
            [(row, end_chip(row.ends_on, today)) for row in rows if row.project_id == one.project],
            None if one.yearly_yen is None else one.yearly_yen * FULL // longest, one.carried_yen * FULL // longest,
        )
        for one in found
    ]  # fmt: skip


def _head(rows: Sequence[Subsidy], today: date) -> dict[str, Any]:
    ending = [one for one in rows if one.ends_on <= today + A_YEAR]
    open_ends = [one for one in ending if not one.carried_by]
    projects = len({one.project_id for one in rows})
    told = {"n": projects, "yen": in_words(sum(one.yearly_yen for one in rows))}
    carried = ngettext(
        "いま、%(n)s件の事業を、あわせて1年に%(yen)sの補助金が支えています。",
        "いま、%(n)s件の事業を、あわせて1年に%(yen)sの補助金が支えています。", projects,
    ) % told  # fmt: skip
    return {
        "carried": carried if rows else "",
        "ending": _ending(ending),
        "open_ends": [(one, in_words(one.yearly_yen)) for one in open_ends],
    }


def _ending(rows: Sequence[Subsidy]) -> str:
    if not rows:
        return _("1年のうちに終わるものはありません。")
    told = {"n": len(rows), "yen": in_words(sum(one.yearly_yen for one in rows))}
    word = ngettext(
        "このうち%(n)s件、1年に%(yen)sの分が、1年のうちに終わります。",
        "このうち%(n)s件、1年に%(yen)sの分が、1年のうちに終わります。", len(rows),
    )  # fmt: skip
    return word % told


def _columns() -> list[Any]:
    words = (_("1年の費用（円）"), _("補助金（円）"), _("ほかのお金（円）"), _("補助金の割合"))
    return [_("事業"), *((word, "number") for word in words)]


def _spent() -> dict[str, Any] | None:
    """One query."""
    spent = spent_in_town()
    share = share_in_percent(spent.in_town, spent.known)
    if share is None:
        return None
    return {"share": share, "in_town": in_words(spent.in_town), "known": in_words(spent.known),
            "unknown": in_words(spent.unknown) if spent.unknown else ""}  # fmt: skip
