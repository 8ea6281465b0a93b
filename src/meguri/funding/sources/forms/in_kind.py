"""What is typed of work, things and places given to a project, and the rule by which they are valued."""

from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from meguri.funding.sources.forms.fields import bodies, check_term, sum_field
from meguri.funding.sources.models import InKind
from meguri.projects.forms.fields import choice_of, day_field
from meguri.projects.forms.sectioned import Part, ProjectForm


class InKindForm(ProjectForm):
    """Its value is a comparison, told beside the yen of the books and never added to them."""

    kind = forms.ChoiceField(label=gettext_lazy("種類"), choices=InKind.Kind.choices)
    what = forms.CharField(label=gettext_lazy("何を"), max_length=200, help_text=gettext_lazy("例: 乗り降りの手伝い"))
    giver = choice_of(bodies, gettext_lazy("登録のある会社・団体"))
    giver_name = forms.CharField(
        label=gettext_lazy("だれから"), max_length=100,
        help_text=gettext_lazy("個人の名前は書きません。例: 見本町の運転ボランティア（12人）"),
    )  # fmt: skip
    quantity = forms.DecimalField(
        label=gettext_lazy("量"), min_value=Decimal("0.01"), max_digits=12, decimal_places=2,
        error_messages={"min_value": gettext_lazy("0より大きい数を入れてください。")},
    )  # fmt: skip
    unit = forms.CharField(label=gettext_lazy("単位"), max_length=20, help_text=gettext_lazy("例: 時間、台、か月"))
    unit_yen = sum_field(gettext_lazy("1単位の換算（円）"), help_text=gettext_lazy("換算しないときは空のまま。"))
    rule = forms.CharField(
        label=gettext_lazy("換算のきまり"), max_length=300,
        help_text=gettext_lazy("例: 県の最低賃金で1時間を数える。換算しないときは、そのわけ。"),
    )  # fmt: skip
    begins_on = day_field(gettext_lazy("いつから"), required=True)
    until = day_field(gettext_lazy("いつまで"), required=True)

    PARTS: ClassVar[tuple[Part, ...]] = (
        (gettext_lazy("現物・労務"), gettext_lazy("お金の合計には入りません。"),
         (("kind", "what"), ("giver_name", "giver"), ("quantity", "unit"), ("unit_yen", "rule"),
          ("begins_on", "until"))),
    )  # fmt: skip

    def title(self) -> str:
        return _("現物・労務「%(what)s」") % {"what": self.said("what")}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        check_term(self, "begins_on", "until")
        return cleaned
