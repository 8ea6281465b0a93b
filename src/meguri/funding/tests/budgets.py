"""A made-up budget as files that a town would bring, and projects it is for, for the tests of this slice."""

import io
from collections.abc import Sequence

from django.utils import timezone
from openpyxl import Workbook

from meguri.core import guard
from meguri.core.actor import Actor, Channel, Role
from meguri.core.scope import in_town
from meguri.core.tables import write_csv
from meguri.funding.models import BudgetLine
from meguri.funding.sheets import BUDGET
from meguri.governance.actions.sheets import take_sheet
from meguri.governance.objects import tell
from meguri.governance.sheets.files import SheetFile, SheetRead, read_sheet
from meguri.projects.models import Project
from meguri.towns.models import Town, User

YEAR = 2025
Cells = Sequence[object]
HEAD: Cells = ("年度", "会計", "歳入歳出", "款", "項", "目", "節", "事業番号", "事業名", "予算現額", "決算額")
PLACE: Cells = (2025, "一般会計", "歳出", "民生費", "社会福祉費", "老人福祉費")
BUS: Cells = (*PLACE, "委託料", "", "福祉バスの予約運行", 4_200_000, 3_987_000)
CARE: Cells = (*PLACE, "扶助費", "", "", 88_200_000, 85_114_000)
ROAD: Cells = (2025, "一般会計", "歳出", "土木費", "道路橋りょう費", "道路維持費")
SNOW: Cells = (*ROAD, "委託料", "", "除雪", 52_000_000, 58_730_000)
TAX: Cells = (2025, "一般会計", "歳入", "町税", "町民税", "個人", "", "", "", 144_400_000, 150_000_000)
LINES = (BUS, CARE, SNOW, TAX)


def but(row: Cells, **cells: object) -> Cells:
    """The row with some cells said otherwise, by their heading."""
    return tuple(cells.get(str(head), cell) for head, cell in zip(HEAD, row, strict=True))


def csv(*rows: Cells, head: Cells = HEAD) -> bytes:
    return b"".join(write_csv([head, *rows]))


def workbook(**sheets: Sequence[Cells]) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def administrator_of(town: Town, person: User | None = None) -> Actor:
    roles = frozenset({Role.ADMINISTRATOR})
    return Actor(Channel.WEB, person_id=person.pk if person else None, roles=roles, town_id=town.pk)


def officer_of(town: Town, person: User) -> Actor:
    return Actor(Channel.WEB, person_id=person.pk, roles=frozenset({Role.OFFICER}), town_id=town.pk)


def take(
    town: Town, *rows: Cells, content: bytes = b"", name: str = "決算.csv", sheet: str | None = None
) -> dict[str, int]:
    """A file is taken in while the town is being set up."""
    file = SheetFile(name, content or csv(*(rows or LINES)), sheet=sheet)
    with in_town(town):
        return take_sheet(administrator_of(town), town, "budget", file, seen=True)


def read(town: Town, content: bytes, name: str = "決算.csv", sheet: str | None = None) -> SheetRead:
    with in_town(town):
        return read_sheet(SheetFile(name, content, sheet=sheet), BUDGET)


def told(found: SheetRead) -> list[str]:
    """The sentences on the file, each once."""
    return list(dict.fromkeys(str(one.message) for one in found.laid.report.listed(1000)[0]))


def project(town: Town, name: str, number: str = "") -> Project:
    """A project as its own slice would have made it, known to the thread."""
    with guard.door("tests"), in_town(town):
        now = timezone.now()
        made = Project.objects.create(
            town=town, name=name, number=number, state="running", first_published_at=now, changed_at=now
        )
        tell("project", [made])
        return made


def standing(town: Town) -> list[BudgetLine]:
    with in_town(town):
        return list(BudgetLine.objects.filter(stands=True).select_related("project", "file").order_by("row"))
