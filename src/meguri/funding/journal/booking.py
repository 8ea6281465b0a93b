"""Books entries inside a running action. Checked here so that the reader gets a sentence, by the database in any case.

A purpose's money moves in the order planned → committed → received → spent → returned:

    promise(purpose, 10_000, said)      a pledge was made
    receive(purpose, 10_000, said)      the money came; a file of many at once by receive_all
    spend(purpose, 4_200, said)         an approved expense of a project
    give_back(purpose, 5_800, said)     what was not used went back
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db import DatabaseError
from django.utils import timezone
from django.utils.translation import gettext as _

from meguri.core.batches import AT_ONCE, batches
from meguri.core.errors import BadInput, Conflict
from meguri.core.fiscal import fiscal_year_of, settlement_end
from meguri.core.scope import active_town
from meguri.core.uuid7 import uuid7
from meguri.funding.journal.accounts import Kind, accounts_of, balances_of
from meguri.funding.journal.held import held
from meguri.funding.journal.models import Account, Contract, Fund, JournalEntry, Posting, Purpose
from meguri.funding.journal.rules import YEAR_CLOSED
from meguri.governance.models import Draft, Post
from meguri.projects.models import Project

MOST_YEN = 10**15
MEMO = (Kind.PLANNED, Kind.PLANNED_CONTRA, Kind.COMMITTED, Kind.COMMITTED_CONTRA)
Stage, Way, Origin = JournalEntry.Stage, JournalEntry.Way, JournalEntry.Origin


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of an entry beside its yen. `text` is public and names no person.

    `key` names what it came from, so that it is booked once: a second booking with the same key and the same yen gives
    the first entry again. `fiscal_year`: another than that of `on`, for money of the old year paid by 31 May.
    """

    on: date
    text: str
    way: str = ""
    origin: str = Origin.BOOKED
    project: Project | None = None
    approved_by: Post | None = None
    contract: Contract | None = None
    in_town: bool | None = None
    draft: Draft | None = None
    key: str | None = None
    fiscal_year: int | None = None


def plan(purpose: Purpose, yen: int, said: Said) -> JournalEntry:
    """Money that is meant to come. Negative yen take a plan back."""
    return _memo(purpose, yen, said, Stage.PLANNED, Kind.PLANNED, Kind.PLANNED_CONTRA)


def promise(purpose: Purpose, yen: int, said: Said) -> JournalEntry:
    """Money that somebody has promised. Negative yen: a promise that was kept or fell away."""
    return _memo(purpose, yen, said, Stage.COMMITTED, Kind.COMMITTED, Kind.COMMITTED_CONTRA)


def receive(purpose: Purpose, yen: int, said: Said) -> JournalEntry:
    """Money came in for the purpose."""
    return receive_all(purpose.fund, [(purpose, yen, said)])[0]


def receive_all(fund: Fund, came: Sequence[tuple[Purpose, int, Said]]) -> list[JournalEntry]:
    """Money came in for purposes of one fund; its entries in the same order. Queries do not grow with their number."""
    at = accounts_of(fund.pk, list({purpose.pk: purpose for purpose, _yen, _said in came}.values()))
    rows: list[tuple[Mapping[Account, int], Said]] = []
    for purpose, yen, said in came:
        _positive(yen)
        if purpose.fund_id != fund.pk:
            raise BadInput(_("ほかの資金の使いみちには、記帳できません。"))
        rows.append(({at[Kind.CASH, None]: yen, at[Kind.PURPOSE, purpose.pk]: -yen}, said))
    return book_all(fund, Stage.RECEIVED, rows)


def spend(purpose: Purpose, yen: int, said: Said) -> JournalEntry:
    """An expense. `Conflict` where the purpose has not so much; it names its project and the post that approved it."""
    if said.origin != Origin.FILE and (said.project is None or said.approved_by is None):
        raise BadInput(_("支出には、どの事業のためか、どの役職が決裁したかが要ります。"))
    if said.origin != Origin.FILE:
        _refuse_held(purpose, yen)
    return _out(purpose, yen, said, Stage.SPENT)


def give_back(purpose: Purpose, yen: int, said: Said) -> JournalEntry:
    """Money went back to where it came from."""
    return _out(purpose, yen, said, Stage.RETURNED)


def lend(purpose: Purpose, yen: int, said: Said) -> JournalEntry:
    """Money went out on loan; it still belongs to the purpose."""
    _positive(yen)
    _refuse_held(purpose, yen)
    _refuse_overdrawn(purpose, yen)
    at = accounts_of(purpose.fund_id, [purpose])
    return book(purpose.fund, Stage.MOVED, {at[Kind.LENT, purpose.pk]: yen, at[Kind.CASH, None]: -yen}, said)


