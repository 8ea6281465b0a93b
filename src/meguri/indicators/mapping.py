"""How the columns of a town's own file are to be read: recognised from the first rows, corrected, remembered."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from meguri.core.errors import BadInput
from meguri.core.period import Period
from meguri.core.tables import read_number
from meguri.core.text import normalise, search_key

HEADER_WITHIN = 30
SAMPLE_ROWS = 20
_UNIT = re.compile(r"[（(\[［][^（）()\[\]［］]*[）)\]］]$")


class Use(StrEnum):
    """What a column is. A column of one indicator's figures is written "=key" instead."""

    PERIOD = "period"
    NAME = "name"
    VALUE = "value"
    HEADING = "heading"
    CODE = "code"
    SKIP = "skip"


FIGURES_OF = "="

_WORDS = {
    Use.PERIOD: ("年度", "年", "年月", "年月日", "月", "日付", "時点", "期間", "基準日", "調査日", "いつの数か",
                 "date", "year", "month", "period"),
    Use.NAME: ("指標", "指標名", "項目", "項目名", "区分", "種別", "名称", "indicator", "item", "name"),
    Use.VALUE: ("値", "数値", "数", "実績", "実績値", "人数", "件数", "value"),
    Use.CODE: ("コード", "団体コード", "自治体コード", "市区町村コード", "全国地方公共団体コード", "code"),
}  # fmt: skip
_USE_OF_WORD = {search_key(word): use for use, words in _WORDS.items() for word in words}


@dataclass(frozen=True, slots=True)
class Columns:
    """The use of each column, and the row of the headings (from 1)."""

    uses: tuple[str, ...]
    header_row: int = 1

    def keys(self) -> list[str]:
        """The keys of indicators that have a column of their own."""
        return [use[1:] for use in self.uses if use.startswith(FIGURES_OF)]

    def places(self) -> frozenset[int]:
        """The columns (from 0) of which anything is read."""
        return frozenset(place for place, use in enumerate(self.uses) if use != Use.SKIP)

    def fault(self) -> Promise | None:
        """What is missing before the file can be read; None when nothing is."""
        count = {use: self.uses.count(use) for use in Use}
        own = len(self.keys())
        if count[Use.NAME] > 1 or count[Use.VALUE] > 1 or count[Use.PERIOD] > 1 or count[Use.CODE] > 1:
            return _("「いつ」「指標の名前」「数」「コード」の列は、それぞれ一つだけ選んでください。")
        if len(set(self.keys())) < own:
            return _("同じ指標の列が二つあります。どちらかを「使わない」にしてください。")
        if count[Use.HEADING]:
            if count[Use.PERIOD] or count[Use.VALUE] or own:
                return _("見出しが年の列を使うときは、「いつ」「数」の列や、指標ごとの列は選ばないでください。")
            return None if count[Use.NAME] else _("どの列が指標の名前かを選んでください。")
        if not count[Use.PERIOD]:
            return _("どの列が「いつの数か」（年度や日付）かを選んでください。")
        if count[Use.NAME] or count[Use.VALUE]:
            complete = count[Use.NAME] and count[Use.VALUE] and not own
            return None if complete else _("「指標の名前」と「数」の列を、一つずつ選んでください。")
        return None if own else _("どの列がどの指標の数かを、一つ以上選んでください。")

    def as_json(self) -> dict[str, object]:
        return {"uses": list(self.uses), "header_row": self.header_row}

    @classmethod
    def from_json(cls, stored: Mapping[str, object]) -> "Columns":
        uses, header_row = stored["uses"], stored["header_row"]
        if not isinstance(uses, list) or not isinstance(header_row, int):
            raise TypeError("not a stored mapping of columns")
        return cls(tuple(map(str, uses)), header_row)


def header_digest(headings: Sequence[str]) -> str:
    """The same for files with the same headings, whatever their width of letters."""
    return hashlib.sha256("\t".join(map(search_key, headings)).encode()).hexdigest()


def find_header(rows: Sequence[Sequence[str]]) -> int:
    """The row of the headings, from 1: the first with about as many filled cells as most rows.

    Titles and notes above a table fill fewer cells than the table does; its own corner may be empty.
    """
    first_rows = [sum(bool(cell.strip()) for cell in row) for row in rows[:HEADER_WITHIN]]
    if not first_rows:
        return 1
    usual = sorted(first_rows)[len(first_rows) // 2]
    return next((number for number, filled in enumerate(first_rows, 1) if filled >= max(usual - 1, 2)), 1)


def recognise(rows: Sequence[Sequence[str]], header_row: int, names: Mapping[str, str]) -> Columns:
    """The likely use of each column. `names`: the town's indicators, name or key to key."""
    headings = rows[header_row - 1] if len(rows) >= header_row else []
    below = rows[header_row : header_row + SAMPLE_ROWS]
    known = {search_key(name): key for name, key in names.items()}
    uses = [_use(heading, known) for heading in headings]
    samples = [[row[place] for row in below if place < len(row) and row[place].strip()] for place in range(len(uses))]
    _by_content(uses, samples)
    _settle(uses, samples, names)
    return Columns(tuple(uses), header_row)


def _use(heading: str, known: Mapping[str, str]) -> str:
    for text in (heading, _UNIT.sub("", normalise(heading))):
        key = search_key(text)
        if key in known:
            return FIGURES_OF + known[key]
        if key in _USE_OF_WORD:
            return _USE_OF_WORD[key]
    return Use.HEADING if _is_period(heading) else Use.SKIP


def _by_content(uses: list[str], samples: Sequence[Sequence[str]]) -> None:
    """A column of dates is the period, where no heading said so."""
    if Use.PERIOD in uses or Use.HEADING in uses:
        return
    for place, sample in enumerate(samples):
        if uses[place] == Use.SKIP and sample and all(map(_is_period, sample)):
            uses[place] = Use.PERIOD
            return


def _settle(uses: list[str], samples: Sequence[Sequence[str]], names: Mapping[str, str]) -> None:
    """Drop what the rest makes impossible; a lone column of figures belongs to a town's only indicator."""
    if Use.HEADING in uses and (Use.PERIOD in uses or any(use.startswith(FIGURES_OF) for use in uses)):
        uses[:] = [Use.SKIP if use == Use.HEADING else use for use in uses]
    if Use.VALUE in uses and Use.NAME not in uses and len(set(names.values())) == 1:
        uses[uses.index(Use.VALUE)] = FIGURES_OF + next(iter(names.values()))
    for use in (Use.PERIOD, Use.NAME, Use.VALUE, Use.CODE):
        for place in [place for place, found in enumerate(uses) if found == use][1:]:
            uses[place] = Use.SKIP
    if Use.NAME not in uses and Use.HEADING in uses:
        texts = [place for place, sample in enumerate(samples) if uses[place] == Use.SKIP and not _are_numbers(sample)]
        if texts:
            uses[texts[0]] = Use.NAME


def _is_period(text: str) -> bool:
    try:
        Period.parse(text)
    except BadInput:
        return False
    return True


def _are_numbers(sample: Sequence[str]) -> bool:
    try:
        return bool([read_number(cell) for cell in sample])
    except BadInput:
        return False
