"""A first day: all that came with a post — what it answers for, what it promised, what is due, who held it before."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from meguri.core.policy import answer
from meguri.governance.actions.responsibilities import confirm
from meguri.governance.models import Draft, Holder, Post, PromiseChange, Responsibility
from meguri.governance.posts import on_day
from meguri.governance.queries import drafts, promises, responsibilities
from meguri.projects.queries.due import projects_of, reports_owed
from meguri.towns.request import actor_of, opened_town_of
from meguri.towns.view_door import through_the_door
from meguri.web.pages.work import sources
from meguri.web.pages.work.day import desk_of
from meguri.web.pages.work.sources import Desk
from meguri.web.pages.work.tasks import Part, Source, parts_of

MOST_CONFIRMED_HERE = 50
FORMER_TERMS = 10


@dataclass(frozen=True, slots=True)
class Inheritance:
    """What came with a post. `to_confirm`: the first of them; `confirm_count`: how many there are."""

    post: Post
    term: Holder | None
    to_confirm: list[Responsibility]
    confirm_count: int
    confirmed_count: int
    parts: list[Part]
    came_by_transfer: list[PromiseChange]
    former: list[Holder]

    @property
    def shown_parts(self) -> list[Part]:
        """Those in which there is something."""
        return [part for part in self.parts if part.count]

    @property
    def is_empty(self) -> bool:
        return not self.confirm_count and not self.confirmed_count and not any(part.count for part in self.parts)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@through_the_door
def first_day(request: HttpRequest, code: str) -> HttpResponse:
    """`?post=`: which of the reader's posts; the one held since last comes first. POST confirms one responsibility."""
    town = opened_town_of(request)
    if (no := answer("governance.see_day", actor_of(request))) is not None:
        raise no
    desk = desk_of(request, town)
    if request.method == "POST":
        return _confirm(request, desk)
    terms = _terms(desk)
    post = _chosen(request.GET.get("post"), desk, terms)
    context: dict[str, Any] = {
        "town": town,
        "posts": desk.posts,
        "inherited": inheritance(desk, post, terms.get(post.pk)) if post else None,
        "crumbs": [(town.name, f"/{code}/"), (_("きょうの仕事"), f"/{code}/work/"), (_("はじめの日"), "")],
    }
    return render(request, "pages/work/first_day.html", context)


def _terms(desk: Desk) -> dict[int, Holder]:
    held = Holder.objects.filter(on_day(desk.today), person_id=desk.actor.person_id).order_by("-since", "pk")
    return {term.post_id: term for term in held}


def _chosen(wanted: str | None, desk: Desk, terms: dict[int, Holder]) -> Post | None:
    by_id = {post.pk: post for post in desk.posts}
    if wanted is not None:
        if not wanted.isdecimal() or int(wanted) not in by_id:
            raise Http404(_("この役職は、あなたの役職ではありません。"))
        return by_id[int(wanted)]
    return next((by_id[pk] for pk in terms if pk in by_id), desk.posts[0] if desk.posts else None)


def inheritance(desk: Desk, post: Post, term: Holder | None) -> Inheritance:
    """Everything that came with one post. At most 25 queries."""
    waiting = sources.unconfirmed([post.pk])
    confirmed = responsibilities.answered_by([post.pk]).filter(confirmed_on__isnull=False).order_by()
    return Inheritance(
        post=post,
        term=term,
        to_confirm=list(waiting[:MOST_CONFIRMED_HERE]),
        confirm_count=waiting.order_by().count(),
        confirmed_count=confirmed.count(),
        parts=parts_of(_sources(desk, post)),
        came_by_transfer=_transfers(post, term),
        former=_former(post, term),
    )


def _sources(desk: Desk, post: Post) -> list[Source]:
    return [
        Source("promises", gettext_lazy("この役職の約束"), promises.open_promises([post.pk]),
               lambda one: sources.promise_task(desk, one), rank=1, all_url=desk.url("work/promises/")),
        Source("reports", gettext_lazy("まだ出していない報告"),
               reports_owed().filter(project__in=projects_of([post.pk], desk.today)),
               lambda one: sources.report_task(desk, one), rank=1),
        sources.approvals(desk),
        Source("drafts", gettext_lazy("この役職の名で書きかけの起案"), _drafts(post),
               lambda one: sources.draft_task(desk, one, _("つづきを書く")), rank=2, all_url=desk.url("work/drafts/")),
        Source("handovers", gettext_lazy("返事を待っている所管替え協議"), responsibilities.handovers_for([post.pk]),
               lambda one: sources.handover_task(desk, one), rank=3, all_url=desk.url("work/responsibilities/")),
    ]  # fmt: skip


def _drafts(post: Post) -> QuerySet[Draft]:
    """Those that a former holder left unfinished among them."""
    return drafts.listed(Draft.objects.filter(author_post=post, state__in=drafts.UNFINISHED))


def _transfers(post: Post, term: Holder | None) -> list[PromiseChange]:
    """Promises that came here from another post since the term began. One query; none without a term."""
    if term is None:
        return []
    came = PromiseChange.objects.filter(to_post=post, on__gte=term.since)
    return list(came.select_related("promise", "from_post__organisation").order_by("-pk")[:MOST_CONFIRMED_HERE])


def _former(post: Post, term: Holder | None) -> list[Holder]:
    """Who held the post before, the last first; empty terms are left out. One query."""
    others = Holder.objects.filter(post=post).exclude(pk__in=[term.pk] if term else []).order_by("-since", "-pk")
    return [one for one in others[:FORMER_TERMS] if one.until is None or one.until > one.since]


def _confirm(request: HttpRequest, desk: Desk) -> HttpResponse:
    """所管を確認しました, for one responsibility. The policy asks whether it is the reader's."""
    key = request.POST.get("idempotency_key", "")[:80] or None
    wanted = request.POST.get("responsibility", "")
    pk = int(wanted) if wanted.isdecimal() and len(wanted) < 16 else 0
    one = get_object_or_404(Responsibility.objects.select_related("post__organisation", "object"), pk=pk)
    confirm(desk.actor, one, idempotency_key=key)  # type: ignore[call-arg]  # every action takes a key
    messages.success(request, _("「%(thing)s」の所管を確認しました。") % {"thing": one.object.title})
    return redirect(f"{desk.url('work/first-day/')}?post={one.post_id}")
