"""The shapes in which the API speaks of organisations and posts: the house's own, and Popolo's."""

import datetime as dt
from typing import Self

from django.utils.translation import gettext_noop as _
from ninja import Field, Schema

from meguri.core.api.paging import Part
from meguri.governance.models import Organisation, Post
from meguri.governance.queries.contact import Contact

UNTIL = _("この日からありません。nullは、いまもある")


def organisation_id(pk: int, code: str) -> str:
    return f"{code}-{pk}"


class OrganisationOut(Schema):
    """A part of the town hall, or a body outside it that answers for something."""

    id: str = Field(examples=["016331-12"])
    name: str
    kana: str
    kind: str = Field(description=_("town（まちの組織）・prefecture・state・firm・association・residents のどれか"))
    mission: str = Field(description=_("何のためにあるか。無いときは空"))
    parent_id: str | None = Field(description=_("上の組織のid。nullは、いちばん上"))
    phone: str
    extension: str
    email: str
    hours: str = Field(description=_("受付の時間。書かれたとおり"))
    address: str
    website: str
    since: dt.date
    until: dt.date | None = Field(description=UNTIL)

    @classmethod
    def of(cls, one: Organisation, code: str) -> Self:
        plain = ("name", "kana", "kind", "mission", "phone", "extension", "email", "hours", "address", "website")
        return cls(
            id=organisation_id(one.pk, code),
            parent_id=None if one.parent_id is None else organisation_id(one.parent_id, code),
            since=one.since,
            until=one.until,
            **{name: getattr(one, name) for name in plain},
        )


class Organisations(Part):
    """A part of a town's organisations, from the top down."""

    items: list[OrganisationOut]


class ContactOut(Schema):
    """How a post is reached; where it has no telephone of its own, its organisation's, or the town's general desk."""

    name: str = Field(description=_("電話に出るところ"))
    phone: str
    extension: str
    hours: str
    email: str
    where: str

    @classmethod
    def of(cls, contact: Contact) -> Self:
        names = ("name", "phone", "extension", "hours", "email", "where")
        return cls(**{name: getattr(contact, name) for name in names})


class PostOut(Schema):
    """A post that answers for something."""

    id: str = Field(examples=["016331-34"])
    name: str
    organisation_id: str
    organisation_name: str
    is_head: bool = Field(description=_("組織の長か"))
    duties: str = Field(description=_("受け持っていること。無いときは空"))
    answers_for: int = Field(description=_("いま責任者になっているものの数"))
    holder: str | None = Field(description=_("在任者の名前。まちが名前を出すと決めていないときはnull"))
    contact: ContactOut
    since: dt.date
    until: dt.date | None = Field(description=UNTIL)

    @classmethod
    def of(cls, post: Post, code: str, contact: Contact, answers_for: int, holder: str) -> Self:
        return cls(
            id=f"{code}-{post.pk}",
            name=post.name,
            organisation_id=organisation_id(post.organisation_id, code),
            organisation_name=post.organisation.name,
            is_head=post.is_head,
            duties=post.duties,
            answers_for=answers_for,
            holder=holder or None,
            contact=ContactOut.of(contact),
            since=post.since,
            until=post.until,
        )


class Posts(Part):
    """A part of a town's posts, in the order of their organisations."""

    items: list[PostOut]


class PopoloContact(Schema):
    """Popolo: a means of contacting. `type` as in vCard: voice, email, address."""

    type: str
    value: str
    label: str | None = None
    note: str | None = None


class PopoloLink(Schema):
    """Popolo: a link."""

    url: str
    note: str | None = None


class PopoloOrganization(Schema):
    """Popolo: a group with a common purpose. Days include the last one."""

    id: str
    name: str
    classification: str
    parent_id: str | None
    founding_date: dt.date
    dissolution_date: dt.date | None = Field(description=_("最後の日（この日をふくむ）"))
    contact_details: list[PopoloContact]
    links: list[PopoloLink]


class PopoloPost(Schema):
    """Popolo: a position that exists independent of the person holding it."""

    id: str
    label: str
    role: str
    organization_id: str
    start_date: dt.date
    end_date: dt.date | None = Field(description=_("最後の日（この日をふくむ）"))
    contact_details: list[PopoloContact]


class PopoloPerson(Schema):
    """Popolo: a person; only where the town shows names."""

    id: str
    name: str


class PopoloMembership(Schema):
    """Popolo: that somebody holds a post. `person_id` is null where the town does not show names."""

    id: str
    role: str
    person_id: str | None
    organization_id: str
    post_id: str
    start_date: dt.date
    end_date: dt.date | None = Field(description=_("最後の日（この日をふくむ）"))


class Popolo(Schema):
    """A town's organisations, posts and who held them as Popolo JSON."""

    organizations: list[PopoloOrganization]
    posts: list[PopoloPost]
    memberships: list[PopoloMembership]
    persons: list[PopoloPerson]
