"""What a giver types on their own page, and an officer about a pledge."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meguri.funding.giving.actions.receipts import lacking
from meguri.funding.giving.models import Giver
from meguri.funding.giving.models.honour import Honour
from meguri.projects.forms.fields import YenField, day_field
from meguri.towns.view_door import ActionForm

NEEDED_TO_BE_NAMED = _("お名前を出すときは必要です")


class HonourForm(ActionForm):
    """How the giver wishes to be named from now on."""

    honour = forms.ChoiceField(label=_("お名前の出し方"), choices=Honour.choices, widget=forms.RadioSelect)
    honour_name = forms.CharField(label=_("出すお名前"), max_length=60, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["honour_name"].needed_when = NEEDED_TO_BE_NAMED  # type: ignore[attr-defined]  # as for a pledge


class GiverForm(ActionForm):
    """What a receipt lacks of the giver; only what is not known is asked."""

    name = forms.CharField(label=_("お名前"), max_length=100)
    postcode = forms.CharField(label=_("郵便番号"), max_length=8, required=False)
    address = forms.CharField(label=_("住所"), max_length=200)

    def __init__(self, *args: Any, giver: Giver | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lacks_name, lacks_address = lacking(giver)
        if not lacks_name:
            del self.fields["name"]
        if not lacks_address:
            del self.fields["address"], self.fields["postcode"]


class ReceiveForm(ActionForm):
    """Money for a pledge came in."""

    amount = YenField(label=_("受け取った額（円）"), required=True)
    on = day_field(_("受け取った日"), required=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = timezone.localdate()


class VoteForm(ActionForm):
    """The assembly is asked, or has voted."""

    RESULTS = (
        ("", _("まだ（はかっているところ）")), ("yes", _("受けることを決めた")), ("no", _("受けないことを決めた")),
    )  # fmt: skip

    bill = forms.CharField(label=_("議案の番号"), max_length=60, help_text=_("例: 議案第12号"))
    carried = forms.ChoiceField(label=_("議決"), choices=RESULTS, required=False, widget=forms.RadioSelect)
    on = day_field(_("議決の日"))

    def result_of_vote(self) -> bool | None:
        return {"yes": True, "no": False}.get(self.cleaned_data["carried"])


class DeclineForm(ActionForm):
    reason = forms.CharField(label=_("お受けしない理由"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class StepForm(ActionForm):
    """A step of a call was reached."""

    on = day_field(_("できた日"), required=True)
    said = forms.CharField(
        label=_("何ができたか"), max_length=300, help_text=_("公表されます。例: 車を注文しました。納車は3月です。")
    )
