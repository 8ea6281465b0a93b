"""The part of a giver's own page that says where the money went; `funding/flow/_gift.html` shows it."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from meguri.funding.flow.effects import effects_of
from meguri.funding.flow.flows import gift_flow
from meguri.funding.flow.queries import WhereItWent, where_it_went
from meguri.funding.flow.sentences import gift_sentences
from meguri.funding.flow.showing import shown
from meguri.funding.journal.models import JournalEntry
from meguri.projects.models import Project


def gift_section(entries: Sequence[JournalEntry]) -> dict[str, Any]:
    """What the section of these receipts shows, as `yen` in the page's context."""
    return section_of([where_it_went(entry) for entry in entries])


def section_of(went: Sequence[WhereItWent]) -> dict[str, Any]:
    if is_untouched(went):  # the page says the amount above, and there is no more to tell of it yet
        return {"lead": _("お預かりしています。まだ使っていません。"), "sentences": [], "flow": None, "effects": []}
    sentences = gift_sentences(went)
    return {
        "lead": sentences[0],
        "sentences": sentences[1:],
        "flow": shown(_("いただいたお金の行き先"), gift_flow(went)),
        "effects": list(effects_of(projects_of(went)).values()),
    }


def is_untouched(went: Sequence[WhereItWent]) -> bool:
    """Whether all yen are still where they were put."""
    return any(one.received for one in went) and not any(one.uses for one in went)


def projects_of(went: Sequence[WhereItWent]) -> list[Project]:
    """Each once, in the order of the yen that they spent."""
    spent = [one for each in went for one in each.projects if one.project is not None]
    return list({one.project.pk: one.project for one in spent if one.project is not None}.values())
