"""The project that a draft is about, held for the length of the act, and the draft's form, whole."""

from typing import Any

from django.utils.translation import gettext as _

from meguri.core.errors import BadInput
from meguri.governance.draft_content import form_of
from meguri.governance.models import Draft
from meguri.projects.keys import numbers
from meguri.projects.models import Project


def project_of_draft(draft: Draft) -> Project | None:
    """The project, its row locked; None for a draft about nothing yet."""
    if draft.about is None or draft.about.kind != "project":
        return None
    rows = Project.objects.select_for_update().filter(pk__in=numbers([draft.about.key]))
    found: Project | None = rows.first()
    return found


def standing_project(draft: Draft) -> Project:
    """The same for drafts that need a project."""
    found = project_of_draft(draft)
    if found is None:
        raise BadInput(_("どの事業のことかが分かりません。事業のページから起案してください。"))
    return found


def whole_form(draft: Draft) -> Any:
    """The draft's form, found valid. `BadInput` names the field that is not."""
    return form_of(draft)
