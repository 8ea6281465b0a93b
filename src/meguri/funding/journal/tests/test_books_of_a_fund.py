"""A body outside the hall keeps its books: one writes, the post that answers approves, nothing booked is changed."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from meguri.core import guard
from meguri.core.actor import Actor, Channel, Role
from meguri.core.errors import BadInput, Conflict, NotAllowed
from meguri.core.scope import in_town
from meguri.funding.journal import booking
from meguri.funding.journal.accounts import Kind, balances, balances_of, open_purpose
from meguri.funding.journal.actions.years import close_year
from meguri.funding.journal.booking import Origin, Said
from meguri.funding.journal.models import JournalEntry, Purpose
from meguri.funding.journal.policies import BOOKING, EXPENSE, REVERSAL
from meguri.funding.journal.tests.books import DAY, Books
from meguri.governance.actions.drafts import decide, save_draft, start_draft, submit_draft
from meguri.governance.models import Decision, Draft, Holder, Organisation, Post, Responsibility
from meguri.governance.objects import tell
from meguri.governance.turns import turn_of
from meguri.projects.models import Project
from meguri.projects.tests import works
from meguri.towns.models import Membership, User
from tests.fixtures.cast import Cast
from tests.fixtures.offices import SINCE, Offices

SPENT = {"text": "看板の製作", "on": DAY.isoformat(), "amount": "4,200"}


class Shop:
    """見本商店 with a head and somebody who keeps the books; the fund it holds, with 10,000 yen in it."""

    def __init__(self, cast: Cast, offices: Offices) -> None:
        self.cast, self.town = cast, offices.town
        self.firm = Organisation.objects.create(town=self.town, name="見本商店", kind="firm", since=SINCE)
        self.head, self.keeper = self._seat("店主", cast.firm, is_head=True), self._seat("会計", self._keeper())
        self.books = Books(self.town, self.firm)
        self.thing = tell("fund", [self.books.fund])[0]
        Responsibility.objects.create(
            town=self.town, object=self.thing, post=self.head_post, part="accountable", since=SINCE
        )
        self.project: Project = works.project(self.town, "商店街の空き店舗活用")
        booking.receive(self.books.purpose, 10_000, Said(DAY, "出しあい", way="own"))

    def _keeper(self) -> User:
        person = User.objects.create(email="books@example.jp", name="会計さん")
        Membership.objects.create(town=self.town, person=person, role=Role.FIRM, since=SINCE)
        return person

    def _seat(self, name: str, person: User, *, is_head: bool = False) -> Actor:
        post = Post.objects.create(
            town=self.town, organisation=self.firm, name=name, is_head=is_head, since=SINCE
        )
        tell("post", [post])
        Holder.objects.create(town=self.town, post=post, person=person, since=SINCE)
        if is_head:
            self.head_post = post
        return Actor(Channel.WEB, person.pk, frozenset({Role.FIRM}), town_id=self.town.pk)

    def hand_in(self, author: Actor, kind: str, **content: Any) -> Draft:
        draft = start_draft(author, kind, self.thing)
        return submit_draft(author, save_draft(author, draft, draft.version, content))

    def spend(self, **other: Any) -> Draft:
        purpose, project = self.books.purpose.pk, self.project.pk
        return self.hand_in(self.keeper, EXPENSE, **SPENT, purpose=purpose, project=project, **other)

    def left(self) -> int:
        return balances_of([self.books.purpose])[self.books.purpose.pk].available


@pytest.fixture
def shop(cast: Cast, offices: Offices) -> Iterator[Shop]:
    with in_town(offices.town):
        with guard.door("tests"):
            made = Shop(cast, offices)
        yield made


def test_the_post_that_answers_for_the_fund_approves_and_stands_in_the_entry(shop: Shop) -> None:
    draft = shop.spend(in_town="yes")
    turn = turn_of(draft)
    assert turn is not None
    assert turn.post == shop.head_post
    decide(shop.head, draft, Decision.Verdict.APPROVED)
    entry = JournalEntry.objects.get(stage="spent")
    assert (entry.approved_by, entry.project, entry.in_town) == (shop.head_post, shop.project, True)
    assert shop.left() == 5_800


def test_the_author_of_an_expense_cannot_approve_it(shop: Shop) -> None:
    with guard.door("tests"):
        purpose, project = shop.books.purpose.pk, shop.project.pk
        draft = start_draft(shop.head, EXPENSE, shop.thing)
        draft = save_draft(shop.head, draft, draft.version, {**SPENT, "purpose": purpose, "project": project})
    handed = submit_draft(shop.head, draft)
    with pytest.raises(NotAllowed):
        decide(shop.head, handed, Decision.Verdict.APPROVED)
    assert shop.left() == 10_000


def test_the_towns_own_head_does_not_decide_on_the_money_of_a_firm(shop: Shop) -> None:
    mayor = Actor(Channel.WEB, shop.cast.mayor.pk, frozenset({Role.EXECUTIVE}), town_id=shop.town.pk)
    with pytest.raises(NotAllowed, match="店主"):
        decide(mayor, shop.spend(), Decision.Verdict.APPROVED)


def test_nobody_from_outside_the_holder_writes_in_its_books(shop: Shop) -> None:
    officer = Actor(Channel.WEB, shop.cast.officer.pk, frozenset({Role.OFFICER}), town_id=shop.town.pk)
    with pytest.raises(Conflict, match="見本商店の人"):
        start_draft(officer, EXPENSE, shop.thing)


def test_more_than_is_left_is_not_spent_and_nothing_is_half_done(shop: Shop) -> None:
    draft = shop.spend()
    with guard.door("tests"):
        booking.give_back(shop.books.purpose, 9_000, Said(DAY, "返した"))
    with pytest.raises(Conflict, match="残りは1,000円"):
        decide(shop.head, draft, Decision.Verdict.APPROVED)
    draft.refresh_from_db()
    assert draft.state == Draft.State.SUBMITTED


@pytest.mark.parametrize(("amount", "said"), [("0", "1円以上"), ("1000000000000000000", "円の数"), ("-5", "円の数")])
def test_a_sum_that_cannot_be_is_refused_with_what_to_do(shop: Shop, amount: str, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        shop.hand_in(
            shop.keeper, EXPENSE, **SPENT | {"amount": amount}, purpose=shop.books.purpose.pk, project=shop.project.pk
        )


def test_money_changes_its_purpose_only_by_approval(shop: Shop) -> None:
    with guard.door("tests"):
        other: Purpose = open_purpose(shop.books.fund, "移動販売", position=1)
    content = {"what": "move", "purpose": shop.books.purpose.pk, "to_purpose": other.pk, "amount": "3000"}
    draft = shop.hand_in(shop.keeper, BOOKING, on=DAY.isoformat(), text="移動販売に回す", **content)
    decide(shop.head, draft, Decision.Verdict.APPROVED)
    assert (shop.left(), balances_of([other])[other.pk].kept) == (7_000, 3_000)


def test_a_mistake_is_reversed_with_its_reason_and_only_once(shop: Shop) -> None:
    decide(shop.head, shop.spend(), Decision.Verdict.APPROVED)
    entry = JournalEntry.objects.get(stage="spent")
    wrong = {"entry": str(entry.pk), "on": DAY.isoformat(), "reason": "支払先をまちがえました。"}
    decide(shop.head, shop.hand_in(shop.keeper, REVERSAL, **wrong), Decision.Verdict.APPROVED)
    assert shop.left() == 10_000
    assert entry.reversed_by.reason == "支払先をまちがえました。"
    with pytest.raises(Conflict, match="もう取り消されています"):
        decide(shop.head, shop.hand_in(shop.keeper, REVERSAL, **wrong), Decision.Verdict.APPROVED)


def test_a_year_is_closed_by_the_post_that_answers_and_then_takes_nothing(shop: Shop) -> None:
    with guard.door("tests"):
        booking.receive(shop.books.purpose, 1, Said(dt.date(2025, 5, 1), "利息", way="other"))
    with pytest.raises(NotAllowed):
        close_year(shop.keeper, shop.books.fund, 2025)
    assert close_year(shop.head, shop.books.fund, 2025).entries == 1
    with guard.door("tests"), pytest.raises(Conflict, match="もう締めています"):
        booking.receive(shop.books.purpose, 1, Said(dt.date(2025, 6, 1), "利息"))


def test_a_year_that_goes_on_is_not_closed(shop: Shop) -> None:
    with pytest.raises(Conflict, match="3月31日が過ぎてから"):
        close_year(shop.head, shop.books.fund, 2099)


def test_what_was_paid_by_the_end_of_may_may_count_for_the_old_year(shop: Shop) -> None:
    with guard.door("tests"):
        late = booking.receive(shop.books.purpose, 1, Said(dt.date(2026, 5, 31), "x", fiscal_year=2025))
        assert late.fiscal_year == 2025
        with pytest.raises(BadInput, match="5月31日"):
            booking.receive(shop.books.purpose, 1, Said(dt.date(2026, 6, 1), "x", fiscal_year=2025))


def test_the_same_key_is_booked_once_and_other_yen_under_it_are_refused(shop: Shop) -> None:
    with guard.door("tests"):
        said = Said(DAY, "振込", key="bank:1", origin=Origin.FILE)
        first = booking.receive(shop.books.purpose, 700, said)
        assert booking.receive(shop.books.purpose, 700, said) == first
        with pytest.raises(Conflict, match="ちがう金額"):
            booking.receive(shop.books.purpose, 701, said)


def test_the_towns_own_money_is_never_booked_by_hand(shop: Shop) -> None:
    shop.books.fund.is_copy = True
    with guard.door("tests"), pytest.raises(BadInput, match="ファイルから"):
        booking.receive(shop.books.purpose, 1, Said(DAY, "x"))


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(["plan", "promise", "receive", "give_back", "spend"]), st.integers(1, 4000))))
def test_whatever_is_booked_all_accounts_sum_to_zero_and_cash_is_what_is_kept(
    shop: Shop, moves: list[tuple[str, int]]
) -> None:
    said = Said(DAY, "x", project=shop.project, approved_by=shop.head_post)
    with guard.door("tests"):
        for verb, yen in moves:
            try:
                getattr(booking, verb)(shop.books.purpose, yen, said)
            except Conflict:
                assert verb in {"give_back", "spend"}
    standing = balances()
    assert sum(standing.values()) == 0
    assert standing[shop.books.at(Kind.CASH).pk] == shop.left() >= 0


def test_the_pages_show_the_fund_its_journal_and_an_entry_to_everybody(shop: Shop, client: Client) -> None:
    entry = JournalEntry.objects.get()
    code, fund = shop.town.code, shop.books.fund
    for path, said in (
        (f"/{code}/funds/", "にぎわい資金"), (f"/{code}/funds/{fund.pk}/", "見本商店 店主"),
        (f"/{code}/funds/{fund.pk}/journal/?stage=received", "出しあい"),
        (f"/{code}/journal/{entry.pk}/", "使いみち別の残高（空き店舗の改修）"),
    ):  # fmt: skip
        page = client.get(path)
        assert page.status_code == 200
        assert said in page.content.decode()
    rows = b"".join(client.get(f"/{code}/funds/{fund.pk}/journal.csv").streaming_content).decode()  # type: ignore[attr-defined]
    assert "10000" in rows
