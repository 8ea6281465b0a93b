"""One fiscal year by 款, each opened to 項 and 目; and the whole of it as a table to take away."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import reduce
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from meguri.core.policy import answer
from meguri.core.tables import write_csv
from meguri.funding.flow.pages.reconciling import reconciled
from meguri.funding.flow.policies import OFFICIAL_TOTAL
from meguri.funding.models import BudgetLine
from meguri.funding.moves import Moves, moves_of
from meguri.funding.pages.bars import Bar, bars
from meguri.funding.pages.copies import copied, not_sound
from meguri.funding.pages.years import may_work, tied_share
from meguri.funding.queries import NO_MONEY, Item, Money, Year, items, lines_of, year_of
from meguri.funding.words import in_words, to_the_yen, year_in_words
from meguri.towns.models import Town
from meguri.towns.request import actor_of, opened_town_of

Side = BudgetLine.Side


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which part of a year is asked for: one account and one side."""

    account: str
    side: str

    @classmethod
    def read(cls, request: HttpRequest, found: Iterable[Item]) -> "Wanted":
        """As asked, else the general account's expenditure, else the first that there is."""
        there = [(one.account, one.side) for one in found]
        accounts = [account for account, _side in there]
        asked = request.GET.get("account", "")
        account = next((one for one in (asked, "一般会計") if one in accounts), accounts[0])
        sides = {side for one, side in there if one == account}
        side = next(one for one in (request.GET.get("side", ""), Side.EXPENDITURE, Side.REVENUE) if one in sides)
        return cls(account, side)


@dataclass(frozen=True, slots=True)
class Row:
    """One 目 in an opened 款."""

    kou: str
    moku: str
    url: str
    budget: tuple[int | None, str]
    settlement: tuple[int | None, str]
    lines: int


@dataclass(frozen=True, slots=True)
class Chapter:
    """One 款 with its bar and what is in it."""

    bar: Bar
    rows: list[Row]


