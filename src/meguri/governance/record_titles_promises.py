"""What the public acts on promises are called in the record."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext_lazy as _

from meguri.core.scope import across_towns
from meguri.governance.models import Promise
from meguri.record.titles import Kind, register


def _names(ids: Iterable[str]) -> Mapping[str, str]:
    """By public id, across towns: the country's record speaks of all of them. A promise is public. One query."""
    keys = {int(tail): id for id in ids if (tail := id.rpartition("-")[2]).isdecimal()}
    with across_towns():
        rows = Promise.objects.filter(pk__in=keys).select_related("town__municipality")
        return {keys[one.pk]: one.text for one in rows if one.public_reference().id == keys[one.pk]}


def _page(id: str) -> str:
    code, _sep, key = id.partition("-")
    return f"/{code}/promises/{key}/"


_MADE_IN = dict(Promise.MadeIn.choices)
_STATES = dict(Promise.State.choices)


register(
    titles={
        "governance.note_promise": _("ほかの場でした約束を、帳面に書きました"),
        "governance.publish_promise": _("約束しました"),
        "governance.postpone_promise": _("約束の期限をのばしました"),
        "governance.hand_over_promise": _("約束を、ほかの役職が引き継ぎました"),
        "governance.close_promise": _("約束がどうなったかを知らせました"),
    },
    kinds={"promise": Kind(_("約束"), _page, _names)},
    facts={
        "promise": _("約束"),
        "made_in": _("どこでの約束か"),
        "made_on": _("約束した日"),
        "due_on": _("期限"),
        "outcome": _("どうなったか"),
        "outcome_object": _("そこから生まれたもの"),
        "source": _("もとになる文書や発言"),
        "to_post": _("引き継ぐ先の役職"),
    },
    values={"made_in": lambda name: str(_MADE_IN.get(name, name))},
)
