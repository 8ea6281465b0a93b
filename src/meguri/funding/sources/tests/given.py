"""What tests of this room set out from: a shop with its fund and money, projects, and approved drafts."""

import datetime as dt
from typing import Any

from meguri.core.actor import Actor, Channel, Role
from meguri.core.period import Period
from meguri.funding.journal import booking
from meguri.funding.journal.booking import Said
from meguri.funding.journal.tests.books import DAY, Books
from meguri.governance.actions.drafts import decide, save_draft, start_draft, submit_draft
from meguri.governance.models import Decision, Draft, Holder, Organisation, Post, PublicObject, Responsibility
from meguri.governance.objects import object_of, tell
from meguri.governance.turns import turn_of
from meguri.indicators.models import Edition, Indicator, Observation, Source
from meguri.projects.models import Project
from meguri.projects.tests import works
from meguri.towns.models import Membership, User
from tests.fixtures.cast import Cast
from tests.fixtures.offices import SINCE, Offices

YEAR = Period.of_fiscal_year(2025).encoded


class Given:
    """見本商店 with a head and a keeper of its books; 100,000 yen in its fund; a project and its officer."""

    def __init__(self, cast: Cast, offices: Offices) -> None:
        self.cast, self.offices, self.town = cast, offices, offices.town
        self.firm = Organisation.objects.create(town=self.town, name="見本商店", kind="firm", since=SINCE)
        self.club = Organisation.objects.create(town=self.town, name="見本の会", kind="association", since=SINCE)
        self.head, self.keeper = self._seat("店主", cast.firm, is_head=True), self._seat("会計", _keeper(self.town))
        self.books = Books(self.town, self.firm)
        self.fund = tell("fund", [self.books.fund])[0]
        Responsibility.objects.create(
            town=self.town, object=self.fund, post=self.head_post, part="accountable", since=SINCE
        )
        booking.receive(self.books.purpose, 100_000, Said(DAY, "出しあい", way="own"))
        self.project: Project = works.project(
            self.town, "福祉バスの予約運行", post=offices.officer_post, planned_yen=4_200_000
        )
        self.thing = object_of(self.project)
        self.officer = Actor(Channel.WEB, cast.officer.pk, frozenset({Role.OFFICER}), town_id=self.town.pk)

    def _seat(self, name: str, person: User, *, is_head: bool = False) -> Actor:
        post = Post.objects.create(town=self.town, organisation=self.firm, name=name, is_head=is_head, since=SINCE)
        tell("post", [post])
        Holder.objects.create(town=self.town, post=post, person=person, since=SINCE)
        if is_head:
            self.head_post = post
        return Actor(Channel.WEB, person.pk, frozenset({Role.FIRM}), town_id=self.town.pk)

    def hand_in(self, author: Actor, kind: str, about: PublicObject | None, /, **content: Any) -> Draft:
        draft = start_draft(author, kind, about)
        return submit_draft(author, save_draft(author, draft, draft.version, {**draft.content, **content}))

    def publish(self, author: Actor, kind: str, about: PublicObject | None, /, **content: Any) -> Draft:
        """Drafted, handed in, and approved by every post of its route."""
        draft = self.hand_in(author, kind, about, **content)
        while draft.state == Draft.State.SUBMITTED:
            turn = turn_of(draft)
            assert turn is not None
            person = next(iter(turn.people))
            roles = frozenset({Role.EXECUTIVE, Role.OFFICER, Role.ADMINISTRATOR, Role.FIRM})
            actor = Actor(Channel.WEB, person, roles, town_id=self.town.pk)
            draft = decide(actor, draft, Decision.Verdict.APPROVED)
        return draft

    def indicator(self, **figures: float) -> Indicator:
        """「空き店舗」 of the town's own, with a figure for each fiscal year given as FY2025=9."""
        source = Source.objects.create(key="town", name="町", publisher="町", credit="町")
        edition = Edition.objects.create(source=source, label="1", rank=20260401, imported_at="2026-04-01T00:00:00Z")
        made = Indicator.objects.create(
            key="shops", town=self.town, family="life", name="空き店舗", unit="軒", decimals=1, definition="年度末の数",
            nature="stock", period_kind="fiscal_year", comparable_group="shops", source=source,
        )  # fmt: skip
        for name, value in figures.items():
            Observation.objects.create(
                indicator=made, municipality=self.town.municipality, value=value, first_edition=edition,
                last_edition=edition, period=Period.of_fiscal_year(int(name.removeprefix("FY"))).encoded,
            )  # fmt: skip
        return made


def _keeper(town: Any) -> User:
    person: User = User.objects.create(email="books@example.jp", name="会計さん")
    Membership.objects.create(town=town, person=person, role=Role.FIRM, since=SINCE)
    return person


SUBSIDY: dict[str, Any] = {
    "name": "地域の足 補助金", "giver": "prefecture", "giver_name": "県の地域政策課", "rate": "50",
    "amount": "6,000,000",
    "yearly_yen": "2,000,000", "begins_on": "2024-04-01", "ends_on": "2027-03-31", "duty_1": "実績報告",
    "duty_1_due": "2026-04-30",
}  # fmt: skip
LOAN: dict[str, Any] = {
    "name": "冷蔵庫つきの車", "amount": "90,000", "rate": "1.5", "way": "equal_principal", "every": "1",
    "instalments": "3", "lent_on": DAY.isoformat(), "first_due": "2026-06-30", "security": "なし",
}  # fmt: skip
CONTRACT: dict[str, Any] = {
    "title_typed": "空き店舗をうめる仕事", "contractor": "まちの家守舎", "evaluator": "見本大学",
    "signed_on": "2025-04-01",
    "ends_on": "2027-03-31", "better": "less", "shape": "steps", "cap_yen": "60,000", "step_1": "12",
    "step_1_yen": "20,000", "step_2": "10", "step_2_yen": "40,000", "step_3": "8", "step_3_yen": "60,000",
}  # fmt: skip
SHEET: dict[str, Any] = {
    "aim": "週に一度は買い物ができるように", "use": "車の改造", "downside": "客が減れば、出したお金は戻りません。",
    "risk": "high",
    "risk_why": "はじめての路線です。", "reporting": "毎年5月",
}  # fmt: skip
IN_KIND: dict[str, Any] = {
    "kind": "work", "what": "乗り降りの手伝い", "giver_name": "運転ボランティア（12人）", "quantity": "312.5",
    "unit": "時間",
    "unit_yen": "1,010", "rule": "県の最低賃金で数える", "begins_on": "2025-04-01", "until": "2026-03-31",
}  # fmt: skip
TODAY = dt.date(2026, 11, 23)
