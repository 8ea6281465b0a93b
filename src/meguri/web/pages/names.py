"""Names of places and regions in the reader's language."""

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from meguri.towns.models import Municipality, Prefecture
from meguri.towns.search import Place

REGION_WORDS = {
    "北海道": _("北海道地方"),
    "東北": _("東北"),
    "関東": _("関東"),
    "中部": _("中部"),
    "近畿": _("近畿"),
    "中国": _("中国地方"),
    "四国": _("四国"),
    "九州・沖縄": _("九州・沖縄"),
}


def reads_japanese() -> bool:
    return (get_language() or "ja").startswith("ja")


def prefecture_name(prefecture: Prefecture) -> str:
    return prefecture.name if reads_japanese() else prefecture.romaji.capitalize()


def reading(place: Municipality | Place) -> str:
    """How the name is read: kana, or Latin letters for readers of another language."""
    return place.kana if reads_japanese() else place.romaji.capitalize()


def with_reading(place: Municipality | Place) -> str:
    """「上士幌町（かみしほろちょう）」, or "上士幌町 (Kamishihorocho)"."""
    return gettext("%(name)s（%(reading)s）") % {"name": place.name, "reading": reading(place)}
