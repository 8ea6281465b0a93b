"""How a page says that it shows a copy for the public of the town's accounting files, and what in them is not sound."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from meguri.funding.models import BudgetFile
from meguri.funding.queries import Item, Year, unbalanced
from meguri.funding.sums import Unsound
from meguri.funding.words import to_the_yen


@dataclass(frozen=True, slots=True)
class Copied:
    """A file as the pages name it."""

    name: str
    taken_on: str


def copied(files: Sequence[BudgetFile]) -> list[Copied]:
    return [Copied(file.name, taken_on(file)) for file in files]


def taken_on(file: BudgetFile) -> str:
    return date_format(timezone.localdate(file.taken_at), "DATE_FORMAT")


def not_sound(year: Year, items: Sequence[Item]) -> list[str]:
    """Sentences on the sums of a year's files that do not add up, and on accounts that do not balance."""
    said = [_unsound(file, one) for file, one in year.unsound]
    sentence = _("%(account)sの歳入の予算 %(revenue)s円と、歳出の予算 %(expenditure)s円が同じではありません。")
    for account, revenue, expenditure in unbalanced(items):
        budgets = {"revenue": to_the_yen(revenue), "expenditure": to_the_yen(expenditure)}
        said.append(sentence % {"account": account, **budgets})
    return said


def _unsound(file: BudgetFile, one: Unsound) -> str:
    sentence = (
        _("「%(file)s」の%(row)s行目「%(label)s」の予算は %(stated)s円ですが、その行を足すと %(counted)s円です。")
        if one.what == "budget"
        else _("「%(file)s」の%(row)s行目「%(label)s」の決算は %(stated)s円ですが、その行を足すと %(counted)s円です。")
    )
    return sentence % {
        "file": file.name,
        "row": one.row,
        "label": one.label,
        "stated": to_the_yen(one.stated_yen),
        "counted": to_the_yen(one.counted_yen),
    }
