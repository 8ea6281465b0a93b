"""What is typed to pledge a gift: few boxes, the rest folded away. Warnings are read and ticked."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from meguri.core.actor import Channel
from meguri.core.codes import parse_corporate_number
from meguri.core.errors import BadInput
from meguri.funding.giving.actions.pledges import meaning
from meguri.funding.giving.forms.own import NEEDED_TO_BE_NAMED
from meguri.funding.giving.holders import is_the_towns
from meguri.funding.giving.models import Campaign, Giver, Pledge
from meguri.funding.giving.models.honour import SHOWN, Honour
from meguri.funding.giving.rules import Refusal, refusals, warnings
from meguri.funding.giving.said import Who, Wish
from meguri.funding.giving.spoken_sum import spoken_sum
from meguri.funding.giving.words import REFUSALS, WARNINGS
from meguri.funding.journal.models import JournalEntry, Purpose
from meguri.projects.forms.fields import MOST_YEN, YenField, day_field
from meguri.towns.models import Municipality
from meguri.towns.view_door import ActionForm

Way = JournalEntry.Way
WAYS = {
    Way.HOMETOWN_TAX: gettext_lazy("ふるさと納税（個人の方）"),
    Way.CORPORATE: gettext_lazy("企業版ふるさと納税（会社の方）"),
    Way.DONATION: gettext_lazy("ふつうの寄附"),
}
CHANNELS = [
    (one.value, one.label) for one in (Channel.COUNTER, Channel.PAPER, Channel.PHONE)
]
AT = {
    Refusal.TOO_LITTLE: "yen", Refusal.TOO_MUCH: "yen", Refusal.FIRM_LEAST: "yen", Refusal.TOWN_ALONE: "way",
    Refusal.PERSON_ALONE: "way", Refusal.FIRM_ALONE: "way", Refusal.FIRM_PLAN: "way",
    Refusal.FIRM_PLACE_UNKNOWN: "head_office", Refusal.FIRM_IN_TOWN: "head_office",
    Refusal.FIRM_BENEFIT: "wants_no_benefit",
}  # fmt: skip
"""The box at which each refusal is shown."""


class SumField(YenField):
    """Yen as people write them to give: 10000, 10,000円, 1万, 1万5千."""

    def to_python(self, value: Any) -> Any:
        typed = str(value if value is not None else "").strip()
        said = spoken_sum(typed)
        if said is not None and said < MOST_YEN:
            return said
        try:
            return super().to_python(value)
        except forms.ValidationError as error:
            raise forms.ValidationError(_("円の数で入れてください。例: 10000、1万5千")) from error


def _text(label: Any, length: int, autocomplete: str = "off", **more: Any) -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": autocomplete})
    return forms.CharField(**{"label": label, "max_length": length, "required": False, "widget": widget, **more})


class PledgeForm(ActionForm):
    """`for_staff`: an officer enters what somebody said at the counter, on paper or by phone."""

    yen = SumField(label=gettext_lazy("金額（円）"), required=True, help_text=gettext_lazy("例: 10000、1万5千"))
    way = forms.ChoiceField(label=gettext_lazy("寄附の種類"), widget=forms.RadioSelect)
    kind = forms.ChoiceField(
        label=gettext_lazy("どなたからの寄附ですか"), choices=Giver.Kind.choices, initial=Giver.Kind.PERSON,
        widget=forms.RadioSelect,
    )  # fmt: skip
    name = _text(gettext_lazy("お名前"), 100, "name", help_text=gettext_lazy("会社や団体のときは、その名前"))
    email = forms.EmailField(
        label=gettext_lazy("メールアドレス"), required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=gettext_lazy("お支払いの案内と、受け取ったお知らせを送ります。事業の報告を受け取るときにも使います。"),
    )  # fmt: skip
    postcode = _text(gettext_lazy("郵便番号"), 8, "postal-code")
    address = _text(
        gettext_lazy("住所"), 200, "street-address",
        help_text=gettext_lazy("受領証明書（税の控除に使います）を出すために要ります。"),
    )  # fmt: skip
    method = forms.ChoiceField(label=gettext_lazy("お支払いのしかた"), widget=forms.RadioSelect)
    honour = forms.ChoiceField(
        label=gettext_lazy("お名前の出し方"), choices=Honour.choices, initial=Honour.SILENCE, widget=forms.RadioSelect,
        help_text=gettext_lazy("いつでも変えられ、取り消せます。"),
    )  # fmt: skip
    honour_name = _text(
        gettext_lazy("出すお名前"), 60, help_text=gettext_lazy("頭文字で出すときは、頭文字を入れてください。例: H. Y.")
    )
    wants_news = forms.BooleanField(label=gettext_lazy("事業の報告が出たら、メールで受け取る"), required=False)
    corporate_number = _text(gettext_lazy("法人番号"), 20, help_text=gettext_lazy("13桁の数字"))
    head_office = _text(
        gettext_lazy("本社（主たる事務所）のある市区町村"), 40, help_text=gettext_lazy("例: 北海道帯広市")
    )
    wants_no_benefit = forms.BooleanField(
        label=gettext_lazy("寄附の見返りに、経済的な利益を受けません"), required=False
    )
    is_politician = forms.BooleanField(
        label=gettext_lazy("議員・首長か、その候補者や候補者になろうとする人です"), required=False
    )
    burden = forms.CharField(
        label=gettext_lazy("寄附につける条件"), max_length=500, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("条件をつけると、議会の議決が要ります。なければ空のままにします。"),
    )  # fmt: skip
    acknowledged = forms.MultipleChoiceField(
        label=gettext_lazy("確かめてください"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=[(str(name), sentence) for name, sentence in WARNINGS.items()],
    )  # fmt: skip
    channel = forms.ChoiceField(label=gettext_lazy("どこで受けたか"), choices=CHANNELS, widget=forms.RadioSelect)
    made_on = day_field(gettext_lazy("申し出の日"), required=True)

    def __init__(
        self,
        *args: Any,
        purpose: Purpose,
        campaign: Campaign | None,
        methods: Iterable[tuple[str, Any]],
        for_staff: bool = False,
        person_id: int | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.purpose, self.campaign, self.for_staff, self.person_id = purpose, campaign, for_staff, person_id
        self._choose("way", self._ways())
        self._choose("method", list(methods))
        self._mark_what_is_needed()
        self.place: Municipality | None = None
        if for_staff:
            self.fields["channel"].initial, self.fields["made_on"].initial = Channel.COUNTER, timezone.localdate()
        else:
            del self.fields["channel"], self.fields["made_on"]
        self.shown_warnings = [str(one) for one in warnings(self._meant({}))]
        if not self.is_bound:
            self._offer(self.shown_warnings)

    def _choose(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field: Any = self.fields[name]
        field.choices, field.initial = choices, choices[0][0]

    def _ways(self) -> list[tuple[str, Any]]:
        if not is_the_towns(self.purpose.fund):
            return [(Way.DONATION.value, WAYS[Way.DONATION])]
        has_plan = self.campaign is not None and self.campaign.plan_approved_on is not None
        return [(one.value, word) for one, word in WAYS.items() if one != Way.CORPORATE or has_plan]

    def _mark_what_is_needed(self) -> None:
        """Beside each box that some ways and honours ask for: for which. Said in words, so that no script is needed."""
        ways = {value for value, _word in self.fields["way"].choices}  # type: ignore[attr-defined]  # a choice field
        for_receipt = ""
        if Way.CORPORATE in ways:
            for_receipt = _("ふるさと納税と企業版では必要です")
        elif Way.HOMETOWN_TAX in ways:
            for_receipt = _("ふるさと納税では必要です")
        needed = {
            "name": for_receipt, "address": for_receipt, "email": _("報告を受け取るときは必要です"),
            "honour_name": NEEDED_TO_BE_NAMED, "head_office": _("企業版では必要です"),
            "wants_no_benefit": _("企業版では必要です"),
        }  # fmt: skip
        for name, words in needed.items():
            self.fields[name].needed_when = words  # type: ignore[attr-defined]  # read by web/forms/_need.html

    def _offer(self, names: Iterable[str]) -> None:
        field: Any = self.fields["acknowledged"]
        wanted = set(names)
        field.choices = [(str(name), sentence) for name, sentence in WARNINGS.items() if str(name) in wanted]

    def clean_corporate_number(self) -> str:
        given = str(self.cleaned_data["corporate_number"]).strip()
        if not given:
            return ""
        try:
            return parse_corporate_number(given).code
        except BadInput as error:
            raise forms.ValidationError(str(error)) from error

    def clean_head_office(self) -> str:
        """The municipality by its code, or by prefecture and name; by the name alone where only one has it."""
        given = str(self.cleaned_data["head_office"]).strip()
        if not given:
            return ""
        self.place = municipality_named(given)
        if self.place is None:
            sentence = _("その名前の市区町村が見つかりません。都道府県から入れてください。例: 北海道帯広市")
            raise forms.ValidationError(sentence)
        return given

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if "yen" not in cleaned or "way" not in cleaned:
            return cleaned
        meant = self._meant(cleaned)
        for refusal in refusals(meant):
            if not self.has_error(AT[refusal]):
                self.add_error(AT[refusal], REFUSALS[refusal])
        self._check_giver(cleaned)
        self.shown_warnings = [str(one) for one in warnings(meant)]
        unread = set(self.shown_warnings) - set(cleaned.get("acknowledged") or ())
        if unread:
            self.add_error("acknowledged", _("読んで、確かめたら印をつけてください。"))
        self._offer(self.shown_warnings)
        return cleaned

    def _check_giver(self, cleaned: dict[str, Any]) -> None:
        if cleaned["way"] != Way.DONATION:
            for name, sentence in (
                ("name", _("受領証明書を出すために、お名前を入れてください。")),
                ("address", _("受領証明書を出すために、住所を入れてください。")),
            ):
                if not cleaned.get(name) and not self.has_error(name):
                    self.add_error(name, sentence)
        if cleaned.get("honour") in SHOWN and not (cleaned.get("honour_name") or "").strip():
            self.add_error("honour_name", self._name_to_show(cleaned))
        if cleaned.get("wants_news") and not cleaned.get("email"):
            self.add_error("email", _("報告を受け取るメールアドレスを入れてください。"))

    def _name_to_show(self, cleaned: dict[str, Any]) -> str:
        """What to do about a name that is to be shown and was left empty.

        The giver's own name is put into the box and shown to them; it counts when they send it again.
        """
        name = (cleaned.get("name") or "").strip()[:60]
        if not name or cleaned["honour"] == Honour.INITIALS:
            return _("出すお名前を入れてください。")
        data: Any = QueryDict(mutable=True)
        data.update(self.data)
        data[self.add_prefix("honour_name")] = name
        self.data = data
        return _("「%(name)s」と出します。よろしければ、このまま、もう一度申し込んでください。") % {"name": name}

    def _meant(self, cleaned: dict[str, Any]) -> Any:
        return meaning(
            self.purpose, cleaned.get("yen") or 0, cleaned.get("way") or Way.DONATION, self.who(cleaned), self.campaign,
            burden=cleaned.get("burden") or "", wants_no_benefit=bool(cleaned.get("wants_no_benefit")),
        )  # fmt: skip

    def who(self, cleaned: dict[str, Any]) -> Who:
        texts = ("name", "email", "postcode", "address", "corporate_number")
        return Who(
            kind=cleaned.get("kind") or Giver.Kind.PERSON, head_office=self.place,
            is_politician=bool(cleaned.get("is_politician")),
            person_id=None if self.for_staff else self.person_id,
            **{name: cleaned.get(name) or "" for name in texts},
        )  # fmt: skip

    def said(self) -> dict[str, Any]:
        """What the action takes beside purpose, yen and giver."""
        given = self.cleaned_data
        return {
            "way": given["way"], "campaign": self.campaign, "method": given["method"], "burden": given["burden"],
            "wish": Wish(given["honour"], given["honour_name"] or "", bool(given["wants_news"])),
            "wants_no_benefit": bool(given["wants_no_benefit"]), "acknowledged": given["acknowledged"],
            "made_on": given.get("made_on"),
        }  # fmt: skip


def municipality_named(given: str) -> Municipality | None:
    """By its 6-digit code, or its name with or without the prefecture; None where none or several have it."""
    rows = Municipality.objects.select_related("prefecture")
    if given.isascii() and given.isdigit():
        return rows.filter(code=given).first()
    found = [one for one in rows.filter(name__in=_tails(given)) if given in (one.name, one.full_name)]
    exact = [one for one in found if one.full_name == given] or found
    return exact[0] if len(exact) == 1 else None


def _tails(given: str) -> list[str]:
    """The name itself, and what is left of it without two to four letters in front (a prefecture)."""
    return [given, *(given[cut:] for cut in (3, 4) if len(given) > cut)]


METHODS = dict(Pledge.Method.choices)
