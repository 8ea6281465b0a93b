"""A report on a file as the rows of a table that can be taken away."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from meguri.core.tables import Report, Severity


def severity_word(severity: Severity) -> str:
    words = {
        Severity.ERROR: _("直すところ"),
        Severity.DOUBT: _("たしかめるところ"),
        Severity.GUESS: _("こう読んだところ"),
        Severity.REPAIR: _("直して読んだところ"),
    }
    return words[severity]


def report_rows(report: Report) -> Iterator[tuple[Any, ...]]:
    """A head, then one row a finding, errors first."""
    yield (_("行"), _("列"), _("あった内容"), _("あるべき内容・読み方"), _("種類"), _("説明"))
    findings, more = report.listed(report.count)
    for one in findings:
        yield (one.row, one.column, one.found, str(one.expected), severity_word(one.severity), str(one.message))
    if more:
        yield (None, None, "", "", "", _("ほかに%(count)s件あります。") % {"count": more})
