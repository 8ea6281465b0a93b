"""A project in words for its pages: sums, days, the figures that it means to move, and what its sheet still lacks."""

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from meguri.core.fiscal import fiscal_year_of
from meguri.funding.queries import MoneyOfYear
from meguri.indicators.amounts import amount
from meguri.indicators.labels import in_english, large, name_of, number, period_label, suffix_of, unit_of
from meguri.indicators.unbroken import large_amount
from meguri.projects.models import Project
from meguri.projects.queries.sheet import Result, Sheet
from meguri.projects.states import has_ended


def sum_in_words(yen: int | None) -> str:
    """「420万円」; "" where it is unknown, which is never 0."""
    if yen is None:
        return ""
    return amount(yen, "yen" if in_english() else "円", get_language() or "ja")


def day_in_words(day: date | None) -> str:
    return date_format(day, "DATE_FORMAT") if day else ""


@dataclass(frozen=True, slots=True)
class ResultLine:
    """An indicator of a project in words; "" for a figure that is not there."""

    name: str
    url: str
    before: str
    before_when: str
    newest: str
    raw: float | None
    unit: str
    newest_when: str
    target: str
    target_when: str


def result_lines(project: Project, results: list[Result]) -> list[ResultLine]:
    return [_result(project.town.code, one) for one in results]


def _result(code: str, one: Result) -> ResultLine:
    indicator, newest, before = one.indicator, one.newest, one.before
    if before is not None and newest is not None and before.period == newest.period:
        before = None
    value, unit = large(newest.value, indicator) if newest and newest.value is not None else ("", unit_of(indicator))
    short = f"{value}{suffix_of(indicator)}" if value else ""
    target = one.target
    return ResultLine(
        name=name_of(indicator),
        url=f"/{code}/indicators/{indicator.key}/",
        before=_figure(before.value, one) if before else "",
        before_when=period_label(before.period) if before else "",
        newest=str(large_amount(value)) if short else "",
        raw=newest.value if newest else None,
        unit=unit,
        newest_when=period_label(newest.period) if newest else "",
        target=_figure(target.value, one) if target else "",
        target_when=period_label(target.period) if target else "",
    )


def _figure(value: float | None, one: Result) -> str:
    return "" if value is None else f"{number(value, one.indicator.decimals)}{suffix_of(one.indicator)}"


@dataclass(frozen=True, slots=True)
class MoneyLine:
    """One fiscal year of a project's money, as the table has it."""

    fiscal_year: int
    year: str
    budget: int | None
    settlement: int | None
    is_provisional: bool
    url: str


def money_lines(code: str, years: list[MoneyOfYear]) -> list[MoneyLine]:
    return [
        MoneyLine(
            fiscal_year=one.fiscal_year,
            year=_("%(year)s年度") % {"year": one.fiscal_year},
            budget=one.money.budget,
            settlement=one.money.settlement,
            is_provisional=one.is_provisional,
            url=f"/{code}/budget/{one.fiscal_year}/",
        )
        for one in years
    ]


@dataclass(frozen=True, slots=True)
class MoneyTold:
    """The money of one fiscal year as prose; "" what is unknown. `over`: by how much more was spent than the budget."""

    year: str
    budget: str
    settlement: str
    over: str


def money_told(lines: list[MoneyLine], today: date) -> MoneyTold | None:
    """Of the fiscal year that runs today, else of the newest; a year in which there was no money is not told.

    `lines`: the newest first. None where no year has any.
    """
    spent = [one for one in lines if one.budget or one.settlement]
    now = fiscal_year_of(today)
    line = next((one for one in spent if one.fiscal_year == now), spent[0] if spent else None)
    if line is None:
        return None
    over = (line.settlement or 0) - (line.budget or 0) if line.budget is not None else 0
    told = sum_in_words(over) if over > 0 else ""
    return MoneyTold(line.year, sum_in_words(line.budget), sum_in_words(line.settlement), told)


@dataclass(frozen=True, slots=True)
class Gap:
    """What a sheet lacks, in a sentence, and the kind of draft that would fill it."""

    sentence: str
    kind: str


def gaps_of(sheet: Sheet, *, has_money: bool, is_unanswered: bool, late_before: date) -> list[Gap]:
    """What is missing, in the order of the sheet. Of a project that has ended only what can still be filled.

    `is_unanswered`: nobody answers for it, and the reader is told so.
    """
    project, plan = sheet.project, "projects.plan"
    ended = has_ended(project.state)
    late = sheet.late(late_before)
    asked = [
        (not project.purpose, _("何のためにするのかが、まだ書かれていません。"), plan),
        (is_unanswered, _("だれが受け持つのかが、まだ決まっていません。"), plan),
        (not has_money and project.planned_yen is None, _("いくらかかるのかが、まだ分かりません。"), plan),
        (not sheet.results, _("どの数字を動かしたいのかが、まだ決まっていません。"), plan),
        (not project.came_from, _("どの願いや声から来たのかが、まだつながっていません。"), plan),
        (not ended and not project.end_condition, _("何をもって終えるのかが、まだ決まっていません。"), plan),
        (not project.ground, _("法令による義務か、任意かが、まだ書かれていません。"), plan),
        (not ended and not sheet.milestones, _("主な工程が、まだありません。"), "projects.milestones"),
        (bool(late), _late_sentence(late[0].due_on if late else None), "projects.report"),
    ]
    return [Gap(sentence, kind) for is_missing, sentence, kind in asked if is_missing]


def _late_sentence(due_on: date | None) -> str:
    return _("%(day)sが期限の報告が、まだ出ていません。") % {"day": day_in_words(due_on)}
