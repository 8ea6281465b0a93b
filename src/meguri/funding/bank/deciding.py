"""What is decided of rows: each a pledge's money, a new gift, an entry that stands, set aside, or sent back."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from meguri.core.actor import Actor
from meguri.core.batches import AT_ONCE, batches
from meguri.core.errors import BadInput, Conflict
from meguri.funding.bank.gifts import Came, OpenPledge, open_pledges, receive
from meguri.funding.bank.matching import Expected, Payment, Proposal, proposals
from meguri.funding.bank.models import Match, MoneyFile, MoneyRow, MonthClosing
from meguri.funding.journal.booking import Origin, Way
from meguri.funding.journal.models import Fund, JournalEntry, Purpose

State, Aside, Source = MoneyRow.State, MoneyRow.Aside, MoneyFile.Source


@dataclass(frozen=True, slots=True)
class Decided:
    """What a person says of one row. Exactly one of `pledge`, `purpose`, `entry`, `aside` and `returned` is told."""

    row: int
    pledge: int | None = None
    purpose: int | None = None
    entry: UUID | None = None
    aside: str = ""
    returned: bool = False
    reason: str = ""


class RowRefused(BadInput):
    """What was said of one row cannot be taken."""

    def __init__(self, sentence: str | Promise, row: int) -> None:
        super().__init__(sentence)
        self.row = row


class RowTaken(Conflict):
    """One row, or what it was said to be, is no longer free."""

    def __init__(self, sentence: str | Promise, row: int) -> None:
        super().__init__(sentence)
        self.row = row


@dataclass
class Known:
    """What decisions stand on, looked up once: rows under lock, open pledges, purposes, closed months."""

    fund: Fund
    rows: Mapping[int, MoneyRow]
    pledges: Mapping[int, OpenPledge]
    purposes: Mapping[int, Purpose]
    closed: frozenset[object] = frozenset()
    kept: set[int] = field(default_factory=set)


def look_up(fund: Fund, row_ids: Iterable[int]) -> Known:
    """Rows are locked in the order of their numbers, so that two officers do not wait for each other in a ring."""
    rows = {
        row.pk: row
        for some in batches(sorted(row_ids))
        for row in MoneyRow.objects.select_for_update(of=("self",)).select_related("file")
        .filter(fund=fund, pk__in=some).order_by("pk")
    }  # fmt: skip
    closed = MonthClosing.objects.filter(fund=fund, reopened_at=None).values_list("month", flat=True)
    return Known(
        fund,
        rows,
        {one.pk: one for one in open_pledges(fund)},
        {one.pk: one for one in Purpose.objects.filter(fund=fund).select_related("fund", "project")},
        frozenset(closed),
    )


def decide(actor: Actor, known: Known, decided: Sequence[Decided], how: str) -> list[MoneyRow]:
    """Book or put away rows, all or none. `Conflict` when somebody was faster. Inside an action."""
    came = {}
    for one in filter(_is_gift, decided):
        with _about(one.row):
            came[one.row] = _came(known, _open_row(known, one), one)
    entries = receive(actor, known.fund, list(came.values()), origin=Origin.FILE) if came else {}
    rows, matches, now = [], [], timezone.now()
    for one in decided:
        with _about(one.row):
            row = _open_row(known, one)
            if one.aside or one.returned:
                _put_away(row, one)
            else:
                entry = standing_entry(known.fund, row, one.entry) if one.entry else entries[came[one.row].key]
                matches.append(Match(town_id=row.town_id, row=row, entry=entry, how=how, at=now))
                row.state = State.BOOKED
        row.decided_at = now
        rows.append(row)
    _write(rows, matches)
    return rows


@contextmanager
def _about(row: int) -> Iterator[None]:
    """What is refused within tells of which row."""
    try:
        yield
    except BadInput as no:
        raise RowRefused(no.sentence, row) from no
    except Conflict as no:
        raise RowTaken(no.sentence, row) from no


def _write(rows: Sequence[MoneyRow], matches: Sequence[Match]) -> None:
    """Booked rows many at a time; those put away one by one, with their reasons."""
    Match.objects.bulk_create(matches, batch_size=AT_ONCE)
    for some in batches([row for row in rows if row.state == State.BOOKED]):
        MoneyRow.objects.filter(pk__in=[row.pk for row in some]).update(
            state=State.BOOKED, aside="", reason="", decided_at=some[0].decided_at
        )
    for row in rows:
        if row.state != State.BOOKED:
            row.save(update_fields=["state", "aside", "reason", "decided_at"])


def _is_gift(one: Decided) -> bool:
    return not (one.aside or one.returned or one.entry)


def _open_row(known: Known, one: Decided) -> MoneyRow:
    row = known.rows.get(one.row)
    if row is None:
        raise BadInput(_("この資金にない明細です。ページを読み直してください。"))
    if row.state != State.OPEN:
        raise Conflict(_("ほかの人が、もう決めた明細があります。何も変えていません。ページを読み直してください。"))
    if row.file.source != Source.SITE and row.on.replace(day=1) in known.closed:
        raise Conflict(_("締めた月の明細です。締めを開いてから決めてください。"))
    return row


def _put_away(row: MoneyRow, one: Decided) -> None:
    reason = one.reason.strip()
    if one.aside and one.aside not in Aside.values:
        raise BadInput(_("取りのける種類を選んでください。"))
    if one.aside == Aside.PAYOUT and not reason:
        reason = str(Aside.PAYOUT.label)
    if not reason:
        raise BadInput(_("取りのけるわけ、返すわけを書いてください。"))
    row.state = State.RETURNED if one.returned else State.ASIDE
    row.aside, row.reason = one.aside, reason[:200]


def _came(known: Known, row: MoneyRow, one: Decided) -> Came:
    """The gift that a row brings, as somebody said. A pledge is kept once."""
    if row.yen < 0:
        sentence = _("出ていったお金は、寄附にはできません。帳簿の支出とつなげるか、わけを書いて取りのけてください。")
        raise BadInput(sentence)
    pledge = known.pledges.get(one.pledge) if one.pledge is not None else None
    if one.pledge is not None and (pledge is None or pledge.pk in known.kept):
        raise Conflict(_("その申出のお金は、もう受け取っています。何も変えていません。ページを読み直してください。"))
    purpose = known.purposes.get(pledge.purpose_id if pledge else one.purpose or 0)
    if purpose is None:
        raise BadInput(_("何のための寄附か、使いみちを選んでください。"))
    if pledge is not None:
        known.kept.add(pledge.pk)
    is_site = row.file.source == Source.SITE
    way = Way.HOMETOWN_TAX if is_site and known.fund.is_copy else Way.DONATION
    name = row.name or row.payer
    return Came(purpose, row.on, row.yen, f"row:{row.key}"[:120], way, pledge.pk if pledge else None, name)


def standing_entry(fund: Fund, row: MoneyRow, key: UUID) -> JournalEntry:
    """An entry of the fund that moved as many yen on its account as the row says, and is no other row's."""
    found = JournalEntry.objects.filter(fund=fund, pk=key, bank_match=None).first()
    if found is None or found.postings.filter(account__kind="cash", yen=row.yen).first() is None:
        raise BadInput(_("その仕訳は、この明細と金額がちがうか、もうほかの明細につながっています。"))
    return found


