"""The indicators that a project may mean to move: the town's own first, then the country's by family."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from meguri.core.scope import active_town
from meguri.indicators.labels import name_of
from meguri.indicators.models import Family, Indicator
from meguri.indicators.queries import catalogue
from meguri.projects.forms.fields import Choices


def indicator_choices() -> Choices:
    """Two queries at most, after an act."""
    town: Any = active_town()
    seen = catalogue().visible(town.pk)
    own = [(str(one.pk), name_of(one)) for one in seen if one.town_id is not None]
    families: dict[str, list[tuple[str, str]]] = {}
    for one in seen:
        if one.town_id is None:
            families.setdefault(str(Family(one.family).label), []).append((str(one.pk), name_of(one)))
    return [("", _("選ばない")), *([(_("このまちの指標"), own)] if own else []), *families.items()]


def indicators_named(ids: Iterable[int]) -> list[Indicator]:
    known = catalogue().by_id
    return [known[pk] for pk in ids if pk in known]
