"""The API of giving: calls for gifts with their lines and progress, and gifts, which name nobody but as they wish."""

import datetime as dt
from typing import Annotated, Self

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from ninja import Field, Path, Query, Router, Schema

from meguri.core.api.answer import CSV_TOO, Wanted, json_answer, list_answer
from meguri.core.api.paging import Cut, Part
from meguri.funding.giving.models import Campaign, CampaignStep, Gift
from meguri.funding.giving.models.honour import SHOWN
from meguri.funding.giving.progress import Progress, progress_of, state_of
from meguri.funding.giving.queries import campaign_at, campaigns, gifts
from meguri.towns.request import opened_town_of

router = Router(tags=[_("お金")])

Code = Annotated[str, Path(pattern="^[0-9]{6}$", description=_("6桁の全国地方公共団体コード"))]
CampaignNumber = Annotated[int, Path(ge=1, le=2**53, description=_("呼びかけの番号"))]
STATE = _(
    "coming（これから）、open（受付中）、passed（目標をこえて受付中）、over（しめきり後）、reached（届いた）、missed（届かなかった）"
)

IF_MISSED = _("届かなかったら: give_back（返す）、do_less（できることをする）、same_fund（近い使いみちに）")


class CampaignOut(Schema):
    """One call for gifts."""

    id: int
    title: str
    fund_id: int = Field(description=_("資金の番号"))
    purpose_id: int = Field(description=_("使いみちの番号"))
    project_id: int | None = Field(description=_("事業の番号"))
    opens_on: dt.date = Field(description=_("受け付けをはじめる日"))
    deadline: dt.date = Field(description=_("しめきり"))
    state: str = Field(description=STATE)
    aim_yen: int = Field(description=_("目標の額（円）"))
    received_yen: int = Field(description=_("受け取った額（円）。返した寄附はふくまない"))
    promised_yen: int = Field(description=_("申出があり、まだ受け取っていない額（円）"))
    gifts: int = Field(description=_("受け取った寄附の数"))
    if_missed: str = Field(description=IF_MISSED)
    if_passed: str = Field(description=_("こえたら: do_more（広げる）、stop（終える）、keep（次の年に）"))
    closed_on: dt.date | None = Field(description=_("終えた日"))

    @classmethod
    def of(cls, one: Campaign, progress: Progress) -> Self:
        return cls(
            id=one.pk, title=one.title, fund_id=one.fund_id, purpose_id=one.purpose_id, project_id=one.project_id,
            opens_on=one.opens_on, deadline=one.deadline,
            state=state_of(one, progress.received, timezone.localdate()), aim_yen=one.aim_yen,
            received_yen=progress.received, promised_yen=progress.promised, gifts=progress.gifts,
            if_missed=one.if_missed, if_passed=one.if_passed, closed_on=one.closed_on,
        )  # fmt: skip


class Campaigns(Part):
    items: list[CampaignOut]


class LineOut(Schema):
    """One line of what the money is for."""

    name: str
    yen: int = Field(description=_("円"))


class StepOut(Schema):
    """A step at which money is let go."""

    name: str
    yen: int = Field(description=_("この段で使えるようになる額（円）"))
    due_on: dt.date = Field(description=_("予定の日"))
    done_on: dt.date | None = Field(description=_("着いた日"))
    recorded_by_post_id: int | None = Field(description=_("着いたと記録した役職の番号"))

    @classmethod
    def of(cls, one: CampaignStep) -> Self:
        return cls(name=one.name, yen=one.yen, due_on=one.due_on, done_on=one.done_on,
                   recorded_by_post_id=one.recorded_by_id)  # fmt: skip


class CampaignDetail(CampaignOut):
    text: str = Field(description=_("なぜ、何のために"))
    lines: list[LineOut]
    steps: list[StepOut]
    outcome_text: str = Field(description=_("終えたあと、どうしたか"))


