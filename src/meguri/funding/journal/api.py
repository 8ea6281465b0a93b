"""The API of funds: what each purpose has and had, and the journal, entry by entry with its postings."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Annotated, Self
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from ninja import Field, Path, Query, Router, Schema

from meguri.core.api.answer import CSV_TOO, Wanted, json_answer, list_answer
from meguri.core.api.paging import Cut, Part
from meguri.funding.journal.models import Fund, JournalEntry, Posting
from meguri.funding.journal.queries import Stages, amounts_of, entries_of, entry_at, fund_at, funds, sheets_of
from meguri.towns.request import opened_town_of

router = Router(tags=[_("お金")])

Code = Annotated[str, Path(pattern="^[0-9]{6}$", description=_("6桁の全国地方公共団体コード"))]
FundNumber = Annotated[int, Path(ge=1, le=2**53, description=_("資金の番号"))]
Stage = JournalEntry.Stage
STAGE = _("段階: planned（予定）、committed（約束）、received（受取）、spent（支出）、returned（返還）、moved（振替）")

WAY = _("財源: donation（寄附）、hometown_tax（ふるさと納税）、corporate（企業版）、subsidy（補助金）など。支出では空")


class PurposeOut(Schema):
    """One purpose of a fund, with what it has and had, in yen."""

    fund_id: int = Field(description=_("資金の番号"))
    fund: str = Field(description=_("資金の名前"))
    holder: str = Field(description=_("資金を持つ団体"))
    is_copy: bool = Field(description=_("trueは、まちの会計の、公表用の写し"))
    id: int = Field(description=_("使いみちの番号"))
    name: str = Field(description=_("使いみち"))
    project_id: int | None = Field(description=_("この使いみちの事業の番号"))
    received_yen: int = Field(description=_("これまでに受け入れた額（円）"))
    spent_yen: int = Field(description=_("これまでに使った額（円）"))
    returned_yen: int = Field(description=_("これまでに返した額（円）"))
    kept_yen: int = Field(description=_("いま残っている額（円）。貸している額をふくむ"))
    lent_yen: int = Field(description=_("そのうち、貸している額（円）"))
    planned_yen: int = Field(description=_("予定の額（円）。残高にふくまない"))
    committed_yen: int = Field(description=_("約束された額（円）。残高にふくまない"))

    @classmethod
    def of(cls, fund: Fund, one: Stages) -> Self:
        left = one.balance
        return cls(
            fund_id=fund.pk, fund=fund.name, holder=fund.holder.name, is_copy=fund.is_copy, id=one.purpose.pk,
            name=one.purpose.name, project_id=one.purpose.project_id, received_yen=one.received, spent_yen=one.spent,
            returned_yen=one.returned, kept_yen=left.kept, lent_yen=left.lent, planned_yen=left.planned,
            committed_yen=left.committed,
        )  # fmt: skip


class Purposes(Part):
    items: list[PurposeOut]


class JournalEntryOut(Schema):
    """One journal entry. `yen` is the sum of its debit side."""

    id: UUID
    fund_id: int = Field(description=_("資金の番号"))
    on: dt.date = Field(description=_("日付"))
    fiscal_year: int = Field(description=_("年度"))
    stage: str = Field(description=STAGE)
    way: str = Field(description=WAY)
    yen: int = Field(description=_("額（円）"))
    text: str = Field(description=_("摘要"))
    project_id: int | None = Field(description=_("事業の番号"))
    approved_by_post_id: int | None = Field(description=_("決裁した役職の番号"))
    in_town: bool | None = Field(description=_("町内への支払いか。わからないときはnull"))
    reverses: UUID | None = Field(description=_("この仕訳が取り消した仕訳"))
    reason: str = Field(description=_("取り消しや返還のわけ"))

    @classmethod
    def of(cls, entry: JournalEntry, yen: int) -> Self:
        return cls(
            id=entry.pk, fund_id=entry.fund_id, on=entry.on, fiscal_year=entry.fiscal_year, stage=entry.stage,
            way=entry.way, yen=yen, text=entry.text, project_id=entry.project_id,
            approved_by_post_id=entry.approved_by_id, in_town=entry.in_town, reverses=entry.reverses_id,
            reason=entry.reason,
        )  # fmt: skip


class JournalEntries(Part):
    items: list[JournalEntryOut]


class PostingOut(Schema):
    """One line of an entry. The lines of an entry sum to 0."""

    account: str = Field(description=_("勘定: cash、purpose、lent、planned、committedと、その相手の勘定"))
    purpose_id: int | None = Field(description=_("使いみちの番号"))
    yen: int = Field(description=_("円。借方は正、貸方は負"))


class JournalEntryDetail(JournalEntryOut):
    postings: list[PostingOut]


class WantedJournal(Wanted):
    """Which entries are asked for."""

    fiscal_year: int | None = Field(None, ge=1873, le=2200, description=_("年度"))
    stage: Stage | None = Field(None, description=STAGE)
    purpose: int | None = Field(None, ge=1, le=2**53, description=_("この番号の使いみちの仕訳だけ"))
    project: int | None = Field(None, ge=1, le=2**53, description=_("この番号の事業の仕訳だけ"))


@router.get(
    "/municipalities/{code}/funds",
    response=Purposes,
    operation_id="list_funds",
    summary=_("資金と、その使いみち"),
    description=_("資金を使いみちごとに並べます。受入、支出、返還はこれまでの合計で、残高はいまの額です。"),
    openapi_extra=CSV_TOO,
)
def list_funds(request: HttpRequest, code: Code, wanted: Query[Wanted]) -> HttpResponse:
    opened_town_of(request)
    part = Cut.of(list(_purposes(funds())), wanted)
    return list_answer(request, Purposes, PurposeOut, part, wanted, name=f"funds-{code}")


def _purposes(rows: Iterable[Fund]) -> Iterator[PurposeOut]:
    given = list(rows)
    sheets = sheets_of(given)
    for fund in given:
        for one in sheets[fund.pk].purposes:
            yield PurposeOut.of(fund, one)


@router.get(
    "/municipalities/{code}/funds/{fund}/journal",
    response=JournalEntries,
    operation_id="list_journal",
    summary=_("資金の仕訳帳"),
    description=_("ひとつの資金の仕訳を、新しい順に並べます。仕訳明細は、ひとつの仕訳のAPIにあります。"),
    openapi_extra=CSV_TOO,
)
def list_journal(request: HttpRequest, code: Code, fund: FundNumber, wanted: Query[WantedJournal]) -> HttpResponse:
    opened_town_of(request)
    found = fund_at(fund)
    if found is None:
        raise Http404(gettext("この番号の資金はありません。資金の一覧の fund_id を使ってください。"))
    rows = entries_of(
        found, fiscal_year=wanted.fiscal_year, stage=wanted.stage, purpose=wanted.purpose, project=wanted.project
    )
    page = list(rows[wanted.offset : wanted.offset + wanted.limit])
    yen = amounts_of(page)
    part = Cut([JournalEntryOut.of(one, yen.get(one.pk, 0)) for one in page], rows.count(), wanted)
    return list_answer(request, JournalEntries, JournalEntryOut, part, wanted, name=f"journal-{code}-{fund}")


@router.get(
    "/municipalities/{code}/journal/{entry}",
    response=JournalEntryDetail,
    operation_id="get_journal_entry",
    summary=_("ひとつの仕訳"),
    description=_("ひとつの仕訳と、その仕訳明細です。明細の合計は0です。"),
)
def get_journal_entry(request: HttpRequest, code: Code, entry: UUID) -> HttpResponse:
    opened_town_of(request)
    found = entry_at(entry)
    if found is None:
        raise Http404(gettext("この番号の仕訳はありません。仕訳帳の一覧の id を使ってください。"))
    rows = Posting.objects.filter(entry=found).select_related("account").order_by("id")
    lines = [PostingOut(account=one.account.kind, purpose_id=one.account.purpose_id, yen=one.yen) for one in rows]
    debit = sum(one.yen for one in lines if one.yen > 0)
    return json_answer(JournalEntryDetail(**JournalEntryOut.of(found, debit).model_dump(), postings=lines))
