"""What was asked for and given in 見本町: calls for gifts in every state, three years of givers, receipts, a vote."""

import datetime as dt
import random
from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.utils import timezone

from meguri.cli.sample import mihon
from meguri.cli.sample.mihon_funds import writer_for
from meguri.cli.sample.mihon_giving_names import DONORS, FAMILY, GIVEN, INITIALS, SAID, TOWNS
from meguri.cli.sample.mihon_hall import posts, rows, town
from meguri.cli.sample.mihon_story import publish, send_no_letters, somebody_at
from meguri.core.actor import VISITOR, Actor, Channel, system
from meguri.core.codes import corporate_check_digit
from meguri.core.scope import across_towns, in_town
from meguri.funding.giving.actions import Came, pledge, receive_gift, receive_gifts, record_vote
from meguri.funding.giving.actions.campaigns import record_step
from meguri.funding.giving.actions.receipts import issue_receipts, reissue_receipt
from meguri.funding.giving.models import Campaign, CampaignStep, Gift, Pledge
from meguri.funding.giving.models.honour import Honour
from meguri.funding.giving.policies import CAMPAIGN, CLOSING, TRANSFER
from meguri.funding.giving.queries import without_receipt
from meguri.funding.giving.said import Who, Wish
from meguri.funding.journal.models import Fund, JournalEntry, Purpose
from meguri.governance.models import Organisation
from meguri.governance.objects import object_of
from meguri.towns.models import Municipality

FILE, BOOKED = JournalEntry.Origin.FILE, JournalEntry.Origin.BOOKED
BEGIN = dt.date(2024, 4, 15)
LEFT_FOR_THE_OFFICER = 12
"""Gifts whose receipts are still to be issued, so that there is something to press."""


def tell_giving() -> None:
    """All or nothing."""
    with in_town(town()), transaction.atomic():
        _say_where_to_pay()
        calls = _call()
        _receive(calls)
        _pledge(calls)
        _vote(calls["bus"])
        _close(calls)
        _issue()
        send_no_letters()


def is_told() -> bool:
    with across_towns():
        return Campaign.objects.filter(town__municipality__code=mihon.CODE).exists()


def _finance() -> Actor:
    return _actor("総務課／財政係／係長")


def _actor(path: str) -> Actor:
    return somebody_at(posts()[path])


def _author_of(fund: Fund) -> Actor:
    return _finance() if fund.holder.kind == Organisation.Kind.TOWN else writer_for(fund.holder)


def _say_where_to_pay() -> None:
    for number, fund in enumerate(Fund.objects.select_related("holder", "town__municipality").order_by("pk")):
        content = {
            "bank": "みほん銀行", "branch": "本店", "kind": "ordinary", "number": f"{123456 + number * 11:07}",
            "name": "ミホンチョウ カイケイ" if fund.is_copy else "ミホンダンタイ",
        }  # fmt: skip
        publish(_author_of(fund), TRANSFER, object_of(fund), content)


def _call() -> dict[str, Campaign]:
    made = {}
    for row in rows("calls"):
        purpose = Purpose.objects.select_related("fund__holder").get(fund__name=row["fund"], name=row["purpose"])
        content: dict[str, Any] = {name: row[name] for name in ("name", "text", "if_missed", "if_passed", "plan_title")}
        content |= {"purpose": purpose.pk, "opens_on": _day(row["opens"]), "deadline": _day(row["ends"])}
        content["plan_approved_on"] = row["plan_approved_on"]
        for n, line in enumerate(row["lines"].split("|"), start=1):
            content[f"line_{n}"], _colon, content[f"line_{n}_yen"] = line.partition(":")
        for n, step in enumerate(filter(None, row["steps"].split("|")), start=1):
            content[f"step_{n}"], content[f"step_{n}_yen"], days = step.split(":")
            content[f"step_{n}_due"] = _day(days)
        draft = publish(_author_of(purpose.fund), CAMPAIGN, None, content)
        made[row["key"]] = Campaign.objects.select_related("purpose__fund__holder", "purpose__project", "purpose__town"
                                                           ).get(draft=draft)  # fmt: skip
    return made


