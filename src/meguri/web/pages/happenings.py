"""What moved in a town this month: its newest public acts, each in words with its date."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from meguri.record.queries import log_named, newest_entries
from meguri.towns.models import Town

LOOKED_AT = 20
WORDS = {
    "towns.open": _("まちがここで開きました"),
    "towns.choose_stations": _("輪のどこを使うかを決めました"),
    "towns.state_desk": _("代表の窓口と電話を知らせました"),
    "towns.accept_invitation": _("役割を引き受けた人がいます"),
    "towns.join": _("町の外から応援する人が加わりました"),
    "towns.end_membership": _("役割を終えた人がいます"),
    "towns.leave": _("役割をおりた人がいます"),
    "towns.state_facts": _("出典のある情報を新しくしました"),
}
OTHER = _("公開の記録が加わりました")


@dataclass(frozen=True, slots=True)
class Happening:
    """One act in words."""

    at: datetime
    day: str
    words: str


def _day_format() -> str:
    return pgettext("date format of Django", "n月j日（D）")


def this_month(town: Town, most: int) -> list[Happening]:
    """At most `most` acts of this month, newest first; of several alike on one day, one. Two queries."""
    log = log_named(town.code)
    if log is None:
        return []
    today = timezone.localdate()
    found: dict[tuple[str, object], Happening] = {}
    for entry in newest_entries(log, limit=LOOKED_AT):
        day = timezone.localtime(entry.at)
        if (day.year, day.month) == (today.year, today.month):
            words = str(WORDS.get(entry.action, OTHER))
            found.setdefault((words, day.date()), Happening(day, date_format(day, _day_format()), words))
    return list(found.values())[:most]
