"""Whose turn it is to decide: which post stands at a step today, and who may act for it.

A draft must never be stranded. The post that was settled when a draft was handed in decides, through its holder, or
through its deputy while the holder is away or is the author. Where nobody can act for it (it has ended, it is vacant
without a deputy, its holder cannot sign in), its step falls to the head of its organisation, then to the head of the
one above, and so on, at last to the head at the top of the town. The author is never counted.

Only people who work for the town decide what the town publishes. What another body holds (`DraftKind.held_by`) is
decided by whoever holds its post, if they are a member here.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q
from django.utils import timezone

from meguri.governance.draft_kinds import OFFICE_ROLES
from meguri.governance.models import Absence, Deputy, Draft, Holder, Organisation, Post
from meguri.governance.posts import on_day
from meguri.towns.models import Membership


@dataclass(frozen=True, slots=True)
class Turn:
    """The post whose turn it is, and who may act for it: by person, the post through which (代決), None for its holder.

    `settled`: id of the post for which it stands in; the post's own id where it needs no other.
    """

    post: Post
    settled: int
    people: Mapping[int, int | None]


@dataclass(frozen=True)
class Seat:
    """One open post as far as deciding needs it."""

    organisation: int
    is_head: bool


@dataclass
class Offices:
    """Everything in the active town that says who may decide today. Loaded in six queries, whatever is asked of it."""

    seats: dict[int, Seat] = field(default_factory=dict)
    parents: dict[int, int | None] = field(default_factory=dict)
    tops: list[int] = field(default_factory=list)
    heads: dict[int, list[int]] = field(default_factory=dict)
    persons: dict[int, int | None] = field(default_factory=dict)
    absent: set[int] = field(default_factory=set)
    deputies: dict[int, list[int]] = field(default_factory=dict)
    office_people: set[int] = field(default_factory=set)
    members: set[int] = field(default_factory=set)

    @classmethod
    def today(cls, day: date | None = None) -> "Offices":
        day = day or timezone.localdate()
        found = cls()
        for pk, organisation, is_head in Post.objects.filter(on_day(day)).values_list(
            "id", "organisation_id", "is_head"
        ):
            found.seats[pk] = Seat(organisation, is_head)
            if is_head:
                found.heads.setdefault(organisation, []).append(pk)
        for pk, parent, kind, until in Organisation.objects.values_list("id", "parent_id", "kind", "until"):
            found.parents[pk] = parent
            if parent is None and kind == Organisation.Kind.TOWN and (until is None or until > day):
                found.tops.append(pk)
        found.persons = dict(Holder.objects.filter(on_day(day)).values_list("post_id", "person_id"))
        found.absent = set(Absence.objects.filter(on_day(day)).values_list("post_id", flat=True))
        for post, deputy in (
            Deputy.objects.filter(on_day(day)).order_by("rank", "id").values_list("post_id", "deputy_id")
        ):
            found.deputies.setdefault(post, []).append(deputy)
        found.office_people, found.members = _people_of(day)
        return found

    def people(self, post: int, author: int, *, outside_too: bool = False) -> dict[int, int | None]:
        """Who but the author may act for an open post today, and through which deputy post.

        `outside_too`: any member of the town may, not only those who work for it.
        """
        able = self.members if outside_too else self.office_people
        found: dict[int, int | None] = {}
        if post not in self.seats:
            return found
        if self._is_away(post) or self.persons.get(post) == author:
            there = (one for one in self.deputies.get(post, ()) if one in self.seats and not self._is_away(one))
            deputy = next(there, None)
            if deputy is not None and (person := self.persons.get(deputy)) is not None:
                found[person] = deputy
        if (holder := self.persons.get(post)) is not None:
            found[holder] = None
        return {person: via for person, via in found.items() if person != author and person in able}

    def standing(
        self, post: int, author: int, organisation: int | None, *, outside_too: bool = False
    ) -> int | None:
        """The post that decides where `post` should: itself, or the next above that can. None: nobody can.

        `organisation`: where a post that has ended stood.
        """
        if self.people(post, author, outside_too=outside_too):
            return post
        seat = self.seats.get(post)
        return self.head_from(seat.organisation if seat else organisation, author, outside_too=outside_too)

    def head_from(self, organisation: int | None, author: int, *, outside_too: bool = False) -> int | None:
        """The nearest head who can decide, from this organisation up; at last the head at the top of the town."""
        for one in (*self._upwards(organisation), *self.tops):
            for head in self.heads.get(one, ()):
                if self.people(head, author, outside_too=outside_too):
                    return head
        return None

    def above(self, organisation: int | None) -> int | None:
        return self.parents.get(organisation) if organisation is not None else None

    def _upwards(self, organisation: int | None) -> Iterator[int]:
        seen: set[int] = set()
        while organisation is not None and organisation not in seen:
            seen.add(organisation)
            yield organisation
            organisation = self.parents.get(organisation)

    def _is_away(self, post: int) -> bool:
        return post not in self.persons or post in self.absent


def _people_of(day: date) -> tuple[set[int], set[int]]:
    """Those who may do the town's work today, and all its members."""
    held = Membership.objects.filter(Q(until__isnull=True) | Q(until__gt=day), since__lte=day)
    rows = list(held.values_list("person_id", "role"))
    offices = {role.value for role in OFFICE_ROLES}
    return {person for person, role in rows if role in offices}, {person for person, _role in rows}


def turns_of(drafts: Iterable[Draft], offices: Offices | None = None) -> dict[int, Turn | None]:
    """For each draft that waits for approval, by its id, whose turn it is; None: nobody can. Eight queries at most."""
    waiting = [one for one in drafts if one.state == Draft.State.SUBMITTED and one.step < len(one.steps)]
    if not waiting:
        return {}
    offices = offices or Offices.today()
    settled = {one.pk: one.steps[one.step] for one in waiting}
    ended = dict(
        Post.objects.filter(pk__in=set(settled.values()) - offices.seats.keys()).values_list("id", "organisation_id")
    )
    standing = {
        one.pk: offices.standing(
            settled[one.pk], one.author_id, ended.get(settled[one.pk]), outside_too=one.is_held_outside
        )
        for one in waiting
    }
    posts = named(pk for pk in standing.values() if pk is not None)
    found: dict[int, Turn | None] = {}
    for one in waiting:
        post = standing[one.pk]
        found[one.pk] = (
            None
            if post is None
            else Turn(
                posts[post], settled[one.pk], offices.people(post, one.author_id, outside_too=one.is_held_outside)
            )
        )
    return found


def turn_of(draft: Draft) -> Turn | None:
    return turns_of([draft]).get(draft.pk)


def named(post_ids: Iterable[int]) -> dict[int, Post]:
    """Posts with what their names need. One query."""
    wanted: Sequence[int] = list(set(post_ids))
    found: Iterable[Post] = Post.objects.filter(pk__in=wanted).select_related("organisation", "town__municipality")
    return {post.pk: post for post in found}

