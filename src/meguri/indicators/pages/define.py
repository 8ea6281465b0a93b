"""An officer defines an indicator of the town's own, and sets a target."""

from decimal import Decimal
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from meguri.core.errors import BadInput
from meguri.core.period import Period
from meguri.core.policy import answer
from meguri.indicators.defining import Definition, define, key_of, set_target
from meguri.indicators.exact import why_not_exact
from meguri.indicators.figures import Figure
from meguri.indicators.labels import name_of, period_label, shown, suffix_of
from meguri.indicators.models import Family, Indicator
from meguri.indicators.queries import catalogue, figures_of_place
from meguri.towns.models import Town
from meguri.towns.request import actor_of, opened_town_of
from meguri.towns.view_door import ActionForm, safe_next, through_the_door


class DefinitionForm(ActionForm):
    """What an officer must say of an indicator before it can have figures."""

    name = forms.CharField(
        label=gettext_lazy("名前"),
        max_length=100,
        help_text=gettext_lazy("例: 福祉バスの利用者数。何の数かが、名前だけで分かるように。"),
    )
    reading = forms.CharField(
        label=gettext_lazy("名前の読み"),
        max_length=100,
        help_text=gettext_lazy(
            "ひらがなで。例: ふくしばす の りようしゃすう。ページの住所（URL）に、ローマ字で使います。"
        ),
    )
    definition = forms.CharField(
        label=gettext_lazy("何を数えたか"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        help_text=gettext_lazy("だれが数えても同じになるように。何をふくみ、何をふくまないかも書きます。"),
    )
    family = forms.ChoiceField(label=gettext_lazy("分野"), choices=Family.choices)
    unit = forms.CharField(label=gettext_lazy("単位"), max_length=20, help_text=gettext_lazy("例: 人、件、%"))
    decimals = forms.IntegerField(label=gettext_lazy("小数点以下のけた"), min_value=0, max_value=4, initial=0)
    nature = forms.ChoiceField(
        label=gettext_lazy("ある時点の数か、ある期間の数か"),
        choices=Indicator.Nature.choices,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("登録者数は「ある時点の数」、1年の利用者数は「ある期間の数」です。"),
    )
    period_kind = forms.ChoiceField(
        label=gettext_lazy("いつごとの数か"), choices=Indicator.PeriodKind.choices, widget=forms.RadioSelect
    )
    base_date = forms.CharField(
        label=gettext_lazy("基準日や期間"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("例: 毎年3月31日、4月1日から翌年3月31日まで"),
    )
    better = forms.ChoiceField(
        label=gettext_lazy("多いほうがよい数か"),
        choices=Indicator.Better.choices,
        initial=Indicator.Better.NEITHER,
        widget=forms.RadioSelect,
    )
    zero_means = forms.ChoiceField(
        label=gettext_lazy("0の読み方"),
        choices=Indicator.ZeroMeans.choices,
        initial=Indicator.ZeroMeans.ZERO,
        widget=forms.RadioSelect,
    )
    statistic = forms.CharField(
        label=gettext_lazy("もとの記録や調査"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("例: 福祉バス運行日報"),
    )
    name_en = forms.CharField(label=gettext_lazy("英語の名前"), max_length=140, required=False)
    unit_en = forms.CharField(label=gettext_lazy("英語の単位"), max_length=40, required=False)

    def clean_reading(self) -> str:
        reading: str = self.cleaned_data["reading"]
        if not key_of(reading):
            raise forms.ValidationError(_("名前の読みを、ひらがなかローマ字で入れてください。"))
        return reading

    def stated(self) -> Definition:
        fields = {name: value for name, value in self.cleaned_data.items() if name != "idempotency_key"}
        return Definition(**fields)


def _officers_town(request: HttpRequest, act: str) -> Town:
    town = opened_town_of(request)
    if (no := answer(act, actor_of(request))) is not None:
        raise no
    return town


@through_the_door
@require_http_methods(["GET", "HEAD", "POST"])
def define_indicator(request: HttpRequest, code: str) -> HttpResponse:
    """`?name=` fills in the name; `?next=` where to go afterwards."""
    town = _officers_town(request, "indicators.define")
    form = DefinitionForm.of(request, initial={"name": request.GET.get("name", "")[:100]})
    if request.method == "POST" and form.is_valid() and form.performs(define, actor_of(request), town, form.stated()):
        there = reverse("indicator", args=[code, form.result.key])
        return HttpResponseRedirect(safe_next(request, there))
    context = {"form": form, "next": safe_next(request, ""), "crumbs": _crumbs(town, _("新しい指標"))}
    return render(request, "indicators/define.html", context, status=form.status)


def _crumbs(town: Town, here: str) -> list[tuple[str, str]]:
    figures = (_("数字の一覧"), reverse("indicators-of-place", args=[town.code]))
    return [(town.name, f"/{town.code}/"), figures, (here, "")]


class TargetForm(ActionForm):
    """A target, the figure it sets out from, and why. `decimals`: of the indicator."""

    decimals: int | None = None

    period = forms.CharField(label=gettext_lazy("いつまでに"), max_length=20)
    value = forms.DecimalField(label=gettext_lazy("目標の数"), max_digits=40, decimal_places=4)
    baseline_period = forms.CharField(label=gettext_lazy("もとにする数の時点"), max_length=20)
    baseline_value = forms.DecimalField(label=gettext_lazy("もとにする数"), max_digits=40, decimal_places=4)
    reason = forms.CharField(
        label=gettext_lazy("理由"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("なぜこの数をめざすのかを、町の人に話すつもりで書きます。"),
    )

    def clean_period(self) -> str:
        return _iso(self.cleaned_data["period"])

    def clean_baseline_period(self) -> str:
        return _iso(self.cleaned_data["baseline_period"])

    def clean_value(self) -> Decimal:
        return self._exact(self.cleaned_data["value"])

    def clean_baseline_value(self) -> Decimal:
        return self._exact(self.cleaned_data["baseline_value"])

    def _exact(self, value: Decimal) -> Decimal:
        if (why := why_not_exact(f"{value:f}", self.decimals)) is not None:
            raise forms.ValidationError(str(why))
        return value

    def stated(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "idempotency_key"}


def _iso(text: str) -> str:
    try:
        return str(Period.parse(text))
    except BadInput as wrong:
        raise forms.ValidationError(str(wrong.sentence)) from wrong


@through_the_door
@require_http_methods(["GET", "HEAD", "POST"])
def target_of_indicator(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """The newest figure is offered as the one to set out from."""
    town = _officers_town(request, "indicators.set_target")
    indicator = catalogue().find(key, town.pk)
    if indicator is None:
        raise Http404(_("この名前の指標はありません。一覧からさがしてください。"))
    newest = _newest(town, indicator)
    form = TargetForm.of(request, initial=_initial(newest, indicator))
    form.decimals = indicator.decimals
    form.fields["period"].help_text = _example(indicator)
    there = reverse("indicator", args=[code, key])
    if request.method == "POST" and form.is_valid():
        done = form.performs(set_target, actor_of(request), town, indicator, **form.stated())
        if done:
            return HttpResponseRedirect(there)
    context = {
        "form": form,
        "name": name_of(indicator),
        "newest": _in_words(newest, indicator) if newest else "",
        "crumbs": [*_crumbs(town, "")[:2], (name_of(indicator), there), (_("目標"), "")],
    }
    return render(request, "indicators/target.html", context, status=form.status)


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
    return {"baseline_period": str(newest.when), "baseline_value": plain}


EXAMPLES = {"day": "2030-10-01", "month": "2030-03", "year": "2030", "fiscal_year": "2030年度"}


def _example(indicator: Indicator) -> str:
    return _("例: %(example)s") % {"example": EXAMPLES[indicator.period_kind]}
