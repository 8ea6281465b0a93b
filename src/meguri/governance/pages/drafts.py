"""起案と決裁: the lists, one draft with its way, and how the public would see it."""

from typing import Any

from django.contrib.messages import WARNING
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template
from django.template.loader_tags import ExtendsNode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from meguri.governance.draft_content import form_with, kind_of_draft
from meguri.governance.draft_kinds import OFFICE_ROLES, DraftKind, kind_named
from meguri.governance.models import Draft
from meguri.governance.pages.draft_door import CHIPS, crumbs, draft_at, insist, page_of, path_of, startable
from meguri.governance.pages.draft_shown import page_of_draft, unfinished
from meguri.governance.queries import drafts as queries
from meguri.governance.turns import Turn, turns_of
from meguri.towns.request import actor_of, opened_town_of
from meguri.towns.view_door import signed_in, through_the_door

WAITING, MINE, ORGANISATION = "waiting", "mine", "organisation"


@never_cache
@require_safe
@signed_in
def drafts(request: HttpRequest, code: str) -> HttpResponse:
    """What waits for me, what I have drafted, and what my organisation has."""
    town, actor = opened_town_of(request), actor_of(request)
    if actor.withheld_roles & OFFICE_ROLES:
        insist(request, "governance.decide", Draft())
    is_office = actor.has(*OFFICE_ROLES)
    counted = queries.counts(actor)
    shown = request.GET.get("show") or (WAITING if counted.waiting else MINE)
    lists = {WAITING: queries.waiting_for, ORGANISATION: queries.of_my_organisations} if is_office else {}
    page = page_of(request, lists.get(shown, queries.mine)(actor))
    turns = turns_of(page.object_list)
    context = {
        "town": town,
        "page": page,
        "lines": [_line(draft, turns.get(draft.pk)) for draft in page],
        "shown": shown if shown in lists else MINE,
        "counted": counted,
        "is_office": is_office,
        "kinds": startable(actor.roles),
        "crumbs": crumbs(town),
    }
    return render(request, "governance/drafts/list.html", context)


def _line(draft: Draft, turn: Turn | None) -> dict[str, Any]:
    kind = kind_named(draft.kind)
    return {
        "draft": draft,
        "kind": kind.word if kind else draft.kind,
        "chip": CHIPS[Draft.State(draft.state)],
        "turn": turn.post.full_name if turn else "",
    }


@never_cache
@require_safe
@through_the_door
def draft(request: HttpRequest, code: str, draft: int) -> HttpResponse:
    """One draft: what it says, where it stands, and what the reader may do with it."""
    found = draft_at(request, draft)
    return render(request, "governance/drafts/draft.html", page_of_draft(request, found))


@never_cache
@require_safe
@through_the_door
def preview(request: HttpRequest, code: str, draft: int) -> HttpResponse:
    """The draft as the public would see it, under a bar that says it is one."""
    town, found = opened_town_of(request), draft_at(request, draft)
    kind = kind_of_draft(found)
    form = form_with(kind, found.content, found.about)
    back = {"town": town, "draft": found, "kind": kind, "crumbs": crumbs(town, (found.title, path_of(code, found)),
            (_("公開したときの見え方"), ""))}  # fmt: skip
    if not form.is_valid():
        return render(request, "governance/drafts/preview.html", back | {"unfinished": unfinished(form)})
    shown = {**kind.preview_context(found), "town": town, "draft": found, "is_preview": True}
    if _is_whole_page(kind):
        note = Message(WARNING, _("これは下書きです。まだ、だれにも公開していません。"))
        return render(request, kind.preview, {**shown, "messages": [note], "crumbs": back["crumbs"]})
    body = get_template(kind.preview).render(shown, request)
    return render(request, "governance/drafts/preview.html", back | {"body": body, "is_headed": "<h1" in body})


def _is_whole_page(kind: DraftKind) -> bool:
    nodes = get_template(kind.preview).template.nodelist  # type: ignore[attr-defined]  # of Django's own engine
    return bool(nodes) and isinstance(nodes[0], ExtendsNode)