@require_safe
def budget_year(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """`?account=` 会計, `?side=` expenditure or revenue. Thirteen queries beside those of every page."""
    town = opened_town_of(request)
    found = _year(year)
    all_items = items(year)
    wanted = Wanted.read(request, all_items)
    mine = [one for one in all_items if (one.account, one.side) == (wanted.account, wanted.side)]
    money = sum_of(mine)
    held = reconciled(town, year) | _works(request, code)
    mine_moves = moves_of(year, wanted.account, wanted.side)
    context = {
        "year": found,
        "name": year_in_words(year),
        "wanted": wanted,
        "is_revenue": wanted.side == Side.REVENUE,
        "accounts": list(dict.fromkeys(one.account for one in all_items)),
        "sides": [side for side in Side if any(one.side == side for one in all_items)],
        "chapters": _chapters(town, year, mine),
        "table": _table(mine, money),
        "budget": in_words(money.budget),
        "settlement": in_words(money.settlement),
        "has_settlement": money.settlement is not None,
        "tied": tied_share(found),
        "tied_yen": in_words(found.tied),
        "held": held,
        "moves": _moves(mine_moves),
        "not_sound": [*not_sound(found, all_items), *held["broken"]],
        "files": copied(found.files),
        "may_work": may_work(request),
        "crumbs": [*crumbs_to_budget(town), (year_in_words(year), "")],
    }
    return render(request, "funding/year.html", context)


def _works(request: HttpRequest, code: str) -> dict[str, Any]:
    return {
        "may_state": answer("governance.start_draft", actor_of(request), OFFICIAL_TOTAL) is None,
        "new_url": reverse("new_draft", args=[code, OFFICIAL_TOTAL]),
    }


MOVE_WORDS = (
    gettext_lazy("当初（円）"), gettext_lazy("補正（円）"), gettext_lazy("流用・充用（円）"),
    gettext_lazy("前年度から（円）"), gettext_lazy("予算現額（円）"), gettext_lazy("決算（円）"),
    gettext_lazy("翌年度へ（円）"),
)  # fmt: skip


def _moves(found: list[Moves]) -> dict[str, Any] | None:
    """How the budget came to be what it is, by 款; None where the files tell of no change."""
    if not any(one.tells_of_changes for one in found):
        return None
    told = [at for at in range(len(MOVE_WORDS)) if any(one.amounts[at] is not None for one in found)]
    columns = [_("款"), *((MOVE_WORDS[at], "number") for at in told)]
    rows = [
        (one.kan or _("（款の名前なし）"), *((one.amounts[at], to_the_yen(one.amounts[at])) for at in told))
        for one in found
    ]
    return {"columns": columns, "rows": rows}


def _year(year: int) -> Year:
    found = year_of(year)
    if found is None:
        raise Http404(_("この年度の予算は、まだ入っていません。"))
    return found


def crumbs_to_budget(town: Town) -> list[tuple[str, str]]:
    return [(town.name, f"/{town.code}/"), (_("予算と決算"), reverse("budget", args=[town.code]))]


def sum_of(found: Iterable[Item]) -> Money:
    return reduce(lambda so_far, one: so_far + one.money, found, NO_MONEY)


def _by_kan(found: Iterable[Item]) -> dict[str, list[Item]]:
    by_kan: dict[str, list[Item]] = {}
    for one in found:
        by_kan.setdefault(one.kan, []).append(one)
    return by_kan


def _chapters(town: Town, year: int, mine: list[Item]) -> list[Chapter]:
    """The largest first."""
    by_kan = _by_kan(mine)
    sums = {kan: sum_of(inside) for kan, inside in by_kan.items()}
    ordered = sorted(by_kan, key=lambda kan: -(sums[kan].budget or sums[kan].settlement or 0))
    drawn = bars([(kan or _("（款の名前なし）"), "", sums[kan]) for kan in ordered])
    return [
        Chapter(bar, [_row(town, year, one) for one in by_kan[kan]]) for kan, bar in zip(ordered, drawn, strict=True)
    ]


def _row(town: Town, year: int, one: Item) -> Row:
    place = {"account": one.account, "side": one.side, "kan": one.kan, "kou": one.kou, "moku": one.moku}
    return Row(
        one.kou,
        one.moku,
        f"{reverse('budget-lines', args=[town.code, year])}?{urlencode(place)}",
        (one.money.budget, to_the_yen(one.money.budget)),
        (one.money.settlement, to_the_yen(one.money.settlement)),
        one.lines,
    )


def _table(mine: list[Item], whole: Money) -> dict[str, Any]:
    """By 款 in the order of the file, to the last yen, and the sum."""
    columns = [_("款"), (_("予算額（円）"), "number"), (_("決算額（円）"), "number")]
    parts = [(kan, sum_of(inside)) for kan, inside in _by_kan(mine).items()] + [(_("合計"), whole)]
    rows = [
        (name, (money.budget, to_the_yen(money.budget)), (money.settlement, to_the_yen(money.settlement)))
        for name, money in parts
    ]
    return {"columns": columns, "rows": rows}


CSV_HEAD = (
    "自治体コード", "年度", "会計", "歳入・歳出", "款", "項", "目", "節", "事業番号", "事業", "当初予算額（円）",
    "補正予算額（円）", "流用・充用（円）", "前年度からの繰越（円）", "予算額（円）", "決算額（円）",
    "翌年度への繰越（円）", "つながった事業", "ファイル", "行",
)  # fmt: skip


@require_safe
def budget_year_csv(request: HttpRequest, code: str, year: int) -> StreamingHttpResponse:
    """Every standing line of the year, in the order of its file."""
    town = opened_town_of(request)
    _year(year)
    response = StreamingHttpResponse(list(write_csv(_csv_rows(town, year))), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{town.code}-budget-{year}.csv"'
    return response


def _csv_rows(town: Town, year: int) -> Iterator[tuple[Any, ...]]:
    yield CSV_HEAD
    for line in lines_of(year).select_related("file"):
        yield (
            town.code,
            year,
            line.account,
            Side(line.side).label,
            line.kan,
            line.kou,
            line.moku,
            line.setsu,
            line.number,
            line.undertaking,
            line.initial_yen,
            line.supplement_yen,
            line.transfer_yen,
            line.carried_yen,
            line.budget_yen,
            line.settlement_yen,
            line.carried_out_yen,
            line.project.name if line.project else "",
            line.file.name,
            line.row,
        )
