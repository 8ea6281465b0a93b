"""What the public acts on the town's budget are called in the record."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext_lazy as _

from meguri.core.scope import across_towns
from meguri.funding.bank import record_titles as _bank  # noqa: F401 - registers the room's words
from meguri.funding.flow import record_titles as _flow  # noqa: F401 - registers the room's words
from meguri.funding.giving import record_titles as _giving  # noqa: F401 - registers the room's words
from meguri.funding.journal import record_titles as _journal  # noqa: F401 - registers the room's words
from meguri.funding.models import BudgetFile, BudgetLine
from meguri.funding.sources import record_titles as _sources  # noqa: F401 - registers the room's words
from meguri.funding.words import line_title
from meguri.governance.came_with import came_with_a_file
from meguri.record.titles import Kind, register


def _ids(references: Iterable[str]) -> dict[int, str]:
    return {int(one.rpartition("-")[2]): one for one in references if one.rpartition("-")[2].isdecimal()}


def _lines(references: Iterable[str]) -> Mapping[str, str]:
    wanted = _ids(references)
    with across_towns():  # the country's record names lines of many towns
        rows = list(BudgetLine.objects.filter(pk__in=wanted))
    return {wanted[line.pk]: line_title(line) for line in rows}


def _files(references: Iterable[str]) -> Mapping[str, str]:
    wanted = _ids(references)
    with across_towns():  # the country's record names files of many towns
        rows = list(BudgetFile.objects.filter(pk__in=wanted))
    return {wanted[file.pk]: file.name for file in rows}


def _line_page(reference: str) -> str:
    code, _dash, pk = reference.rpartition("-")
    return f"/{code}/budget/lines/{pk}/"


def _file_page(reference: str) -> str:
    return f"/{reference.rpartition('-')[0]}/budget/"


register(
    titles={
        "funding.tie_line": _("予算の行を、事業につなげました"),
        "funding.untie_line": _("予算の行が、どの事業のものでもないことを確かめました"),
        "funding.tie_lines": _("予算の行を、まとめて事業につなげました"),
    },
    kinds={
        "budget_line": Kind(_("予算の行"), _line_page, _lines, came_with=came_with_a_file("budget_line")),
        "budget_file": Kind(_("予算・決算のファイル"), _file_page, _files),
    },
    facts={
        "line": _("予算の行"),
        "lines": _("行の数"),
        "files": _("ファイル"),
        "years": _("年度"),
        "tied": _("事業につながった行の数"),
        "gone": _("なくなった行の数"),
        "ties": _("つなげたもの"),
        "project": _("事業"),
    },
)
