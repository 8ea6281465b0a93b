"""The API of other sources: subsidies with their end, loans against their schedule, payment by outcome, in kind."""

import datetime as dt
from decimal import Decimal
from typing import Annotated, Self

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_noop as _
from ninja import Field, Path, Query, Router, Schema

from meguri.core.api.answer import CSV_TOO, Wanted, list_answer
from meguri.core.api.paging import Cut, Part
from meguri.core.period import Period
from meguri.funding.sources.loan_schedule import State, compared, owed, schedule
from meguri.funding.sources.models import InKind, Loan, OutcomeContract, OutcomePayment, Subsidy
from meguri.funding.sources.pages.loans import loans
from meguri.funding.sources.queries import subsidies
from meguri.indicators.queries import catalogue
from meguri.towns.request import opened_town_of

router = Router(tags=[_("お金")])

Code = Annotated[str, Path(pattern="^[0-9]{6}$", description=_("6桁の全国地方公共団体コード"))]
PROJECT = _("事業の番号")


class SubsidyOut(Schema):
    """One subsidy of a project."""

    id: int
    project_id: int = Field(description=PROJECT)
    name: str
    giver: str = Field(description=_("state（国）、prefecture（都道府県）、other（そのほか）"))
    giver_name: str = Field(description=_("出すところ"))
    rate_percent: float | None = Field(description=_("補助率（％）。定額のときはnull"))
    yen: int = Field(description=_("交付の決定額（円）"))
    yearly_yen: int = Field(description=_("1年に支えている額（円）"))
    begins_on: dt.date = Field(description=_("はじまる日"))
    ends_on: dt.date = Field(description=_("終わる日"))
    conditions: str = Field(description=_("条件"))
    carried_by: str = Field(description=_("終わったあとの支え手: town、firm、users、another、ends。未定は空"))

    @classmethod
    def of(cls, one: Subsidy) -> Self:
        return cls(
            id=one.pk, project_id=one.project_id, name=one.name, giver=one.giver, giver_name=one.giver_name,
            rate_percent=_plain(one.rate), yen=one.yen, yearly_yen=one.yearly_yen, begins_on=one.begins_on,
            ends_on=one.ends_on, conditions=one.conditions, carried_by=one.carried_by,
        )  # fmt: skip


class Subsidies(Part):
    items: list[SubsidyOut]


class LoanOut(Schema):
    """One loan out of a fund, with how it stands today."""

    id: int
    project_id: int = Field(description=PROJECT)
    purpose_id: int = Field(description=_("使いみちの番号"))
    borrower: str = Field(description=_("借りた団体"))
    name: str = Field(description=_("何のための融資か"))
    yen: int = Field(description=_("貸した額（円）"))
    rate_percent: float = Field(description=_("年利（％）"))
    way: str = Field(description=_("equal_principal（元金均等）、equal_payments（元利均等）、bullet（一括）"))
    lent_on: dt.date = Field(description=_("貸した日"))
    first_due: dt.date = Field(description=_("1回目の期日"))
    instalments: int = Field(description=_("返す回数"))
    every_months: int = Field(description=_("何か月ごとに返すか"))
    security: str = Field(description=_("担保・保証"))
    owed_yen: int = Field(description=_("まだ返っていない元金（円）"))
    late: int = Field(description=_("期日をすぎたか、足りない回の数"))

    @classmethod
    def of(cls, one: Loan, today: dt.date) -> Self:
        paid = [row.paid for row in one.repayments.all()]
        lines = compared(schedule(one.terms), paid, today)
        return cls(
            id=one.pk, project_id=one.project_id, purpose_id=one.purpose_id, borrower=one.borrower.name, name=one.name,
            yen=one.yen, rate_percent=float(one.rate), way=one.way, lent_on=one.lent_on, first_due=one.first_due,
            instalments=one.instalments, every_months=one.every, security=one.security,
            owed_yen=owed(one.yen, paid), late=sum(line.state in (State.LATE, State.SHORT) for line in lines),
        )  # fmt: skip


class Loans(Part):
    items: list[LoanOut]


class OutcomePaymentOut(Schema):
    """What was paid by outcome for one period, beside the contract that says how it is worked out."""

    contract_id: int = Field(description=_("契約の番号"))
    contract: str = Field(description=_("件名"))
    contractor: str = Field(description=_("契約の相手"))
    project_id: int = Field(description=PROJECT)
    indicator: str = Field(description=_("指標"))
    evaluator: str = Field(description=_("数字を確かめる第三者"))
    cap_yen: int = Field(description=_("1回に払う上限（円）"))
    period: str = Field(description=_("どの時期の数字か"))
    figure: float = Field(description=_("支払ったときの数字"))
    yen: int = Field(description=_("支払った額（円）"))
    on: dt.date = Field(description=_("支払った日"))

    @classmethod
    def of(cls, one: OutcomePayment, indicator: str) -> Self:
        contract: OutcomeContract = one.contract
        return cls(
            contract_id=contract.pk, contract=contract.title, contractor=contract.contractor,
            project_id=contract.project_id, indicator=indicator, evaluator=contract.evaluator,
            cap_yen=contract.cap_yen, period=str(Period.decode(one.period)), figure=float(one.figure), yen=one.yen,
            on=one.on,
        )  # fmt: skip


