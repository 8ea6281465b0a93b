"""A town's organisations, posts and holders as Popolo (http://www.popoloproject.com/specs/). Six queries.

Our terms are half open; Popolo's days include the last one, so `until` becomes the day before. Terms that are empty are
left out. A person has one id through all their terms; names leave only where the town shows them.
"""

import datetime as dt
from typing import Any

from django.db.models import F, Q

from meguri.governance.api_schemas_people import (
    Popolo,
    PopoloContact,
    PopoloLink,
    PopoloMembership,
    PopoloOrganization,
    PopoloPerson,
    PopoloPost,
)
from meguri.governance.models import Holder, Organisation, Post
from meguri.governance.queries.names import names_are_shown
from meguri.towns.models import Town

LASTING = Q(until__isnull=True) | Q(until__gt=F("since"))


def popolo_of(town: Town) -> Popolo:
    """Everything that ever stood in the active town."""
    code = town.code
    shown = names_are_shown()
    holders = list(
        Holder.objects.filter(LASTING, post__in=Post.objects.filter(LASTING)).select_related("post").order_by("pk")
    )
    people = _people(holders, code) if shown else {}
    return Popolo(
        organizations=[_organization(one, code) for one in Organisation.objects.filter(LASTING)],
        posts=[_post(one, code) for one in Post.objects.filter(LASTING).select_related("organisation")],
        memberships=[_membership(one, code, people) for one in holders],
        persons=list({person.id: person for person in people.values()}.values()),
    )


def last_day(until: dt.date | None) -> dt.date | None:
    return None if until is None else until - dt.timedelta(days=1)


def _id(kind: str, pk: int, code: str) -> str:
    return f"{kind}:{code}-{pk}"


def _organization(one: Organisation, code: str) -> PopoloOrganization:
    return PopoloOrganization(
        id=_id("organisation", one.pk, code),
        name=one.name,
        classification=one.kind,
        parent_id=None if one.parent_id is None else _id("organisation", one.parent_id, code),
        founding_date=one.since,
        dissolution_date=last_day(one.until),
        contact_details=[*_contacts(one), *_address(one)],
        links=[PopoloLink(url=one.website)] if one.website else [],
    )


def _post(one: Post, code: str) -> PopoloPost:
    return PopoloPost(
        id=_id("post", one.pk, code),
        label=one.full_name,
        role=one.name,
        organization_id=_id("organisation", one.organisation_id, code),
        start_date=one.since,
        end_date=last_day(one.until),
        contact_details=_contacts(one),
    )


def _membership(one: Holder, code: str, people: dict[int, PopoloPerson]) -> PopoloMembership:
    return PopoloMembership(
        id=_id("holder", one.pk, code),
        role=one.post.name,
        person_id=people[one.pk].id if one.pk in people else None,
        organization_id=_id("organisation", one.post.organisation_id, code),
        post_id=_id("post", one.post_id, code),
        start_date=one.since,
        end_date=last_day(one.until),
    )


def _people(holders: list[Holder], code: str) -> dict[int, PopoloPerson]:
    """By the key of each term that has a name; the id is that of the person's first term."""
    first: dict[Any, str] = {}
    found: dict[int, PopoloPerson] = {}
    for one in holders:
        if one.name:
            who = ("person", one.person_id) if one.person_id else ("term", one.pk)
            found[one.pk] = PopoloPerson(id=first.setdefault(who, _id("person", one.pk, code)), name=one.name)
    return found


def _contacts(one: Organisation | Post) -> list[PopoloContact]:
    """Its own, not those it falls back on: a reader of the data walks up by `parent_id`."""
    voice = [PopoloContact(type="voice", value=one.phone, note=one.hours or None)] if one.phone else []
    extension = [PopoloContact(type="voice", value=one.extension, label="内線")] if one.extension else []
    email = [PopoloContact(type="email", value=one.email)] if one.email else []
    return [*voice, *extension, *email]


def _address(one: Organisation) -> list[PopoloContact]:
    return [PopoloContact(type="address", value=one.address)] if one.address else []
