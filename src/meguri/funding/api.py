"""The API of money: the fiscal years of a town's budget in sums, and its lines."""

import datetime as dt
from typing import Annotated, Literal, Self

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_noop as _
from ninja import Field, Path, Query, Router, Schema

from meguri.core.api.answer import CSV_TOO, Wanted, list_answer
from meguri.core.api.paging import Cut, Part
from meguri.funding.models import BudgetLine
from meguri.funding.queries import Year, all_lines, provisional, years
from meguri.towns.request import opened_town_of

router = Router(tags=[_("お金")])

Code = Annotated[str, Path(pattern="^[0-9]{6}$", description=_("6桁の全国地方公共団体コード"))]
YEN = _("円。わからないときはnullで、0ではない")
PROVISIONAL = _("trueは、決算が出納閉鎖（5月31日）より前のファイルの数")
TIED_BY = _("つながり方: number、name、person、none（事業につながらないと確かめた）、空（未定）")


class BudgetYearOut(Schema):
    """One fiscal year in sums."""

    fiscal_year: int
    expenditure_budget_yen: int | None = Field(description=YEN)
    expenditure_settlement_yen: int | None = Field(description=YEN)
    revenue_budget_yen: int | None = Field(description=YEN)
    revenue_settlement_yen: int | None = Field(description=YEN)
    tied_budget_yen: int = Field(description=_("歳出予算のうち、事業につながった行の合計（円）"))
    provisional: bool = Field(description=PROVISIONAL)
    lines: int = Field(description=_("行の数"))

    @classmethod
    def of(cls, year: Year) -> Self:
        return cls(
            fiscal_year=year.fiscal_year,
            expenditure_budget_yen=year.expenditure.budget,
            expenditure_settlement_yen=year.expenditure.settlement,
            revenue_budget_yen=year.revenue.budget,
            revenue_settlement_yen=year.revenue.settlement,
            tied_budget_yen=year.tied,
            provisional=year.is_provisional,
            lines=year.lines,
        )


class BudgetYears(Part):
    items: list[BudgetYearOut]


class BudgetLineOut(Schema):
    """One line of the budget: a copy for the public of the town's accounting files."""

    id: int
    fiscal_year: int
    account: str = Field(description=_("会計"))
    side: str = Field(description=_("expenditure（歳出）かrevenue（歳入）"))
    kan: str = Field(description=_("款"))
    kou: str = Field(description=_("項"))
    moku: str = Field(description=_("目"))
    setsu: str = Field(description=_("節"))
    undertaking_number: str = Field(description=_("事業番号"))
    undertaking: str = Field(description=_("事業の名前"))
    initial_yen: int | None = Field(description=_("当初予算額（円）"))
    supplement_yen: int | None = Field(description=_("補正予算額（円）"))
    transfer_yen: int | None = Field(description=_("流用・充用の増減（円）"))
    carried_yen: int | None = Field(description=_("前年度からの繰越額（円）"))
    budget_yen: int | None = Field(description=YEN)
    settlement_yen: int | None = Field(description=YEN)
    carried_out_yen: int | None = Field(description=_("翌年度への繰越額（円）"))
    provisional: bool = Field(description=PROVISIONAL)
    project_id: int | None = Field(description=_("つながった事業の番号"))
    tied_by: str = Field(description=TIED_BY)
    file: str = Field(description=_("もとのファイル"))
    row: int = Field(description=_("そのファイルの何行目か"))
    taken_on: dt.date = Field(description=_("そのファイルを取り込んだ日"))

    @classmethod
    def of(cls, line: BudgetLine) -> Self:
        return cls(
            id=line.pk,
            fiscal_year=line.fiscal_year,
            account=line.account,
            side=line.side,
            kan=line.kan,
            kou=line.kou,
            moku=line.moku,
            setsu=line.setsu,
            undertaking_number=line.number,
            undertaking=line.undertaking,
            initial_yen=line.initial_yen,
            supplement_yen=line.supplement_yen,
            transfer_yen=line.transfer_yen,
            carried_yen=line.carried_yen,
            budget_yen=line.budget_yen,
            settlement_yen=line.settlement_yen,
            carried_out_yen=line.carried_out_yen,
            provisional=line.settlement_yen is not None and provisional(line.last_file),
            project_id=line.project_id,
            tied_by=line.tie,
            file=line.file.name,
            row=line.row,
            taken_on=timezone.localdate(line.file.taken_at),
        )


class BudgetLines(Part):
    items: list[BudgetLineOut]


class WantedLines(Wanted):
    """Which lines are asked for."""

    fiscal_year: int | None = Field(None, ge=1873, le=2200, description=_("年度"))
    account: str | None = Field(None, max_length=60, description=_("会計"))
    side: Literal["expenditure", "revenue"] | None = Field(None, description=_("歳出か歳入か"))
    project: int | None = Field(None, ge=1, le=2**53, description=_("この番号の事業につながった行だけ"))


@router.get(
    "/municipalities/{code}/budget/years",
    response=BudgetYears,
    operation_id="list_budget_years",
    summary=_("予算と決算の年度"),
    description=_("開いたまちの予算と決算を、年度ごとの合計で、新しい順に並べます。まだ開いていないまちは404です。"),
    openapi_extra=CSV_TOO,
)
def list_budget_years(request: HttpRequest, code: Code, wanted: Query[Wanted]) -> HttpResponse:
    opened_town_of(request)
    part = Cut.of([BudgetYearOut.of(year) for year in years()], wanted)
    return list_answer(request, BudgetYears, BudgetYearOut, part, wanted, name=f"budget-years-{code}")


@router.get(
    "/municipalities/{code}/budget/lines",
    response=BudgetLines,
    operation_id="list_budget_lines",
    summary=_("予算と決算の行"),
    description=_(
        "いまの予算と決算の行を、年度の新しい順、ファイルの順に並べます。まちの会計のファイルの、公表用の写しです。"
    ),
    openapi_extra=CSV_TOO,
)
def list_budget_lines(request: HttpRequest, code: Code, wanted: Query[WantedLines]) -> HttpResponse:
    opened_town_of(request)
    asked = {
        "fiscal_year": wanted.fiscal_year,
        "account": wanted.account,
        "side": wanted.side,
        "project": wanted.project,
    }
    found = all_lines().filter(**{name: value for name, value in asked.items() if value is not None})
    page = found[wanted.offset : wanted.offset + wanted.limit]
    part = Cut([BudgetLineOut.of(line) for line in page], found.count(), wanted)
    return list_answer(request, BudgetLines, BudgetLineOut, part, wanted, name=f"budget-lines-{code}")
