"""Funds as the thread and the desk see them. A single entry is read through its fund and its project."""

from collections.abc import Iterable, Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from meguri.core.ports import Reference
from meguri.funding.journal.models import Fund, Purpose
from meguri.governance.objects import Described, DeskText, ObjectKind, register
from meguri.projects.keys import numbers, town_code
from meguri.towns.models import Station


def _rows() -> QuerySet[Fund]:
    return Fund.objects.all()


def _by_references(keys: Iterable[str]) -> Sequence[Fund]:
    return list(Fund.objects.filter(pk__in=numbers(keys)))


def _describe(funds: Sequence[Fund]) -> list[Described]:
    """One query, for the projects that are a purpose of theirs."""
    code = town_code()
    led: dict[int, list[Reference]] = {}
    purposes = Purpose.objects.filter(fund__in=[one.pk for one in funds], project__isnull=False).order_by("position")
    for fund_id, project_id in purposes.values_list("fund_id", "project_id"):
        led.setdefault(fund_id, []).append(Reference("project", f"{code}-{project_id}"))
    return [
        Described(
            Reference("fund", f"{code}-{one.pk}"),
            title=one.name,
            summary=one.aim,
            led_to=tuple(dict.fromkeys(led.get(one.pk, ()))),
        )
        for one in funds
    ]


def _found_by(fund: Fund) -> DeskText:
    return DeskText(fund.name, text=fund.aim)


register(
    ObjectKind(
        "fund",
        _("資金"),
        Station.FUND,
        _describe,
        rows=_rows,
        needs_post=True,
        expects_after=(Station.ACT,),
        found_by=_found_by,
        by_references=_by_references,
    )
)
