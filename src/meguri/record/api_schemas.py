"""The shapes in which the API speaks of the public record."""

import datetime as dt
from typing import Any, Self

from django.utils.translation import gettext_noop as _
from ninja import Field, Schema

from meguri.core.api.paging import Part
from meguri.record.queries import LogSize, PublicEntry


class LogOut(Schema):
    """One append-only log: a town's, or the country's."""

    origin: str = Field(description=_("まちのコード。全国の記録はjp"))
    size: int = Field(description=_("順番のついた記録の数。順番は0から始まります"))

    @classmethod
    def of(cls, found: LogSize) -> Self:
        return cls(origin=found.origin, size=found.size)


class Logs(Part):
    items: list[LogOut]


class EntryOut(Schema):
    """One public act. `content` is the same as the exact bytes, read as JSON."""

    act: str = Field(description=_("記録の名前。/record/entries/{act} で読めます"))
    log: str
    index: int | None = Field(description=_("ログの中での順番。まだつく前はnull"))
    action: str = Field(description=_("何をしたか"))
    at: dt.datetime
    sha256: str = Field(description=_("記録のバイト列のSHA-256"))
    content: dict[str, Any] = Field(description=_("記録の中身。人と文章は、塩をかけた指紋だけが入ります"))

    @classmethod
    def of(cls, entry: PublicEntry) -> Self:
        return cls(
            act=str(entry.act),
            log=entry.log,
            index=entry.index,
            action=entry.action,
            at=entry.at,
            sha256=entry.digest,
            content=entry.content,
        )


class LogEntries(Schema):
    """Entries of one log from an index on, oldest first."""

    log: LogOut
    start: int
    limit: int
    items: list[EntryOut]


class History(Part):
    """What happened to one object, newest first."""

    kind: str
    id: str
    items: list[EntryOut]
