"""What is typed to plan a project, or to change the plan of one."""

from typing import Any, ClassVar

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from meguri.governance.models import Organisation, Post
from meguri.indicators.labels import name_of
from meguri.projects.forms.base import BasedForm
from meguri.projects.forms.fields import YenField, choice_of, day_field, open_organisations, open_posts
from meguri.projects.forms.indicator_fields import indicator_choices, indicators_named
from meguri.projects.forms.sectioned import Part, paired
from meguri.projects.models import Project
from meguri.projects.queries.standing import standing_plan
from meguri.projects.states import STARTS, WORDS, State

MILESTONES = 5
FEWEST_INDICATORS = 3
STEPS = [(f"milestone_{n}", f"milestone_{n}_due") for n in range(1, MILESTONES + 1)]

TEXTS = ("name", "number", "purpose", "activity", "place", "law", "end_condition", "successor", "came_from")
"""Texts of a plan that are columns of a project."""

PLACE = (("latitude", 20.0, 46.0), ("longitude", 122.0, 154.0))
"""Degrees between which Japan lies."""


def text(label: Any, length: int, *, required: bool = False, rows: int = 0, hint: Any = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    return forms.CharField(label=label, max_length=length, required=required, widget=widget, help_text=hint)


class PlanForm(BasedForm):
    """Of a plan only the name has to be known. What is not known stays empty, and the sheet says so."""

    name = text(
        gettext_lazy("事業の名前"), 100, required=True, hint=gettext_lazy("例: 福祉バスの予約運行")
    )
    number = text(gettext_lazy("事業番号"), 30, hint=gettext_lazy("事務事業一覧の番号。なければ空のままにします。"))
    purpose = text(
        gettext_lazy("何のために"), 1000, rows=3, hint=gettext_lazy("例: となり町の病院まで、一人で行けるように")
    )
    activity = text(gettext_lazy("何をするか"), 2000, rows=4)
    came_from = text(
        gettext_lazy("もとになった計画や声"), 200, hint=gettext_lazy("例: 第6期総合計画 2-3、2025年の福祉懇談会")
    )
    state = forms.ChoiceField(
        label=gettext_lazy("いまの段階"), choices=[(one.value, WORDS[one]) for one in STARTS], widget=forms.RadioSelect
    )
    post = choice_of(
        open_posts, gettext_lazy("責任者になる役職"), help_text=gettext_lazy("その役職が、まちの人の問いに答えます。")
    )
    owner = choice_of(
        open_organisations,
        gettext_lazy("行う団体"),
        help_text=gettext_lazy("住民のグループや会社が行うときに選びます。決裁が、まちの同意になります。"),
    )
    place = text(gettext_lazy("場所"), 200)
    latitude = forms.FloatField(label=gettext_lazy("緯度"), required=False, help_text=gettext_lazy("例: 43.2326"))
    longitude = forms.FloatField(label=gettext_lazy("経度"), required=False, help_text=gettext_lazy("例: 143.2961"))
    begins_on = day_field(gettext_lazy("始まる日"))
    ends_on = day_field(gettext_lazy("終わる日"), help_text=gettext_lazy("決まっていなければ空のままにします。"))
    ground = forms.ChoiceField(
        label=gettext_lazy("根拠"), choices=Project.Ground.choices, required=False, widget=forms.RadioSelect
    )
    law = text(
        gettext_lazy("根拠の法令・条例"), 200, hint=gettext_lazy("例: 老人福祉法 第10条の4。義務のときは要ります。")
    )
    end_condition = text(
        gettext_lazy("何をもって終えるか"),
        300,
        hint=gettext_lazy("例: 利用が1日10人になり、民間の路線に引きつげたとき"),
    )
    successor = text(gettext_lazy("終えたあと、だれが続けるか"), 200)
    planned_yen = YenField(
        label=gettext_lazy("見込みの費用（円）"),
        help_text=gettext_lazy("わからないときは空のままにします。0は「お金がかからない」という意味になります。"),
    )
    first_report_due = day_field(
        gettext_lazy("最初の報告の期限"), help_text=gettext_lazy("この日までに、何をしたかを報告します。")
    )

    PARTS: ClassVar[tuple[Part, ...]] = (
        ("", "", ("seen",)),
        (gettext_lazy("何を、何のために"), "", ("name", "purpose", "activity", "came_from", "number", "state")),
        (gettext_lazy("だれが"), "", ("post", "owner")),
        (
            gettext_lazy("どこで、いつ"),
            "",
            ("place", ("latitude", "longitude"), ("begins_on", "ends_on")),
        ),
        (
            gettext_lazy("根拠と終わり方"),
            gettext_lazy("終わり方を先に決めておくと、つづけるか、引き継ぐかを話し合えます。"),
            ("ground", "law", "end_condition", "successor"),
        ),
        (gettext_lazy("お金"), "", ("planned_yen",)),
    )
    LATER_PARTS: ClassVar[tuple[Part, ...]] = (
        (
            gettext_lazy("主な工程"),
            gettext_lazy("大きな区切りだけを書きます。あとから足したり、日を改めたりできます。"),
            tuple(STEPS),
        ),
        (gettext_lazy("報告"), "", ("first_report_due",)),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = indicator_choices()
        for n, name in enumerate(self.indicator_names(), start=1):
            self.fields[name] = choice_of(lambda: choices, _("動かしたい指標 %(n)s") % {"n": n})
        for n, (step, due) in enumerate(STEPS, start=1):
            self.fields[step] = text(_("工程 %(n)s") % {"n": n}, 100)
            self.fields[due] = day_field(_("予定の日 %(n)s") % {"n": n})
        if self.project is not None:
            for name in ("state", "first_report_due", *sum(STEPS, ())):
                del self.fields[name]

    def indicator_names(self) -> list[str]:
        """Three choices, more where the project has more already."""
        given = len(standing_plan(self.project).indicators) + 1 if self.project is not None else 0
        return [f"indicator_{n}" for n in range(1, max(FEWEST_INDICATORS, given) + 1)]

    def parts(self) -> tuple[Part, ...]:
        hint = _("この事業で動かしたい数字です。成果は、その数字のうつりかわりで見ます。")
        results: Part = (_("成果"), hint, tuple(self.indicator_names()))
        return (*self.PARTS, results, *self.LATER_PARTS)

    def title(self) -> str:
        name = self.said("name")
        if self.project is None:
            return _("新しい事業: %(name)s") % {"name": name}
        return _("事業の変更: %(name)s") % {"name": name}

    def yen(self) -> int | None:
        """The planned cost chooses the route."""
        found: int | None = getattr(self, "cleaned_data", {}).get("planned_yen")
        return found

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("ground") == Project.Ground.DUTY and not cleaned.get("law"):
            self.add_error("law", _("法令による義務のときは、その法令や条例を書いてください。"))
        begins, ends = cleaned.get("begins_on"), cleaned.get("ends_on")
        if begins and ends and ends < begins:
            self.add_error("ends_on", _("終わる日は、始まる日からあとの日にしてください。"))
        self._check_place()
        self._check_number()
        if self.project is None:
            paired(self, STEPS, _("工程の名前と予定の日を、両方入れてください。"))
            self._check_steps_are_different()
        return cleaned

    def _check_place(self) -> None:
        cleaned = self.cleaned_data
        if (cleaned.get("latitude") is None) != (cleaned.get("longitude") is None):
            empty = "longitude" if cleaned.get("longitude") is None else "latitude"
            if not self.has_error("latitude") and not self.has_error("longitude"):
                self.add_error(empty, _("緯度と経度は、両方入れるか、両方空にしてください。"))
        for name, least, most in PLACE:
            value = cleaned.get(name)
            if value is not None and not least <= value <= most:
                sentence = _("日本のなかの位置ではありません。緯度は20〜46、経度は122〜154の数です。")
                self.add_error(name, sentence)

    def _check_number(self) -> None:
        number = self.cleaned_data.get("number")
        others = Project.objects.exclude(pk=self.project.pk) if self.project is not None else Project.objects.all()
        taken = others.filter(number=number).first() if number else None
        if taken is not None:
            sentence = _("事業番号%(number)sは「%(name)s」の番号です。別の番号にするか、空にしてください。")
            self.add_error("number", sentence % {"number": number, "name": taken.name})

    def _check_steps_are_different(self) -> None:
        names: set[str] = set()
        for step, _due in STEPS:
            if (name := self.cleaned_data.get(step)) and name in names:
                self.add_error(step, _("同じ名前の工程があります。名前を変えてください。"))
            names.add(name or "")

    def steps(self) -> list[tuple[str, Any]]:
        """The main steps of a new project, each with its day."""
        return [(self.cleaned_data[a], self.cleaned_data[b]) for a, b in STEPS if self.cleaned_data.get(a)]

    def indicator_ids(self) -> list[int]:
        """Each once, in the order chosen."""
        chosen = [self.cleaned_data.get(name) for name in self.indicator_names()]
        return list(dict.fromkeys(pk for pk in chosen if pk is not None))

    def texts(self) -> dict[str, str]:
        return {name: self.cleaned_data.get(name) or "" for name in TEXTS}

    def shown(self) -> list[tuple[str, str]]:
        """The plan in words, label by label, as the preview and a comparison show it; empty where nothing is said."""
        cleaned = self.cleaned_data
        said = {name: str(cleaned.get(name) or "") for name in TEXTS}
        said |= {name: _day(cleaned.get(name)) for name in ("begins_on", "ends_on", "first_report_due")}
        said["ground"] = str(Project.Ground(cleaned["ground"]).label) if cleaned.get("ground") else ""
        said["state"] = str(WORDS[State(cleaned["state"])]) if cleaned.get("state") else ""
        said["planned_yen"] = yen_in_words(cleaned.get("planned_yen"))
        said["post"] = _post_name(cleaned.get("post"))
        said["owner"] = _organisation_name(cleaned.get("owner"))
        places = [cleaned.get("latitude"), cleaned.get("longitude")]
        said["latitude"] = ", ".join(str(one) for one in places if one is not None)
        labels = {name: str(field.label) for name, field in self.fields.items()} | {"latitude": _("位置（緯度、経度）")}
        named = [name_of(one) for one in indicators_named(self.indicator_ids())]
        lines = [(labels[name], said[name]) for name in self.fields if name in said]
        return [*lines, (_("動かしたい指標"), pgettext("between words of a list", "、").join(named))]

    def differences(self) -> list[tuple[str, str, str]]:
        if self.project is None:
            return []
        standing = PlanForm(standing_plan(self.project).content(), about=self.about)
        standing.is_valid()
        now = dict(standing.shown())
        both = [(label, now.get(label, ""), drafted) for label, drafted in self.shown()]
        return [one for one in both if one[1] != one[2]]


def yen_in_words(yen: int | None) -> str:
    return "" if yen is None else _("%(yen)s円") % {"yen": f"{yen:,}"}


def _day(day: Any) -> str:
    return date_format(day, "DATE_FORMAT") if day else ""


def _post_name(pk: int | None) -> str:
    post = Post.objects.select_related("organisation").filter(pk=pk).first() if pk else None
    return post.full_name if post else ""


def _organisation_name(pk: int | None) -> str:
    found = Organisation.objects.filter(pk=pk).first() if pk else None
    return found.name if found else ""
