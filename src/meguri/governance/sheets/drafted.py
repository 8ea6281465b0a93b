"""A plan as a draft holds it: in one hidden box of its form, read again with every value judged anew."""

import json
from dataclasses import replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from meguri.core.errors import BadInput
from meguri.core.tables.columns import SheetKind
from meguri.core.tables.values import Value
from meguri.governance.draft_kinds import DraftForm
from meguri.governance.models import Draft
from meguri.governance.sheets.plan import FieldChange, PlanRow, SheetPlan
from meguri.governance.sheets.registry import import_of
from meguri.governance.sheets.shown import TOTALS
from meguri.governance.terms import day_in_words

LONGEST_REASON = 400


class SheetDraftForm(DraftForm):
    """Why the file is brought, and the plan that came of it."""

    reason = forms.CharField(
        label=gettext_lazy("何のための取り込みか"),
        max_length=LONGEST_REASON,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    plan = forms.CharField(widget=forms.HiddenInput)

    def clean_plan(self) -> SheetPlan:
        try:
            return sound_plan(json.loads(self.cleaned_data["plan"]))
        except (ValueError, KeyError, TypeError, AttributeError, BadInput):
            raise ValidationError(_("取り込みの内容が読めません。もう一度ファイルを選んでください。")) from None

    def title(self) -> str:
        plan: SheetPlan = self.cleaned_data["plan"]
        if plan.on is not None:
            return _("%(day)sの組織の改編（%(file)s）") % {"day": day_in_words(plan.on), "file": plan.file_name}
        one = import_of(plan.kind)
        return _("%(kind)sの取り込み（%(file)s）") % {"kind": one.kind.word if one else "", "file": plan.file_name}

    def yen(self) -> int | None:
        """The largest sum among the rows, which chooses the route."""
        plan: SheetPlan | None = getattr(self, "cleaned_data", {}).get("plan")
        one = import_of(plan.kind) if plan is not None else None
        return one.yen(plan) if one is not None and plan is not None else None


def losing(form: SheetDraftForm) -> list[int]:
    plan: SheetPlan = form.cleaned_data["plan"]
    one = import_of(plan.kind)
    return list(one.losing(plan)) if one else []


def routed_as(form: SheetDraftForm) -> str:
    one = import_of(form.cleaned_data["plan"].kind)
    return one.routed_as if one else ""


def content_of(plan: SheetPlan, reason: str = "") -> dict[str, Any]:
    """The content of a draft that brings this plan."""
    one = import_of(plan.kind)
    totals = [[str(total.word), total.before_words, total.after_words] for total in one.totals(plan)] if one else []
    if totals:
        plan = replace(plan, asked={**plan.asked, TOTALS: json.dumps(totals, ensure_ascii=False)})
    return {"reason": reason, "plan": json.dumps(plan.as_json(), ensure_ascii=False)}


def plan_of(draft: Draft) -> SheetPlan:
    """The plan that a draft holds. BadInput when it does not hold one."""
    try:
        return sound_plan(json.loads(draft.content["plan"]))
    except (ValueError, KeyError, TypeError, AttributeError) as broken:
        raise BadInput(_("取り込みの内容が読めません。もう一度ファイルを選んでください。")) from broken


def sound_plan(stored: Any) -> SheetPlan:
    """A stored plan with each value as its field reads it: what a browser sent back is not taken on trust."""
    plan = SheetPlan.from_json(stored)
    one = import_of(plan.kind)
    if one is None:
        raise KeyError(plan.kind)
    return replace(plan, rows=tuple(_sound_row(one.kind, row) for row in plan.rows))


def _sound_row(kind: SheetKind, row: PlanRow) -> PlanRow:
    values = {key: _sound(kind, key, value) for key, value in row.values.items() if key in kind.by_key}
    changes = tuple(FieldChange(c.key, c.old, _sound(kind, c.key, c.new)) for c in row.changes if c.key in kind.by_key)
    return replace(row, values=values, changes=changes, name=kind.name(values))


def _sound(kind: SheetKind, key: str, value: Value) -> Value:
    one = kind.by_key[key]
    shown = one.show(value)
    if isinstance(value, int) and not isinstance(value, bool) and one.is_yen:
        return value
    return one.read(shown).value if shown.strip() else None