def proposals_for(fund: Fund, rows: Sequence[MoneyRow]) -> dict[int, list[Proposal]]:
    """By row: which pledges it may be for. Reads the open pledges once."""
    expected = [Expected(one.pk, one.yen, one.name, one.code, one.made_on) for one in open_pledges(fund)]
    payments = [Payment(row.pk, row.yen, row.payer or row.name, row.text, row.on) for row in rows if row.yen > 0]
    return proposals(payments, expected)


def sure_ones(fund: Fund) -> list[Decided]:
    """What needs no more than one press for all: code and sum of one pledge; a site's order with its purpose."""
    rows = list(open_rows(fund).filter(twin=False, yen__gt=0).select_related("file"))
    found = proposals_for(fund, rows)
    decided = []
    for row in rows:
        best = found.get(row.pk, [None])[0]
        if best is not None and best.is_sure:
            decided.append(Decided(row.pk, pledge=best.expected))
        elif best is None and row.file.source == Source.SITE and row.purpose_id is not None:
            decided.append(Decided(row.pk, purpose=row.purpose_id))
    return decided


def open_rows(fund: Fund) -> QuerySet[MoneyRow]:
    found: QuerySet[MoneyRow] = MoneyRow.objects.filter(fund=fund, state=State.OPEN).order_by("on", "pk")
    return found
