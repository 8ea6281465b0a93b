"""Every change of this room by people: an account told, a file taken, rows decided, a month closed, payers erased."""

from collections.abc import Sequence
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from meguri.core.action import Internal, Public, action, note
from meguri.core.actor import Actor
from meguri.core.errors import BadInput, Conflict
from meguri.core.recording import Locked, Plain, Unrecorded, Yen
from meguri.funding.bank.closing import closed_months, last_day, require_closable, state_of, why_in_doubt
from meguri.funding.bank.deciding import Decided, decide, look_up, sure_ones
from meguri.funding.bank.ledger import book_ledger
from meguri.funding.bank.models import FundAccount, Match, MoneyFile, MoneyRow, MonthClosing
from meguri.funding.bank.reading import GivenFile, Source, read_money
from meguri.funding.bank.taking import stored, taking
from meguri.funding.journal.models import Fund
from meguri.governance.sheets.layouts import remember

ROWS_AT_ONCE = 500
State = MoneyRow.State


@action("funding.name_account", record=Public)
def name_account(
    actor: Actor,
    fund: Locked[Fund],
    bank: Plain,
    bank_name: Plain,
    branch: Plain,
    branch_name: Plain,
    kind: Plain,
    number: Unrecorded[str],
    holder: Unrecorded[str],
) -> FundAccount:
    """Say in which account at a bank a fund's money lies. Its number stays out of the record."""
    told = {
        "bank": bank, "bank_name": bank_name, "branch": branch, "branch_name": branch_name, "kind": kind,
        "number": number, "holder": holder,
    }  # fmt: skip
    same = FundAccount.objects.filter(bank=bank, branch=branch, kind=kind, number=number).exclude(fund=fund)
    if same.exists():
        raise Conflict(_("この口座は、ほかの資金の口座としてもう登録されています。"))
    made, _new = FundAccount.objects.update_or_create(town_id=fund.town_id, fund=fund, defaults=told)
    return made


@action("funding.take_money_file", record=Public)
def take_money_file(
    actor: Actor, fund: Locked[Fund], file: Unrecorded[GivenFile], shown: Unrecorded[str] = ""
) -> MoneyFile:
    """Take the new rows of a file, all or none. `shown`: the fingerprint of what was looked at.

    A row that stands already is left out, whichever file it came from. A ledger is booked at once.
    """
    if MoneyFile.objects.filter(fund=fund, digest=file.digest).exists():
        raise Conflict(_("このファイルは、もう取り込んであります。何も変えていません。"))
    read = read_money(file)
    told = taking(fund, read)
    if shown and told.fingerprint != shown:
        raise Conflict(_("見ていたあいだに、ほかの人が取り込みました。何も取り込んでいません。もう一度見てください。"))
    if not told.new:
        raise Conflict(_("新しい明細はありません。このファイルの%(n)s件は、すべて入っています。") % {"n": told.known})
    made: MoneyFile = MoneyFile.objects.create(
        town_id=fund.town_id, fund=fund, source=read.source, site=read.site[:40], name=file.name[-200:],
        digest=file.digest, since=read.since, until=read.until, rows=len(read.rows or ()), new=len(told.new),
        after=read.statement.after if read.statement else None, taken_at=timezone.now(),
    )  # fmt: skip
    rows = MoneyRow.objects.bulk_create([stored(made, one) for one in told.new], batch_size=ROWS_AT_ONCE)
    if read.source == Source.LEDGER:
        book_ledger(fund, made, list(zip(rows, told.new, strict=True)))
    if read.laid is not None and read.kind is not None:
        remember(read.kind.key, read.laid.headings, read.laid.columns)
    note(
        source=made.source, rows=made.rows, new=made.new, in_yen=str(told.came), out_yen=str(told.went),
        since=made.since, until=made.until,
    )  # fmt: skip
    return made


@action("funding.decide_rows", record=Public)
def decide_rows(actor: Actor, fund: Locked[Fund], decided: Unrecorded[Sequence[Decided]]) -> int:
    """What a person said of rows, all or none. Returns how many."""
    return _decide(actor, fund, decided, Match.How.PERSON)


@action("funding.accept_sure_rows", record=Public)
def accept_sure_rows(actor: Actor, fund: Locked[Fund], count: Unrecorded[int]) -> int:
    """Book all that is sure, by one press. `count`: how many the person was shown; another number books none."""
    decided = sure_ones(fund)
    if len(decided) != count:
        raise Conflict(_("見ていたあいだに、件数が変わりました。何も記帳していません。もう一度見てください。"))
    return _decide(actor, fund, decided, Match.How.CODE)


