"""The database itself refuses an entry that does not balance, any change of one, and one in a closed year."""

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from meguri.core import guard
from meguri.core.scope import in_town
from meguri.funding.journal.accounts import Kind
from meguri.funding.journal.booking import Said, receive
from meguri.funding.journal.models import Account, ClosedYear, JournalEntry, Posting
from meguri.funding.journal.tests.books import DAY, Books
from tests.fixtures.offices import Offices


@pytest.fixture
def books(offices: Offices) -> Any:
    with guard.door("tests"), in_town(offices.town):
        yield Books(offices.town, offices.welfare_section)


def write(entry: JournalEntry, *lines: tuple[Account, int]) -> None:
    """Past every check of our own, as a program that is wrong would."""
    with transaction.atomic():
        for account, yen in lines:
            Posting.objects.create(town=account.town, entry=entry, account=account, yen=yen)
        entry.save(force_insert=True)
        as_at_commit()


def add(entry: JournalEntry, account: Account, yen: int) -> None:
    with transaction.atomic():
        Posting.objects.create(town=account.town, entry=entry, account=account, yen=yen)
        as_at_commit()


def as_at_commit() -> None:
    """The test's own transaction never commits: ask for what PostgreSQL checks then."""
    if connection.vendor == "postgresql":
        connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_an_entry_that_balances_is_taken(books: Books) -> None:
    write(books.entry(), (books.at(Kind.CASH), 500), (books.at(Kind.PURPOSE), -500))
    assert JournalEntry.objects.count() == 1


@pytest.mark.parametrize("credit", [-499, -501, 500])
def test_an_entry_that_does_not_balance_is_refused(books: Books, credit: int) -> None:
    with pytest.raises(DatabaseError, match="sum to zero"):
        write(books.entry(), (books.at(Kind.CASH), 500), (books.at(Kind.PURPOSE), credit))


def test_an_entry_without_postings_is_refused(books: Books) -> None:
    with pytest.raises(DatabaseError, match="sum to zero"):
        write(books.entry())


def test_a_posting_of_0_or_beyond_all_reason_is_refused(books: Books) -> None:
    for yen in (0, 10**18):
        with pytest.raises(DatabaseError):
            write(books.entry(), (books.at(Kind.CASH), yen), (books.at(Kind.PURPOSE), -yen))


def test_nothing_is_added_to_an_entry_that_stands(books: Books) -> None:
    entry = receive(books.purpose, 500, Said(DAY, "寄附"))
    more = books.accounts[Kind.PLANNED_CONTRA, None]
    with pytest.raises(DatabaseError):
        add(entry, more, 1)


@pytest.mark.parametrize("model", [JournalEntry, Posting])
@pytest.mark.parametrize("verb", ["UPDATE", "DELETE", "TRUNCATE"])
def test_neither_entry_nor_posting_is_ever_changed(books: Books, model: Any, verb: str) -> None:
    receive(books.purpose, 500, Said(DAY, "寄附"))
    table = model._meta.db_table
    if verb == "TRUNCATE" and connection.vendor == "sqlite":
        pytest.skip("SQLite has no TRUNCATE")
    said = {"UPDATE": f"UPDATE {table} SET town_id = town_id", "DELETE": f"DELETE FROM {table}"}
    with pytest.raises(DatabaseError), transaction.atomic():
        connection.cursor().execute(said.get(verb, f"TRUNCATE {table} CASCADE"))


def test_a_closed_year_takes_no_entry(books: Books) -> None:
    ClosedYear.objects.create(
        town=books.town, fund=books.fund, fiscal_year=2026, closed_at=timezone.now(), entries=0
    )
    with pytest.raises(DatabaseError, match="closed"):
        write(books.entry(), (books.at(Kind.CASH), 500), (books.at(Kind.PURPOSE), -500))


def test_an_expense_without_project_and_post_is_refused(books: Books) -> None:
    entry = books.entry()
    entry.stage = "spent"
    with pytest.raises(DatabaseError):
        write(entry, (books.at(Kind.PURPOSE), 500), (books.at(Kind.CASH), -500))
