"""10万円の税の行き先: a sum of tax as the settlement of a year was spent, to the yen."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from meguri.funding.budget_kind import GENERAL
from meguri.funding.flow.flow_table import FlowTable
from meguri.funding.flow.flows import tax_flow
from meguri.funding.flow.following import TYPICAL_TAX, tax_year
from meguri.funding.flow.pages.start import crumbs_to_yen
from meguri.funding.flow.showing import flow_file, shown
from meguri.funding.flow.taxed_projects import taxed_projects
from meguri.funding.models import BudgetLine
from meguri.funding.pages.copies import copied
from meguri.funding.queries import Item, Year, items
from meguri.funding.words import in_words, to_the_yen, year_in_words
from meguri.projects.forms.fields import YenField
from meguri.towns.request import opened_town_of

MOST_TAX = 100_000_000


class TaxForm(forms.Form):
    """The sum of tax that is followed."""

    yen = YenField(
        label=gettext_lazy("税の金額（円）"),
        help_text=gettext_lazy("1年に納めた税の金額を入れると、その行き先の平均が出ます。入れた金額は、残しません。"),
    )

    def clean_yen(self) -> int:
        yen: int | None = self.cleaned_data["yen"]
        if yen is None or not 1 <= yen <= MOST_TAX:
            raise forms.ValidationError(_("1円から1億円までの金額を入れてください。例: 100,000"))
        return yen


@require_safe
def yen_tax(request: HttpRequest, code: str) -> HttpResponse:
    """`?yen=`: else 100,000. `?year=`: else the newest settled. Six queries beside those of every page."""
    town = opened_town_of(request)
    form, yen = _asked(request)
    year = tax_year(_year(request))
    found = _items(year)
    flow = tax_flow(yen, found)
    name = year_in_words(year.fiscal_year) if year else ""
    query = f"?yen={yen}"
    context: dict[str, Any] = {
        "form": form,
        "yen": in_words(yen),
        "year": year,
        "name": name,
        "flow": shown(_("%(yen)sの税の行き先") % {"yen": in_words(yen)}, flow, request.path, query) if year else None,
        "parts": [(row.path[-1].name, in_words(row.yen)) for row in flow.rows[:3]],
        "projects": [(one, to_the_yen(one.yen)) for one in taxed_projects(yen, year.fiscal_year)] if year else [],
        "whole": in_words(sum(one.money.settlement or 0 for one in found)),
        "files": copied(year.files) if year else [],
        "budget_url": reverse("budget-year", args=[code, year.fiscal_year]) if year else "",
        "crumbs": [*crumbs_to_yen(town), (_("税の行き先"), "")],
    }
    return render(request, "funding/flow/tax.html", context, status=422 if form.errors else 200)


@require_safe
def yen_tax_file(request: HttpRequest, code: str, kind: str) -> Any:
    town = opened_town_of(request)
    _form, yen = _asked(request)
    return flow_file(kind, f"{town.code}-tax", _flow(yen, tax_year(_year(request))), request)


def _flow(yen: int, year: Year | None) -> FlowTable:
    return tax_flow(yen, _items(year))


def _items(year: Year | None) -> list[Item]:
    """Of the general account's expenditure, where taxes go."""
    if year is None:
        return []
    spent = [one for one in items(year.fiscal_year) if one.side == BudgetLine.Side.EXPENDITURE]
    return [one for one in spent if one.account == GENERAL] or spent


def _asked(request: HttpRequest) -> tuple[TaxForm, int]:
    """What was typed stands in the form, also where it cannot be taken; then 100,000 yen are shown."""
    given = {"yen": request.GET.get("yen", f"{TYPICAL_TAX:,}")}
    form = TaxForm(given)
    return form, form.cleaned_data["yen"] if form.is_valid() else TYPICAL_TAX


def _year(request: HttpRequest) -> int | None:
    asked = request.GET.get("year", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else None
