"""How to reach a post: its own telephone, else its organisation's, that one's parent's, the town's general desk.

An organisation without a telephone of its own is reached by that of the post at its head.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils import timezone

from meguri.governance.models import Organisation, Post
from meguri.governance.posts import on_day
from meguri.towns.models import Town


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom one reaches (`name`) and how; "" where nothing is known. `phone` is as written, with its hyphens."""

    name: str
    phone: str = ""
    extension: str = ""
    hours: str = ""
    email: str = ""
    where: str = ""

    @property
    def tel(self) -> str:
        """The address of a `tel:` link."""
        return "".join(sign for sign in self.phone if sign.isdigit() or sign == "+")


Heads = Mapping[int, Post]
"""The post at the head of an organisation, by the organisation's id."""


def contact_of(post: Post, heads: Heads | None = None) -> Contact:
    """With `organisation__parent` and `town` selected: no query with `heads`, else one if the post has no number."""
    if heads is None:
        heads = {} if post.phone else heads_of([post.organisation])
    return _contact([post, *_chain(post.organisation, heads)], post.town)


def contact_of_organisation(organisation: Organisation, heads: Heads | None = None) -> Contact:
    """With `parent` and `town` selected: no query with `heads`, else one if it has no number of its own."""
    if heads is None:
        heads = heads_of([organisation])
    return _contact(_chain(organisation, heads), organisation.town)


def contacts_of(posts: Iterable[Post]) -> dict[int, Contact]:
    """The same for many posts of one town, by id. Three queries at most."""
    posts = list(posts)
    if not posts:
        return {}
    ids = {post.organisation_id for post in posts}
    organisations = Organisation.objects.select_related("parent").in_bulk(ids)
    heads = heads_of(organisations[post.organisation_id] for post in posts if not post.phone)
    town = posts[0].town
    return {post.pk: _contact([post, *_chain(organisations[post.organisation_id], heads)], town) for post in posts}


def heads_of(organisations: Iterable[Organisation]) -> dict[int, Post]:
    """The heads by whom these, and those above them, are reached, where they have no number. One query, or none."""
    without = {one.pk: one for first in organisations for one in _upwards(first) if not one.phone}
    if not without:
        return {}
    rows = Post.objects.filter(on_day(timezone.localdate()), organisation__in=without, is_head=True)
    heads: dict[int, Post] = {}
    for post in rows.exclude(phone=""):
        post.organisation = without[post.organisation_id]
        heads.setdefault(post.organisation_id, post)
    return heads


def _upwards(organisation: Organisation) -> list[Organisation]:
    return [organisation, organisation.parent] if organisation.parent else [organisation]


def _chain(organisation: Organisation, heads: Heads) -> list[Post | Organisation]:
    chain: list[Post | Organisation] = []
    for one in _upwards(organisation):
        chain += [one, heads[one.pk]] if one.pk in heads else [one]
    return chain


def _contact(chain: Sequence[Post | Organisation], town: Town) -> Contact:
    """The first with a telephone answers; an extension below it is one of that telephone's."""
    reached = next((place for place, one in enumerate(chain) if one.phone), None)
    below = chain if reached is None else chain[: reached + 1]
    return Contact(
        name=(town.general_desk or town.name) if reached is None else _name(chain[reached]),
        phone=town.general_phone if reached is None else chain[reached].phone,
        extension=next((one.extension for one in below if one.extension), ""),
        hours=next((one.hours for one in chain if one.hours), ""),
        email=next((one.email for one in chain if one.email), ""),
        where=next((one.address for one in chain if isinstance(one, Organisation) and one.address), ""),
    )


def _name(one: Post | Organisation) -> str:
    return one.full_name if isinstance(one, Post) else one.name
