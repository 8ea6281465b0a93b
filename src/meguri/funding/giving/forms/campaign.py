"""What is typed to call for gifts: aim and use line by line, until when, and what happens if it is missed or passed."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from meguri.funding.giving.about import campaign_of
from meguri.funding.giving.holders import is_the_towns
from meguri.funding.giving.models import Campaign
from meguri.funding.journal.models import Purpose
from meguri.governance.models import PublicObject
from meguri.projects.forms.fields import Choices, YenField, choice_of, day_field
from meguri.projects.forms.sectioned import Part, SectionedForm

MOST_LINES, MOST_STEPS = 5, 3
LINES = [(f"line_{n}", f"line_{n}_yen") for n in range(1, MOST_LINES + 1)]
STEPS = [(f"step_{n}", f"step_{n}_yen", f"step_{n}_due") for n in range(1, MOST_STEPS + 1)]
STANDING = ("purpose", "opens_on", "deadline", "if_missed", "if_passed")
"""What stays as it was once the call is out, since people give for it."""


def open_purposes() -> Choices:
    """By fund. One query."""
    rows = Purpose.objects.filter(fund__closed_on=None).select_related("fund").order_by("fund__name", "position", "pk")
    groups: dict[str, list[tuple[str, str]]] = {}
    for one in rows:
        groups.setdefault(one.fund.name, []).append((str(one.pk), one.name))
    return [("", _("選んでください")), *groups.items()]


class CampaignForm(SectionedForm):
    """A new call, or new words for one that is out."""

    name = forms.CharField(label=gettext_lazy("呼びかけの名前"), max_length=100)
    text = forms.CharField(
        label=gettext_lazy("なぜ、何のために"), max_length=2000, widget=forms.Textarea(attrs={"rows": 6})
    )
    purpose = choice_of(open_purposes, gettext_lazy("どの資金の、どの使いみちに"), required=True)
    opens_on = day_field(gettext_lazy("受け付けをはじめる日"), required=True)
    deadline = day_field(gettext_lazy("しめきり"), required=True)
    if_missed = forms.ChoiceField(
        label=gettext_lazy("目標に届かなかったら"), choices=Campaign.IfMissed.choices, widget=forms.RadioSelect
    )
    if_passed = forms.ChoiceField(
        label=gettext_lazy("目標をこえたら"), choices=Campaign.IfPassed.choices, widget=forms.RadioSelect
    )
    plan_title = forms.CharField(
        label=gettext_lazy("認定を受けた地域再生計画の名前"), max_length=100, required=False,
        help_text=gettext_lazy("会社からの企業版ふるさと納税を受けるときだけ入れます（地域再生法第5条第15項の認定）。"),
    )  # fmt: skip
    plan_approved_on = day_field(gettext_lazy("認定の日"))

    PARTS: ClassVar[tuple[Part, ...]] = (
        (gettext_lazy("何をよびかけるか"), "", ("name", "text", "purpose", ("opens_on", "deadline"))),
        (
            gettext_lazy("お金の使いみち"),
            gettext_lazy("一行ずつ書きます。合わせた額が、目標の額になります。"),
            tuple(LINES),
        ),
        (
            gettext_lazy("どうなるか"),
            gettext_lazy("はじめに約束して、そのとおりにします。あとから変えられません。"),
            ("if_missed", "if_passed"),
        ),
        (
            gettext_lazy("お金を出す段階"),
            gettext_lazy("ここに書いた額は、その段階ができたと責任者が記録するまで使えません。なければ空のままにします。"),
            tuple(STEPS),
        ),
        (gettext_lazy("企業版ふるさと納税"), "", (("plan_title", "plan_approved_on"),)),
    )

    def __init__(self, *args: Any, about: PublicObject | None = None, **kwargs: Any) -> None:
        super().__init__(*args, about=about, **kwargs)
        self.campaign = campaign_of(about)
        for n, (name, yen) in enumerate(LINES, start=1):
            self.fields[name] = forms.CharField(label=_("使うこと %(n)s") % {"n": n}, max_length=100, required=False)
            self.fields[yen] = YenField(label=_("金額 %(n)s（円）") % {"n": n})
        for n, (name, yen, due) in enumerate(STEPS, start=1):
            self.fields[name] = forms.CharField(label=_("段階 %(n)s") % {"n": n}, max_length=100, required=False)
            self.fields[yen] = YenField(label=_("出せる額 %(n)s（円）") % {"n": n})
            self.fields[due] = day_field(_("予定の日 %(n)s") % {"n": n})
        if self.campaign is not None:
            for name in self.standing_names():
                del self.fields[name]

    def standing_names(self) -> list[str]:
        return [*STANDING, *(name for row in (*LINES, *STEPS) for name in row)]

    def title(self) -> str:
        return _("寄附の呼びかけ: %(name)s") % {"name": self.said("name")}

    def yen(self) -> int | None:
        if self.campaign is not None:
            return self.campaign.aim_yen
        return self.aim() if hasattr(self, "cleaned_data") else None

    def aim(self) -> int:
        return sum(yen for _name, yen in self.lines())

    def lines(self) -> list[tuple[str, int]]:
        given = self.cleaned_data
        return [(given[a].strip(), given[b]) for a, b in LINES if (given.get(a) or "").strip() and given.get(b)]

    def steps(self) -> list[tuple[str, int, date]]:
        given = self.cleaned_data
        rows = [(given.get(a), given.get(b), given.get(c)) for a, b, c in STEPS]
        return [(name.strip(), yen, due) for name, yen, due in rows if name and yen and due]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if bool((cleaned.get("plan_title") or "").strip()) != bool(cleaned.get("plan_approved_on")):
            self.add_error("plan_title", _("計画の名前と認定の日を、両方入れてください。"))
        if self.campaign is None:
            self._check_whole(cleaned)
        return cleaned

    def _check_whole(self, cleaned: dict[str, Any]) -> None:
        self._check_rows(cleaned)
        opens, ends = cleaned.get("opens_on"), cleaned.get("deadline")
        if opens and ends and ends < opens:
            self.add_error("deadline", _("しめきりは、はじめる日からあとの日にしてください。"))
        if not self.lines() and not any(self.has_error(name) for row in LINES for name in row):
            self.add_error("line_1", _("使いみちを、一行は入れてください。例: 車いすのまま乗れる車 1台"))
        if sum(yen for _name, yen, _due in self.steps()) > self.aim():
            self.add_error("step_1_yen", _("段階ごとの額の合計が、目標の額をこえています。"))
        self._check_purpose(cleaned)

    def _check_rows(self, cleaned: dict[str, Any]) -> None:
        """Each row is filled, or left empty."""
        for row in (*LINES, *STEPS):
            empty = [name for name in row if not cleaned.get(name)]
            if empty and len(empty) < len(row) and not self.has_error(empty[0]):
                self.add_error(empty[0], _("この行の、ほかの欄と合わせて入れてください。"))

    def _check_purpose(self, cleaned: dict[str, Any]) -> None:
        purpose = Purpose.objects.select_related("fund__holder").filter(pk=cleaned.get("purpose") or 0).first()
        if purpose is not None and cleaned.get("plan_title") and not is_the_towns(purpose.fund):
            self.add_error("plan_title", _("企業版ふるさと納税は、まちのお金だけが受けられます。空にしてください。"))


def standing_words(about: PublicObject | None) -> dict[str, Any]:
    """What stands of the call a draft is about."""
    campaign = campaign_of(about)
    if campaign is None:
        return {}
    names = ("text", "plan_title", "plan_approved_on")
    return {"name": campaign.title} | {name: getattr(campaign, name) for name in names}
