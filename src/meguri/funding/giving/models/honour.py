"""How a giver wishes to be honoured (名誉)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Honour(models.TextChoices):
    """Silence is as good as any other wish, and is what stands where nothing was said."""

    SILENCE = "silence", _("名前は出さない")
    NAME = "name", _("名前を出す")
    INITIALS = "initials", _("頭文字で出す")
    PAGE = "page", _("事業のページに名前を出す")
    PLAQUE = "plaque", _("事業のページと、現地の銘板に名前を出す")


SHOWN = frozenset({Honour.NAME, Honour.INITIALS, Honour.PAGE, Honour.PLAQUE})
AT_THE_PROJECT = frozenset({Honour.PAGE, Honour.PLAQUE})
