"""Stating the official total of a year's account, once it was approved."""

from typing import Any

from django.utils import timezone

from meguri.core.action import Public, action, note
from meguri.core.actor import Actor
from meguri.core.recording import Unrecorded
from meguri.funding.flow.forms.official_total import OfficialTotalForm
from meguri.funding.flow.models import OfficialTotal
from meguri.governance.draft_content import form_of
from meguri.governance.models import Draft


@action("funding.publish_official_total", record=Public)
def publish_official_total(actor: Actor, draft: Unrecorded[Draft]) -> OfficialTotal:
    """It stands from now on in place of an earlier one of the same account, side and kind, which stays stored."""
    form = form_of(draft)
    assert isinstance(form, OfficialTotalForm)  # noqa: S101 - for the type alone
    given: dict[str, Any] = form.cleaned_data
    names = ("fiscal_year", "account", "side", "kind", "source", "explained")
    made: OfficialTotal = OfficialTotal.objects.create(
        town=draft.town, yen=given["amount"], draft=draft, stated_at=timezone.now(),
        **{name: given[name] for name in names},
    )  # fmt: skip
    note(fiscal_year=made.fiscal_year, yen=str(made.yen), kind=made.kind)
    return made
