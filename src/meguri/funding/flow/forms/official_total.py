"""What is typed of an official total: of which year, account and side, how much, and in which paper it stands."""

from typing import ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from meguri.funding.budget_kind import GENERAL
from meguri.funding.flow.models import OfficialTotal
from meguri.funding.models import BudgetLine
from meguri.funding.words import short_year
from meguri.projects.forms.fields import YenField
from meguri.projects.forms.sectioned import Part, SectionedForm


class OfficialTotalForm(SectionedForm):
    """The total as the paper that the assembly saw states it."""

    fiscal_year = forms.IntegerField(label=gettext_lazy("年度（西暦）"), min_value=1947, max_value=2100)
    account = forms.CharField(label=gettext_lazy("会計"), max_length=60, initial=GENERAL)
    side = forms.ChoiceField(label=gettext_lazy("歳入・歳出"), choices=BudgetLine.Side.choices)
    kind = forms.ChoiceField(label=gettext_lazy("何の合計か"), choices=OfficialTotal.Kind.choices)
    amount = YenField(label=gettext_lazy("公式の合計（円）"), required=True)
    source = forms.CharField(
        label=gettext_lazy("出典"),
        max_length=200,
        help_text=gettext_lazy("例: 令和7年度 見本町歳入歳出決算書 12ページ"),
    )
    explained = forms.CharField(
        label=gettext_lazy("取り込んだ行との差のわけ"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("差がないとき、まだ分からないときは空のままにします。公表されます。"),
    )

    PARTS: ClassVar[tuple[Part, ...]] = (
        (
            gettext_lazy("公式の合計"),
            gettext_lazy("議会に出した予算書・決算書の合計です。取り込んだ行を足した額と、1円までくらべて公表します。"),
            (("fiscal_year", "account"), ("side", "kind"), "amount", "source", "explained"),
        ),
    )

    def title(self) -> str:
        year = self.said("fiscal_year")
        told = {"year": short_year(int(year)) if year.isdigit() else year, "account": self.said("account")}
        return _("公式の合計: %(year)s %(account)s") % told

    def yen(self) -> int | None:
        """None: it states a sum and spends nothing, so the sum chooses no route."""
        return None