def _day(days: str) -> str:
    return (timezone.localdate() + dt.timedelta(days=int(days))).isoformat()


def _receive(calls: dict[str, Campaign]) -> None:
    """The files that the hometown-tax sites sent, year by year; then what the shop booked by hand."""
    fund = Fund.objects.select_related("holder").get(name="ふるさと応援基金")
    purposes = {one.name: one for one in Purpose.objects.filter(fund=fund).select_related("fund", "project", "town")}
    chance = random.Random(20240401)  # noqa: S311 - made-up givers, the same each time
    given = sorted(_gifts(chance, purposes, calls), key=lambda one: one.on)
    for year in (2024, 2025, 2026):
        first, last = dt.date(year, 4, 1), dt.date(year + 1, 3, 31)
        receive_gifts(system(Channel.IMPORT), fund, [one for one in given if first <= one.on <= last], origin=FILE)
    _receive_by_the_shop(calls["van"], chance)
    _receive_from_a_firm(calls["drive"])


def _gifts(chance: random.Random, purposes: dict[str, Purpose], calls: dict[str, Campaign]) -> Iterator[Came]:
    """`DONORS` people; from the day on which a call opened, those for its purpose answer it."""
    days = (timezone.localdate() - BEGIN).days
    answered = {calls[key].purpose_id: calls[key] for key in ("bus", "books", "forest")}
    for number in range(DONORS):
        purpose = purposes[chance.choices(list(purposes), weights=(5, 7, 9, 4))[0]]
        on = _by_the_site(BEGIN + dt.timedelta(days=int(days * chance.random() ** 0.6)))
        call = answered.get(purpose.pk)
        in_time = call is not None and call.opens_on <= on <= min(call.deadline, timezone.localdate())
        yield Came(
            purpose, chance.choice((3_000, 5_000, 10_000, 10_000, 15_000, 20_000, 30_000, 50_000, 100_000)), on,
            JournalEntry.Way.HOMETOWN_TAX, f"furusato {number + 1:04d}", campaign=call if in_time else None,
            who=_giver(chance, number), wish=_wish(chance, number),
        )  # fmt: skip


def _by_the_site(on: dt.date) -> dt.date:
    """The gifts of October 2026 come by the bank's file alone, whose month is there to be closed."""
    return on.replace(month=9, day=min(on.day, 30)) if (on.year, on.month) == (2026, 10) else on


def _giver(chance: random.Random, number: int) -> Who:
    return Who(
        name=f"{FAMILY[number % len(FAMILY)]} {GIVEN[number // len(FAMILY) % len(GIVEN)]}",
        email=f"giver{number + 1}@mihon.example",
        postcode=f"{chance.randint(1, 998):03d}-{chance.randint(0, 9999):04d}",
        address=f"{chance.choice(TOWNS)}{chance.randint(1, 9)}丁目{chance.randint(1, 30)}-{chance.randint(1, 20)}",
    )  # fmt: skip


