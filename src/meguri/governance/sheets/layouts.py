"""How a town's files were read before, found again by their headings: corrected once, remembered."""

from collections.abc import Mapping, Sequence

from django.utils import timezone

from meguri.core.scope import active_town
from meguri.core.tables.columns import Columns, headings_digest
from meguri.governance.models import SheetLayout


def remember(kind: str, headings: Sequence[str], columns: Columns) -> None:
    """Keep the mapping for the next file with these headings. Only inside an action."""
    SheetLayout.objects.update_or_create(
        town=active_town(),
        kind=kind,
        headings_digest=headings_digest(headings),
        defaults={"columns": columns.as_json(), "saved_at": timezone.now()},
    )


def recall_kind(headings: Mapping[str, Sequence[str]]) -> str:
    """The kind as which a file with these headings (by kind) was taken the last time; "" if none was. One query."""
    digests = {kind: headings_digest(told) for kind, told in headings.items()}
    found = SheetLayout.objects.filter(headings_digest__in=digests.values()).order_by("-saved_at")
    return next((one.kind for one in found if digests.get(one.kind) == one.headings_digest), "")


def recall(kind: str, headings: Sequence[str]) -> Columns | None:
    """How a file of this kind with these headings was read the last time. One query."""
    found = SheetLayout.objects.filter(kind=kind, headings_digest=headings_digest(headings)).first()
    return Columns.from_json(found.columns) if found else None
