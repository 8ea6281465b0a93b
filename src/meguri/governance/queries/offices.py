"""The town hall as it is read: the tree of organisations with their posts, one organisation, one post."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, F, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from meguri.governance.models import Deputy, Facility, Organisation, Post, Promise, Responsibility
from meguri.governance.posts import on_day
from meguri.governance.queries.contact import Contact, contact_of_organisation, contacts_of, heads_of
from meguri.governance.queries.names import public_names
from meguri.governance.things import Thing, thing_of
from meguri.governance.tree import path_up

Part = Responsibility.Part

SHOWN_THINGS = 3
"""How many of a post's responsibilities stand beside it in a list; its own page has all."""


@dataclass(frozen=True, slots=True)
class Seat:
    """A post in a list: how it is reached, what it answers for first and how many things in all, who holds it.

    `name`: of its holder, "" unless the town shows names.
    """

    post: Post
    contact: Contact
    things: list[Thing]
    count: int
    name: str


@dataclass(slots=True)
class Node:
    """An organisation in the tree. `is_context`: it stands here only for what is below it on this page."""

    organisation: Organisation
    contact: Contact
    seats: list[Seat] = field(default_factory=list)
    children: list["Node"] = field(default_factory=list)
    is_context: bool = False

    @property
    def posts(self) -> int:
        """How many posts it has with all that is below it."""
        return len(self.seats) + sum(child.posts for child in self.children)

    @property
    def count(self) -> int:
        """How many things are answered for here and below."""
        return sum(seat.count for seat in self.seats) + sum(child.count for child in self.children)


def standing_organisations(on: date | None = None) -> QuerySet[Organisation]:
    """Organisations that stand on `on` (today), parents and town selected."""
    found: QuerySet[Organisation] = Organisation.objects.filter(on_day(on or timezone.localdate()))
    return found.select_related("parent", "town__municipality")


def standing_posts(on: date | None = None) -> QuerySet[Post]:
    """Posts that stand on `on` (today), in the order of their organisations."""
    found: QuerySet[Post] = Post.objects.filter(on_day(on or timezone.localdate()))
    ordered = found.order_by("organisation__position", "organisation_id", "-is_head", "position", "pk")
    return ordered.select_related("organisation__parent", "town__municipality")


def in_order(organisations: Sequence[Organisation]) -> list[Organisation]:
    """From the top down, each followed by what is below it; what has no parent among these stands at the top."""
    known = {one.pk for one in organisations}
    below: dict[int | None, list[Organisation]] = {}
    for one in organisations:
        below.setdefault(one.parent_id if one.parent_id in known else None, []).append(one)
    return list(_walk(below, None))


def _walk(below: dict[int | None, list[Organisation]], above: int | None) -> Iterator[Organisation]:
    for one in below.get(above, ()):
        yield one
        yield from _walk(below, one.pk)


def tree(part: Sequence[Organisation], whole: Sequence[Organisation], on: date | None = None) -> list[Node]:
    """The trees of these organisations, with those above them for context. Six queries, however many there are."""
    by_id = {one.pk: one for one in whole}
    parents = {one.pk: one.parent_id if one.parent_id in by_id else None for one in whole}
    wanted = {one.pk for one in part}
    shown = {pk for one in part for pk in path_up(parents, one.pk)}
    seats = seats_of(standing_posts(on).filter(organisation__in=wanted), on)
    heads = heads_of(one for one in whole if one.pk in shown)
    nodes = {
        one.pk: Node(one, contact_of_organisation(one, heads), is_context=one.pk not in wanted)
        for one in whole
        if one.pk in shown
    }
    for seat in seats:
        nodes[seat.post.organisation_id].seats.append(seat)
    tops: list[Node] = []
    for pk, node in nodes.items():
        above = parents[pk]
        (nodes[above].children if above is not None else tops).append(node)
    return tops


def seats_of(posts: Iterable[Post], on: date | None = None) -> list[Seat]:
    """Each post with its contact, the first things it answers for, and its holder's name. Five queries at most."""
    posts = list(posts)
    ids = [post.pk for post in posts]
    contacts = contacts_of(posts)
    things = first_things(ids, on)
    names = public_names(ids, on)
    return [Seat(post, contacts[post.pk], *things.get(post.pk, ([], 0)), names.get(post.pk, "")) for post in posts]


def first_things(post_ids: Sequence[int], on: date | None = None) -> dict[int, tuple[list[Thing], int]]:
    """The first few things each post is accountable for, and how many there are in all. One query."""
    standing = Responsibility.objects.filter(
        on_day(on or timezone.localdate()), post__in=post_ids, part=Part.ACCOUNTABLE, object__is_public=True
    )
    ranked = standing.annotate(
        place=Window(RowNumber(), partition_by=F("post"), order_by=[F("object__title").asc(), F("pk").asc()]),
        total=Window(Count("pk"), partition_by=F("post")),
    )
    found: dict[int, tuple[list[Thing], int]] = {}
    for row in ranked.filter(place__lte=SHOWN_THINGS).select_related("object").order_by("post", "place"):
        found.setdefault(row.post_id, ([], row.total))[0].append(thing_of(row))
    return found


def facilities_of(organisation: Organisation) -> QuerySet[Facility]:
    """The places an organisation runs today."""
    found: QuerySet[Facility] = Facility.objects.filter(on_day(timezone.localdate()), organisation=organisation)
    return found


def deputies_of(post: Post) -> list[Deputy]:
    """Who may act for a post today, by rank. One query."""
    rows = Deputy.objects.filter(on_day(timezone.localdate()), post=post)
    return list(rows.select_related("deputy__organisation").order_by("rank", "pk"))


def open_promises(post: Post) -> QuerySet[Promise]:
    """What a post has promised and not yet kept, what is due first first."""
    rows: QuerySet[Promise] = Promise.objects.filter(post=post, state=Promise.State.OPEN)
    return rows.order_by("due_on", "pk")


def above(organisation: Organisation) -> list[Organisation]:
    """From the top down to the organisation that this one is part of. Two queries."""
    parents = dict(Organisation.objects.values_list("pk", "parent_id"))
    path = path_up(parents, organisation.pk)[1:]
    found = Organisation.objects.in_bulk(path)
    return [found[pk] for pk in reversed(path)]
