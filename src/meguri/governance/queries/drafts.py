"""Drafts as pages list them: mine, waiting for me, my organisation's; and who approved what the public sees."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from meguri.core.actor import Actor
from meguri.governance.models import Decision, Draft, Post
from meguri.governance.posts import posts_held
from meguri.governance.turns import turns_of

UNFINISHED = (Draft.State.WRITING, Draft.State.RETURNED)
OPEN = (Draft.State.WRITING, Draft.State.SUBMITTED, Draft.State.RETURNED)


@dataclass(frozen=True, slots=True)
class DraftCounts:
    """For the day: `waiting` for the actor's decision; of the actor's own, `returned`, `writing` and `submitted`."""

    waiting: int
    returned: int
    writing: int
    submitted: int


@dataclass(frozen=True, slots=True)
class Approval:
    """A post that approved, and when; `deputy` is the post that acted for it (代決), None for its own holder."""

    post: Post
    deputy: Post | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Approved:
    """How an object was last published: by which posts, and when. What the public may see of a draft."""

    approvals: Sequence[Approval]
    published_at: datetime


def waiting_for(actor: Actor) -> QuerySet[Draft]:
    """What waits for the actor's decision today, the longest first. Ten queries at most, whatever is waiting."""
    return listed(Draft.objects.filter(pk__in=_waiting_ids(actor))).order_by("submitted_at", "id")


def mine(actor: Actor) -> QuerySet[Draft]:
    """Everything the actor has drafted, the latest first."""
    return listed(Draft.objects.filter(author_id=actor.person_id))


def of_my_organisations(actor: Actor) -> QuerySet[Draft]:
    """What was drafted in the organisations in which the actor holds a post."""
    here = {post.organisation_id for post in posts_held(actor.person_id)}
    return listed(Draft.objects.filter(author_post__organisation__in=here))


def counts(actor: Actor) -> DraftCounts:
    """For the page of the day. Eleven queries at most."""
    states = Draft.State
    own = Draft.objects.filter(author_id=actor.person_id, state__in=OPEN).aggregate(
        **{state.value: Count("id", filter=Q(state=state)) for state in OPEN}
    )
    return DraftCounts(len(_waiting_ids(actor)), own[states.RETURNED], own[states.WRITING], own[states.SUBMITTED])


def listed(drafts: QuerySet[Draft]) -> QuerySet[Draft]:
    return drafts.select_related("about", "author_post__organisation", "author")


def _waiting_ids(actor: Actor) -> list[int]:
    if actor.person_id is None:
        return []
    others = Draft.objects.filter(state=Draft.State.SUBMITTED).exclude(author_id=actor.person_id)
    turns = turns_of(others.only("id", "state", "steps", "step", "author_id", "is_held_outside"))
    return [pk for pk, turn in turns.items() if turn is not None and actor.person_id in turn.people]


def decisions_on(draft: Draft) -> list[Decision]:
    """The whole history of decisions on a draft, the earliest first. One query."""
    found = Decision.objects.filter(draft=draft).select_related("post__organisation", "as_deputy__organisation")
    return list(found.order_by("at", "id"))


def approvals_of(object_ids: Iterable[int]) -> dict[int, Approved]:
    """By id of public object, who approved its last publication and when; those published without are left out.

    Two queries. Names no person, and nothing of the draft.
    """
    last: dict[int, Draft] = {}
    published = Draft.objects.filter(published_as__in=list(object_ids), state=Draft.State.PUBLISHED)
    for draft in published.only("published_as_id", "published_at", "submitted_at", "town_id").order_by("published_at"):
        last[draft.published_as_id or 0] = draft
    by_draft: dict[int, list[Decision]] = {draft.pk: [] for draft in last.values()}
    handed_in = {draft.pk: draft.submitted_at for draft in last.values()}
    approvals = Decision.objects.filter(draft__in=by_draft, verdict=Decision.Verdict.APPROVED)
    for one in approvals.select_related("post__organisation", "as_deputy__organisation").order_by("step", "id"):
        if one.at >= (handed_in[one.draft_id] or one.at):
            by_draft[one.draft_id].append(one)
    return {
        pk: Approved([Approval(one.post, one.as_deputy, one.at) for one in by_draft[draft.pk]], draft.published_at)
        for pk, draft in last.items()
        if draft.published_at is not None
    }
