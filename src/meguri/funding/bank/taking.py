"""From what a file says to rows that are new: what stands already is left out, what does not fit is refused whole."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from meguri.core.batches import batches
from meguri.core.errors import BadInput, Conflict
from meguri.funding.bank.closing import OF_THE_ACCOUNT
from meguri.funding.bank.keys import Said, keys_of, order_keys
from meguri.funding.bank.models import FundAccount, MoneyFile, MoneyRow, MonthClosing
from meguri.funding.bank.reading import Incoming, MoneyRead, Source
from meguri.funding.journal.models import Fund, Purpose
from meguri.funding.matching import name_key
from meguri.projects.models import Project

SHOWN_WRONG = 5
MOST_YEN = 10**12


@dataclass(frozen=True, slots=True)
class NewRow:
    """A row that does not stand yet. `twin`: one that says the same stands under another key, or in another kind."""

    incoming: Incoming
    key: str
    twin: bool
    purpose: Purpose | None = None
    project: Project | None = None


@dataclass(frozen=True)
class Taking:
    """What taking a file would do: the rows that are new, and how many stand already."""

    read: MoneyRead
    new: tuple[NewRow, ...]
    known: int

    @property
    def came(self) -> int:
        return sum(one.incoming.yen for one in self.new if one.incoming.yen > 0)

    @property
    def went(self) -> int:
        return -sum(one.incoming.yen for one in self.new if one.incoming.yen < 0)

    @property
    def twins(self) -> int:
        return sum(one.twin for one in self.new)

    @property
    def fingerprint(self) -> str:
        """By which what was looked at is known from what would be taken."""
        return f"{len(self.new)}-{self.known}-{self.came}-{self.went}"


def taking(fund: Fund, read: MoneyRead) -> Taking:
    """The new rows of a file for a fund. BadInput and Conflict say what does not fit. Six queries at most."""
    if read.rows is None:
        raise BadInput(read.fault or _("先に、直すところを直してください。まだ何も取り込んでいません。"))
    _refuse_another_account(fund, read)
    _refuse_unreasonable(read.rows)
    keys = _keys(read)
    standing = _standing(fund, keys)
    new = [(row, key) for row, key in zip(read.rows, keys, strict=True) if key not in standing]
    new = _not_told_elsewhere(fund, read.source, new)
    _refuse_what_changed(read, keys, standing)
    if read.source in OF_THE_ACCOUNT:
        _refuse_closed(fund, [row for row, _key in new])
    same = _same_content(fund, new)
    purposes, projects = _purposes(fund, new), _projects(new)
    rows = tuple(
        NewRow(row, key, _is_twin(row, same), purposes.get(name_key(row.purpose)), projects.get(name_key(row.project)))
        for row, key in new
    )
    if read.source == Source.LEDGER:
        _refuse_nameless(rows, purposes)
    return Taking(read, rows, len(read.rows) - len(new))


def _keys(read: MoneyRead) -> list[str]:
    rows = [
        Said(_place(read), one.on, one.yen, f"{one.payer}{one.name}{one.text}", one.number) for one in read.rows or ()
    ]
    return order_keys(rows) if read.source == Source.SITE else keys_of(rows)


def _place(read: MoneyRead) -> str:
    return f"site:{name_key(read.site)[:40]}" if read.source == Source.SITE else read.source.value


def _standing(fund: Fund, keys: Sequence[str]) -> dict[str, tuple[date, int]]:
    found: dict[str, tuple[date, int]] = {}
    for some in batches(keys):
        rows = MoneyRow.objects.filter(fund=fund, key__in=some)
        found |= {key: (on, yen) for key, on, yen in rows.values_list("key", "on", "yen")}
    return found


def _not_told_elsewhere(fund: Fund, source: Source, new: Sequence[tuple[Incoming, str]]) -> list[tuple[Incoming, str]]:
    """Without what the bank has told in its other kind of file (01 and 03 tell the same receipts). One query."""
    other = {Source.RECEIPTS: Source.MOVEMENTS, Source.MOVEMENTS: Source.RECEIPTS}.get(source)
    days = [row.on for row, _key in new]
    if other is None or not days:
        return list(new)
    stands = MoneyRow.objects.filter(fund=fund, file__source=other, on__range=(min(days), max(days)))
    told = Counter(stands.values_list("on", "yen", "payer"))
    left = []
    for row, key in new:
        said = (row.on, row.yen, row.payer[:100])
        if told[said]:
            told[said] -= 1
        else:
            left.append((row, key))
    return left


def _refuse_what_changed(read: MoneyRead, keys: Sequence[str], standing: Mapping[str, tuple[date, int]]) -> None:
    """An order that stands with another sum is not overwritten in silence."""
    wrong = [
        row for row, key in zip(read.rows or (), keys, strict=True) if key in standing and standing[key][1] != row.yen
    ]
    if wrong:
        numbers = "、".join(row.number for row in wrong[:SHOWN_WRONG])
        sentence = _(
            "前に取り込んだときと金額がちがう申込みがあります: %(numbers)s。"
            "何も取り込んでいません。サイトで確かめてください。"
        )
        raise Conflict(sentence % {"numbers": numbers})


def _refuse_another_account(fund: Fund, read: MoneyRead) -> None:
    if read.statement is None:
        return
    account = FundAccount.objects.filter(fund=fund).first()
    if account is None:
        raise BadInput(_("先に、この資金の口座を登録してください。ちがう口座のファイルを取り込まないためです。"))
    told = read.statement
    if (told.bank, told.branch, told.account_kind, told.account) != (
        account.bank, account.branch, account.kind, account.number.rjust(7, "0"),
    ):  # fmt: skip
        sentence = _(
            "このファイルは、ちがう口座のものです（%(bank)s %(branch)s %(number)s）。「%(fund)s」の口座は%(own)sです。"
            "何も取り込んでいません。"
        )
        said = {
            "bank": told.bank_name,
            "branch": told.branch_name,
            "number": told.account,
            "fund": fund.name,
            "own": account,
        }
        raise BadInput(sentence % said)


def _refuse_unreasonable(rows: Iterable[Incoming]) -> None:
    for row in rows:
        if abs(row.yen) > MOST_YEN:
            sentence = _("%(n)s行目の金額が大きすぎます。1兆円までの数で、もう一度たしかめてください。")
            raise BadInput(sentence % {"n": row.position})


def _refuse_closed(fund: Fund, rows: Iterable[Incoming]) -> None:
    closed = set(MonthClosing.objects.filter(fund=fund, reopened_at=None).values_list("month", flat=True))
    wrong = sorted({row.on.replace(day=1) for row in rows} & closed)
    if wrong:
        sentence = _(
            "%(month)sは、もう締めています。締めたあとに明細が増えたときは、理由を書いて締めを開いてから取り込んでください。"
        )
        raise Conflict(sentence % {"month": _("%(y)s年%(m)s月") % {"y": wrong[0].year, "m": wrong[0].month}})


def _is_twin(row: Incoming, stands: Mapping[tuple[date, int], list[str]]) -> bool:
    """Whether a row of the same day and yen stands that may be of the same payer: the same words, or none at all."""
    mine = _bare(row.payer or row.name)
    return any(not mine or not theirs or mine == theirs for theirs in stands.get((row.on, row.yen), ()))


def _bare(words: str) -> str:
    return "".join(words.split())[:90]


def _same_content(fund: Fund, new: Sequence[tuple[Incoming, str]]) -> dict[tuple[date, int], list[str]]:
    """Who paid, by day and yen, among the rows that stand already. One query."""
    found: dict[tuple[date, int], list[str]] = defaultdict(list)
    days = [row.on for row, _key in new]
    if days:
        stands = MoneyRow.objects.filter(fund=fund, on__range=(min(days), max(days)))
        for on, yen, payer, name in stands.values_list("on", "yen", "payer", "name"):
            found[on, yen].append(_bare(payer or name))
    return found


def _purposes(fund: Fund, new: Sequence[tuple[Incoming, str]]) -> dict[str, Purpose]:
    """By the form of a name in which two are equal; where the fund has one purpose, "" leads to it."""
    every = list(Purpose.objects.filter(fund=fund).select_related("project"))
    found = {name_key(one.name): one for one in every}
    if len(every) == 1:
        found[""] = every[0]
    return found


def _projects(new: Sequence[tuple[Incoming, str]]) -> dict[str, Project]:
    if not any(row.project for row, _key in new):
        return {}
    return {name_key(one.name): one for one in Project.objects.all()}


def _refuse_nameless(rows: Sequence[NewRow], purposes: Mapping[str, Purpose]) -> None:
    """A ledger books at once, so each row has to say what it is for."""
    known = "、".join(one.name for one in list(dict.fromkeys(purposes.values()))[:8])
    for row in rows:
        if row.purpose is None:
            sentence = _("%(n)s行目の使いみち「%(name)s」は、この資金にありません。使いみちは、%(known)sのどれかです。")
            raise BadInput(sentence % {"n": row.incoming.position, "name": row.incoming.purpose, "known": known})
        if row.incoming.project and row.project is None:
            sentence = _("%(n)s行目の事業「%(name)s」は、このまちの事業の一覧にありません。")
            raise BadInput(sentence % {"n": row.incoming.position, "name": row.incoming.project})


def stored(file: MoneyFile, one: NewRow) -> MoneyRow:
    """The row as it will stand."""
    row = one.incoming
    return MoneyRow(
        town_id=file.town_id, fund_id=file.fund_id, file=file, key=one.key, position=row.position, on=row.on,
        yen=row.yen, payer=row.payer[:100], name=row.name[:100], text=row.text[:200], twin=one.twin,
        purpose=one.purpose,
    )  # fmt: skip
