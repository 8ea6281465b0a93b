"""By which act of its town a thing that came in with a file first became known: for the record's pages."""

from collections.abc import Callable

from meguri.core.scope import across_towns
from meguri.governance.models import PublicObject
from meguri.record.titles import CameWith

FILES = (
    "governance.take_sheet", "governance.publish_sheet", "governance.reorganise", "governance.publish_reorganisation",
)  # fmt: skip
"""The acts that bring in many things at once and name none of them."""


def came_with_a_file(kind: str) -> Callable[[str], CameWith | None]:
    """For `Kind.came_with` of a kind of public object. One query for each thing asked about."""

    def came_with(key: str) -> CameWith | None:
        with across_towns():  # the page stands above all towns, and shows only what is public
            rows = PublicObject.objects.filter(kind=kind, key=key, is_public=True)
            found = rows.values_list("town__municipality__code", "first_told_at").first()
        return CameWith(found[0], FILES, found[1]) if found else None

    return came_with
