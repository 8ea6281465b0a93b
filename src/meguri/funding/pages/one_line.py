"""One line of the budget: its place, its project, the file and row it was read from. Staff tie it here."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from meguri.core.policy import answer
from meguri.funding.models import BudgetLine
from meguri.funding.pages.copies import taken_on
from meguri.funding.pages.one_year import crumbs_to_budget
from meguri.funding.queries import line_of, newer_than, provisional
from meguri.funding.tying import tie_line, untie_line
from meguri.funding.words import in_words, line_title, path_in_words, to_the_yen, year_in_words
from meguri.projects.models import Project
from meguri.towns.models import Town
from meguri.towns.request import actor_of, opened_town_of
from meguri.towns.view_door import ActionForm, through_the_door


class TieForm(ActionForm):
    """Which project a line is for; left empty: none."""

    project = forms.ModelChoiceField(
        label=gettext_lazy("どの事業のお金ですか"),
        queryset=Project.objects.none(),
        required=False,
        empty_label=gettext_lazy("どの事業のものでもない"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["project"].queryset = Project.objects.order_by("name", "pk")  # type: ignore[attr-defined]  # of this field


@through_the_door
@require_http_methods(["GET", "HEAD", "POST"])
def budget_line(request: HttpRequest, code: str, line: int) -> HttpResponse:
    """The line (GET); saying which project it is for (POST)."""
    town = opened_town_of(request)
    found = line_of(line)
    if found is None:
        raise Http404(_("この番号の予算の行はありません。予算の一覧からさがしてください。"))
    form = _form(request, found)
    if request.method == "POST":
        if (no := answer("funding.tie_line", actor_of(request))) is not None:
            raise no
        if form is not None and form.is_valid() and _settle(request, form, found):
            messages.success(request, _("この行がどの事業のものかを、記録しました。"))
            return HttpResponseRedirect(request.path)
    status = form.status if form is not None else 200
    return render(request, "funding/line.html", _context(town, found, form), status=status)


def _form(request: HttpRequest, line: BudgetLine) -> TieForm | None:
    """None where the reader may not tie lines, or the line no longer stands."""
    if not line.stands or answer("funding.tie_line", actor_of(request)) is not None:
        return None
    return TieForm.of(request, initial={"project": line.project_id})


def _settle(request: HttpRequest, form: TieForm, line: BudgetLine) -> bool:
    project = form.cleaned_data["project"]
    if project is None:
        return form.performs(untie_line, actor_of(request), line)
    return form.performs(tie_line, actor_of(request), line, project)


def _context(town: Town, line: BudgetLine, form: TieForm | None) -> dict[str, Any]:
    year = year_in_words(line.fiscal_year)
    newer = None if line.stands else newer_than(line)
    context = {
        "line": line,
        "title": line_title(line),
        "budget": in_words(line.budget_yen),
        "settlement": in_words(line.settlement_yen),
        "is_provisional": line.settlement_yen is not None and provisional(line.last_file),
        "newer_url": reverse("budget-line", args=[town.code, newer.pk]) if newer else "",
        "year_name": year,
        "year_url": reverse("budget-year", args=[town.code, line.fiscal_year]),
        "taken_on": taken_on(line.file),
        "last_taken_on": taken_on(line.last_file),
        "facts": [
            (_("年度"), year),
            (_("会計"), line.account),
            (_("歳入・歳出"), line.get_side_display()),
            (_("款項目節"), path_in_words(line)),
            (_("事業番号"), line.number),
            *_parts(line),
            (_("予算額"), _yen(line.budget_yen)),
            (_("決算額"), _yen(line.settlement_yen)),
            *([(_("翌年度への繰越額"), _yen(line.carried_out_yen))] if line.carried_out_yen is not None else []),
        ],
        "form": form,
        "crumbs": [
            *crumbs_to_budget(town),
            (year, reverse("budget-year", args=[town.code, line.fiscal_year])),
            (line_title(line), ""),
        ],
    }
    if line.stands:
        context["thread_of"] = line.public_reference()
    return context


def _parts(line: BudgetLine) -> list[tuple[str, str]]:
    """What the budget is made of, as far as the file names it."""
    told = [
        (_("当初予算額"), line.initial_yen),
        (_("補正予算額"), line.supplement_yen),
        (_("流用・充用の増減"), line.transfer_yen),
        (_("前年度からの繰越額"), line.carried_yen),
    ]
    return [(name, _yen(yen)) for name, yen in told if yen is not None]


def _yen(yen: int | None) -> str:
    return "" if yen is None else _("%(yen)s円") % {"yen": to_the_yen(yen)}
