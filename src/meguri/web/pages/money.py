"""お金: one door to everything that a town shows of its money, with what stands behind each."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from meguri.funding.giving.queries import honoured
from meguri.funding.queries import years
from meguri.funding.words import in_words, year_in_words
from meguri.governance.models import PublicObject
from meguri.towns.models import Station, Town
from meguri.towns.request import opened_town_of

HONOURED = "honoured"
"""Gifts whose givers wish to be named."""


@dataclass(frozen=True, slots=True)
class Door:
    """A page of money. `kind` is what it lists, a public object or `HONOURED`; "" for a page that is always there."""

    url_name: str
    word: str | Promise
    about: str | Promise
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A door as the page shows it: how many stand behind it, None where it is no list."""

    url: str
    word: str
    about: str
    count: int | None

    @property
    def counted(self) -> str:
        if self.count is None:
            return ""
        return ngettext("%(n)s件", "%(n)s件", self.count) % {"n": f"{self.count:,}"}


FOLLOW = (
    Door("yen", gettext_lazy("お金の行き先"), gettext_lazy("寄附や税の1円が、何に使われ、何を動かしたか。")),
    Door("budget", gettext_lazy("予算と決算"), gettext_lazy("まちが1年に使うお金を、一行ずつ。"), "budget_line"),
    Door("funds", gettext_lazy("資金"), gettext_lazy("使いみちの決まったお金と、その仕訳帳。"), "fund"),
    Door("contracts", gettext_lazy("契約"), gettext_lazy("だれと、どの方法で、いくらの契約をしたか。"), "contract"),
)

GIVE = (
    Door("give", gettext_lazy("寄附する"), gettext_lazy("使いみちと、名前の出し方をえらんで申し出られます。")),
    Door("honours", gettext_lazy("寄附してくださった方"), gettext_lazy("名前を出してよいという方。"), HONOURED),
)

CARRY = (
    Door(
        "cliff", gettext_lazy("補助金の切れ目"), gettext_lazy("補助金がいつ終わり、そのあとだれが支えるか。"), "subsidy"
    ),
    Door("loans", gettext_lazy("融資"), gettext_lazy("資金から貸したお金と、返ったお金。"), "loan"),
    Door(
        "outcomes", gettext_lazy("成果連動の契約"), gettext_lazy("成果の数字で支払う契約と、その計算。"),
        "outcome_contract",
    ),
    Door("investments", gettext_lazy("投資の説明"), gettext_lazy("勧誘ではありません。"), "investment"),
    Door("in-kind", gettext_lazy("現物・労務"), gettext_lazy("手伝い、物、場所。"), "in_kind"),
)


@require_safe
def money(request: HttpRequest, code: str) -> HttpResponse:
    """Five queries beside those of every page."""
    town = opened_town_of(request)
    counts = _counts()
    found = years()
    newest = found[0] if found else None
    context = {
        "town": town,
        "newest": newest and {
            "name": year_in_words(newest.fiscal_year),
            "budget": in_words(newest.expenditure.budget),
            "raw": newest.expenditure.budget,
        },
        "groups": [
            (title, doors) for title, doors in (
                (_("しらべる"), _shown(town, FOLLOW, counts)),
                (_("ささえる"), _shown(town, CARRY, counts)),
                (_("寄附"), _shown(town, GIVE, counts)),
            ) if doors
        ],
        "crumbs": [(town.name, f"/{code}/"), (_("お金"), "")],
    }  # fmt: skip
    return render(request, "pages/money.html", context)


def _counts() -> dict[str, int]:
    """Public objects of money by kind, and the gifts that `HONOURED` counts. Two queries."""
    rows = PublicObject.objects.filter(is_public=True, station=Station.FUND).order_by().values_list("kind")
    return {**dict(rows.annotate(Count("id"))), HONOURED: honoured().count()}


def _shown(town: Town, doors: Sequence[Door], counts: dict[str, int]) -> list[Shown]:
    return [
        Shown(
            reverse(door.url_name, args=[town.code]),
            str(door.word),
            str(door.about),
            counts.get(door.kind, 0) if door.kind else None,
        )
        for door in doors
    ]
