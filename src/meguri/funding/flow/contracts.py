"""The read side of contracts: the list, one with what was paid for it, and all of them as OCDS."""

from collections.abc import Iterable, Sequence
from datetime import datetime, time
from typing import Any

from django.conf import settings
from django.db.models import QuerySet, Sum
from django.utils import timezone

from meguri.funding.flow.ocds import Let, Paid, Publisher
from meguri.funding.journal.accounts import Kind
from meguri.funding.journal.models import Contract, JournalEntry
from meguri.towns.models import Town


def contracts() -> QuerySet[Contract]:
    """All of the active town, the newest first, with their projects."""
    return Contract.objects.select_related("project", "supplier", "draft").order_by("-signed_on", "-pk")


def contract_at(pk: int) -> Contract | None:
    return contracts().select_related("town__municipality").filter(pk=pk).first()


def paid_for(contract_ids: Iterable[int]) -> dict[int, list[tuple[JournalEntry, int]]]:
    """Entries that paid for each contract, with their yen; a reversal stands with a minus. One query."""
    rows: QuerySet[Any] = (
        JournalEntry.objects.filter(contract__in=list(contract_ids), stage=JournalEntry.Stage.SPENT)
        .filter(postings__account__kind=Kind.PURPOSE)
        .annotate(yen=Sum("postings__yen"))
        .order_by("on", "pk")
    )
    found: dict[int, list[tuple[JournalEntry, int]]] = {}
    for one in rows:
        found.setdefault(one.contract_id or 0, []).append((one, one.yen))
    return found


def publisher_of(town: Town, address: str) -> Publisher:
    """`address`: of this site, without a slash at its end."""
    return Publisher(town.name, town.code, f"{address}/{town.code}/", prefix_of(town.code))


def prefix_of(code: str) -> str:
    """The OCID prefix that the town has registered; "" while it has none."""
    pairs = (one.partition(":") for one in settings.OCID_PREFIXES)
    return next((prefix for town, _colon, prefix in pairs if town == code), "")


def as_let(rows: Sequence[Contract], town: Town, address: str) -> list[Let]:
    """For the open data. One query."""
    paid = paid_for(one.pk for one in rows)
    base = f"{address}/{town.code}"
    return [
        Let(
            key=str(one.pk), title=one.title, project=one.project.name,
            project_url=f"{base}/projects/{one.project_id}/", url=f"{base}/contracts/{one.pk}/",
            supplier=one.supplier_name, supplier_number=one.supplier_number, method=one.method,
            method_words=str(one.get_method_display()), reason=one.reason, yen=one.yen, signed_on=one.signed_on,
            begins_on=one.begins_on, ends_on=one.ends_on, changed_at=_changed(one),
            paid=tuple(
                Paid(str(entry.pk), entry.on, yen, f"{base}/journal/{entry.pk}/") for entry, yen in paid.get(one.pk, ())
            ),
        )
        for one in rows
    ]  # fmt: skip


def _changed(contract: Contract) -> Any:
    """When it was published; in a town that was set up with it, the day on which it was signed."""
    when = contract.draft.published_at if contract.draft is not None else None
    if when is None:
        when = datetime.combine(contract.signed_on, time.min, timezone.get_current_timezone())
    return timezone.localtime(when)