class GiftOut(Schema):
    """One gift. It names nobody but as the giver wishes."""

    id: int
    on: dt.date = Field(description=_("受け取った日"))
    yen: int = Field(description=_("円"))
    way: str = Field(description=_("donation（寄附）、hometown_tax（ふるさと納税）、corporate（企業版）"))
    purpose_id: int = Field(description=_("使いみちの番号"))
    campaign_id: int | None = Field(description=_("呼びかけの番号"))
    entry: str = Field(description=_("仕訳の番号"))
    name: str = Field(description=_("出してよいと言われた名前。そうでなければ空"))
    returned: bool = Field(description=_("trueは、寄附した人に返したもの"))

    @classmethod
    def of(cls, one: Gift) -> Self:
        return cls(
            id=one.pk, on=one.on, yen=one.yen, way=one.way, purpose_id=one.purpose_id, campaign_id=one.campaign_id,
            entry=str(one.entry_id), name=one.honour_name if one.honour in SHOWN else "",
            returned=one.returned_id is not None,
        )  # fmt: skip


class Gifts(Part):
    items: list[GiftOut]


class WantedGifts(Wanted):
    """Which gifts are asked for."""

    campaign: int | None = Field(None, ge=1, le=2**53, description=_("この番号の呼びかけへの寄附だけ"))
    purpose: int | None = Field(None, ge=1, le=2**53, description=_("この番号の使いみちへの寄附だけ"))


@router.get(
    "/municipalities/{code}/campaigns",
    response=Campaigns,
    operation_id="list_campaigns",
    summary=_("寄附の呼びかけ"),
    description=_("寄附の呼びかけを、受け付けているものから並べます。"),
    openapi_extra=CSV_TOO,
)
def list_campaigns(request: HttpRequest, code: Code, wanted: Query[Wanted]) -> HttpResponse:
    opened_town_of(request)
    found = campaigns()
    page = list(found[wanted.offset : wanted.offset + wanted.limit])
    came = progress_of(page)
    part = Cut([CampaignOut.of(one, came[one.pk]) for one in page], found.count(), wanted)
    return list_answer(request, Campaigns, CampaignOut, part, wanted, name=f"campaigns-{code}")


@router.get(
    "/municipalities/{code}/campaigns/{campaign}",
    response=CampaignDetail,
    operation_id="get_campaign",
    summary=_("ひとつの呼びかけ"),
    description=_("ひとつの呼びかけと、お金の使い方の内訳、お金が使えるようになる段です。"),
)
def get_campaign(request: HttpRequest, code: Code, campaign: CampaignNumber) -> HttpResponse:
    opened_town_of(request)
    found = campaign_at(campaign)
    if found is None:
        raise Http404(gettext("この番号の呼びかけはありません。一覧の id を使ってください。"))
    told = CampaignOut.of(found, progress_of([found])[found.pk]).model_dump()
    return json_answer(CampaignDetail(
        **told, text=found.text, lines=[LineOut(name=one.name, yen=one.yen) for one in found.lines.all()],
        steps=[StepOut.of(one) for one in found.steps.all()], outcome_text=found.outcome_text,
    ))  # fmt: skip


@router.get(
    "/municipalities/{code}/gifts",
    response=Gifts,
    operation_id="list_gifts",
    summary=_("寄附"),
    description=_("受け取った寄附を、新しい順に並べます。名前は、出してよいと言われたものだけです。"),
    openapi_extra=CSV_TOO,
)
def list_gifts(request: HttpRequest, code: Code, wanted: Query[WantedGifts]) -> HttpResponse:
    opened_town_of(request)
    asked = {"campaign": wanted.campaign, "purpose": wanted.purpose}
    found = gifts().filter(**{name: value for name, value in asked.items() if value is not None})
    page = found.order_by("-on", "-pk")[wanted.offset : wanted.offset + wanted.limit]
    part = Cut([GiftOut.of(one) for one in page], found.count(), wanted)
    return list_answer(request, Gifts, GiftOut, part, wanted, name=f"gifts-{code}")
