"""Reading the tables people send, telling what was found in them, and writing tables they can open."""

from meguri.core.tables.limits import DEFAULT, Limits
from meguri.core.tables.numbers import Number, read_number
from meguri.core.tables.reader import Table, read_table
from meguri.core.tables.report import Finding, Report, Severity, column_letter
from meguri.core.tables.writer import escape_formula, write_csv

__all__ = [
    "DEFAULT",
    "Finding",
    "Limits",
    "Number",
    "Report",
    "Severity",
    "Table",
    "column_letter",
    "escape_formula",
    "read_number",
    "read_table",
    "write_csv",
]
