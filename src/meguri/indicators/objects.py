"""What the thread knows of indicators: the town's own, those it set a target for, those its projects mean to move."""

from collections.abc import Iterable, Sequence

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from meguri.core.ports import Reference
from meguri.core.scope import active_town
from meguri.governance.models import PublicObject
from meguri.governance.objects import Described, DeskText, ObjectKind, register
from meguri.indicators.models import Indicator, Target
from meguri.towns.models import Station, Town

KIND = "indicator"


def reference_of(indicator: Indicator, town_code: str) -> Reference:
    """As `Indicator.public_reference`, for one that belongs to the town of this code or to the country. No query."""
    return Reference(KIND, indicator.key if indicator.town_id is None else f"{town_code}-{indicator.key}")


def _town() -> Town:
    town: Town | None = active_town()
    if town is None:
        raise LookupError("an indicator is a public object only inside a town's scope")
    return town


def _describe(indicators: Sequence[Indicator]) -> list[Described]:
    """A post has to answer for what the town defined itself or set a target for. One query."""
    town = _town()
    aimed_at = set(
        Target.objects.filter(indicator__in=[one.pk for one in indicators], replaced_at__isnull=True).values_list(
            "indicator_id", flat=True
        )
    )
    return [
        Described(
            reference_of(one, town.code),
            title=one.name,
            summary=one.definition,
            needs_post=one.town_id is not None or one.pk in aimed_at,
        )
        for one in indicators
    ]


def _rows() -> QuerySet[Indicator]:
    town = _town()
    named = PublicObject.objects.filter(kind=KIND).values("key")
    aimed_at = Target.objects.filter(replaced_at__isnull=True).values("indicator_id")
    wanted = Q(town=town) | Q(pk__in=aimed_at) | Q(town__isnull=True, key__in=named)
    return Indicator.objects.filter(wanted).order_by("pk")


def _by_references(ids: Iterable[str]) -> Sequence[Indicator]:
    """National ones by their key, the town's own by "016331-key". One query."""
    town, ids = _town(), list(ids)
    prefix = f"{town.code}-"
    own = [id.removeprefix(prefix) for id in ids if id.startswith(prefix)]
    return list(Indicator.objects.filter(Q(town__isnull=True, key__in=ids) | Q(town=town, key__in=own)))


def _page(town_code: str, id: str) -> str:
    return f"/{town_code}/indicators/{id.removeprefix(f'{town_code}-')}/"


register(
    ObjectKind(
        KIND,
        _("指標"),
        Station.RESULTS,
        _describe,
        rows=_rows,
        expects_before=(Station.ACT,),
        found_by=lambda one: DeskText(one.name, text=one.definition),
        by_references=_by_references,
        address=_page,
    )
)