def repaid(purpose: Purpose, principal: int, interest: int, said: Said) -> JournalEntry:
    """A repayment of a loan came in: principal, and interest that the purpose earns. Yen."""
    _positive(principal + interest)
    at = accounts_of(purpose.fund_id, [purpose])
    lines = {
        at[Kind.CASH, None]: principal + interest,
        at[Kind.LENT, purpose.pk]: -principal,
        at[Kind.PURPOSE, purpose.pk]: -interest,
    }
    return book(purpose.fund, Stage.MOVED, {account: yen for account, yen in lines.items() if yen}, said)


def move(source: Purpose, target: Purpose, yen: int, said: Said) -> JournalEntry:
    """Money changed its purpose within one fund; the text says why."""
    _positive(yen)
    _refuse_held(source, yen)
    _refuse_overdrawn(source, yen)
    at = accounts_of(source.fund_id, [source, target])
    lines = {at[Kind.PURPOSE, source.pk]: yen, at[Kind.PURPOSE, target.pk]: -yen}
    return book(source.fund, Stage.MOVED, lines, said)


def reverse(entry: JournalEntry, *, on: date, reason: str, draft: Draft | None = None) -> JournalEntry:
    """The same entry with its signs turned; `Conflict` where it was reversed before."""
    if JournalEntry.objects.filter(reverses=entry).exists():
        raise Conflict(_("この仕訳は、もう取り消されています。"))
    if entry.reverses_id is not None:
        raise BadInput(_("取り消しの仕訳は、取り消せません。正しい内容を、新しく記帳してください。"))
    if not reason.strip():
        raise BadInput(_("取り消す理由を書いてください。"))
    text = _("取り消し: %(text)s") % {"text": entry.text}
    said = Said(
        on=on, text=text[:200], way=entry.way, origin=entry.origin, project=entry.project,
        approved_by=entry.approved_by, contract=entry.contract, in_town=entry.in_town, draft=draft,
    )  # fmt: skip
    lines = {posting.account: -posting.yen for posting in entry.postings.select_related("account")}
    return book(entry.fund, entry.stage, lines, said, reverses=entry, reason=reason.strip())


def book(
    fund: Fund,
    stage: str,
    lines: Mapping[Account, int],
    said: Said,
    *,
    reverses: JournalEntry | None = None,
    reason: str = "",
) -> JournalEntry:
    """Write one entry: yen by account, debit positive. `BadInput` and `Conflict` say what does not hold."""
    return book_all(fund, stage, [(lines, said)], reverses=reverses, reason=reason)[0]


def book_all(
    fund: Fund,
    stage: str,
    rows: Sequence[tuple[Mapping[Account, int], Said]],
    *,
    reverses: JournalEntry | None = None,
    reason: str = "",
) -> list[JournalEntry]:
    """Write entries of one stage, all or none; a key that was booked before, here or earlier, gives its first entry."""
    given = [(lines, replace(said, text=said.text.strip())) for lines, said in rows]
    for lines, said in given:
        _check(fund, lines, said)
    standing = _earlier(fund, [said.key for _lines, said in given if said.key is not None])
    fresh: list[JournalEntry] = []
    postings: list[Posting] = []
    entries = []
    for lines, said in given:
        yen = {account.pk: sum_yen for account, sum_yen in lines.items()}
        if said.key is not None and said.key in standing:
            entries.append(_same(standing[said.key], said.key, yen))
            continue
        entry = _entry(fund, stage, said, reverses, reason)
        postings += (Posting(town_id=fund.town_id, entry=entry, account_id=pk, yen=yen[pk]) for pk in yen)
        fresh.append(entry)
        entries.append(entry)
        if said.key is not None:
            standing[said.key] = (entry, yen)
    Posting.objects.bulk_create(postings, batch_size=AT_ONCE)
    _seal(fresh, fund)
    return entries


def _entry(fund: Fund, stage: str, said: Said, reverses: JournalEntry | None, reason: str) -> JournalEntry:
    return JournalEntry(
        id=uuid7(), town=active_town(), fund=fund, fiscal_year=_year(said), on=said.on, stage=stage, way=said.way,
        origin=said.origin, text=said.text, project=said.project, approved_by=said.approved_by, contract=said.contract,
        in_town=said.in_town, draft=said.draft, key=said.key, reverses=reverses, reason=reason, at=timezone.now(),
    )  # fmt: skip


def _seal(entries: Sequence[JournalEntry], fund: Fund) -> None:
    """Write entries after their postings. That a year is closed, their first, only the database can say for sure."""
    try:
        JournalEntry.objects.bulk_create(entries, batch_size=AT_ONCE)
    except DatabaseError as error:
        if YEAR_CLOSED not in str(error):
            raise
        first = min(entry.fiscal_year for entry in entries)
        sentence = _("「%(name)s」の%(year)s年度の帳簿は、もう締めています。いまの年度の日付で記帳してください。")
        raise Conflict(sentence % {"name": fund.name, "year": first}) from None


