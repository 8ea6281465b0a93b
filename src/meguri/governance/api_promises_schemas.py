"""The shapes in which the API speaks of promises."""

import datetime as dt
from typing import Literal, Self

from django.utils.translation import gettext_noop as _
from ninja import Field, Schema

from meguri.core.api.paging import Part
from meguri.governance.queries.promises import Change, Line

MadeIn = Literal["report", "answer", "council", "donor", "mayor", "meeting", "other"]
State = Literal["open", "kept", "partly", "not_kept"]


class PromiseOut(Schema):
    """A promise of a town."""

    id: int
    text: str = Field(description=_("約束したこと"))
    post: int = Field(description=_("受け持つ役職の番号"))
    post_name: str = Field(description=_("受け持つ役職の名前"))
    made_in: MadeIn = Field(description=_("どこでの約束か"))
    made_on: dt.date = Field(description=_("約束した日"))
    source: str = Field(description=_("もとになる文書や発言。無いときは空"))
    due_on: dt.date = Field(description=_("いまの期限"))
    state: State = Field(description=_("はたす前か、どう終わったか"))
    is_late: bool = Field(description=_("期限と、まちが決めた日数をすぎて、まだ終わっていないか"))
    days_past_due: int = Field(
        description=_("期限の日から、はたさないまますぎた日数。すぎていないときと、終わったあとは0")
    )
    closed_on: dt.date | None = Field(description=_("どうなったかを知らせた日。はたす前はnull"))
    outcome: str = Field(description=_("どうなったか。はたす前は空"))

    @classmethod
    def of(cls, line: Line) -> Self:
        one = line.promise
        return cls(
            id=one.pk,
            text=one.text,
            post=one.post_id,
            post_name=line.post,
            made_in=one.made_in,  # type: ignore[arg-type]  # one of the choices, the database says so
            made_on=one.made_on,
            source=one.source,
            due_on=one.due_on,
            state=one.state,  # type: ignore[arg-type]  # one of the choices, the database says so
            is_late=line.is_late,
            days_past_due=line.days_late,
            closed_on=one.closed_on,
            outcome=one.outcome,
        )


class Promises(Part):
    """A part of the ledger."""

    grace_days: int = Field(description=_("期限をすぎてから公表までの、まちが決めた日数"))
    items: list[PromiseOut]


class ChangeOut(Schema):
    """One change of a promise: another date or another post."""

    on: dt.date = Field(description=_("変わった日"))
    from_due: dt.date | None = Field(description=_("前の期限。期限が変わらないときはnull"))
    to_due: dt.date | None = Field(description=_("新しい期限。期限が変わらないときはnull"))
    from_post: str = Field(description=_("前の役職。役職が変わらないときは空"))
    to_post: str = Field(description=_("新しい役職。役職が変わらないときは空"))
    reason: str = Field(description=_("理由"))

    @classmethod
    def of(cls, change: Change) -> Self:
        return cls(
            on=change.on,
            from_due=change.from_due,
            to_due=change.to_due,
            from_post=change.from_name,
            to_post=change.to_name,
            reason=change.reason,
        )


class PromiseDetail(Schema):
    """One promise with all its changes, the oldest first."""

    promise: PromiseOut
    changes: list[ChangeOut]
