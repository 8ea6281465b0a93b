"""The file of budget and settlement as one of the sheets a town brings: its rows beside the lines that stand."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from meguri.core.action import note
from meguri.core.actor import Actor
from meguri.core.errors import BadInput
from meguri.core.scope import active_town
from meguri.core.tables.columns import SheetKind
from meguri.core.tables.filling import Reading
from meguri.core.tables.values import Value
from meguri.funding.budget_kind import BUDGET_KIND, CARRIED_OUT, NTH, PART, PLACE, SCOPE, SHIFT
from meguri.funding.matching import Projects, name_key
from meguri.funding.models import BudgetFile, BudgetLine
from meguri.funding.open_names import open_names
from meguri.funding.preparing import UNSOUND, prepare
from meguri.funding.sums import PARTS
from meguri.funding.supplement import settle
from meguri.funding.tying import told, town_projects
from meguri.funding.words import in_words, year_in_words
from meguri.governance.sheets.plan import PlanRow, SheetPlan, Standing, What, identity, make_plan
from meguri.governance.sheets.registry import Gap, SheetImport, Total, register
from meguri.towns.models import Station

ROWS_AT_ONCE = 500
CARRIED = "carried"
"""Under this key a plan says which fiscal years and accounts its file carries, as JSON: what it replaces."""

YEN = (*PARTS, "budget", "settlement", CARRIED_OUT)
"""The amounts of a line; each is stored as `…_yen`."""

Key = tuple[int, str]


def standing(asked: Mapping[str, object]) -> list[Standing]:
    """The standing lines as rows of the sheet: of the years and accounts that a plan carries, else all. One query."""
    lines = BudgetLine.objects.filter(stands=True).order_by("fiscal_year", "account", "side", "row", "pk")
    if CARRIED not in asked:
        return _numbered(lines)
    return _numbered(line for line in _of(lines, _carried(asked)))


def _carried(asked: Mapping[str, object]) -> set[Key]:
    """The fiscal years and accounts of a plan; BadInput for one that a browser sent back broken."""
    try:
        return {(int(year), str(account)) for year, account in json.loads(str(asked[CARRIED]))}
    except (KeyError, ValueError, TypeError) as broken:
        raise BadInput(_("取り込みの内容が読めません。もう一度ファイルを選んでください。")) from broken


def _of(lines: Any, keys: set[Key]) -> Iterable[BudgetLine]:
    of_years = lines.filter(fiscal_year__in={year for year, _account in keys})
    return (line for line in of_years if (line.fiscal_year, line.account) in keys)


def _numbered(lines: Iterable[BudgetLine]) -> list[Standing]:
    seen: Counter[tuple[str, ...]] = Counter()
    found = []
    for line in lines:
        values = _values(line)
        place = identity(PLACE, values)
        seen[place] += 1
        found.append(Standing(line.pk, values | {NTH: seen[place]}))
    return found


def _values(line: BudgetLine) -> dict[str, Value]:
    words: dict[str, Value] = {key: getattr(line, key) or None for key in PLACE}
    return words | {key: getattr(line, f"{key}_yen") for key in YEN}


def compare(kind: SheetKind, reading: Reading, digest: str) -> SheetPlan:
    """The rows of a file beside the lines of the fiscal years and accounts it carries; others are left as they are.

    A 補正 changes only the lines it names.
    """
    keys = sorted({_key(row.values) for row in reading.rows})
    asked = {**reading.asked, CARRIED: json.dumps(keys, ensure_ascii=False)}
    stands = standing(asked)
    is_part = reading.asked.get(SCOPE) == PART or any(SHIFT in row.values for row in reading.rows)
    if is_part:
        settle(reading, stands)
    plan = make_plan(kind, reading, stands, digest=digest, ends_absent=not is_part)
    return replace(plan, asked=asked)


def totals(plan: SheetPlan) -> Sequence[Total]:
    """The budget of each year, account and side that the plan speaks of, before and after it."""
    before: Counter[tuple[int, str, str]] = Counter()
    after: Counter[tuple[int, str, str]] = Counter()
    for row in plan.rows:
        key = (*_key(row.values), str(row.values.get("side") or ""))
        was = dict(row.values) | {change.key: change.old for change in row.changes}
        now = dict(row.values) | {change.key: change.new for change in row.changes}
        if row.what is not What.NEW:
            before[key] += _yen(was.get("budget")) or 0
        if row.what is not What.ABSENT or not plan.ends_absent:
            after[key] += _yen(now.get("budget")) or 0
    sides = dict(BudgetLine.Side.choices)
    return [
        Total(
            _("%(year)s %(account)s %(side)s予算の合計")
            % {"year": year_in_words(key[0]), "account": key[1], "side": sides.get(key[2], "")},
            before[key],
            after[key],
            in_words(before[key]),
            in_words(after[key]),
        )
        for key in sorted({*before, *after})
    ]


def _key(values: Mapping[str, Value]) -> Key:
    year = values.get("fiscal_year")
    return (year if isinstance(year, int) else 0), str(values.get("account") or "")


def apply(actor: Actor, plan: SheetPlan) -> dict[str, int]:
    """Let the lines of the plan stand in place of the earlier ones; returns how many are new, gone and tied."""
    keys = _carried(plan.asked) | {_key(one.values) for one in plan.new}
    replaced = _REPLACED if plan.ends_absent else (What.CHANGED,)
    before = BudgetLine.objects.in_bulk([one.id for one in plan.rows if one.id and one.what in replaced])
    files = _files(plan, {year for year, _account in keys})
    projects = town_projects()
    new = [
        _line(one, before.get(one.id or 0), files, projects)
        for one in plan.rows
        if one.what in (What.NEW, What.CHANGED)
    ]
    BudgetLine.objects.filter(pk__in=before).update(stands=False)
    for line in before.values():
        line.stands = False
    BudgetLine.objects.bulk_create(new, batch_size=ROWS_AT_ONCE)
    for year, account in keys if plan.ends_absent else ():
        stands = BudgetLine.objects.filter(stands=True, fiscal_year=year, account=account)
        stands.update(last_file=files[year])
    told([*before.values(), *new])
    note(files=list(files.values()), years=sorted(files))
    return {"lines": len(new), "gone": plan.ending, "tied": sum(line.project_id is not None for line in new)}


_REPLACED = (What.CHANGED, What.ABSENT)


def _files(plan: SheetPlan, years: Iterable[int]) -> dict[int, BudgetFile]:
    """By fiscal year."""
    town: Any = active_town()
    now = timezone.now()
    unsound = json.loads(str(plan.asked.get(UNSOUND) or "{}"))
    return {
        year: BudgetFile.objects.create(
            town=town,
            fiscal_year=year,
            name=plan.file_name[:200],
            digest=plan.digest,
            taken_at=now,
            unsound=unsound.get(str(year), []),
        )
        for year in sorted(years)
    }


def _line(one: PlanRow, before: BudgetLine | None, files: Mapping[int, BudgetFile], projects: Projects) -> BudgetLine:
    values: dict[str, Value] = _values(before) if before else dict(one.values)
    values |= {change.key: change.new for change in one.changes}
    year, account = _key(values)
    words = {key: str(values.get(key) or "") for key in PLACE if key not in ("fiscal_year", "account")}
    project, tie = _tie(words["number"], words["undertaking"], before, projects)
    return BudgetLine(
        town=active_town(),
        file=files[year],
        last_file=files[year],
        fiscal_year=year,
        account=account,
        **words,
        name_key=name_key(words["undertaking"]),
        project_id=project,
        tie=tie,
        **_amounts(values, before, {change.key for change in one.changes}),
        row=one.row or 0,
    )


def _amounts(values: Mapping[str, Value], before: BudgetLine | None, changed: set[str]) -> dict[str, int | None]:
    """By field of the line. A 補正 that tells no parts adds what the budget gained to what was known of them."""
    found = {f"{key}_yen": _yen(values.get(key)) for key in YEN}
    budget = found["budget_yen"]
    is_known = before is not None and before.initial_yen is not None and before.budget_yen is not None
    if before is not None and is_known and budget is not None and "budget" in changed and not changed & set(PARTS):
        found["supplement_yen"] = (before.supplement_yen or 0) + budget - (before.budget_yen or 0)
    return found


def _yen(value: Value) -> int | None:
    return value if isinstance(value, int) else None


def _tie(number: str, name: str, before: BudgetLine | None, projects: Projects) -> tuple[int | None, str]:
    """What was settled for the same line stays; else the project with this number or this very name."""
    is_same = before is not None and (before.number, before.undertaking) == (number, name)
    if before is not None and is_same and before.tie != BudgetLine.Tie.OPEN:
        return before.project_id, before.tie
    match = projects.match(number, name)
    return (match.project, match.how) if match else (None, BudgetLine.Tie.OPEN.value)


def filled() -> int:
    """How many lines stand. One query."""
    return BudgetLine.objects.filter(stands=True).count()


def gaps() -> Sequence[Gap]:
    """Names in the budget that are no project's yet. One query."""
    count = len(open_names())
    if not count:
        return []
    sentence = ngettext(
        "予算の事業名のうち、%(n)s件がまだ事業につながっていません。",
        "予算の事業名のうち、%(n)s件がまだ事業につながっていません。",
        count,
    ) % {"n": count}
    return [Gap(count, sentence, reverse("work-budget", args=[active_town().code]))]  # type: ignore[union-attr]  # in a town's scope


BUDGET = register(
    SheetImport(
        BUDGET_KIND,
        standing=standing,
        apply=apply,
        filled=filled,
        prepare=prepare,
        gaps=gaps,
        compare=compare,
        totals=totals,
        ends_absent=True,
        station=Station.FUND,
        position=3,
    )
)
