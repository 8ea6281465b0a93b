"""The read side of the thread: the strip of one object and the whole walk, in a number of queries that never grows."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from urllib.parse import quote

from django.utils import timezone
from django.utils.translation import gettext

from meguri.core.ports import Reference
from meguri.governance.models import Post, PublicObject, TownRule
from meguri.governance.models.rules import GRACE_DAYS
from meguri.governance.objects import ObjectKind, address_of, kind_of
from meguri.governance.queries.contact import Contact, contact_of
from meguri.governance.queries.responsibilities import Answering, accountable_for
from meguri.thread.links import LinkReader, Tally, tallies
from meguri.thread.shapes import Answers, Ends, Gap, Knot, Strip, Whole
from meguri.thread.walk import Side, Walk, walk
from meguri.towns.models import Station, Town, stations_in_use

SHOWN = 3
REACH = 2
"""A station is tied when something of it lies within so many steps."""


def strip(town: Town, reference: Reference) -> Strip | None:
    """The strip of one object of the active town. At most 8 queries.

    None for a kind nobody registered and for an object out of public view. An object that is not stored, as a national
    indicator of which the town has not said anything, has an empty strip with its gaps.
    """
    kind = kind_of(reference.kind)
    if kind is None:
        return None
    found = PublicObject.objects.filter(kind=reference.kind, key=reference.id).first()
    if found is None:
        return _empty_strip(town, kind, reference)
    if not found.is_public:
        return None
    counted = tallies(found.pk, town.pk)
    lacks = _lacking(town, kind, {side: set(tally.by_station) for side, tally in counted.items()})
    reader = LinkReader(town.pk)
    walked = walk(found.pk, reader, depth=REACH if any(lacks.values()) else 1, beyond=False)
    chosen = {side: _nearest(walked, side)[:SHOWN] for side in Side}
    knots = _knots(town, [one for ids in chosen.values() for one in ids])
    here, answering = _knot(town, found), accountable_for([found.pk]).get(found.pk)
    named = _posts_named_by([here] if answering is None else []).get(found.pk)
    answers = _answers(town, found, answering, named)
    near = _stations_near(walked, reader, counted)
    return Strip(
        here=here,
        before=_ends(chosen[Side.BEFORE], knots, counted[Side.BEFORE]),
        after=_ends(chosen[Side.AFTER], knots, counted[Side.AFTER]),
        gaps=_gaps(town, kind, near, answers),
        answers=answers,
        stations=tuple(station.value for station in stations_in_use(town)),
        live=frozenset().union(*near.values()),
        history_url=history_url(reference),
    )


def whole(town: Town, reference: Reference) -> Whole | None:
    """All that lies before and after an object of the active town. At most 15 queries, whatever the size.

    None for what is no public object of this town.
    """
    kind = kind_of(reference.kind)
    found = PublicObject.objects.filter(kind=reference.kind, key=reference.id, is_public=True).first()
    if kind is None or found is None:
        return None
    reader = LinkReader(town.pk)
    walked = walk(found.pk, reader)
    knots = _knots(town, walked.ids())
    answering = accountable_for(knots)
    named = _posts_named_by([knot for pk, knot in knots.items() if pk not in answering])
    answers = _answers(town, found, answering.get(found.pk), named.get(found.pk))
    near = _stations_near(walked, reader, tallies(found.pk, town.pk))
    return Whole(
        here=knots[found.pk],
        walk=walked,
        knots=knots,
        gaps=_gaps(town, kind, near, answers),
        answers=answers,
        names={
            **{pk: (one.name, one.url) for pk, one in answering.items()},
            **{pk: (_name(post), _page(post, town)) for pk, post in named.items()},
        },
        history_url=history_url(reference),
    )


def _answers(town: Town, thing: PublicObject, answering: Answering | None, named: Post | None) -> Answers:
    """By a responsibility, else by the post that its row names, else the general desk. One query where it is nobody."""
    if answering is not None:
        return Answers(
            contact_of(answering.post), answering.name, answering.url, answering.since, answering.confirmed_on
        )
    if named is not None:
        return Answers(contact_of(named), _name(named), _page(named, town))
    missing = thing.needs_post and thing.first_told_at < timezone.now() - timedelta(days=_grace_days())
    return Answers(general_desk(town), is_missing=missing)


def _posts_named_by(knots: Iterable[Knot]) -> dict[int, Post]:
    """By object, the posts that the rows themselves name. One query for each kind that does, one for the posts."""
    by_kind: dict[str, dict[str, int]] = {}
    for knot in knots:
        by_kind.setdefault(knot.reference.kind, {})[knot.reference.id] = knot.id
    found: dict[int, int] = {}
    for name, ids in by_kind.items():
        kind = kind_of(name)
        if kind is not None and kind.answered_by is not None:
            found |= {ids[key]: post for key, post in kind.answered_by(list(ids)).items()}
    if not found:
        return {}
    posts = Post.objects.select_related("organisation__parent", "town__municipality").in_bulk(set(found.values()))
    return {thing: posts[post] for thing, post in found.items()}


def _name(post: Post) -> str:
    return post.full_name


def _page(post: Post, town: Town) -> str:
    return address_of(post.public_reference(), town.code)


def general_desk(town: Town) -> Contact:
    return Contact(town.general_desk or town.name, town.general_phone)


def history_url(reference: Reference) -> str:
    return f"/history/{reference.kind}/{quote(reference.id)}/"


def _grace_days() -> int:
    found = TownRule.objects.values_list("grace_days", flat=True).first()
    return GRACE_DAYS if found is None else found


def _empty_strip(town: Town, kind: ObjectKind, reference: Reference) -> Strip:
    answers = Answers(general_desk(town))
    station = kind.station.value if kind.station else ""
    here = Knot(0, reference, str(kind.word), "", "", "", station, address_of(reference, town.code), "")
    return Strip(
        here=here,
        before=Ends(),
        after=Ends(),
        gaps=_gaps(town, kind, {side: set() for side in Side}, answers),
        answers=answers,
        stations=tuple(station.value for station in stations_in_use(town)),
        live=frozenset(),
        history_url=history_url(reference),
        is_known=False,
    )


def _lacking(town: Town, kind: ObjectKind, there: Mapping[Side, set[str]]) -> dict[Side, list[Station]]:
    """Stations that a whole thread of this kind has and this one lacks; only those the town uses."""
    used = set(stations_in_use(town))
    expected = {Side.BEFORE: kind.expects_before, Side.AFTER: kind.expects_after}
    return {
        side: [one for one in stations if one in used and one.value not in there[side]]
        for side, stations in expected.items()
    }


def _gaps(town: Town, kind: ObjectKind, there: Mapping[Side, set[str]], answers: Answers) -> tuple[Gap, ...]:
    lacking = _lacking(town, kind, there)
    return tuple(Gap(side, one.value, str(one.label), answers) for side in Side for one in lacking[side])


def _nearest(walked: Walk, side: Side) -> list[int]:
    levels = walked.before if side is Side.BEFORE else walked.after
    return list(levels[0].ids) if levels else []


def _stations_near(walked: Walk, reader: LinkReader, counted: Mapping[Side, Tally]) -> dict[Side, set[str]]:
    """The stations within reach on each side: all of the first step, and those of what was walked further on."""
    levels = {Side.BEFORE: walked.before, Side.AFTER: walked.after}
    return {
        side: set(counted[side].by_station)
        | {reader.stations[one] for level in levels[side][:REACH] for one in level.ids}
        for side in Side
    }


def _ends(ids: Iterable[int], knots: Mapping[int, Knot], tally: Tally) -> Ends:
    shown = tuple(knots[one] for one in ids)
    return Ends(shown, tally.total - len(shown), tally.or_more)


def _knots(town: Town, ids: Iterable[int]) -> dict[int, Knot]:
    """In the order of the ids. One query; none for no ids."""
    wanted = list(ids)
    found = PublicObject.objects.in_bulk(wanted) if wanted else {}
    return {one: _knot(town, found[one]) for one in wanted}


def _knot(town: Town, thing: PublicObject) -> Knot:
    kind, reference = kind_of(thing.kind), thing.public_reference()
    return Knot(
        id=thing.pk,
        reference=reference,
        word=str(kind.word) if kind else thing.kind,
        title=thing.title,
        summary=thing.summary,
        state=gettext(thing.state) if thing.state else "",
        station=thing.station,
        url=address_of(reference, town.code),
        thread_url=thread_url(reference, town.code),
    )


def thread_url(reference: Reference, town_code: str) -> str:
    return f"/{town_code}/thread/{reference.kind}/{quote(reference.id, safe='')}/"
