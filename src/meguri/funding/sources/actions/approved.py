"""What the acts of this room have in common: the approved form, its project, the post that approved last."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from meguri.core.errors import BadInput
from meguri.funding.journal.models import Purpose
from meguri.funding.sources.keys import project_behind
from meguri.governance.actions.drafts import approvals_of_draft
from meguri.governance.draft_content import form_of
from meguri.governance.models import Draft, Post
from meguri.projects.models import Project


def given_in(draft: Draft) -> dict[str, Any]:
    """The values of the draft's form, found valid; texts without blanks around them."""
    values = form_of(draft).cleaned_data
    return {name: value.strip() if isinstance(value, str) else value for name, value in values.items()}


def project_of_draft(draft: Draft) -> Project:
    found = project_behind(draft.about)
    if found is None:
        raise BadInput(_("どの事業のことかが分かりません。事業のページから起案してください。"))
    return found


def made_now(draft: Draft) -> dict[str, Any]:
    """The columns that every new row of this room has."""
    return {"town": draft.town, "draft": draft, "first_published_at": timezone.now()}


def approving(draft: Draft) -> Post:
    return approvals_of_draft(draft)[-1].post


def purpose_locked(pk: int) -> Purpose:
    found: Purpose = Purpose.objects.select_related("fund").select_for_update(of=("self",)).get(pk=pk)
    return found
