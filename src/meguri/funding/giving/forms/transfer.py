"""What is typed to say where a transfer for a fund goes."""

import re
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from meguri.core.text import half_width
from meguri.funding.giving.models import TransferAccount
from meguri.funding.journal.holding import fund_of
from meguri.governance.models import PublicObject
from meguri.projects.forms.sectioned import Part, SectionedForm


class TransferForm(SectionedForm):
    """An account of the fund's holder."""

    bank = forms.CharField(label=gettext_lazy("金融機関"), max_length=40, help_text=gettext_lazy("例: 見本信用金庫"))
    branch = forms.CharField(label=gettext_lazy("支店"), max_length=40)
    kind = forms.ChoiceField(label=gettext_lazy("預金の種類"), choices=TransferAccount.Kind.choices)
    number = forms.CharField(label=gettext_lazy("口座番号"), max_length=7, help_text=gettext_lazy("7桁の数字"))
    name = forms.CharField(label=gettext_lazy("口座の名義（カナ）"), max_length=60)

    PARTS: ClassVar[tuple[Part, ...]] = (
        (
            gettext_lazy("振込先"),
            gettext_lazy("決裁が済むと、払込票にこの口座がのります。通帳とひとつずつ合わせてください。"),
            (("bank", "branch"), ("kind", "number"), "name"),
        ),
    )

    def __init__(self, *args: Any, about: PublicObject | None = None, **kwargs: Any) -> None:
        super().__init__(*args, about=about, **kwargs)
        self.fund = fund_of(about)

    def clean_number(self) -> str:
        digits = half_width(self.cleaned_data["number"]).strip()
        if re.fullmatch(r"[0-9]{7}", digits) is None:
            raise forms.ValidationError(_("口座番号は7桁の数字です。6桁以下のときは、前に0をつけてください。"))
        return digits

    def title(self) -> str:
        return _("振込先: %(name)s") % {"name": self.fund.name if self.fund else ""}
