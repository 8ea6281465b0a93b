"""The rows of a budget file made whole before they are compared: budgets folded, defaults told, sums checked."""

import json
import re
from collections import Counter
from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from meguri.core.tables import Finding, Severity
from meguri.core.tables.filling import TOTAL, Reading, Row
from meguri.core.tables.values import Value
from meguri.core.text import normalise
from meguri.funding.budget_kind import BEFORE, GENERAL, NTH, PART, PLACE, REMARK, SCOPE, SHIFT
from meguri.funding.matching import Projects, name_key
from meguri.funding.sums import BUDGET, PARTS, SETTLEMENT, StatedSum, Unsound, budget_of, unsound_sums
from meguri.funding.tying import town_projects
from meguri.funding.words import to_the_yen
from meguri.governance.sheets.plan import identity

UNSOUND = "unsound"
"""Under this key a plan keeps the sums that do not add up, by fiscal year, as JSON."""
FIRST_YEAR, LAST_YEAR = 1947, 2100
"""地方自治法 is of 1947."""
_AMOUNT_AFTER = re.compile(r"[\s:：]*[△▲-]?[0-9][0-9,]*(?:千?円)?$")


def prepare(reading: Reading) -> None:
    """Fold the columns of the budget into one, say what was taken for granted, and check the sums; all is told."""
    _default(reading, "account", GENERAL, _("会計が書かれていないので、一般会計として読みました。"))
    _default(reading, "side", "expenditure", _("歳入か歳出かが書かれていないので、歳出として読みました。"))
    if reading.known & {BEFORE, SHIFT} and reading.asked.get(SCOPE) is None:
        reading.asked[SCOPE] = PART
    if REMARK in reading.known:
        _name_by_remark(reading)
    for row in (*reading.rows, *reading.totals):
        _fold(reading, row)
    reading.rows[:] = [row for row in reading.rows if _says_something(reading, row)]
    for row in reading.rows:
        _check(reading, row)
    _number(reading)
    dropped = {*PARTS} if reading.known & {BEFORE, SHIFT} else set()
    reading.known = reading.known - {*dropped, BEFORE, SHIFT, REMARK} | {"account", "side", "fiscal_year"}
    if reading.report.ok and not any(SHIFT in row.values for row in reading.rows):
        _check_sums(reading)


def _name_by_remark(reading: Reading) -> None:
    """説明 names the undertaking where it is, or looks like, the name of a project; else it is what the money buys."""
    projects = town_projects(likeness=True)
    unnamed = 0
    for row in reading.rows:
        said = str(row.values.pop(REMARK, None) or "")
        if not said or row.values.get("undertaking"):
            continue
        if (name := _project_name(projects, said)) is not None:
            row.values["undertaking"] = name
        else:
            unnamed += 1
    reading.known |= {"undertaking"}
    if unnamed:
        sentence = _(
            "「説明」は、まちの事業の名前と同じか似たものだけを、事業の名前として読みました。"
            "説明がどれも事業の名前なら、列の読み方を「事業の名前」にしてください。"
        )
        reading.report.add(Finding.guessed(None, None, "", "", sentence))


def _project_name(projects: Projects, said: str) -> str | None:
    """「コミュニティバス運行 500」 names the project コミュニティバス運行, if the town has it."""
    for one in (said, _AMOUNT_AFTER.sub("", normalise(said))):
        found = projects.by_name.get(name_key(one), []) if one else []
        if found:
            return found[0].name
    return said[:100] if projects.proposals("", said) else None


def _default(reading: Reading, key: str, value: Value, sentence: Promise | str) -> None:
    lacking = [row for row in reading.rows if row.values.get(key) is None]
    for row in lacking:
        row.values[key] = value
    if lacking:
        reading.report.add(Finding.guessed(None, None, "", "", sentence))


