"""The read side of the thread: the strip of one object and the whole walk, in a number of queries that never grows."""

from collections import Counter
from collections.abc import Iterable, Mapping
from urllib.parse import quote

from django.db.models import QuerySet
from django.utils.translation import gettext

from meguri.core.ports import Reference
from meguri.governance.models import Post, PublicObject, TownRule
from meguri.governance.objects import ObjectKind, address_of, kind_of
from meguri.governance.queries.contact import Contact, contact_of
from meguri.governance.queries.gaps import is_public_gap
from meguri.governance.queries.responsibilities import Answering, accountable_for
from meguri.thread.links import LinkReader, Tally, tallies
from meguri.thread.shapes import Answers, Ends, Gap, Knot, Strip, Whole
from meguri.thread.walk import EACH, Side, Walk, walk
from meguri.towns.models import Station, Town, stations_in_use

SHOWN = 3
POST = "post"
REACH = 2
"""A station is tied when something of it lies within so many steps."""


def strip(town: Town, reference: Reference) -> Strip | None:
    """The strip of one object of the active town. At most 10 queries.

    None for a kind nobody registered and for an object out of public view. An object that is not stored, as a national
    indicator of which the town has not said anything, has an empty strip with its gaps.
    """
    kind = kind_of(reference.kind)
    if kind is None:
        return None
    found = _things().filter(kind=reference.kind, key=reference.id).first()
    if found is None:
        return _empty_strip(town, kind, reference)
    if not found.is_public:
        return None
    counted = tallies(found.pk, town.pk)
    reader = LinkReader(town.pk)
    walked = walk(found.pk, reader, depth=1, beyond=False)
    chosen = {side: _nearest(walked, side)[:SHOWN] for side in Side}
    also, further = _second_step(walked, reader)
    beside = [one for one in also if reader.stations[one] not in ("", found.station)][:SHOWN]
    knots = _knots(town, _stored([*chosen[Side.BEFORE], *chosen[Side.AFTER], *beside]))
    here, answers = _knot(town, found), _answers(town, found, _who_answers([found]).get(found.pk))
    near = {side: set(counted[side].by_station) | {reader.stations[one] for one in (*further[side], *also)}
            for side in Side}  # fmt: skip
    return Strip(
        here=here,
        before=_ends(chosen[Side.BEFORE], knots, counted[Side.BEFORE]),
        after=_ends(chosen[Side.AFTER], knots, counted[Side.AFTER]),
        gaps=_gaps(town, kind, near, answers),
        answers=answers,
        stations=tuple(station.value for station in stations_in_use(town)),
        live=frozenset().union(*near.values()),
        history_url=history_url(reference),
        beside=tuple(knots[one] for one in beside),
    )


def whole(town: Town, reference: Reference) -> Whole | None:
    """All that lies before and after an object of the active town. At most 15 queries, whatever the size.

    None for what is no public object of this town.
    """
    kind = kind_of(reference.kind)
    found = _things().filter(kind=reference.kind, key=reference.id, is_public=True).first()
    if kind is None or found is None:
        return None
    reader = LinkReader(town.pk)
    walked = walk(found.pk, reader)
    things = _stored(walked.ids())
    knots = _knots(town, things)
    who = _who_answers(things.values())
    answers = _answers(town, found, who.get(found.pk))
    near = _stations_near(walked, reader, tallies(found.pk, town.pk), _siblings(walked, reader))
    return Whole(
        here=knots[found.pk],
        walk=walked,
        knots=knots,
        gaps=_gaps(town, kind, near, answers),
        answers=answers,
        names={pk: _named(one, town) for pk, one in who.items()},
        history_url=history_url(reference),
    )


def _answers(town: Town, thing: PublicObject, who: Answering | Post | None) -> Answers:
    """With its contact; the general desk where it is nobody. Two queries more if it needs a post and has none."""
    if isinstance(who, Answering):
        return Answers(contact_of(who.post), who.name, who.url, who.since, who.confirmed_on)
    if who is not None:
        return Answers(contact_of(who), *_named(who, town))
    is_missing = thing.needs_post and is_public_gap(thing, TownRule.objects.first())
    return Answers(general_desk(town), is_missing=is_missing)


