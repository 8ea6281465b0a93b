"""The rows of a list of undertakings made whole before they are compared: who is in charge found, all doubts told."""

from datetime import date

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from meguri.core.errors import Conflict
from meguri.core.tables import Finding, Severity
from meguri.core.tables.filling import Reading, Row
from meguri.governance.sheets.plan import SheetPlan, What
from meguri.projects.charges import Charges, standing_charges
from meguri.projects.states import transition
from meguri.projects.undertaking_kind import FOLDED, MONEY, STEP

UNKNOWN = "?"
"""What stands as `charge` of a row whose words mean nobody: what was settled before is left as it is."""


def prepare(reading: Reading) -> None:
    """Fold the columns of who is in charge into one, and tell what cannot be taken."""
    has_charge = bool(reading.known & {"charge", *FOLDED})
    charges = standing_charges() if has_charge else Charges()
    for row in reading.rows:
        if has_charge:
            _settle_charge(reading, row, charges)
        _check(reading, row)
    if reading.known & set(MONEY):
        _tell_money(reading)
    for row in reading.rows:
        for key in (*FOLDED, *MONEY):
            row.values.pop(key, None)
    reading.known = reading.known - {*FOLDED, *MONEY} | ({"charge"} if has_charge else set())


def _settle_charge(reading: Reading, row: Row, charges: Charges) -> None:
    """The label of the post that is meant; the head of an organisation that is named."""
    said = [str(row.values[key]) for key in ("charge", "section", "team", "post") if row.values.get(key)]
    if not said:
        row.values["charge"] = None
        return
    post = charges.post(STEP.join(said))
    if post is not None:
        row.values["charge"] = charges.labels[post]
        return
    row.values["charge"] = UNKNOWN
    words = STEP.join(said)
    near = charges.near(words) or charges.near(said[-1])
    if near:
        sentence = format_lazy(
            _(
                "この名前の組織や役職は見つかりません。近いものは、{near}です。"
                "表を直して選びなおすか、このまま「担当はまだいない」として進められます。"
            ),
            near="、".join(f"「{one}」" for one in near),
        )
    else:
        sentence = _(
            "この名前の組織や役職は見つかりません。先に組織図を入れるか、"
            "このまま「担当はまだいない」として進められます。"
        )
    reading.report.add(Finding.guessed(row.number, None, words, "", sentence))


def _check(reading: Reading, row: Row) -> None:
    begins, ends, planned = (row.values.get(key) for key in ("begins_on", "ends_on", "planned_yen"))
    if isinstance(begins, date) and isinstance(ends, date) and ends < begins:
        sentence = _("終わる日が、始まる日より前です。どちらかを直してください。")
        reading.report.add(Finding.error(row.number, None, f"{begins} – {ends}", "", sentence))
    if isinstance(planned, int) and planned < 0:
        sentence = _("費用は0円以上で入れてください。わからないときは空のままにします。")
        reading.report.add(Finding.error(row.number, None, str(planned), "", sentence))


def _tell_money(reading: Reading) -> None:
    sentence = _("予算額と決算額は、ここでは読みません。同じファイルを「予算と決算」として取り込むと入ります。")
    reading.report.add(Finding(None, None, "", "", Severity.REPAIR, sentence))


def check_plan(reading: Reading, plan: SheetPlan) -> None:
    """What the rows would do that a project cannot: a transition that is not declared, a number that is taken."""
    absent = [row for row in plan.absent if row.values.get("number")]
    numbers = {str(row.values["number"]): row for row in absent}
    for row in plan.rows:
        if row.what not in (What.NEW, What.CHANGED):
            continue
        for change in row.changes:
            if change.key == "state" and (why := _why_not(str(change.old), change.new)):
                reading.report.add(Finding.error(row.row, None, row.name, "", why))
        taken = numbers.get(str(row.values.get("number") or ""))
        if taken is not None:
            sentence = format_lazy(_("この番号は、いまは「{name}」の番号です。番号を直してください。"), name=taken.name)
            reading.report.add(Finding.error(row.row, None, row.name, "", sentence))


def _why_not(before: str, after: object) -> str:
    if after is None:
        return str(_("段階は空にできません。いまの段階を入れてください。"))
    try:
        transition(before, str(after))
    except Conflict as refused:
        return str(refused)
    return ""

