"""The two kinds of draft by which a file is taken once the town has begun: a sheet, and a reorganisation."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from meguri.core.actor import Actor
from meguri.core.errors import Conflict
from meguri.governance.actions import sheets
from meguri.governance.draft_kinds import DraftKind, register
from meguri.governance.models import Draft
from meguri.governance.sheets.drafted import SheetDraftForm, losing, plan_of, routed_as
from meguri.governance.sheets.plan import require_unchanged
from meguri.governance.sheets.shown import shown_plan

PREVIEW = "governance/sheets/preview.html"
LONGEST_PLAN = 4_000_000


def _publish(actor: Actor, draft: Draft) -> None:
    """The town's rows are many, so no single object is what was published."""
    act = sheets.publish_reorganisation if draft.kind == sheets.REORGANISATION else sheets.publish_sheet
    act(actor, draft)


def _preview(draft: Draft) -> Mapping[str, Any]:
    return {"shown": shown_plan(plan_of(draft))}


def _check(draft: Draft) -> None:
    """What would be refused at the end is refused at the start."""
    plan = plan_of(draft)
    one = sheets.known_import(plan.kind)
    if plan.changes_nothing:
        raise sheets.NothingNew
    require_unchanged(plan, one.kind, one.standing(plan.asked))
    if draft.kind == sheets.REORGANISATION and plan.on is None:
        raise Conflict(_("いつから改めるかが入っていません。もう一度ファイルを選んでください。"))


register(
    DraftKind(
        sheets.SHEET, _("表の取り込み"), SheetDraftForm, publish=_publish, preview=PREVIEW,
        preview_context=_preview, check=_check, begins_at="sheets", losing=losing, routed_as=routed_as,
        shows_preview=True, most_characters=LONGEST_PLAN,
    )
)  # fmt: skip
register(
    DraftKind(
        sheets.REORGANISATION, _("組織の改編"), SheetDraftForm, publish=_publish, preview=PREVIEW,
        preview_context=_preview, check=_check, begins_at="reorganisation",
        shows_preview=True, most_characters=LONGEST_PLAN,
    )
)  # fmt: skip
