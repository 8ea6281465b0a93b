"""What the public acts on a town's files are called in the record."""

from django.utils.translation import gettext_lazy as _

from meguri.governance.sheets.registry import import_of
from meguri.record.titles import register


def _kind(key: str) -> str:
    one = import_of(key)
    return str(one.kind.word) if one else key


register(
    titles={
        "governance.take_sheet": _("まちの表を取り込みました"),
        "governance.reorganise": _("組織を改めました"),
        "governance.publish_sheet": _("決裁をうけて、まちの表を取り込みました"),
        "governance.publish_reorganisation": _("決裁をうけて、組織を改めました"),
    },
    kinds={},
    facts={
        "sheet": _("表の種類"),
        "on": _("いつから"),
        "new": _("新しいもの"),
        "changed": _("変わったもの"),
        "appointed": _("責任者が決まったもの"),
        "ended": _("終わったもの"),
        "moved": _("引き継いだもの"),
        "unanswered": _("受け持ちのなくなったもの"),
    },
    values={"sheet": _kind},
)
