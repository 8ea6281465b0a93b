"""What is typed to book in a fund: an expense, another movement, or the reversal of an entry."""

from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from meguri.funding.journal.forms.choices import contracts, projects, purposes_of
from meguri.funding.journal.holding import fund_of
from meguri.funding.journal.models import JournalEntry
from meguri.funding.words import to_the_yen
from meguri.governance.models import PublicObject
from meguri.projects.forms.fields import YenField, choice_of, day_field
from meguri.projects.forms.sectioned import Part, SectionedForm


class FundedForm(SectionedForm):
    """The form of a draft about a fund."""

    def __init__(self, *args: Any, about: PublicObject | None = None, **kwargs: Any) -> None:
        super().__init__(*args, about=about, **kwargs)
        self.fund = fund_of(about)
        for name in ("purpose", "to_purpose"):
            if name in self.fields:
                field: Any = self.fields[name]
                field.choices = purposes_of(self.fund)

    def yen(self) -> int | None:
        found: int | None = getattr(self, "cleaned_data", {}).get("amount")
        return found

    def clean_on(self) -> Any:
        day = self.cleaned_data["on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("今日までの日にしてください。先のお金は「予定」で入れます。"))
        return day

    def clean_amount(self) -> Any:
        yen = self.cleaned_data["amount"]
        if yen is not None and yen < 1:
            raise forms.ValidationError(_("金額は、1円以上で入れてください。"))
        return yen


def text_field() -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("何のお金か（摘要）"),
        max_length=200,
        help_text=gettext_lazy("公表されます。個人の名前は書かないでください。例: 看板の製作、5月分の燃料"),
    )


IN_TOWN = [("", gettext_lazy("わからない")), ("yes", gettext_lazy("町内")), ("no", gettext_lazy("町外"))]


class ExpenseForm(FundedForm):
    """Each expense names its purpose and its project; who approves it is the post that answers for the fund."""

    purpose = choice_of(lambda: [], gettext_lazy("どの使いみちから"), required=True)
    project = choice_of(projects, gettext_lazy("どの事業のためか"), required=True)
    amount = YenField(label=gettext_lazy("金額（円）"), required=True)
    on = day_field(gettext_lazy("支払った日"), required=True)
    text = text_field()
    contract = choice_of(contracts, gettext_lazy("契約"))
    in_town = forms.ChoiceField(label=gettext_lazy("支払先"), choices=IN_TOWN, required=False)

    PARTS: ClassVar[tuple[Part, ...]] = (
        (gettext_lazy("支出"), "", (("purpose", "project"), ("amount", "on"), "text", ("contract", "in_town"))),
    )

    def title(self) -> str:
        return _("支出 %(yen)s円: %(text)s") % {"yen": to_the_yen(self.yen()), "text": self.said("text")}

    def is_in_town(self) -> bool | None:
        return {"yes": True, "no": False}.get(self.cleaned_data.get("in_town") or "")


class What(models.TextChoices):
    """The movements other than an expense."""

    RECEIVE = "receive", gettext_lazy("受け取った")
    GIVE_BACK = "give_back", gettext_lazy("返した")
    MOVE = "move", gettext_lazy("使いみちをかえる")
    PLAN = "plan", gettext_lazy("受け取る予定")


class BookingForm(FundedForm):
    """Money that came, went back, changes its purpose, or is planned."""

    what = forms.ChoiceField(label=gettext_lazy("何があったか"), choices=What.choices, widget=forms.RadioSelect)
    purpose = choice_of(lambda: [], gettext_lazy("使いみち"), required=True)
    to_purpose = choice_of(
        lambda: [], gettext_lazy("新しい使いみち"), help_text=gettext_lazy("使いみちをかえるときだけ選びます。")
    )
    way = forms.ChoiceField(
        label=gettext_lazy("どんなお金か"), choices=[("", "—"), *JournalEntry.Way.choices], required=False,
        help_text=gettext_lazy("受け取ったとき、受け取る予定のときに選びます。"),
    )  # fmt: skip
    amount = YenField(label=gettext_lazy("金額（円）"), required=True)
    on = day_field(gettext_lazy("日付"), required=True)
    text = text_field()

    PARTS: ClassVar[tuple[Part, ...]] = (
        (gettext_lazy("お金の動き"), "", ("what", ("purpose", "to_purpose"), "way", ("amount", "on"), "text")),
    )

    def title(self) -> str:
        word = dict(What.choices).get(self.said("what"), "")
        told = {"what": word, "yen": to_the_yen(self.yen()), "text": self.said("text")}
        return _("%(what)s %(yen)s円: %(text)s") % told

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        what, target = cleaned.get("what"), cleaned.get("to_purpose")
        if what == What.MOVE and (target is None or target == cleaned.get("purpose")):
            self.add_error("to_purpose", _("いまと別の使いみちを選んでください。"))
        if what in (What.RECEIVE, What.PLAN) and not cleaned.get("way"):
            self.add_error("way", _("どんなお金かを選んでください。"))
        return cleaned


class ReversalForm(FundedForm):
    """An entry is never changed: it is reversed, with the reason, and what is right is booked anew."""

    entry = forms.UUIDField(label=gettext_lazy("取り消す仕訳の番号"))
    on = day_field(gettext_lazy("取り消す日"), required=True)
    reason = forms.CharField(
        label=gettext_lazy("取り消す理由"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("公表されます。何がまちがっていたかを書いてください。"),
    )  # fmt: skip

    PARTS: ClassVar[tuple[Part, ...]] = ((gettext_lazy("仕訳の取り消し"), "", ("entry", "on", "reason")),)

    def clean_entry(self) -> UUID:
        wanted: UUID = self.cleaned_data["entry"]
        if not JournalEntry.objects.filter(pk=wanted, fund=self.fund).exists():
            raise forms.ValidationError(_("この資金に、その番号の仕訳はありません。仕訳のページから起案してください。"))
        return wanted

    def standing(self) -> JournalEntry | None:
        given = getattr(self, "cleaned_data", {}).get("entry")
        found: JournalEntry | None = JournalEntry.objects.filter(pk=given, fund=self.fund).first() if given else None
        return found

    def title(self) -> str:
        found = self.standing()
        return _("仕訳の取り消し: %(text)s") % {"text": found.text if found else ""}
