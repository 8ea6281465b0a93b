"""How to reach a post: its own telephone, else its organisation's, that one's parent's, the town's general desk."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from meguri.governance.models import Organisation, Post
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


def contact_of(post: Post) -> Contact:
    """No query where `organisation__parent` and `town` are selected."""
    return _contact([post, *_chain(post.organisation)], post.town)


def contact_of_organisation(organisation: Organisation) -> Contact:
    """No query where `parent` and `town` are selected."""
    return _contact(_chain(organisation), organisation.town)


def contacts_of(posts: Iterable[Post]) -> dict[int, Contact]:
    """The same for many posts of one town, by id. Two queries at most."""
    posts = list(posts)
    if not posts:
        return {}
    ids = {post.organisation_id for post in posts}
    organisations = Organisation.objects.select_related("parent").in_bulk(ids)
    town = posts[0].town
    return {post.pk: _contact([post, *_chain(organisations[post.organisation_id])], town) for post in posts}


def _chain(organisation: Organisation) -> list[Organisation]:
    return [organisation, organisation.parent] if organisation.parent else [organisation]


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
