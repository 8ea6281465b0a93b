"""What can be drafted, approved and published: each slice registers its kinds, one mechanism serves all.

    register(DraftKind("projects.report", _("事業の報告"), ReportForm, publish=publish_report, …))

The form takes what the officer types. `publish(actor, draft)` performs the slice's own action, which takes the approved
draft and asks `meguri.governance.policies.publication`; it returns the row that was made public, or None. What was
typed is kept as JSON in `draft.content`; `form_of(draft).cleaned_data` in `draft_content` gives it as values.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.functional import Promise

from meguri.core.actor import Actor, Role
from meguri.governance.models import Draft, PublicObject
from meguri.towns.view_door import ActionForm

OFFICE_ROLES = frozenset({Role.OFFICER, Role.EXECUTIVE, Role.ADMINISTRATOR})


class DraftForm(ActionForm):
    """The form of a kind of draft. `about` is the object it is about, or None."""

    def __init__(self, *args: Any, about: PublicObject | None = None, **kwargs: Any) -> None:
        self.about = about
        super().__init__(*args, **kwargs)

    def title(self) -> str:
        """The subject (件名) under which the draft is listed."""
        raise NotImplementedError

    def yen(self) -> int | None:
        """The sum that chooses the route; None where there is none."""
        return None


@dataclass(frozen=True)
class DraftKind:
    """One kind: its name ("slice.noun"), its word, its form, what publishes it, and how the public will see it.

    `preview` is a template, of the page's main part or of the whole page; `preview_context(draft)` gives what it shows
    and is asked only while the form finds the content whole. `initial(about)` fills a new draft, as with what stands
    now; what differs from it is shown to the approver. `roles`: who may draft it. `needs_about`: the kind of object it
    has to be about. `check(draft)`: raises BadInput or Conflict when it cannot be handed in. `extra_context(request,
    draft)` goes to the page on which it is written. `begins_at`: the name of the town's page on which such a draft
    begins, where an empty form would not do.

    `losing(form)`: ids of the posts that would lose something they answer for; they approve first, since nobody takes
    a responsibility from another section alone. `routed_as(form)`: the kind whose route it goes, "" its own. Both are
    asked of a valid form. `why_not(person, about)`: why this person cannot begin one about this, "" where they can; so
    that nobody writes what could never be handed in. `shows_preview`: the preview stands on the page of the draft
    itself, since the fields tell an approver nothing. `most_characters`: how long all it holds may be.

    `held_by(draft)`: id of the post that decides in place of the town's route, for what another body than the town
    holds, as its own money; None where the town's route applies. Who holds that post decides, of the town hall or not.
    """

    name: str
    word: str | Promise
    form: type[DraftForm]
    publish: Callable[[Actor, Draft], Any]
    preview: str
    preview_context: Callable[[Draft], Mapping[str, Any]]
    initial: Callable[[PublicObject | None], Mapping[str, Any]] = lambda about: {}
    roles: frozenset[Role] = OFFICE_ROLES
    needs_about: str = ""
    check: Callable[[Draft], None] | None = None
    extra_context: Callable[[HttpRequest, Draft | None], Mapping[str, Any]] | None = None
    begins_at: str = ""
    losing: Callable[[Any], Iterable[int]] | None = None
    routed_as: Callable[[Any], str] | None = None
    why_not: Callable[[int | None, PublicObject | None], str] | None = None
    shows_preview: bool = False
    most_characters: int = 60_000
    held_by: Callable[[Draft], int | None] | None = None


_kinds: dict[str, DraftKind] = {}


def register(kind: DraftKind) -> DraftKind:
    """Declare a kind of draft; once, when its slice is ready."""
    _kinds[kind.name] = kind
    return kind


def kind_named(name: str) -> DraftKind | None:
    return _kinds.get(name)


def holding_post(draft: Draft) -> int | None:
    """The post outside the town's routes that decides on this draft; None for most."""
    kind = kind_named(draft.kind)
    return kind.held_by(draft) if kind is not None and kind.held_by is not None else None


def all_kinds() -> list[DraftKind]:
    """In the order of registration."""
    return list(_kinds.values())
