"""What tests of flows set out from: books with two purposes, two projects and a post, in words as short as can be."""

from meguri.funding.journal.accounts import open_purpose
from meguri.funding.journal.booking import Said, receive, spend
from meguri.funding.journal.models import JournalEntry, Purpose
from meguri.funding.journal.tests.books import DAY, Books
from meguri.projects.models import Project
from meguri.projects.tests.works import project
from tests.fixtures.offices import Offices


class Till:
    """「にぎわい資金」 with the purposes `a` and `b`: call it inside `guard.door` and `in_town`."""

    def __init__(self, offices: Offices) -> None:
        self.town = offices.town
        self.post = offices.chief_post
        self.shop = project(offices.town, "空き店舗の改修", post=self.post)
        self.street = project(offices.town, "街路灯")
        self.books = Books(offices.town, offices.welfare_section)
        self.a = self.books.purpose
        self.b = open_purpose(self.books.fund, "街のあかり")

    def give(self, yen: int, purpose: Purpose | None = None, way: str = "donation") -> JournalEntry:
        return receive(purpose or self.a, yen, Said(DAY, "寄附", way=way))

    def spend(self, yen: int, on: Project | None = None, purpose: Purpose | None = None) -> JournalEntry:
        said = Said(DAY, "工事", project=on or self.shop, approved_by=self.post)
        return spend(purpose or self.a, yen, said)
