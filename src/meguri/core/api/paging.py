"""Lists in parts: `limit` and `offset` in, total and RFC 8288 links out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.encoding import escape_uri_path
from django.utils.translation import gettext_noop
from ninja import Field, Schema

T = TypeVar("T")

MOST = 2000
USUAL = 100
FARTHEST = 1_000_000


class Paging(Schema):
    """Which part of a list is asked for."""

    limit: int = Field(USUAL, ge=1, le=MOST, description=gettext_noop("一度に受けとる数"))
    offset: int = Field(0, ge=0, le=FARTHEST, description=gettext_noop("先頭からいくつ飛ばすか"))


class Part(Schema):
    """How a part of a list stands in the whole."""

    total: int = Field(description=gettext_noop("全部でいくつあるか"))
    limit: int = Field(description=gettext_noop("一度に受けとる数"))
    offset: int = Field(description=gettext_noop("先頭からいくつ飛ばしたか"))


@dataclass(frozen=True)
class Cut(Generic[T]):
    """A part of a list that is in memory, with what the links to the other parts need."""

    items: Sequence[T]
    total: int
    paging: Paging

    @classmethod
    def of(cls, whole: Sequence[T], paging: Paging) -> "Cut[T]":
        return cls(whole[paging.offset : paging.offset + paging.limit], len(whole), paging)

    @property
    def place(self) -> dict[str, int]:
        """The fields of `Part`."""
        return {"total": self.total, "limit": self.paging.limit, "offset": self.paging.offset}

    def links(self, request: HttpRequest) -> str:
        """The `Link` header: first, prev, next and last, each only where it leads somewhere."""
        limit, offset = self.paging.limit, self.paging.offset
        last = max(0, (self.total - 1) // limit * limit)
        targets = {"first": 0, "last": last}
        if offset > 0:
            targets["prev"] = max(0, offset - limit)
        if offset + limit < self.total:
            targets["next"] = offset + limit
        return ", ".join(link(request, relation, limit=limit, offset=start) for relation, start in targets.items())


def link(request: HttpRequest, relation: str, **changed: int) -> str:
    """One link of a `Link` header: this request's address with some of its query changed."""
    kept = [(name, value) for name, values in request.GET.lists() for value in values if name not in changed]
    query = urlencode([*kept, *changed.items()])
    return f'<{escape_uri_path(request.path)}?{query}>; rel="{relation}"'
