"""What the public acts of the record itself are called, and the facts that many acts share."""

from django.utils.translation import gettext_lazy as _

from meguri.record.models import COUNTRY
from meguri.record.signing import Why
from meguri.record.titles import Kind, register


def _why(value: str) -> str:
    """Why a log went on under a new name."""
    return str(Why[value.upper()].sentence) if value.upper() in Why.__members__ else value


def _page(origin: str) -> str:
    return "/record/" if origin == COUNTRY else f"/{origin}/record/"


register(
    titles={
        "record.erase_person": _("ある人を記録と結びつけていた塩を消しました"),
        "record.change_key": _("記録に署名する鍵を替えました"),
        "record.continue_log": _("とぎれた記録を、新しい名前で続けました"),
    },
    kinds={"log": Kind(_("公開記録"), address=_page)},
    values={"why": _why},
    facts={
        "count": _("件数"),
        "result": _("できたもの"),
        "erased_openings": _("消した塩の数"),
        "name": _("名前"),
        "log": _("公開記録"),
        "to": _("新しい鍵"),
        "why": _("わけ"),
        "former_name": _("前の名前"),
        "former_size": _("前の名前での記録の数"),
        "former_root": _("前の名前での最後の指紋"),
        "reason": _("理由"),
        "added": _("増えた数"),
        "revised": _("改められた数"),
        "confirmed": _("前と同じだった数"),
        "read_again": _("ファイルを読み直したか"),
        "sha256": _("ファイルのSHA-256"),
    },
)
