"""The shapes in which the API speaks of the thread."""

import datetime as dt
from typing import Literal, Self

from django.conf import settings
from django.utils.translation import gettext_noop as _
from ninja import Field, Schema

from meguri.thread.outline import left_out
from meguri.thread.shapes import Answers, Gap, Knot, Whole
from meguri.thread.walk import Level, Walk

StationKey = Literal["vision", "voices", "decide", "act", "fund", "results", ""]


def _absolute(path: str) -> str:
    return settings.SITE_ADDRESS.rstrip("/") + path if path else ""


class AnswersOut(Schema):
    """Who answers for an object."""

    name: str = Field(description=_("責任者の役職。いないときは空"))
    url: str = Field(description=_("その役職のページ。いないときは空"))
    since: dt.date | None = Field(description=_("いつからか"))
    confirmed_on: dt.date | None = Field(description=_("所管を確認した日。まだのときはnull"))
    contact: str = Field(description=_("電話に出る窓口"))
    phone: str = Field(description=_("電話番号。分からないときは空"))

    @classmethod
    def of(cls, answers: Answers) -> Self:
        return cls(
            name=answers.name,
            url=_absolute(answers.url),
            since=answers.since,
            confirmed_on=answers.confirmed_on,
            contact=answers.contact.name,
            phone=answers.contact.phone,
        )


class KnotOut(Schema):
    """One object on the thread."""

    kind: str = Field(description=_("種類の名前"), examples=["project"])
    id: str = Field(description=_("種類のなかでの番号"))
    word: str = Field(description=_("種類の呼び名"), examples=["事業"])
    title: str
    summary: str
    state: str = Field(description=_("いまの状態。無いときは空"))
    station: StationKey = Field(description=_("まちの輪での場所。輪のそばのものは空"))
    url: str = Field(description=_("ページ。無いときは空"))
    steps: int = Field(description=_("いくつ離れているか。前は負、後ろは正、それ自身は0"))

    @classmethod
    def of(cls, knot: Knot, steps: int) -> Self:
        return cls(
            kind=knot.reference.kind,
            id=knot.reference.id,
            word=knot.word,
            title=knot.title,
            summary=knot.summary,
            state=knot.state,
            station=knot.station,  # type: ignore[arg-type]  # one of the stations, the model's choices say so
            url=_absolute(knot.url),
            steps=steps,
        )


class LinkOut(Schema):
    """One step of the thread: the target came of the source. Both are places in the list of objects."""

    source: int = Field(description=_("もとになったもの（objectsのなかの位置、0から）"))
    target: int = Field(description=_("そこから生まれたもの（objectsのなかの位置、0から）"))


class LeftOutOut(Schema):
    """What lies so many steps away and is not in the answer."""

    steps: int = Field(description=_("いくつ離れているか。前は負、後ろは正"))
    count: int = Field(description=_("のせていない数"))
    or_more: bool = Field(description=_("trueは、countより多いかもしれない"))


class GapOut(Schema):
    """A station with which this object is not tied yet."""

    side: Literal["before", "after"]
    station: StationKey

    @classmethod
    def of(cls, gap: Gap) -> Self:
        return cls(side=gap.side.value, station=gap.station)  # type: ignore[arg-type]  # enumerations of these words


class ThreadOut(Schema):
    """All that lies before and after one object."""

    objects: list[KnotOut] = Field(description=_("それ自身が先頭、あとは近い順"))
    links: list[LinkOut]
    left_out: list[LeftOutOut]
    gaps: list[GapOut] = Field(description=_("まだつながっていない場所"))
    answers: AnswersOut = Field(description=_("受け持ち"))

    @classmethod
    def of(cls, whole: Whole) -> Self:
        ids = whole.walk.ids()
        place = {one: index for index, one in enumerate(ids)}
        steps = _steps(whole.walk)
        return cls(
            objects=[KnotOut.of(whole.knots[one], steps[one]) for one in ids],
            links=[LinkOut(source=place[edge.source], target=place[edge.target]) for edge in whole.walk.edges],
            left_out=[
                LeftOutOut(steps=sign * one.steps, count=one.count, or_more=one.or_more)
                for sign, levels in ((-1, whole.walk.before), (1, whole.walk.after))
                for one in left_out(levels)
            ],
            gaps=[GapOut.of(gap) for gap in whole.gaps],
            answers=AnswersOut.of(whole.answers),
        )


def _steps(walk: Walk) -> dict[int, int]:
    sides: list[tuple[int, tuple[Level, ...]]] = [(-1, walk.before), (1, walk.after)]
    far = {
        one: sign * distance
        for sign, levels in sides
        for distance, level in enumerate(levels, start=1)
        for one in level.ids
    }
    return far | {walk.start: 0}
