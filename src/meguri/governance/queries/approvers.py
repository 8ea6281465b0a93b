"""Who would approve a draft before it is written, so that a form says it beside its button."""

from dataclasses import dataclass, field

from meguri.core.errors import Conflict
from meguri.governance.draft_steps import steps_for
from meguri.governance.models import Draft, Post
from meguri.governance.posts import posts_held
from meguri.governance.turns import named


@dataclass(frozen=True)
class WayAhead:
    """The posts that would approve, in order; or what lacks. `held`: the posts as which the author may write."""

    approvers: list[str] = field(default_factory=list)
    lacking: str = ""
    held: list[Post] = field(default_factory=list)


def way_ahead(person_id: int, kind: str, wanted: int | None = None) -> WayAhead:
    """For a draft of this kind that the person would write as the post `wanted`, else as their first. Ten queries."""
    held = posts_held(person_id)
    chosen = next((post for post in held if post.pk == wanted), held[0] if held else None)
    try:
        steps = steps_for(Draft(kind=kind, author_id=person_id, author_post=chosen))
    except Conflict as lacking:
        return WayAhead([], str(lacking), held)
    posts = named(steps)
    return WayAhead([posts[pk].full_name for pk in steps], "", held)
