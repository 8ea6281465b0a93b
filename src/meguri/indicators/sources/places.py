"""Which municipality a row of a file speaks of: its code in full, and the code of today where it changed."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import replace

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from meguri.core.codes import parse_municipality_code
from meguri.core.errors import BadInput
from meguri.core.tables import Finding, Report, Severity
from meguri.indicators.sources.findings import Findings
from meguri.indicators.sources.table import FigureTable
from meguri.towns.reference import CodeChange


def place_code(cell: str, row: int, findings: Findings, *, column: int = 1, known: Container[str] = ()) -> str:
    """The 6-digit code meant by `cell`, each repair told; "" and an error where it means none."""
    try:
        parsed = parse_municipality_code(cell, known=known)
    except BadInput as wrong:
        findings.error(row, column, cell, _("市区町村のコード"), wrong.sentence)
        return ""
    for repair in parsed.repairs:
        findings.repair(row, column, cell, parsed.code, repair)
    return parsed.code


def with_todays_codes(table: FigureTable, changes: Iterable[CodeChange]) -> FigureTable:
    """The table with the codes and names of today, and a repair in its report for each place that changed."""
    by_place = {(change.old_code, change.old_name): change for change in changes}
    found = [by_place.get(place) for place in zip(table.codes, table.names, strict=True)]
    places = zip(found, table.codes, table.names, strict=True)
    now = [(c.new_code, c.new_name) if c else (code, name) for c, code, name in places]
    report = Report()
    report.merge(table.report)
    for change in filter(None, found):
        report.add(_repair(change))
    return replace(
        table,
        codes=tuple(code for code, _name in now),
        names=tuple(name for _code, name in now),
        report=report,
    )


def _repair(change: CodeChange) -> Finding:
    sentence = format_lazy(
        _("{old}（{old_code}）は{day}から{new}（{new_code}）です。いまの市区町村の数として読みました。"),
        old=change.old_name,
        old_code=change.old_code,
        day=change.day.isoformat(),
        new=change.new_name,
        new_code=change.new_code,
    )
    return Finding(None, None, change.old_code, change.new_code, Severity.REPAIR, sentence)
