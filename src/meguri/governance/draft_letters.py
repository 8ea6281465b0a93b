"""Letters on the way of a draft: to those whose turn it is, and to the author when it comes back or is published."""

from collections.abc import Callable, Iterable
from functools import partial

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from meguri.core.outbox import handles
from meguri.core.scope import across_towns, in_town
from meguri.governance.models import Decision, Draft
from meguri.governance.turns import turn_of
from meguri.towns.letters import Letter, address_of, send
from meguri.towns.models import User


@handles("governance.submitted")
def ask_the_first(*, draft_id: int, version: int) -> None:
    _ask(draft_id, version)


@handles("governance.approved")
def ask_the_next(*, draft_id: int, version: int) -> None:
    _ask(draft_id, version)


@handles("governance.returned")
def tell_of_the_return(*, draft_id: int, version: int) -> None:
    draft = _draft(draft_id)
    if draft.state == Draft.State.RETURNED and draft.version == version:
        _write([draft.author], lambda: return_letter(draft))


@handles("governance.published")
def tell_of_the_publication(*, draft_id: int, version: int) -> None:
    draft = _draft(draft_id)
    with in_town(draft.town):
        approvals = list(
            Decision.objects.filter(draft=draft, verdict=Decision.Verdict.APPROVED, at__gte=draft.submitted_at)
            .select_related("post__organisation")
            .order_by("step", "id")
        )
    _write([draft.author], lambda: publication_letter(draft, approvals))


def _ask(draft_id: int, version: int) -> None:
    """A draft that has moved on meanwhile asks nobody."""
    draft = _draft(draft_id)
    if draft.state != Draft.State.SUBMITTED or draft.version != version:
        return
    with in_town(draft.town):
        turn = turn_of(draft)
    if turn is None:
        return
    for person in User.objects.filter(pk__in=turn.people, is_active=True):
        letter = partial(request_letter, draft, turn.post.full_name, deputises=turn.people[person.pk] is not None)
        _write([person], letter)


def request_letter(draft: Draft, post: str, *, deputises: bool) -> Letter:
    words = {"title": draft.title, "town": draft.town.name, "post": post}
    opening = [_("「%(title)s」が、%(post)sの決裁を待っています。") % words]
    if deputises:
        opening.append(_("%(post)sが不在のあいだ、代わりに決裁できます（代決）。") % words)
    return Letter(
        subject=_("決裁をおねがいします（%(title)s）") % words,
        opening=opening,
        link=address_of(_page(draft)),
        closing=[_("直すところがあれば、理由を書いて、もどせます。")],
    )


def return_letter(draft: Draft) -> Letter:
    words = {"title": draft.title}
    return Letter(
        subject=_("もどりました（%(title)s）") % words,
        opening=[
            _("「%(title)s」が、書きなおしのためにもどりました。") % words,
            _("理由は下のページにあります。書いたものは、みな残っています。"),
        ],
        link=address_of(_page(draft)),
    )


def publication_letter(draft: Draft, approvals: Iterable[Decision]) -> Letter:
    posts = "\n".join(one.post.full_name for one in approvals)
    words = {"title": draft.title, "posts": posts}
    return Letter(
        subject=_("公表しました（%(title)s）") % words,
        opening=[_("「%(title)s」は決裁が終わり、公表されました。") % words, _("決裁した役職:\n%(posts)s") % words],
        link=address_of(_page(draft)),
    )


def _page(draft: Draft) -> str:
    return reverse("draft", args=[draft.town.code, draft.pk])


def _draft(pk: int) -> Draft:
    with across_towns():  # a letter leaves from the worker, which stands in no town
        found: Draft = Draft.objects.select_related("town__municipality", "author").get(pk=pk)
        return found


def _write(people: Iterable[User], letter: Callable[[], Letter]) -> None:
    for person in people:
        with override(person.language):
            send(letter(), person.email)
