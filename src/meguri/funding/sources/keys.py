"""From public objects of this room to their rows, and to the fund whose books stand behind a row."""

from typing import Any

from meguri.funding.journal.holding import fund_of
from meguri.funding.journal.models import Fund
from meguri.funding.sources.models import Loan, OutcomeContract, Subsidy
from meguri.governance.models import PublicObject
from meguri.projects.keys import numbers, project_of
from meguri.projects.models import Project

ROWS: dict[str, Any] = {"subsidy": Subsidy, "loan": Loan, "outcome_contract": OutcomeContract}


def row_of(about: PublicObject | None, kind: str) -> Any:
    """The subsidy, loan or contract that a public object stands for; None for anything else. One query."""
    if about is None or about.kind != kind:
        return None
    return (
        ROWS[kind].objects.select_related("project", "town__municipality").filter(pk__in=numbers([about.key])).first()
    )


def project_behind(about: PublicObject | None) -> Project | None:
    """The project that an object is, or is for. One query."""
    if about is not None and about.kind in ROWS:
        row = row_of(about, about.kind)
        return row.project if row is not None else None
    return project_of(about)


def fund_behind(about: PublicObject | None) -> Fund | None:
    """The fund that an object is, or out of which it is paid. One query."""
    if about is None or about.kind not in ("loan", "outcome_contract"):
        return fund_of(about)
    funds = Fund.objects.select_related("holder", "town__municipality")
    by = {"loan": "purposes__loans", "outcome_contract": "purposes__outcome_contracts"}[about.kind]
    found: Fund | None = funds.filter(**{f"{by}__in": numbers([about.key])}).first()
    return found


def object_at(kind: str, reference: str) -> PublicObject | None:
    """The stored public object of a row. One query."""
    found: PublicObject | None = PublicObject.objects.filter(kind=kind, key=reference).first()
    return found
