"""The act that gives a made-up town its made-up figures; refused for every real one."""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _

from meguri.core.action import Public, action, note
from meguri.core.actor import Actor
from meguri.core.errors import BadInput
from meguri.core.period import Period
from meguri.core.recording import Unrecorded
from meguri.indicators.models import MADE_UP, Edition, Indicator, Observation, Source
from meguri.towns.models import Municipality


@action("indicators.state_sample_figures", record=Public)
def state_sample_figures(
    actor: Actor, municipality: Municipality, figures: Unrecorded[Iterable[tuple[str, Period, float]]]
) -> int:
    """State figures (indicator key, period, value) of a made-up town; returns how many. Replaces earlier ones.

    `BadInput` for a real municipality: nothing invented is ever shown under a real town's name.
    """
    if not municipality.is_fictional:
        raise BadInput(_("実在する自治体に、架空の数字は入れられません。"))
    edition = _edition()
    indicators = {i.key: i for i in Indicator.objects.filter(town__isnull=True)}
    Observation.objects.filter(municipality=municipality, first_edition=edition).delete()
    stated = Observation.objects.bulk_create(
        Observation(
            indicator=indicators[key],
            municipality=municipality,
            period=period.encoded,
            value=value,
            first_edition=edition,
            last_edition=edition,
        )
        for key, period, value in figures
    )
    note(count=len(stated))
    return len(stated)


def _edition() -> Edition:
    source, _made = Source.objects.get_or_create(
        key=MADE_UP,
        defaults={
            "name": "架空の数字（見本）",
            "name_en": "Made-up figures (sample)",
            "publisher": "Meguri",
            "credit": "見本のために作った架空の数字です。実在のまちとは関係がありません。",
        },
    )
    edition, _new = Edition.objects.get_or_create(
        source=source, rank=1, defaults={"label": "見本", "imported_at": timezone.now()}
    )
    return edition
