"""What the public acts of the record itself are called, and the facts that many acts share."""

from django.utils.translation import gettext_lazy as _

from meguri.record.titles import register

register(
    titles={"record.erase_person": _("ある人を記録と結びつけていた塩を消しました")},
    facts={
        "count": _("件数"),
        "result": _("できたもの"),
        "erased_openings": _("消した塩の数"),
        "name": _("名前"),
        "reason": _("理由"),
        "added": _("増えた数"),
        "revised": _("改められた数"),
        "confirmed": _("前と同じだった数"),
        "read_again": _("ファイルを読み直したか"),
        "sha256": _("ファイルのSHA-256"),
    },
)
