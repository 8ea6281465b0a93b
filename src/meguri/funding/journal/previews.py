"""What a draft about a fund will look like once it is public. Asked only while its form holds together."""

from collections.abc import Mapping
from typing import Any

from meguri.funding.journal.forms.movements import What
from meguri.funding.journal.holding import fund_of
from meguri.funding.journal.models import Fund, Purpose
from meguri.funding.words import to_the_yen
from meguri.governance.draft_content import form_of
from meguri.governance.models import Draft, Organisation, Post
from meguri.projects.models import Project


def fund_preview(draft: Draft) -> Mapping[str, Any]:
    form: Any = form_of(draft)
    given = form.cleaned_data
    holder = Organisation.objects.filter(pk=given["holder"]).first()
    return {
        "given": given,
        "kind": Fund.Kind(given["kind"]).label,
        "holder": holder,
        "is_copy": holder is not None and holder.kind == Organisation.Kind.TOWN,
        "post": Post.objects.select_related("organisation").filter(pk=given.get("post") or 0).first(),
        "purposes": [name for name, _project in form.purposes()],
        "is_change": form.fund is not None,
    }


def movement_preview(draft: Draft) -> Mapping[str, Any]:
    form: Any = form_of(draft)
    given = form.cleaned_data
    purposes = Purpose.objects.in_bulk([pk for pk in (given["purpose"], given.get("to_purpose")) if pk])
    return {
        "fund": fund_of(draft.about),
        "what": What(given["what"]).label if given.get("what") else None,
        "yen": to_the_yen(given["amount"]),
        "given": given,
        "purpose": purposes.get(given["purpose"]),
        "to_purpose": purposes.get(given.get("to_purpose") or 0),
        "project": Project.objects.filter(pk=given.get("project") or 0).first(),
    }


def reversal_preview(draft: Draft) -> Mapping[str, Any]:
    form: Any = form_of(draft)
    return {"entry": form.standing(), "given": form.cleaned_data}
