"""Who holds posts on a day, by name; public pages ask `names_are_shown` first."""

from collections.abc import Iterable
from datetime import date

from django.utils import timezone

from meguri.governance.models import Holder, TownRule
from meguri.governance.posts import on_day


def names_are_shown() -> bool:
    """Whether the active town shows the names of its staff; it does not unless it said so. One query."""
    rule = TownRule.objects.first()
    return rule is not None and rule.names_shown


def holders_of(post_ids: Iterable[int], on: date | None = None) -> dict[int, Holder]:
    """Who holds each of these posts on `on` (today), for staff; vacant posts are left out. One query."""
    held = Holder.objects.filter(on_day(on or timezone.localdate()), post__in=list(post_ids)).select_related("person")
    return {holder.post_id: holder for holder in held}


def public_names(post_ids: Iterable[int], on: date | None = None) -> dict[int, str]:
    """Names as the public may see them: none unless the town shows them. Two queries at most."""
    if not names_are_shown():
        return {}
    return {pk: holder.name for pk, holder in holders_of(post_ids, on).items() if holder.name}
