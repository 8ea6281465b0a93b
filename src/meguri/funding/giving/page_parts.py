"""Parts that other rooms add to the page of a gift, as where the money went.

    add_part("funding/flow/_gift.html", lambda gifts: {"yen": gift_section([gift.entry for gift in gifts])})
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from meguri.funding.giving.models import Gift

Context = Callable[[Sequence[Gift]], Mapping[str, Any]]
_parts: list[tuple[str, Context]] = []


def add_part(template: str, context: Context) -> None:
    """Once, when the room is ready. `context` is asked for each page."""
    _parts.append((template, context))


def parts_of(gifts: Sequence[Gift], *, is_own: bool) -> list[SafeString]:
    """The parts as they stand for these gifts, in the order of registration.

    `is_own`: whether only the giver reads them; without it no template may show what opens a giver's own page.
    """
    return [render_to_string(template, {**context(gifts), "is_own": is_own}) for template, context in _parts]
