"""What approval, publication and the town's own rules are called in the record."""

from django.utils.translation import gettext_lazy as _

from meguri.governance.draft_kinds import kind_named
from meguri.governance.models import RouteStep
from meguri.record.titles import Kind, register

_WHO = {who.value: who.label for who in RouteStep.Who}


def _kind(name: str) -> str:
    if not name:
        return str(_("すべての種類"))
    known = kind_named(name)
    return str(known.word) if known else name


def _who(name: str) -> str:
    return str(_WHO.get(name, name))


def _rules_page(id: str) -> str:
    return f"/{id[:6]}/rules/"


register(
    titles={
        "governance.publish": _("決裁をへて公表しました"),
        "governance.set_route": _("決裁の道すじを決めました"),
        "governance.end_route": _("決裁の道すじを終えました"),
        "governance.set_rules": _("名前を出すかどうかと、公表までの日数を決めました"),
        "governance.finish_setting_up": _("準備を終え、すべてを決裁に通すことにしました"),
    },
    kinds={
        "route": Kind(_("決裁の道すじ"), _rules_page),
        "town_rule": Kind(_("まちの決まり"), _rules_page),
        "draft": Kind(_("起案")),
    },
    facts={
        "draft_kind": _("起案の種類"),
        "approvals": _("決裁した役職"),
        "as_deputy": _("代わりに決裁した役職（代決）"),
        "from_yen": _("この金額から（円）"),
        "steps": _("決裁する順"),
        "names_shown": _("職員の名前を出す"),
        "grace_days": _("公表までの日数"),
        "route": _("決裁の道すじ"),
    },
    values={"steps": _who, "draft_kind": _kind},
)
