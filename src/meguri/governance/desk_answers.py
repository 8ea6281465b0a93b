"""Whom to ask, for each object that was found: the post behind it, its telephone, until when, and how to write."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from meguri.governance.desk_hours import read_hours
from meguri.governance.desk_words import synonyms, terms_of, words_of
from meguri.governance.models import DeskTerm, Facility, Organisation, Post, PublicObject
from meguri.governance.objects import kind_of
from meguri.governance.posts import on_day
from meguri.governance.queries.contact import Contact, Heads, contact_of, contact_of_organisation, heads_of
from meguri.governance.queries.desk import Hit
from meguri.governance.queries.responsibilities import Answering, accountable_for
from meguri.record.titles import kind_named
from meguri.towns.models import Town

_BETWEEN_DUTIES = re.compile(r"[、。，,;；\n]")
LONGEST_DUTY = 60


@dataclass(frozen=True, slots=True)
class Answer:
    """Whom to ask about one object. `is_general`: nobody is named for it, so the general desk answers.

    `above` is the organisation over the one that answers, `duty` what it answers for that was asked, `closes` when it
    closes today (None: not to be told).
    """

    thing: PublicObject
    kind: str
    url: str
    who: str
    who_url: str
    duty: str
    contact: Contact
    closes: dt.time | None
    above: str = ""
    is_general: bool = False
    confirmed_on: dt.date | None = None

    @property
    def is_itself(self) -> bool:
        """Whether who answers is what was found, as for a post."""
        return self.who == self.thing.title

    @property
    def reason(self) -> str:
        """Why it was found: what it answers for that was asked, else what kind of thing it is and who answers."""
        if self.duty and self.duty != self.thing.title:
            return self.duty
        return self.kind if self.is_itself or self.is_general else self.who

    @property
    def reached(self) -> str:
        """Who answers that telephone, where it is not who answers for the thing."""
        name = self.contact.name
        return "" if self.is_general or not self.contact.phone or name in self.who else name


def general_contact(town: Town) -> Contact:
    """The town's general desk. Its telephone is "" where the town has not stated it."""
    return Contact(town.general_desk or town.name, town.general_phone)


def answers_to(question: str, hits: Sequence[Hit], town: Town) -> list[Answer]:
    """In the order of the hits, those for which nobody is named last. Five queries at most, however many there are."""
    things = [hit.thing for hit in hits]
    posts = _rows(Post.objects.filter(on_day(timezone.localdate())), things, "post", "organisation__parent")
    organisations = _rows(Organisation.objects.all(), things, "organisation", "parent")
    facilities = _rows(Facility.objects.all(), things, "facility", "organisation__parent")
    others = [one.pk for one in things if one.pk not in posts and one.pk not in organisations]
    answering = accountable_for(others) if others else {}
    heads = heads_of(
        [one.organisation for one in posts.values() if not one.phone]
        + [*organisations.values(), *(one.organisation for one in facilities.values() if one.organisation)]
        + [one.post.organisation for one in answering.values() if not one.post.phone]
    )
    asked = {term for word in words_of(question) for term in word.terms}
    made = []
    for thing in things:
        row = posts.get(thing.pk) or organisations.get(thing.pk) or facilities.get(thing.pk)
        made.append(_answer(thing, row, answering.get(thing.pk), asked, town, heads))
    return sorted(made, key=lambda one: one.is_general)


def examples(limit: int = 8) -> list[str]:
    """What one may ask: words that residents use, of what is asked most in any town hall, that a post of this town
    answers for. One query."""
    often = {one.meaning: one for one in sorted(synonyms(), key=lambda one: one.often) if one.often}
    held = DeskTerm.objects.filter(term__in=list(often), entry__object__kind="post", entry__object__is_public=True)
    found = set(held.values_list("term", flat=True).distinct())
    return [one.words[0] for meaning, one in often.items() if meaning in found][:limit]