class OutcomePayments(Part):
    items: list[OutcomePaymentOut]


class InKindOut(Schema):
    """Work, things or a place given to a project. Its value is never part of a sum of yen."""

    id: int
    project_id: int = Field(description=PROJECT)
    kind: str = Field(description=_("work（労務）、thing（物）、place（場所）"))
    what: str = Field(description=_("何を"))
    giver: str = Field(description=_("だれから"))
    quantity: float = Field(description=_("量"))
    unit: str = Field(description=_("単位"))
    unit_yen: int | None = Field(description=_("1単位の換算（円）。換算しないときはnull"))
    valued_yen: int | None = Field(description=_("換算した額（円）。お金の合計にはふくまない"))
    rule: str = Field(description=_("換算のきまり"))
    begins_on: dt.date = Field(description=_("いつから"))
    until: dt.date = Field(description=_("いつまで"))

    @classmethod
    def of(cls, one: InKind) -> Self:
        return cls(
            id=one.pk, project_id=one.project_id, kind=one.kind, what=one.what, giver=one.giver_name,
            quantity=float(one.quantity), unit=one.unit, unit_yen=one.unit_yen, valued_yen=one.valued_yen,
            rule=one.rule, begins_on=one.begins_on, until=one.until,
        )  # fmt: skip


class InKinds(Part):
    items: list[InKindOut]


class WantedSubsidies(Wanted):
    """Which subsidies are asked for."""

    ends_before: dt.date | None = Field(None, description=_("この日より前に終わるものだけ"))


def _plain(number: Decimal | None) -> float | None:
    return None if number is None else float(number)


@router.get(
    "/municipalities/{code}/subsidies",
    response=Subsidies,
    operation_id="list_subsidies",
    summary=_("補助金"),
    description=_("事業を支える補助金を、先に終わるものから並べます。終わったものもふくみます。"),
    openapi_extra=CSV_TOO,
)
def list_subsidies(request: HttpRequest, code: Code, wanted: Query[WantedSubsidies]) -> HttpResponse:
    opened_town_of(request)
    found = subsidies() if wanted.ends_before is None else subsidies().filter(ends_on__lt=wanted.ends_before)
    page = [SubsidyOut.of(one) for one in found[wanted.offset : wanted.offset + wanted.limit]]
    part = Cut(page, found.count(), wanted)
    return list_answer(request, Subsidies, SubsidyOut, part, wanted, name=f"subsidies-{code}")


@router.get(
    "/municipalities/{code}/loans",
    response=Loans,
    operation_id="list_loans",
    summary=_("融資"),
    description=_("資金から貸したお金と、きょうまでの返り方です。"),
    openapi_extra=CSV_TOO,
)
def list_loans(request: HttpRequest, code: Code, wanted: Query[Wanted]) -> HttpResponse:
    opened_town_of(request)
    found, today = loans(), timezone.localdate()
    page = [LoanOut.of(one, today) for one in found[wanted.offset : wanted.offset + wanted.limit]]
    return list_answer(request, Loans, LoanOut, Cut(page, found.count(), wanted), wanted, name=f"loans-{code}")


@router.get(
    "/municipalities/{code}/outcome-payments",
    response=OutcomePayments,
    operation_id="list_outcome_payments",
    summary=_("成果への支払い"),
    description=_("成果連動の契約で支払った額を、もとになった数字とともに、新しい順に並べます。"),
    openapi_extra=CSV_TOO,
)
def list_outcome_payments(request: HttpRequest, code: Code, wanted: Query[Wanted]) -> HttpResponse:
    opened_town_of(request)
    found = OutcomePayment.objects.select_related("contract").order_by("-on", "-pk")
    names = catalogue().by_id
    page = [
        OutcomePaymentOut.of(one, names[one.contract.indicator_id].key)
        for one in found[wanted.offset : wanted.offset + wanted.limit]
    ]
    part = Cut(page, found.count(), wanted)
    return list_answer(request, OutcomePayments, OutcomePaymentOut, part, wanted, name=f"outcome-payments-{code}")


@router.get(
    "/municipalities/{code}/in-kind",
    response=InKinds,
    operation_id="list_in_kind",
    summary=_("現物・労務"),
    description=_("事業に出された労務、物、場所です。換算した額は、お金の合計にはふくみません。"),
    openapi_extra=CSV_TOO,
)
def list_in_kind(request: HttpRequest, code: Code, wanted: Query[Wanted]) -> HttpResponse:
    opened_town_of(request)
    found = InKind.objects.order_by("-begins_on", "-pk")
    page = [InKindOut.of(one) for one in found[wanted.offset : wanted.offset + wanted.limit]]
    return list_answer(request, InKinds, InKindOut, Cut(page, found.count(), wanted), wanted, name=f"in-kind-{code}")
