"""The shapes in which the API speaks of the public record."""

import datetime as dt
from typing import Any, Self

from django.utils.translation import gettext_noop as _
from ninja import Field, Schema

from meguri.core.api.paging import Part
from meguri.record.proofs import Consistency, Proof
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


class ProofOut(Schema):
    """That an entry stands in a signed tree. All hashes in hexadecimal, SHA-256 as in RFC 6962."""

    act: str
    log: str
    name: str = Field(description=_("署名に使う、ログの名前"))
    index: int
    size: int = Field(description=_("署名された木の大きさ"))
    leaf: str = Field(description=_("記録のバイト列の前に0を1バイト置いたもののSHA-256"))
    path: list[str] = Field(description=_("葉から根までの道の、となりの指紋"))
    root: str
    checkpoint: str = Field(description=_("署名つきの控え（C2SP signed note）"))
    signed_at: dt.datetime
    since: dt.datetime = Field(description=_("この記録をふくむ木に、はじめて署名した時"))

    @classmethod
    def of(cls, entry: PublicEntry, proof: Proof) -> Self:
        return cls(
            act=str(entry.act),
            log=entry.log,
            name=proof.name,
            index=proof.index,
            size=proof.head.size,
            leaf=proof.leaf.hex(),
            path=[step.hex() for step in proof.path],
            root=bytes(proof.head.root).hex(),
            checkpoint=proof.checkpoint,
            signed_at=proof.head.at,
            since=proof.since,
        )


class ConsistencyOut(Schema):
    """That the tree of an earlier size is the beginning of the signed one."""

    log: str
    first: int
    size: int = Field(description=_("署名された木の大きさ"))
    path: list[str]
    checkpoint: str = Field(description=_("署名つきの控え。まだ署名が無いログでは空"))

    @classmethod
    def of(cls, origin: str, first: int, found: Consistency) -> Self:
        path = [step.hex() for step in found.path]
        return cls(log=origin, first=first, size=found.size, path=path, checkpoint=found.checkpoint)
