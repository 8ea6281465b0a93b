"""What carries projects of 見本町 besides its budget: subsidies and their end, a loan, payment by outcome, hands."""

from typing import Any

from django.db import transaction

from meguri.cli.sample import mihon
from meguri.cli.sample.mihon_funds import writer_for
from meguri.cli.sample.mihon_hall import posts, town
from meguri.cli.sample.mihon_story import publish, send_no_letters, somebody_at
from meguri.core.actor import Actor
from meguri.core.period import Period
from meguri.core.scope import across_towns, in_town
from meguri.funding.journal.models import Fund, Purpose
from meguri.funding.sources.models import Subsidy
from meguri.funding.sources.policies import (
    CONTRACT,
    IN_KIND,
    INVESTMENT,
    LOAN,
    PAYMENT,
    REPAYMENT,
    RETURN,
    STAY,
    SUBSIDY,
)
from meguri.governance.models import Organisation, Post, PublicObject
from meguri.governance.objects import object_of
from meguri.indicators.town_import import own_indicators
from meguri.projects.models import Project

OFFICER = "保健福祉課／福祉係／係長"
BUS: dict[str, Any] = {
    "name": "地域の足を守る補助金", "giver": "prefecture", "giver_name": "県の地域交通課", "rate": "50",
    "amount": "6,000,000", "yearly_yen": "2,000,000", "begins_on": "2024-04-01", "ends_on": "2027-03-31",
    "duty_1": "2025年度の実績報告", "duty_1_due": "2026-04-30", "carried_by": "",
}  # fmt: skip
LAMPS: dict[str, Any] = {
    "name": "省エネ設備の補助金", "giver": "state", "giver_name": "国", "rate": "33.3", "amount": "12,000,000",
    "yearly_yen": "4,000,000", "begins_on": "2025-04-01", "ends_on": "2028-03-31", "carried_by": "town",
    "after": "電気代の減った分で続けます。",
}  # fmt: skip
TRUCK: dict[str, Any] = {
    "name": "苗を運ぶ軽トラック", "amount": "360,000", "rate": "1.2", "way": "equal_principal", "every": "1",
    "instalments": "6", "lent_on": "2026-04-30", "first_due": "2026-05-31", "security": "なし（組合長が返済を約束）",
}  # fmt: skip
REPAID = ((1, "2026-05-29"), (2, "2026-07-06"), (3, "2026-07-30"))
"""Number and day; the second came late."""
SHOPS: dict[str, Any] = {
    "title_typed": "中央通りの空き店舗をうめる仕事", "contractor": "まちの家守舎", "evaluator": "見本大学",
    "signed_on": "2025-05-15", "ends_on": "2027-03-31", "better": "less", "shape": "steps", "cap_yen": "300,000",
    "step_1": "12", "step_1_yen": "100,000", "step_2": "10", "step_2_yen": "200,000", "step_3": "8",
    "step_3_yen": "300,000",
}  # fmt: skip
SHEET: dict[str, Any] = {
    "aim": "店のない地区でも、週に一度は買い物ができるようにします。",
    "use": "販売車を2台目まで買い、冷蔵庫をつけます。",
    "wanted_yen": "4,000,000", "downside": "お客さんが減れば止めます。そのとき、出したお金は戻らないことがあります。",
    "risk": "high", "risk_why": "はじめて走る道で、冬の売り上げが読めません。",
    "reporting": "毎年5月と11月に、このページで",
}  # fmt: skip
HANDS: dict[str, Any] = {
    "kind": "work", "what": "停留所での乗り降りの手伝い", "giver_name": "運転ボランティアの会（12人）",
    "quantity": "312.5", "unit": "時間", "unit_yen": "1,010", "rule": "県の最低賃金で数えます",
    "begins_on": "2025-04-01", "until": "2026-03-31",
}  # fmt: skip


def tell_sources() -> None:
    """All or nothing."""
    with in_town(town()), transaction.atomic():
        officer = somebody_at(posts()[OFFICER])
        things = {one.number: object_of(one) for one in Project.objects.filter(number__in=["101", "105", "116"])}
        _subsidies(officer, things)
        _loan()
        _outcome(things["116"])
        publish(officer, IN_KIND, things["101"], HANDS)
        van = Project.objects.get(name="移動販売車の巡回")
        shop = Organisation.objects.get(name="見本商店", until=None)
        head = somebody_at(Post.objects.get(organisation=shop, is_head=True, until=None))
        publish(head, INVESTMENT, object_of(van), {**SHEET, "holder": shop.pk})
        send_no_letters()


def is_told() -> bool:
    with across_towns():
        return Subsidy.objects.filter(town__municipality__code=mihon.CODE).exists()


def _subsidies(officer: Actor, things: dict[str, PublicObject]) -> None:
    publish(officer, SUBSIDY, things["101"], BUS)
    lamps = publish(officer, SUBSIDY, things["105"], LAMPS).published_as
    shop = Organisation.objects.get(name="見本商店", until=None)
    publish(officer, STAY, things["101"], {
        "organisation": shop.pk, "text": "店の前の停留所と、待つ場所の手入れを続けます。", "begins_on": "2026-04-01",
        "until": "2029-03-31", "yearly_yen": "60,000",
    })  # fmt: skip
    assert lamps is not None  # noqa: S101 - it was published above
    publish(officer, RETURN, things["101"], {
        "target": lamps.pk, "on": "2026-05-01",
        "text": "夜の停留所が使われるようになり、明かりの補助金につながりました。", "yen_came": "",
    })  # fmt: skip


def _loan() -> None:
    fund = Fund.objects.select_related("holder").get(name="にぎわい資金")
    writer, borrower = writer_for(fund.holder), Organisation.objects.get(name="見本森林組合", until=None)
    rows = {
        "borrower": borrower.pk, "project": Project.objects.get(number="115").pk,
        "purpose": Purpose.objects.get(fund=fund, name="団体への貸付").pk,
    }  # fmt: skip
    loan = publish(writer, LOAN, object_of(fund), {**TRUCK, **rows}).published_as
    assert loan is not None  # noqa: S101 - it was published above
    for number, day in REPAID:
        content = {"number": number, "on": day, "principal": 60_000, "interest": 360 - 60 * (number - 1)}
        publish(writer, REPAYMENT, loan, content)


def _outcome(thing: PublicObject) -> None:
    fund = Fund.objects.select_related("holder").get(name="にぎわい資金")
    writer = writer_for(fund.holder)
    indicator = next(one for one in own_indicators(town()) if one.name == "中央通りの空き店舗")
    purpose = Purpose.objects.get(fund=fund, name="空き店舗の改修")
    content = {**SHOPS, "indicator": indicator.pk, "purpose": purpose.pk}
    contract = publish(writer, CONTRACT, thing, content).published_as
    assert contract is not None  # noqa: S101 - it was published above
    publish(writer, PAYMENT, contract, {"period": Period.of_fiscal_year(2025).encoded, "on": "2026-05-20"})
