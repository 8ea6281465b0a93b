"""How a town's files were read before, found again by their headings: corrected once, remembered."""

from collections.abc import Sequence

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


def recall(kind: str, headings: Sequence[str]) -> Columns | None:
    """How a file of this kind with these headings was read the last time. One query."""
    found = SheetLayout.objects.filter(kind=kind, headings_digest=headings_digest(headings)).first()
    return Columns.from_json(found.columns) if found else None
