"""What an officer says of an indicator, and of a target: the same form, whether it is done at once or drafted."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from meguri.core.errors import BadInput
from meguri.core.period import Period
from meguri.core.scope import active_town
from meguri.governance.draft_kinds import DraftForm
from meguri.indicators.defining import Aim, Definition, key_of, period_of
from meguri.indicators.exact import why_not_exact
from meguri.indicators.labels import name_of
from meguri.indicators.models import Family, Indicator
from meguri.indicators.queries import catalogue

EXAMPLES = {"day": "2030-10-01", "month": "2030-03", "year": "2030", "fiscal_year": "2030年度"}


class DefinitionForm(DraftForm):
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

    def title(self) -> str:
        return _("「%(name)s」という指標をつくる") % {"name": self.cleaned_data["name"]}


class TargetForm(DraftForm):
    """A target, the figure it sets out from, and why. `about` or the hidden key names the indicator."""

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

    indicator = forms.CharField(max_length=80, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, of: Indicator | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.aims_at = of or _indicator_named(self.data.get("indicator") or self.initial.get("indicator") or "")
        if self.aims_at is not None:
            self.fields["indicator"].initial = self.aims_at.key
            self.fields["period"].help_text = _("例: %(example)s") % {"example": EXAMPLES[self.aims_at.period_kind]}

    def clean_indicator(self) -> str:
        return self.which.key

    def clean_period(self) -> str:
        return self._period(self.cleaned_data["period"])

    def clean_baseline_period(self) -> str:
        return self._period(self.cleaned_data["baseline_period"])

    def clean_value(self) -> Decimal:
        return self._exact(self.cleaned_data["value"])

    def clean_baseline_value(self) -> Decimal:
        return self._exact(self.cleaned_data["baseline_value"])

    def _period(self, text: str) -> str:
        """ISO text; of the indicator's own kind, as far as it is known."""
        try:
            return str(Period.parse(text) if self.aims_at is None else period_of(self.aims_at, text))
        except BadInput as wrong:
            raise forms.ValidationError(str(wrong.sentence)) from wrong

    def _exact(self, value: Decimal) -> Decimal:
        if (why := why_not_exact(f"{value:f}", self.which.decimals if self.aims_at else None)) is not None:
            raise forms.ValidationError(str(why))
        return value

    @property
    def which(self) -> Indicator:
        """The indicator; a mistake of the form itself where none is named."""
        if self.aims_at is None:
            raise forms.ValidationError(_("どの指標の目標かが分かりません。指標のページから、もう一度始めてください。"))
        return self.aims_at

    def aim(self) -> Aim:
        given = self.cleaned_data
        return Aim(given["period"], given["value"], given["baseline_period"], given["baseline_value"], given["reason"])

    def title(self) -> str:
        when = Period.parse(self.cleaned_data["period"]).label(get_language() or "ja")
        words = {"name": name_of(self.which), "when": when}
        return _("「%(name)s」の%(when)sの目標") % words


def _indicator_named(key: str) -> Indicator | None:
    """The country's or the active town's own."""
    town = active_town()
    return catalogue().find(key, town.pk if town else None) if key else None
