"""What this slice holds about a person: the posts they held, what they drafted, decided and confirmed."""

from typing import Any

from meguri.governance.models import Decision, Draft, Holder, Responsibility
from meguri.towns.models import User
from meguri.towns.own_data import holds


@holds("posts")
def _posts(person: User) -> list[dict[str, Any]]:
    held = Holder.objects.filter(person=person).select_related("post__organisation", "town__municipality")
    return [
        {
            "town": one.town.name,
            "post": one.post.full_name,
            "name": one.name,
            "since": one.since.isoformat(),
            "until": one.until and one.until.isoformat(),
        }
        for one in held.order_by("since", "id")
    ]


@holds("drafts")
def _drafts(person: User) -> list[dict[str, Any]]:
    written = Draft.objects.filter(author=person).select_related("town__municipality").order_by("created_at", "id")
    return [
        {
            "town": one.town.name,
            "kind": one.kind,
            "title": one.title,
            "state": one.state,
            "content": one.content,
            "written": one.created_at.isoformat(),
            "published": one.published_at and one.published_at.isoformat(),
        }
        for one in written
    ]


@holds("decisions")
def _decisions(person: User) -> list[dict[str, Any]]:
    made = Decision.objects.filter(person=person).select_related("draft", "post__organisation").order_by("at", "id")
    return [
        {
            "draft": one.draft.title,
            "post": one.post.full_name,
            "verdict": one.verdict,
            "reason": one.reason,
            "at": one.at.isoformat(),
        }
        for one in made
    ]


@holds("confirmed_responsibilities")
def _confirmed(person: User) -> list[dict[str, Any]]:
    said = Responsibility.objects.filter(confirmed_by=person).select_related("object", "post__organisation")
    return [
        {
            "post": one.post.full_name,
            "object": one.object.title,
            "on": one.confirmed_on and one.confirmed_on.isoformat(),
        }
        for one in said.order_by("confirmed_on", "id")
    ]
