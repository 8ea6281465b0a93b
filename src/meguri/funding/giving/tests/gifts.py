"""What tests of gifts set out from: a fund of the town and one of a shop, and a call for gifts to each."""

import datetime as dt
from typing import Any

from django.utils import timezone

from meguri.core import guard
from meguri.core.actor import Actor, Channel, Role, system
from meguri.core.scope import in_town
from meguri.funding.giving.actions import pledge
from meguri.funding.giving.models import Campaign, CampaignLine, CampaignStep, Pledge
from meguri.funding.giving.policies import CLOSING
from meguri.funding.giving.said import Who
from meguri.funding.journal.accounts import open_accounts, open_purpose
from meguri.funding.journal.models import Fund, Purpose
from meguri.governance.models import Draft, Organisation, PublicObject
from meguri.governance.objects import tell
from meguri.projects.tests.works import approved, project, publish
from tests.fixtures.cast import Cast, actor_for
from tests.fixtures.offices import Offices, seat

TODAY = timezone.localdate()
AIM = 300_000
ANN = Who(name="山田 花子", email="hanako@example.jp", postcode="080-0001", address="帯広市1条1丁目1")


def in_days(days: int) -> dt.date:
    return TODAY + dt.timedelta(days=days)


class Givings:
    """The town's fund (a copy) with the purpose 「福祉バス」, the shop's own with 「移動販売車」; a call for each."""

    def __init__(self, cast: Cast, offices: Offices) -> None:
        self.cast, self.offices, self.town = cast, offices, cast.town
        self.project = project(self.town, post=offices.officer_post)
        with guard.door("tests"), in_town(self.town):
            self.shop = Organisation.objects.create(
                town=self.town, name="ためし商店", kind=Organisation.Kind.FIRM, since=dt.date(2024, 4, 1)
            )
            self.post = self.shop.posts.create(town=self.town, name="店主", is_head=True, since=dt.date(2024, 4, 1))
            self.bus = self.purpose(offices.root, "応援基金", "福祉バス", is_copy=True)
            self.van = self.purpose(self.shop, "にぎわい資金", "移動販売車")
            self.call_of_the_town = self.campaign(self.bus)
            self.call_of_the_shop = self.campaign(self.van)
        seat(self.post, cast.firm)

    def purpose(self, holder: Organisation, fund: str, name: str, *, is_copy: bool = False) -> Purpose:
        made = Fund.objects.create(
            town=self.town, name=fund, holder=holder, aim="x", opened_on=dt.date(2024, 4, 1), is_copy=is_copy,
            first_published_at=timezone.now(),
        )  # fmt: skip
        open_accounts(made)
        tell("fund", [made])
        return open_purpose(made, name, self.project)

    def campaign(self, purpose: Purpose, **columns: Any) -> Campaign:
        given = {
            "title": f"{purpose.name}を走らせる", "text": "x", "aim_yen": AIM, "opens_on": in_days(-30),
            "deadline": in_days(30), "if_missed": "give_back", "if_passed": "do_more",
        } | columns  # fmt: skip
        made: Campaign = Campaign.objects.create(
            town=self.town, fund=purpose.fund, purpose=purpose, project=purpose.project,
            first_published_at=timezone.now(), **given,
        )  # fmt: skip
        CampaignLine.objects.create(town=self.town, campaign=made, name="車", yen=AIM)
        tell("campaign", [made])
        return made

    def step(self, campaign: Campaign, yen: int = 200_000) -> CampaignStep:
        with guard.door("tests"), in_town(self.town):
            made: CampaignStep = CampaignStep.objects.create(
                town=self.town, campaign=campaign, name="車を注文する", yen=yen, due_on=in_days(10)
            )
        return made

    @property
    def officer(self) -> Actor:
        return actor_for(self.cast.officer, self.town, Role.OFFICER)

    @property
    def shopkeeper(self) -> Actor:
        return actor_for(self.cast.firm, self.town, Role.FIRM)

    @property
    def bank_file(self) -> Actor:
        return system(Channel.IMPORT)

    @property
    def visitor(self) -> Actor:
        return Actor(Channel.WEB, town_id=self.town.pk)

    def pledged(self, purpose: Purpose | None = None, yen: int = 10_000, who: Who = ANN, **more: Any) -> Pledge:
        given = purpose or self.van
        read = ("no_receipt", "burden", "politician")
        return pledge(self.visitor, given, yen, who, **{"acknowledged": read, **more})


def about(row: Any) -> PublicObject:
    return PublicObject.objects.get(kind=row.public_reference().kind, key=row.public_reference().id)


def draft_about(givings: Givings, kind: str, row: Any, content: dict[str, Any]) -> Draft:
    made = approved(givings.town, kind, givings.cast.officer, content)
    made.about = about(row)
    with guard.door("tests"):
        made.save()
    return made


def past(call: Campaign) -> Campaign:
    """The call, its deadline yesterday."""
    with guard.door("tests"):
        Campaign.objects.filter(pk=call.pk).update(deadline=in_days(-1))
    call.refresh_from_db()
    return call


def give_back_all(givings: Givings, call: Campaign) -> None:
    """The call ends without its aim, and what came goes back."""
    publish(draft_about(givings, CLOSING, past(call), {"text": "届きませんでした。お返しします。"}))