def _memo(purpose: Purpose, yen: int, said: Said, stage: str, kind: str, contra: str) -> JournalEntry:
    at = accounts_of(purpose.fund_id, [purpose])
    return book(purpose.fund, stage, {at[contra, None]: yen, at[kind, purpose.pk]: -yen}, said)


def _out(purpose: Purpose, yen: int, said: Said, stage: str) -> JournalEntry:
    _positive(yen)
    _refuse_overdrawn(purpose, yen)
    at = accounts_of(purpose.fund_id, [purpose])
    return book(purpose.fund, stage, {at[Kind.PURPOSE, purpose.pk]: yen, at[Kind.CASH, None]: -yen}, said)


def _positive(yen: int) -> None:
    if yen <= 0:
        raise BadInput(_("金額は、1円以上で入れてください。"))


def _refuse_overdrawn(purpose: Purpose, yen: int) -> None:
    """Its row is locked, so that two expenses at once do not spend the same money."""
    Purpose.objects.select_for_update().get(pk=purpose.pk)
    available = balances_of([purpose])[purpose.pk].available
    if yen > available:
        sentence = _("「%(name)s」の残りは%(left)s円です。%(yen)s円は出せません。")
        raise Conflict(sentence % {"name": purpose.name, "left": f"{available:,}", "yen": f"{yen:,}"})


def _refuse_held(purpose: Purpose, yen: int) -> None:
    """`Conflict` where part of what is left waits for a step of a campaign, and this would take of it."""
    waiting = held(purpose)
    if not waiting:
        return
    available = balances_of([purpose])[purpose.pk].available
    if available - waiting < yen <= available:
        sentence = _(
            "「%(name)s」のうち%(held)s円は、約束した段階ができるまで使えません。いま使えるのは%(free)s円です。"
        )
        free = max(0, available - waiting)
        raise Conflict(sentence % {"name": purpose.name, "held": f"{waiting:,}", "free": f"{free:,}"})


def _check(fund: Fund, lines: Mapping[Account, int], said: Said) -> None:
    _check_yen(lines)
    _check_said(fund, said)
    if fund.is_copy and said.origin == Origin.BOOKED and not _is_memo(lines):
        raise BadInput(_("まちのお金は、財務会計のファイルから取り込みます。ここでは記帳できません。"))
    if any(account.fund_id != fund.pk for account in lines):
        raise BadInput(_("ほかの資金の勘定には、記帳できません。"))


def _is_memo(lines: Mapping[Account, int]) -> bool:
    """Whether no money moves: what is planned and promised is known here, also of the town's own funds."""
    return all(account.kind in MEMO for account in lines)


def _check_yen(lines: Mapping[Account, int]) -> None:
    if any(yen == 0 for yen in lines.values()):
        raise BadInput(_("0円の仕訳は記帳できません。金額を入れてください。"))
    if any(abs(yen) > MOST_YEN for yen in lines.values()):
        raise BadInput(_("金額が大きすぎます。1,000兆円までの数で、もう一度たしかめてください。"))
    off = abs(sum(lines.values()))
    if len(lines) < 2 or off:
        raise BadInput(_("借方と貸方の合計が同じではありません。差は%(yen)s円です。") % {"yen": f"{off:,}"})


def _check_said(fund: Fund, said: Said) -> None:
    if not said.text:
        raise BadInput(_("何のお金かを、摘要に書いてください。"))
    if said.project is not None and said.project.town_id != fund.town_id:
        raise BadInput(_("ほかのまちの事業には、お金を出せません。"))
    if said.on < fund.opened_on or (fund.closed_on is not None and said.on > fund.closed_on):
        raise BadInput(_("「%(name)s」が開いている期間の日付を入れてください。") % {"name": fund.name})


def _year(said: Said) -> int:
    """The fiscal year an entry counts in; the year before only until its books close."""
    year = fiscal_year_of(said.on)
    if said.fiscal_year is None or said.fiscal_year == year:
        return year
    if said.fiscal_year != year - 1 or said.on > settlement_end(said.fiscal_year):
        raise BadInput(_("前の年度のお金として扱えるのは、5月31日までの出し入れだけです。"))
    return said.fiscal_year


Standing = tuple[JournalEntry, Mapping[int, int]]
"""An entry that was booked, with its yen by account."""


def _earlier(fund: Fund, keys: Sequence[str]) -> dict[str, Standing]:
    """What was booked under these keys. Two queries for each batch."""
    found: dict[str, Standing] = {}
    for some in batches(keys):
        rows = JournalEntry.objects.filter(fund=fund, key__in=some).prefetch_related("postings")
        found |= {str(one.key): (one, {row.account_id: row.yen for row in one.postings.all()}) for one in rows}
    return found


def _same(standing: Standing, key: str, yen: Mapping[int, int]) -> JournalEntry:
    """The entry that stands under a key. `Conflict` where it says other yen."""
    entry, booked = standing
    if booked != yen:
        raise Conflict(_("「%(key)s」は、ちがう金額でもう記帳されています。") % {"key": key})
    return entry