def _decide(actor: Actor, fund: Fund, decided: Sequence[Decided], how: str) -> int:
    if not decided:
        raise BadInput(_("どの明細も「あとで決める」のままです。決まったものを選んでください。"))
    if len({one.row for one in decided}) != len(decided):
        raise BadInput(_("同じ明細が二度入っています。ページを読み直してください。"))
    known = look_up(fund, [one.row for one in decided])
    rows = decide(actor, known, decided, how)
    booked = [row for row in rows if row.state == State.BOOKED]
    note(booked=len(booked), put_away=len(rows) - len(booked), yen=str(sum(row.yen for row in booked)))
    return len(rows)


@action("funding.reopen_row", record=Internal)
def reopen_row(actor: Actor, row: Locked[MoneyRow]) -> MoneyRow:
    """Take back that a row was set aside or sent back. What was booked is reversed in the books instead."""
    if row.state not in (State.ASIDE, State.RETURNED):
        raise Conflict(_("記帳した明細は、ここでは戻せません。資金のページで、仕訳の取り消しを起案してください。"))
    if row.on.replace(day=1) in closed_months(row.fund):
        raise Conflict(_("締めた月の明細です。締めを開いてから決めてください。"))
    row.state, row.aside, row.reason, row.decided_at = State.OPEN, "", "", None
    row.save(update_fields=["state", "aside", "reason", "decided_at"])
    return row


@action("funding.close_month", record=Public)
def close_month(
    actor: Actor, fund: Locked[Fund], month: date, statement_yen: Yen, reason: Unrecorded[str] = ""
) -> MonthClosing:
    """Close a month of a fund's account. `statement_yen`: the balance that the bank tells for its last day.

    `Conflict` while a row is undecided; a difference to the books, or to the month before, needs a reason.
    """
    if month in closed_months(fund):
        raise Conflict(_("この月は、もう締めています。"))
    state = state_of(fund, month)
    require_closable(fund, month, state, timezone.localdate())
    if (doubt := why_in_doubt(state, statement_yen)) and not reason.strip():
        raise BadInput(doubt)
    left = state.difference(statement_yen)
    made: MonthClosing = MonthClosing.objects.create(
        town_id=fund.town_id, fund=fund, month=month, statement_yen=statement_yen, books_yen=state.books,
        elsewhere_yen=state.elsewhere, aside_yen=state.aside, difference_yen=left, reason=reason.strip()[:200],
        rows=state.rows, booked=state.booked, in_yen=state.came, out_yen=state.went, closed_at=timezone.now(),
    )  # fmt: skip
    note(
        rows=made.rows, booked=made.booked, in_yen=str(made.in_yen), out_yen=str(made.out_yen),
        books_yen=str(made.books_yen), difference_yen=str(left), until=last_day(month),
    )  # fmt: skip
    return made


@action("funding.reopen_month", record=Public)
def reopen_month(actor: Actor, fund: Locked[Fund], month: date, reason: str) -> MonthClosing:
    """Open a closed month again, with the reason. Only the last closed one, so that months stay in order."""
    closed = closed_months(fund)
    if month not in closed:
        raise Conflict(_("この月は、締めていません。"))
    if max(closed) != month:
        raise Conflict(_("開けるのは、いちばん後に締めた月だけです。先に、後の月を開いてください。"))
    if not reason.strip():
        raise BadInput(_("締めを開くわけを書いてください。"))
    one = closed[month]
    one.reopened_at, one.reopened_because = timezone.now(), reason.strip()[:200]
    one.save(update_fields=["reopened_at", "reopened_because"])
    return one


@action("funding.forget_payers", record=Public)
def forget_payers(actor: Actor, fund: Locked[Fund], before: date) -> int:
    """Empty the names of payers in decided rows of closed months before a day. The rows stay, and stay known."""
    closed = [month for month in closed_months(fund) if last_day(month) < before]
    if not closed:
        raise Conflict(_("その日より前に、締めた月がありません。締めた月の明細だけ、名前を消せます。"))
    rows = MoneyRow.objects.filter(fund=fund, on__lte=last_day(max(closed)), erased_at=None).exclude(state=State.OPEN)
    count = rows.update(payer="", name="", text="", erased_at=timezone.now())
    MoneyFile.objects.filter(fund=fund, until__lte=last_day(max(closed))).update(name="")
    note(rows=count)
    return count
