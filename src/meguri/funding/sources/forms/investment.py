"""What is typed to explain a project to those who might put money in. Nothing here offers or promises anything."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from meguri.funding.sources.forms.fields import bodies, not_after_today, sum_field, text_area
from meguri.funding.sources.models import Investment
from meguri.projects.forms.fields import choice_of, day_field
from meguri.projects.forms.sectioned import Part, ProjectForm


class InvestmentForm(ProjectForm):
    """One sheet for a project. Interest is taken by the licensed operator alone, once the town has recorded it."""

    holder = choice_of(bodies, gettext_lazy("お金を受け取る会社・団体"), required=True)
    aim = text_area(gettext_lazy("何をめざすか"))
    use = text_area(gettext_lazy("お金の使いみち"))
    wanted_yen = sum_field(gettext_lazy("要るお金（円）"))
    downside = text_area(
        gettext_lazy("うまくいかないとき"), help_text=gettext_lazy("どこまで損をすることがあるかも書きます。")
    )
    risk = forms.ChoiceField(label=gettext_lazy("負うリスク"), choices=Investment.Risk.choices)
    risk_why = forms.CharField(label=gettext_lazy("そう考えるわけ"), max_length=300)
    reporting = forms.CharField(
        label=gettext_lazy("いつ報告するか"),
        max_length=200,
        help_text=gettext_lazy("例: 毎年5月と11月に、このページで"),
    )
    takes_interest = forms.BooleanField(
        label=gettext_lazy("関心表明を、取り扱う業者のページで受け付ける"), required=False
    )
    operator_name = forms.CharField(label=gettext_lazy("取り扱う業者"), max_length=100, required=False)
    operator_number = forms.CharField(
        label=gettext_lazy("登録番号"), max_length=100, required=False,
        help_text=gettext_lazy("第二種金融商品取引業の登録番号。例: ○○財務局長（金商）第000号"),
    )  # fmt: skip
    operator_url = forms.URLField(label=gettext_lazy("業者のページ"), required=False, assume_scheme="https")
    lawyer_name = forms.CharField(
        label=gettext_lazy("登録が要らないことを確かめた弁護士"), max_length=100, required=False
    )
    lawyer_on = day_field(gettext_lazy("確かめた日"))

    PARTS: ClassVar[tuple[Part, ...]] = (
        (gettext_lazy("どんな事業か"), gettext_lazy("もうかる、損をしない、のような約束は書けません。"),
         ("holder", "aim", "use", "wanted_yen", "downside", ("risk", "risk_why"), "reporting")),
        (gettext_lazy("関心表明"), gettext_lazy("登録のある業者か、弁護士の確かめがないあいだは、受け付けません。"),
         ("takes_interest", ("operator_name", "operator_number"), "operator_url", ("lawyer_name", "lawyer_on"))),
    )  # fmt: skip

    def title(self) -> str:
        return _("「%(name)s」の投資の説明") % {"name": self.project.name if self.project else ""}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        not_after_today(self, "lawyer_on")
        if cleaned.get("takes_interest"):
            self._check_operator(cleaned)
        return cleaned

    def _check_operator(self, cleaned: dict[str, Any]) -> None:
        for name in ("operator_name", "operator_url"):
            if not cleaned.get(name) and not self.has_error(name):
                self.add_error(name, _("関心表明を受け付けるには、取り扱う業者とそのページが要ります。"))
        checked = cleaned.get("lawyer_name") and cleaned.get("lawyer_on")
        if not cleaned.get("operator_number") and not checked:
            self.add_error(
                "operator_number",
                _("業者の登録番号（第二種金融商品取引業）か、弁護士の名前と確かめた日を入れてください。"
                  "ないあいだは、関心表明を受け付けません。"),
            )  # fmt: skip