def _fold(reading: Reading, row: Row) -> None:
    """予算現額, else what its parts give. Where both stand and differ, 予算現額 counts; that is told.

    In a 補正, 補正前 with 補正 gives the budget, and its parts say nothing of the whole year; where it has a column of
    what each 節 gains, these stand for the 目: the row says what its 節 gains, no more.
    """
    before, shift = row.values.pop(BEFORE, None), row.values.get(SHIFT)
    if before is not None:
        row.values["initial"] = before
    has_parts = any(row.values.get(key) is not None for key in PARTS)
    whole = budget_of(row.values)
    if not _is_sum_of_parts(row.values, whole):
        sentence = format_lazy(
            _("当初と補正などを足すと {summed}円で、予算額の {whole}円とちがいます。予算額のほうを読みました。"),
            summed=to_the_yen(_summed(row.values)),
            whole=to_the_yen(whole),
        )
        reading.report.add(Finding.doubt(row.number, None, "", sentence))
    if shift is not None:
        row.values[BUDGET] = None
        reading.known |= {BUDGET}
    elif has_parts or BUDGET in row.values:
        row.values[BUDGET] = whole
        reading.known |= {BUDGET}
    if before is not None or shift is not None:
        for key in PARTS:
            row.values.pop(key, None)


def _summed(values: Mapping[str, Value]) -> int | None:
    return budget_of({key: value for key, value in values.items() if key != BUDGET})


def _is_sum_of_parts(values: Mapping[str, Value], whole: int | None) -> bool:
    """Whether nothing speaks against it: a row that tells of no change of its first budget is not asked."""
    changed = any(values.get(key) is not None for key in PARTS[1:])
    return not changed or values.get("initial") is None or whole == _summed(values)


def _says_something(reading: Reading, row: Row) -> bool:
    if any(row.values.get(key) is not None for key in (BUDGET, SETTLEMENT, SHIFT)):
        return True
    sentence = _("金額のない行なので、読みとばします。")
    reading.report.add(Finding(row.number, None, _name(row), "", Severity.REPAIR, sentence))
    return False


def _check(reading: Reading, row: Row) -> None:
    year = row.values.get("fiscal_year")
    if not isinstance(year, int) or not FIRST_YEAR <= year <= LAST_YEAR:
        sentence = _("何年度の予算かが分かりません。例: 令和7年度、2025")
        reading.report.add(Finding.error(row.number, None, str(year or ""), "", sentence))
    if not any(row.values.get(key) for key in ("kan", "kou", "moku", "setsu", "undertaking")):
        sentence = _("款・項・目・節か、事業の名前のどれかを入れてください。")
        reading.report.add(Finding.error(row.number, None, "", "", sentence))
    budget, settlement = row.values.get(BUDGET), row.values.get(SETTLEMENT)
    is_spent = row.values.get("side") == "expenditure"
    if is_spent and isinstance(budget, int) and isinstance(settlement, int) and settlement > budget:
        sentence = format_lazy(
            _("決算額 {settlement}円が、予算額 {budget}円をこえています。そのまま読みました。"),
            settlement=to_the_yen(settlement),
            budget=to_the_yen(budget),
        )
        reading.report.add(Finding.doubt(row.number, None, _name(row), sentence))


def _name(row: Row) -> str:
    return " ".join(str(row.values[key]) for key in ("kan", "moku", "setsu", "undertaking") if row.values.get(key))


def _number(reading: Reading) -> None:
    """Rows that say the same place are told apart by which of them they are, so that none is lost."""
    seen: Counter[tuple[str, ...]] = Counter()
    for row in reading.rows:
        place = identity(PLACE, row.values)
        seen[place] += 1
        row.values[NTH] = seen[place]


def _check_sums(reading: Reading) -> None:
    by_year: dict[str, list[dict[str, object]]] = {}
    stated = [
        StatedSum(str(row.values[TOTAL]), row.number, {key: _yen(row.values.get(key)) for key in (BUDGET, SETTLEMENT)})
        for row in reading.totals
    ]
    for one in unsound_sums(reading.rows, stated):
        by_year.setdefault(str(_year_above(reading, one)), []).append(one.as_json())
        sentence = format_lazy(
            _("{stated}円と書かれていますが、上の行を足すと {counted}円です。行のほうを読みました。"),
            stated=to_the_yen(one.stated_yen),
            counted=to_the_yen(one.counted_yen),
        )
        reading.report.add(Finding.doubt(one.row, None, one.label, sentence))
    if by_year:
        reading.asked[UNSOUND] = json.dumps(by_year, ensure_ascii=False)


def _year_above(reading: Reading, one: Unsound) -> Value:
    above = [row for row in reading.rows if row.number < one.row]
    return above[-1].values["fiscal_year"]


def _yen(value: Value) -> int | None:
    return value if isinstance(value, int) else None
