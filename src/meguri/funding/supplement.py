"""A 補正 beside the lines that stand: the few lines it names are found, and what they gain is added to them."""

from collections.abc import Sequence

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from meguri.core.tables import Finding
from meguri.core.tables.filling import Reading, Row
from meguri.funding.budget_kind import PLACE, SHIFT
from meguri.funding.sums import BUDGET
from meguri.governance.sheets.plan import Standing, identity

_ABOVE = ("fiscal_year", "account", "side", "kan", "kou", "moku")
_OWN = ("setsu", "undertaking", "number")


def settle(reading: Reading, stands: Sequence[Standing]) -> None:
    """Give each row the line it changes. A row that stands for several lines at once, or takes from none, is told.

    Changes the rows in place.
    """
    for row in reading.rows:
        shift = row.values.pop(SHIFT, None)
        below = _below(row, stands)
        exact = [one for one in below if identity(PLACE, one.values) == identity(PLACE, row.values)]
        found = exact if len(exact) == 1 else below or _abbreviated(row, stands)
        if len(found) == 1:
            _settle(row, found[0], shift)
        elif len(found) > 1:
            sentence = format_lazy(
                _(
                    "いまの予算では{count}行に分かれています。どの行の補正かが分かるように、節か事業の名前を入れるか、"
                    "「この年度のすべて」の表を選んでください。"
                ),
                count=len(found),
            )
            reading.report.add(Finding.error(row.number, None, _name(row), "", sentence))
        elif isinstance(shift, int):
            _settle_new(reading, row, shift)
        elif stands:
            sentence = _("いまの予算にない行です。新しい行として入ります。款・項・目の名前をたしかめてください。")
            reading.report.add(Finding.doubt(row.number, None, _name(row), sentence))


def _below(row: Row, stands: Sequence[Standing]) -> list[Standing]:
    """The lines of the same place, as deep as the row says it."""
    above = identity(_ABOVE, row.values)
    said = tuple(key for key in _OWN if row.values.get(key))
    own = identity(said, row.values) if said else ()
    return [
        one
        for one in stands
        if identity(_ABOVE, one.values) == above and (not said or identity(said, one.values) == own)
    ]


def _abbreviated(row: Row, stands: Sequence[Standing]) -> list[Standing]:
    """Lines whose 節 begins as the row says it: 負担金 for 負担金補助及び交付金."""
    said = str(row.values.get("setsu") or "")
    if not said:
        return []
    above = identity(_ABOVE, row.values)
    same = [one for one in stands if identity(_ABOVE, one.values) == above]
    return [one for one in same if str(one.values.get("setsu") or "").startswith(said)]


def _settle(row: Row, line: Standing, shift: object) -> None:
    row.id = line.id
    for key in PLACE:
        row.values[key] = line.values.get(key)
    if isinstance(shift, int):
        before = line.values.get(BUDGET)
        row.values[BUDGET] = (before if isinstance(before, int) else 0) + shift


def _settle_new(reading: Reading, row: Row, shift: int) -> None:
    """A 節 that the budget does not have yet begins with what it gains; there is nothing to take from."""
    row.values[BUDGET] = shift
    if shift < 0:
        sentence = _("減らすもとの行が、いまの予算に見つかりません。款・項・目・節の名前をたしかめてください。")
        reading.report.add(Finding.error(row.number, None, _name(row), "", sentence))
    else:
        sentence = _("いまの予算にない節です。新しい行として入ります。")
        reading.report.add(Finding.doubt(row.number, None, _name(row), sentence))


def _name(row: Row) -> str:
    return " ".join(str(row.values[key]) for key in ("kan", "moku", "setsu", "undertaking") if row.values.get(key))
