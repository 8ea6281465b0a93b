"""The ledger of a fund as its holder keeps it elsewhere: each row becomes an entry, in the order of the file."""

from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from meguri.core.errors import BadInput, Conflict, MeguriError
from meguri.funding.bank.models import Match, MoneyFile, MoneyRow
from meguri.funding.bank.taking import NewRow
from meguri.funding.journal import booking
from meguri.funding.journal.booking import Origin, Said, Way
from meguri.funding.journal.models import Fund, JournalEntry


def book_ledger(fund: Fund, file: MoneyFile, rows: Sequence[tuple[MoneyRow, NewRow]]) -> None:
    """Book each row, told by its number in the file when it cannot be. Inside an action: all or none."""
    now = timezone.now()
    for row, new in rows:
        try:
            entry = _booked(row, new)
        except MeguriError as refused:
            sentence = _("%(n)s行目: %(why)s 何も取り込んでいません。") % {"n": row.position, "why": refused}
            raise (Conflict if isinstance(refused, Conflict) else BadInput)(sentence) from refused
        Match.objects.create(town_id=file.town_id, row=row, entry=entry, how=Match.How.FILE, at=now)
    MoneyRow.objects.filter(file=file).update(state=MoneyRow.State.BOOKED, decided_at=now)


def _booked(row: MoneyRow, new: NewRow) -> JournalEntry:
    assert new.purpose is not None  # noqa: S101 - taking has refused rows without one
    said = Said(
        on=row.on, text=row.text, way=Way.OWN if row.yen > 0 else "", origin=Origin.FILE,
        project=new.project or new.purpose.project, key=f"row:{row.key}"[:120],
    )  # fmt: skip
    if row.yen > 0:
        return booking.receive(new.purpose, row.yen, said)
    return booking.spend(new.purpose, -row.yen, said)