def _who_answers(things: Iterable[PublicObject]) -> dict[int, Answering | Post]:
    """By object: who is accountable for it, else through what it is answered by. Two queries, however many kinds."""
    wanted = list(things)
    through = {one.pk: one.answered_by_id for one in wanted if one.answered_by_id is not None}
    accountable = accountable_for([*(one.pk for one in wanted), *through.values()])
    found: dict[int, Answering | Post] = {
        one.pk: answering
        for one in wanted
        if (answering := accountable.get(one.pk) or accountable.get(through.get(one.pk, 0))) is not None
    }
    keys = {
        one.pk: int(one.answered_by.key.rpartition("-")[2])
        for one in wanted
        if one.pk not in found and one.answered_by is not None and one.answered_by.kind == POST
    }
    selected = Post.objects.select_related("organisation__parent", "town__municipality")
    posts = selected.in_bulk(set(keys.values())) if keys else {}
    return found | {pk: posts[key] for pk, key in keys.items()}


def _named(who: Answering | Post, town: Town) -> tuple[str, str]:
    """The name of a post, and its page."""
    if isinstance(who, Answering):
        return who.name, who.url
    return who.full_name, address_of(who.public_reference(), town.code)


def general_desk(town: Town) -> Contact:
    return Contact(town.general_desk or town.name, town.general_phone)


def history_url(reference: Reference) -> str:
    return f"/history/{reference.kind}/{quote(reference.id)}/"


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


def _siblings(walked: Walk, reader: LinkReader) -> list[int]:
    """What is tied through a common object: what else came of what it came from, and what else led to what came of it.

    The newest first, without what the walk has met. One query; none for what is tied to nothing.
    """
    seen = reader(_nearest(walked, Side.AFTER), _nearest(walked, Side.BEFORE), EACH)
    found = [*(edge.target for edge in seen[Side.AFTER]), *(edge.source for edge in seen[Side.BEFORE])]
    met = set(walked.ids())
    return [one for one in dict.fromkeys(found) if one not in met]


def _second_step(walked: Walk, reader: LinkReader) -> tuple[list[int], dict[Side, list[int]]]:
    """What is tied through a common object, and what lies two steps away on each side: both in one query."""
    before, after = _nearest(walked, Side.BEFORE), _nearest(walked, Side.AFTER)
    near, met = [*before, *after], {*walked.ids(), *before, *after}
    seen = reader(near, near, EACH)
    beside: dict[int, None] = {}
    further: dict[Side, dict[int, None]] = {side: {} for side in Side}
    for side, mine in ((Side.BEFORE, before), (Side.AFTER, after)):
        for edge in seen[side]:
            here, there = (edge.target, edge.source) if side is Side.BEFORE else (edge.source, edge.target)
            if there not in met:
                (further[side] if here in mine else beside)[there] = None
    return list(beside), {side: list(found) for side, found in further.items()}


def _stations_near(
    walked: Walk, reader: LinkReader, counted: Mapping[Side, Tally], siblings: Iterable[int]
) -> dict[Side, set[str]]:
    """The stations within reach on each side: all of the first step, and those of what was walked further on.

    What is tied through a common object lies within two steps too, on neither side: it fills a gap on both.
    """
    through = {reader.stations[one] for one in siblings}
    levels = {Side.BEFORE: walked.before, Side.AFTER: walked.after}
    return {
        side: set(counted[side].by_station)
        | through
        | {reader.stations[one] for level in levels[side][:REACH] for one in level.ids}
        for side in Side
    }


def _ends(ids: Iterable[int], knots: Mapping[int, Knot], tally: Tally) -> Ends:
    shown = tuple(knots[one] for one in ids)
    return Ends(shown, tally.total - len(shown), tally.or_more, _kinds_beyond(shown, tally))


def _kinds_beyond(shown: Iterable[Knot], tally: Tally) -> tuple[tuple[str, int], ...]:
    """The words of the kinds of which more are tied than are shown, and how many; empty where the side has one kind."""
    if len(tally.by_kind) < 2:
        return ()
    beyond = Counter(tally.by_kind)
    beyond.subtract(one.reference.kind for one in shown)
    found = [(kind_of(kind), kind, count) for kind, count in beyond.most_common() if count > 0]
    return tuple((str(known.word) if known else kind, count) for known, kind, count in found)


def _things() -> QuerySet[PublicObject]:
    found: QuerySet[PublicObject] = PublicObject.objects.select_related("answered_by")
    return found


def _stored(ids: Iterable[int]) -> dict[int, PublicObject]:
    """In the order of the ids. One query; none for no ids."""
    wanted = list(ids)
    found = _things().in_bulk(wanted) if wanted else {}
    return {one: found[one] for one in wanted}


def _knots(town: Town, things: Mapping[int, PublicObject]) -> dict[int, Knot]:
    return {pk: _knot(town, thing) for pk, thing in things.items()}


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
