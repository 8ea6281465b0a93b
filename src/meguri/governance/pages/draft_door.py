"""What all pages of drafts need: the draft of a path, a policy's no, and the way there."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from meguri.core.actor import Role
from meguri.core.policy import answer
from meguri.governance.draft_kinds import DraftKind, all_kinds
from meguri.governance.models import Draft
from meguri.towns.models import Town
from meguri.towns.request import actor_of, opened_town_of

ON_ONE_PAGE = 30

CHIPS = {
    Draft.State.WRITING: "plain",
    Draft.State.SUBMITTED: "wait",
    Draft.State.RETURNED: "warn",
    Draft.State.PUBLISHED: "good",
    Draft.State.WITHDRAWN: "plain",
}


def insist(request: HttpRequest, action: str, *args: Any) -> None:
    """Raise the policy's no, if it is one."""
    if (no := answer(action, actor_of(request), *args)) is not None:
        raise no


def may(request: HttpRequest, action: str, *args: Any) -> bool:
    return answer(action, actor_of(request), *args) is None


def draft_at(request: HttpRequest, pk: int) -> Draft:
    """The draft of a path with what its pages show, for those who may see it."""
    opened_town_of(request)
    found = stored(pk)
    insist(request, "governance.see_draft", found)
    return found


def stored(pk: int) -> Draft:
    """The draft with what its pages show, whoever asks; 404 when there is none."""
    found: Draft | None = (
        Draft.objects.select_related("about", "author", "author_post__organisation", "published_as", "changed_by")
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise Http404(_("この起案はありません。"))
    return found


def crumbs(town: Town, *more: tuple[str, str]) -> list[tuple[str, str]]:
    drafts = (_("起案と決裁"), f"/{town.code}/work/drafts/" if more else "")
    return [(town.name, f"/{town.code}/"), drafts, *more]


def page_of(request: HttpRequest, rows: Any) -> "Page[Any]":
    return Paginator(rows, ON_ONE_PAGE).get_page(request.GET.get("page"))


def startable(roles: frozenset[Role]) -> list[DraftKind]:
    """Kinds that somebody with these roles may begin without a page from which to begin."""
    return [kind for kind in all_kinds() if kind.roles & roles and not kind.needs_about]


def path_of(code: str, draft: Draft) -> str:
    return f"/{code}/work/drafts/{draft.pk}/"
