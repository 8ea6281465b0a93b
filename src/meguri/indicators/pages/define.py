"""An officer defines an indicator of the town's own, and sets a target: at once, or by a draft once it has begun."""

from dataclasses import asdict
from decimal import Decimal
from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from meguri.core.period import PeriodKind
from meguri.governance.models import PublicObject
from meguri.indicators.defining import define, refuse_taken, set_target, target_of
from meguri.indicators.figures import Figure
from meguri.indicators.forms import DefinitionForm, TargetForm
from meguri.indicators.labels import name_of, period_label, shown, suffix_of
from meguri.indicators.models import Indicator
from meguri.indicators.objects import reference_of
from meguri.indicators.pages.drafting import door, drafted, way_of
from meguri.indicators.policies import DEFINITION, TARGET
from meguri.indicators.queries import catalogue, figures_of_place
from meguri.towns.models import Town
from meguri.towns.request import actor_of
from meguri.towns.view_door import safe_next, through_the_door


@through_the_door
@require_http_methods(["GET", "HEAD", "POST"])
def define_indicator(request: HttpRequest, code: str) -> HttpResponse:
    """`?name=` fills in the name; `?next=` where to go afterwards."""
    town = door(request)
    way = way_of(request, DEFINITION)
    form = DefinitionForm.of(request, initial={"name": request.GET.get("name", "")[:100]})
    if request.method == "POST" and form.is_valid() and (done := _define(request, town, form, by_draft=way.by_draft)):
        return done
    context = {"form": form, "way": way, "next": safe_next(request, ""), "crumbs": _crumbs(town, _("新しい指標"))}
    return render(request, "indicators/define.html", context, status=form.status)


def _define(request: HttpRequest, town: Town, form: DefinitionForm, *, by_draft: bool) -> HttpResponse | None:
    if by_draft:
        return drafted(request, DEFINITION, form, refuse=partial(refuse_taken, town, form.cleaned_data["name"]))
    if not form.performs(define, actor_of(request), town, form.stated()):
        return None
    return HttpResponseRedirect(safe_next(request, reverse("indicator", args=[town.code, form.result.key])))


def _crumbs(town: Town, here: str) -> list[tuple[str, str]]:
    figures = (_("数字の一覧"), reverse("indicators-of-place", args=[town.code]))
    return [(town.name, f"/{town.code}/"), figures, (here, "")]


@through_the_door
@require_http_methods(["GET", "HEAD", "POST"])
def target_of_indicator(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """The newest figure is offered as the one to set out from."""
    town = door(request)
    way = way_of(request, TARGET)
    indicator = catalogue().find(key, town.pk)
    if indicator is None:
        raise Http404(_("この名前の指標はありません。一覧からさがしてください。"))
    newest = _newest(town, indicator)
    form = TargetForm.of(request, of=indicator, initial=_initial(newest, indicator))
    there = reverse("indicator", args=[code, key])
    if request.method == "POST" and form.is_valid() and (done := _aim(request, town, form, by_draft=way.by_draft)):
        return done
    context = {
        "form": form,
        "way": way,
        "name": name_of(indicator),
        "newest": _in_words(newest, indicator) if newest else "",
        "crumbs": [*_crumbs(town, "")[:2], (name_of(indicator), there), (_("目標"), "")],
    }
    return render(request, "indicators/target.html", context, status=form.status)


def _aim(request: HttpRequest, town: Town, form: TargetForm, *, by_draft: bool) -> HttpResponse | None:
    wanted, indicator = form.aim(), form.which
    if by_draft:
        named = reference_of(indicator, town.code)
        about = PublicObject.objects.filter(kind=named.kind, key=named.id).first()
        refuse = partial(target_of, town, indicator, wanted)
        return drafted(request, TARGET, form, {"indicator": indicator.key}, about=about, refuse=refuse)
    if not form.performs(set_target, actor_of(request), town, indicator, **asdict(wanted)):
        return None
    return HttpResponseRedirect(reverse("indicator", args=[town.code, indicator.key]))


def _newest(town: Town, indicator: Indicator) -> Figure | None:
    found = figures_of_place(town.municipality, [indicator]).get(indicator.pk)
    return found.latest if found else None


def _in_words(figure: Figure, indicator: Indicator) -> str:
    return f"{period_label(figure.period)} {shown(figure, indicator, is_open=True)}{suffix_of(indicator)}"


def _initial(newest: Figure | None, indicator: Indicator) -> dict[str, Any]:
    if newest is None or newest.value is None:
        return {}
    value = round(Decimal(str(newest.value)), indicator.decimals)
    plain = value.to_integral_value() if value == value.to_integral_value() else value
    is_fiscal = newest.when.kind is PeriodKind.FISCAL_YEAR
    when = newest.when.label_ja() if is_fiscal else str(newest.when)
    return {"baseline_period": when, "baseline_value": plain}
