"""What is typed to open a fund or to change one: whose it is, what for, its purposes, the post that answers."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from meguri.funding.journal.forms.choices import holders, projects
from meguri.funding.journal.holding import fund_of
from meguri.funding.journal.models import Fund, Purpose
from meguri.governance.models import PublicObject
from meguri.projects.forms.fields import choice_of, day_field, open_posts
from meguri.projects.forms.sectioned import Part, SectionedForm

NEW_PURPOSES = 4
ROWS = [(f"purpose_{n}", f"purpose_{n}_project") for n in range(1, NEW_PURPOSES + 1)]


class FundForm(SectionedForm):
    """A fund that stands keeps its holder and its purposes; new ones are added to them."""

    name = forms.CharField(label=gettext_lazy("資金の名前"), max_length=100)
    kind = forms.ChoiceField(label=gettext_lazy("種類"), choices=Fund.Kind.choices)
    ordinance = forms.CharField(
        label=gettext_lazy("もとになる条例"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("基金のときに入れます。例: 見本町ふるさと応援基金条例"),
    )
    holder = choice_of(holders, gettext_lazy("だれが持つお金か"), required=True)
    aim = forms.CharField(
        label=gettext_lazy("何のためのお金か"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    opened_on = day_field(gettext_lazy("はじめた日"), required=True)
    closed_on = day_field(
        gettext_lazy("終えた日"),
        help_text=gettext_lazy("残りが0円になってから入れます。続いているときは空のままにします。"),
    )
    post = choice_of(open_posts, gettext_lazy("責任者の役職"))

    PARTS: ClassVar[tuple[Part, ...]] = (
        (
            gettext_lazy("どんなお金か"),
            "",
            ("name", ("kind", "ordinance"), "holder", "aim", ("opened_on", "closed_on")),
        ),
        (
            gettext_lazy("使いみち"),
            gettext_lazy("お金は、使いみちごとに分けて記帳します。一つの事業だけのためのお金なら、その事業も選びます。"),
            tuple(ROWS),
        ),
        (gettext_lazy("だれが責任をもつか"), "", ("post",)),
    )

    def __init__(self, *args: Any, about: PublicObject | None = None, **kwargs: Any) -> None:
        super().__init__(*args, about=about, **kwargs)
        self.fund = fund_of(about)
        for n, (purpose, project) in enumerate(ROWS, start=1):
            label = _("新しい使いみち %(n)s") if self.fund else _("使いみち %(n)s")
            self.fields[purpose] = forms.CharField(label=label % {"n": n}, max_length=100, required=False)
            self.fields[project] = choice_of(projects, _("事業 %(n)s") % {"n": n})
        if self.fund is not None:
            self.fields["holder"].disabled = self.fields["opened_on"].disabled = True

    def title(self) -> str:
        if self.fund is not None:
            return _("資金「%(name)s」を改める") % {"name": self.said("name")}
        return _("資金「%(name)s」をつくる") % {"name": self.said("name")}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.fund is None and not self.purposes():
            self.add_error("purpose_1", _("使いみちを、一つは入れてください。"))
        if cleaned.get("kind") == Fund.Kind.ORDINANCE and not (cleaned.get("ordinance") or "").strip():
            self.add_error("ordinance", _("基金は条例でつくるものです。条例の名前を入れてください。"))
        self._check_names(cleaned)
        return cleaned

    def _check_names(self, cleaned: dict[str, Any]) -> None:
        others = Fund.objects.exclude(pk=self.fund.pk if self.fund else 0)
        if others.filter(name=(cleaned.get("name") or "").strip()).exists():
            self.add_error("name", _("同じ名前の資金があります。別の名前にしてください。"))
        names = [name for name, _project in self.purposes()]
        standing = list(Purpose.objects.filter(fund=self.fund).values_list("name", flat=True)) if self.fund else []
        for field, _project in ROWS:
            name = (cleaned.get(field) or "").strip()
            if name and (names.count(name) > 1 or name in standing):
                self.add_error(field, _("同じ名前の使いみちがあります。別の名前にしてください。"))

    def purposes(self) -> list[tuple[str, int | None]]:
        """New purposes: name, and the project it is for."""
        given = self.cleaned_data
        rows = (((given.get(name) or "").strip(), given.get(project)) for name, project in ROWS)
        return [(name, project) for name, project in rows if name]