def _wish(chance: random.Random, number: int) -> Wish:
    honour = chance.choices(list(Honour), weights=(55, 18, 14, 8, 5))[0]
    family, given = FAMILY[number % len(FAMILY)], GIVEN[number // len(FAMILY) % len(GIVEN)]
    initials = f"{INITIALS[number % len(INITIALS)]}."
    shown = {Honour.SILENCE: "", Honour.INITIALS: initials}.get(honour, f"{family} {given}")
    return Wish(honour, shown, wants_news=chance.random() < 0.6)


def _receive_by_the_shop(call: Campaign, chance: random.Random) -> None:
    keeper = writer_for(call.purpose.fund.holder)
    for number in range(9):
        on = call.opens_on + dt.timedelta(days=number * 4)
        receive_gift(
            keeper, call.purpose, chance.choice((3_000, 5_000, 10_000)), on, JournalEntry.Way.DONATION,
            key=f"shop {number + 1}", campaign=call, who=_giver(chance, 400 + number), wish=_wish(chance, 400 + number),
        )  # fmt: skip


def _firm() -> Who:
    number = "900002001633"
    return Who(
        kind="firm", name="とおくの電機株式会社", email="csr@tooku.example", postcode="100-0000",
        address="とおくの市中央1丁目1-1", corporate_number=corporate_check_digit(number) + number,
        head_office=Municipality.objects.get(code="131016"),
    )  # fmt: skip


def _receive_from_a_firm(call: Campaign) -> None:
    made = pledge(
        VISITOR, call.purpose, 3_000_000, _firm(), way=JournalEntry.Way.CORPORATE, campaign=call,
        wish=Wish(Honour.PAGE, "とおくの電機株式会社", wants_news=True), wants_no_benefit=True,
        made_on=call.opens_on + dt.timedelta(days=5),
    )  # fmt: skip
    receive_gift(
        system(Channel.IMPORT), call.purpose, made.yen, call.opens_on + dt.timedelta(days=19), made.way,
        key="kigyo 0001", origin=FILE, pledge=made,
    )  # fmt: skip
    step = CampaignStep.objects.select_related("campaign__town__municipality").filter(campaign=call).first()
    answering = _actor("企画課／企画係／係長")
    if step is not None:
        record_step(answering, step, timezone.localdate() - dt.timedelta(days=6), "いまの装置を点検し、発注しました。")


def _pledge(calls: dict[str, Campaign]) -> None:
    """What still waits: from the web, the counter and a paper; one by somebody who holds an office elsewhere."""
    chance = random.Random(7)  # noqa: S311 - made-up givers, the same each time
    for number, channel in enumerate((Channel.WEB, Channel.WEB, Channel.COUNTER, Channel.PAPER, Channel.PHONE)):
        pledge(
            Actor(channel), calls["bus"].purpose, 10_000 * (number + 1), _giver(chance, 420 + number),
            way=JournalEntry.Way.HOMETOWN_TAX, campaign=calls["bus"], wish=_wish(chance, 420 + number),
        )  # fmt: skip
    councillor = Who(name="議会 一郎", email="giin@mihon.example", address="となりの町1丁目", is_politician=True)
    pledge(VISITOR, calls["bus"].purpose, 30_000, councillor, campaign=calls["bus"], acknowledged=["politician"])


def _vote(call: Campaign) -> None:
    """A gift with a burden that the assembly voted to take, and one it is still asked about."""
    today = timezone.localdate()
    giver = Who(name="待合 花子", email="machiai@mihon.example", address="見本町北1丁目2")
    made = pledge(
        Actor(Channel.COUNTER), call.purpose, 1_000_000, giver, campaign=call, wish=Wish(Honour.PLAQUE, "待合 花子"),
        burden=SAID["waiting_room"], acknowledged=["burden"], made_on=today - dt.timedelta(days=50),
    )  # fmt: skip
    record_vote(_finance(), made, "議案第31号", today - dt.timedelta(days=20), True)
    receive_gift(
        system(Channel.IMPORT), call.purpose, made.yen, today - dt.timedelta(days=9), made.way, key="futan 0001",
        origin=FILE, pledge=made,
    )  # fmt: skip
    asked = pledge(
        Actor(Channel.PAPER), call.purpose, 500_000, Who(name="桜 太郎", address="見本町南3丁目"), campaign=call,
        burden=SAID["cherry_trees"], acknowledged=["burden"],
    )  # fmt: skip
    record_vote(_finance(), asked, "議案第35号")


def _close(calls: dict[str, Campaign]) -> None:
    for key in ("van", "forest"):
        call = calls[key]
        publish(_author_of(call.purpose.fund), CLOSING, object_of(call), {"text": SAID[key]})


def _issue() -> None:
    funds = Fund.objects.filter(is_copy=True)
    waiting = list(without_receipt(funds))
    issue_receipts(_finance(), waiting[: len(waiting) - LEFT_FOR_THE_OFFICER])
    for gift in Gift.objects.filter(pk__in=[one.pk for one in waiting[:2]]):
        reissue_receipt(_finance(), gift)


def waiting_pledge() -> Pledge:
    """One that waits, for whoever looks for an example."""
    found: Pledge = Pledge.objects.filter(state=Pledge.State.OPEN, burden="").order_by("pk")[0]
    return found
