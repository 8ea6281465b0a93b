"""What is typed of a contract: for which project, with whom, how they were chosen, for how much."""

from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from meguri.core.codes import parse_corporate_number
from meguri.core.errors import BadInput
from meguri.funding.journal.forms.choices import projects
from meguri.funding.journal.models import Contract
from meguri.governance.models import Organisation, PublicObject
from meguri.governance.posts import on_day
from meguri.projects.forms.fields import Choices, YenField, choice_of, day_field
from meguri.projects.forms.sectioned import Part, SectionedForm
from meguri.projects.keys import project_of

IN_TOWN = [("", gettext_lazy("わからない")), ("yes", gettext_lazy("町内")), ("no", gettext_lazy("町外"))]
WITH_REASON = (Contract.Method.DIRECT, Contract.Method.SELECTIVE, Contract.Method.PROPOSAL)
"""一般競争入札 is the rule (地方自治法 第234条第2項): another way is told with its reason."""


def suppliers() -> Choices:
    """Bodies that the town knows already. One query."""
    rows = Organisation.objects.filter(on_day(timezone.localdate())).exclude(kind=Organisation.Kind.TOWN)
    return [("", _("一覧にない")), *((str(pk), name) for pk, name in rows.order_by("name").values_list("pk", "name"))]


class ContractForm(SectionedForm):
    """One contract; a change of it is a new draft with its own reason."""

    subject = forms.CharField(label=gettext_lazy("件名"), max_length=200)
    project = choice_of(projects, gettext_lazy("どの事業のためか"), required=True)
    amount = YenField(label=gettext_lazy("契約の額（円）"), required=True)
    signed_on = day_field(gettext_lazy("契約の日"), required=True)
    begins_on = day_field(gettext_lazy("いつから"))
    ends_on = day_field(gettext_lazy("いつまで"))
    supplier_name = forms.CharField(
        label=gettext_lazy("契約の相手"),
        max_length=100,
        help_text=gettext_lazy("公表されます。個人が相手のときは、屋号など公表してよい名前を入れてください。"),
    )
    supplier = choice_of(suppliers, gettext_lazy("一覧にある団体なら"))
    supplier_number = forms.CharField(
        label=gettext_lazy("法人番号"),
        max_length=20,
        required=False,
        help_text=gettext_lazy("13桁。なければ空のまま。"),
    )
    in_town = forms.ChoiceField(label=gettext_lazy("町内の相手か"), choices=IN_TOWN, required=False)
    method = forms.ChoiceField(label=gettext_lazy("選び方"), choices=Contract.Method.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=gettext_lazy("その方法にした理由"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "一般競争入札でないときは、必ず書いてください。随意契約にできる場合は、地方自治法施行令第167条の2にあります。"
        ),
    )

    PARTS: ClassVar[tuple[Part, ...]] = (
        (
            gettext_lazy("どんな契約か"),
            "",
            ("subject", "project", ("amount", "signed_on"), ("begins_on", "ends_on")),
        ),
        (gettext_lazy("だれとの契約か"), "", ("supplier_name", ("supplier", "supplier_number"), "in_town")),
        (gettext_lazy("どう選んだか"), "", ("method", "reason")),
    )

    def __init__(self, *args: Any, about: PublicObject | None = None, **kwargs: Any) -> None:
        super().__init__(*args, about=about, **kwargs)
        here = project_of(about)
        if here is not None:
            self.fields["project"].initial = here.pk

    def title(self) -> str:
        return _("契約: %(title)s") % {"title": self.said("subject")}

    def yen(self) -> int | None:
        found: int | None = getattr(self, "cleaned_data", {}).get("amount")
        return found

    def is_in_town(self) -> bool | None:
        return {"yes": True, "no": False}.get(self.cleaned_data.get("in_town") or "")

    def clean_amount(self) -> Any:
        found = self.cleaned_data["amount"]
        if found is not None and found < 1:
            raise forms.ValidationError(_("契約の額は、1円以上で入れてください。"))
        return found

    def clean_signed_on(self) -> Any:
        day = self.cleaned_data["signed_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("契約を結んだ日を入れてください。先の日は入れられません。"))
        return day

    def clean_supplier_number(self) -> str:
        typed = (self.cleaned_data.get("supplier_number") or "").strip()
        if not typed:
            return ""
        try:
            return parse_corporate_number(typed).code
        except BadInput as no:
            raise forms.ValidationError(str(no)) from no

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        begins, ends = cleaned.get("begins_on"), cleaned.get("ends_on")
        if begins and ends and ends < begins:
            self.add_error("ends_on", _("「いつまで」は、「いつから」よりあとの日にしてください。"))
        if cleaned.get("method") in WITH_REASON and not (cleaned.get("reason") or "").strip():
            self.add_error("reason", _("一般競争入札にしなかった理由を書いてください。公表されます。"))
        return cleaned
