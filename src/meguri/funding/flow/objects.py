"""Contracts as the thread and the desk see them: what a project bought, and from whom."""

from collections.abc import Iterable, Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from meguri.core.ports import Reference
from meguri.funding.journal.models import Contract
from meguri.funding.words import in_words
from meguri.governance.objects import Described, ObjectKind, register
from meguri.projects.keys import numbers, town_code
from meguri.towns.models import Station


def _rows() -> QuerySet[Contract]:
    return Contract.objects.all()


def _by_references(keys: Iterable[str]) -> Sequence[Contract]:
    return list(Contract.objects.filter(pk__in=numbers(keys)))


def _describe(contracts: Sequence[Contract]) -> list[Described]:
    """No query. A project's post answers for its contracts."""
    code = town_code()
    return [
        Described(
            Reference("contract", f"{code}-{one.pk}"),
            title=one.title,
            summary=f"{one.supplier_name} {in_words(one.yen)}",
            came_from=(Reference("project", f"{code}-{one.project_id}"),),
            answered_by=Reference("project", f"{code}-{one.project_id}"),
        )
        for one in contracts
    ]


register(
    ObjectKind(
        "contract",
        _("契約"),
        Station.FUND,
        _describe,
        rows=_rows,
        expects_before=(Station.ACT,),
        by_references=_by_references,
    )
)
