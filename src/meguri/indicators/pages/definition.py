"""The definition of an indicator as a list of terms: on its own page, and under each of its charts."""

from django.utils.translation import gettext as _

from meguri.indicators.labels import base_date_of, definition_of, source_name, statistic_of, unit_of, zero_note_of
from meguri.indicators.models import Indicator


def definition_facts(indicator: Indicator) -> list[tuple[str, str]]:
    """What is counted, in which unit and when, how to read it, and where it comes from."""
    nature = Indicator.Nature(indicator.nature)
    series = " ".join(filter(None, (indicator.series_code, indicator.series_name)))
    return [
        (_("何を数えたか"), definition_of(indicator)),
        (_("単位"), unit_of(indicator)),
        (_("数え方"), str(nature.label)),
        (_("いつの数か"), base_date_of(indicator)),
        (_("多いほうがよいか"), str(Indicator.Better(indicator.better).label)),
        (_("0の読み方"), zero_note_of(indicator)),
        (_("もとの統計"), statistic_of(indicator)),
        (_("出典"), f"{source_name(indicator.source)}（{indicator.source.publisher}）"),
        (_("出典での名前"), series),
        (_("出典の書き方"), indicator.source.credit),
        (_("利用条件"), indicator.source.licence),
    ]