def _rows(rows: QuerySet[Any], things: Iterable[PublicObject], kind: str, *selected: str) -> dict[int, Any]:
    """The rows behind the objects of one kind, by the object's id. One query, or none."""
    by_key = {int(one.key.rpartition("-")[2]): one.pk for one in things if one.kind == kind}
    if not by_key:
        return {}
    found = rows.select_related(*selected).filter(pk__in=by_key)
    return {by_key[row.pk]: row for row in found}


def _answer(
    thing: PublicObject, row: Any, answering: Answering | None, asked: set[str], town: Town, heads: Heads
) -> Answer:
    contact, who, who_url, texts = _who_answers(thing, row, answering, town, heads)
    hours = read_hours(contact.hours)
    kind = kind_of(thing.kind)
    return Answer(
        thing=thing,
        kind=str(kind.word) if kind else "",
        url=_page(thing),
        who=who,
        who_url=who_url,
        duty=_duty(texts, asked),
        contact=contact,
        closes=hours.closes_on(timezone.localdate()) if hours else None,
        above=_above(row, answering),
        is_general=not who,
        confirmed_on=answering.confirmed_on if answering else None,
    )


def _who_answers(
    thing: PublicObject, row: Any, answering: Answering | None, town: Town, heads: Heads
) -> tuple[Contact, str, str, list[str]]:
    """Contact, name and page of who answers ("": nobody is named), and the texts that say for what."""
    match row:
        case Post():
            return contact_of(_of(town, row), heads), thing.title, _page(thing), _duties(row.duties)
        case Organisation():
            return contact_of_organisation(_of(town, row), heads), thing.title, _page(thing), _duties(row.mission)
        case Facility():
            return _of_facility(thing, row, answering, town, heads)
    if answering is not None:
        return contact_of(answering.post, heads), answering.name, answering.url, [thing.title]
    return general_contact(town), "", "", [thing.title]


def _of_facility(
    thing: PublicObject, facility: Facility, answering: Answering | None, town: Town, heads: Heads
) -> tuple[Contact, str, str, list[str]]:
    """A place with a telephone of its own answers for itself; else its post, else the organisation that runs it."""
    behind = general_contact(town)
    who, page = "", ""
    if answering is not None:
        behind, who, page = contact_of(answering.post, heads), answering.name, answering.url
    elif facility.organisation is not None:
        organisation = _of(town, facility.organisation)
        behind = contact_of_organisation(organisation, heads)
        who, page = organisation.name, f"/{town.code}/organisations/{organisation.pk}/"
    phone, name = (facility.phone, facility.name) if facility.phone else (behind.phone, behind.name)
    extension, hours = ("", facility.hours) if facility.phone else (behind.extension, behind.hours)
    contact = Contact(name, phone, extension, hours, behind.email, facility.address or behind.where)
    return contact, who or (facility.name if facility.phone else ""), page or _page(thing), [facility.purpose]


def _above(row: Any, answering: Answering | None) -> str:
    """The name of the organisation over the one that answers; no query."""
    organisation = row if isinstance(row, Organisation) else getattr(row, "organisation", None)
    if answering is not None:
        organisation = answering.post.organisation
    return organisation.parent.name if organisation is not None and organisation.parent is not None else ""


def _of(town: Town, row: Any) -> Any:
    """The row with its town set, so that the chain of contacts asks for it no more."""
    row.town = town
    return row


def _page(thing: PublicObject) -> str:
    known = kind_named(thing.kind)
    return known.address(thing.key) if known and known.address else ""


def _duties(text: str) -> list[str]:
    return [duty for part in _BETWEEN_DUTIES.split(text) if (duty := part.strip(" ・　"))]


def _duty(texts: Sequence[str], asked: set[str]) -> str:
    """The one of these texts that says most of what was asked; "" if none says any of it."""
    best = max(texts, key=lambda text: len(asked & terms_of(text).counts.keys()), default="")
    return best[:LONGEST_DUTY] if asked & terms_of(best).counts.keys() else ""
