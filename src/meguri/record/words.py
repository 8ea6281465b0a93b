"""Entries of the record in words: what was done, by whom (a role, never a person), about what."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from meguri.core.actor import Channel, Role
from meguri.record.queries import PublicEntry
from meguri.record.titles import CameWith, fact_named, kind_named, title_of, value_named

_ROLES = {role.value: role.label for role in Role}
_BELOW_A_CODE = re.compile(r"/([0-9]{6})/")
_CHANNELS = {channel.value: channel.label for channel in Channel}


@dataclass(frozen=True)
class Thing:
    """What an entry is about. `url` is "" where it has no page of its own."""

    kind: str
    id: str
    word: str
    name: str
    url: str

    @property
    def exists(self) -> bool:
        """Whether it can be found today, also where the record has no entry about it."""
        return bool(self.url)

    @property
    def is_named(self) -> bool:
        """Whether people have a name for it, besides its number."""
        return self.name != self.id

    @property
    def town_code(self) -> str:
        """The code of the municipality it belongs to or is; "" for the country's."""
        found = _BELOW_A_CODE.match(self.url)
        return found[1] if found else ""

    @property
    def came_by(self) -> str:
        """The country's act that brought it together with many others; "" where there is none."""
        known = kind_named(self.kind)
        return known.came_by(self.id) if known and known.came_by else ""

    @property
    def came_with(self) -> CameWith | None:
        """The town's act that brought it in with a file; None where nothing is known of one."""
        known = kind_named(self.kind)
        return known.came_with(self.id) if known and known.came_with else None

    @property
    def history_url(self) -> str:
        return f"/history/{self.kind}/{quote(self.id)}/"

    @property
    def feed_url(self) -> str:
        return f"/history/{self.kind}/{quote(self.id)}.json"


@dataclass(frozen=True)
class Fact:
    """One fact of an entry. `commitment` stands for a person or a text that the record does not name.

    `lines`: each value of a list that is too long for one line; `shown` is empty then.
    """

    name: str
    shown: str
    commitment: str = ""
    thing: Thing | None = None
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Told:
    """One entry in words."""

    entry: PublicEntry
    title: str
    who: str
    channel: str
    at: datetime
    things: list[Thing]
    facts: list[Fact]

    @property
    def url(self) -> str:
        return f"/record/entry/{self.entry.act}/"


def told(entries: Sequence[PublicEntry]) -> list[Told]:
    """Entries in words. Names are looked up for all of them together: a fixed number of queries."""
    contents = [entry.content for entry in entries]
    things = _things(_references(contents))
    return [_told(entry, content, things) for entry, content in zip(entries, contents)]


def things_named(references: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Thing]:
    """What people call these (kind, id)."""
    return _things(references)


def _told(entry: PublicEntry, content: dict[str, Any], things: dict[tuple[str, str], Thing]) -> Told:
    actor = content["actor"]
    return Told(
        entry=entry,
        title=title_of(entry.action),
        who=_who(actor),
        channel=str(_CHANNELS.get(actor["channel"], actor["channel"])),
        at=timezone.localtime(entry.at),
        things=_once([things[reference] for reference in _references(content["facts"])]),
        facts=[_fact(name, value, things) for name, value in content["facts"].items()],
    )


def _once(things: list[Thing]) -> list[Thing]:
    """Each name that leads to one page once: a town and its municipality are one place to the reader.

    What has neither a name nor a page is left out: the act's own words say what it is.
    """
    known = [thing for thing in reversed(things) if thing.url or thing.is_named]
    return list({(thing.name, thing.url): thing for thing in known}.values())[::-1]


def _who(actor: dict[str, Any]) -> str:
    roles = [str(_ROLES.get(role, role)) for role in actor["roles"]]
    if roles:
        return pgettext("between words of a list", "・").join(roles)
    return _("サインインした人") if "person" in actor else _("サインインしていない人")


def _references(value: Any) -> Iterator[tuple[str, str]]:
    """Every (kind, id) in a JSON value, in its order."""
    if isinstance(value, list):
        for inner in value:
            yield from _references(inner)
    elif isinstance(value, dict):
        if value.keys() == {"kind", "id"}:
            yield value["kind"], value["id"]
        else:
            for inner in value.values():
                yield from _references(inner)


def _things(references: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Thing]:
    by_kind: dict[str, list[str]] = {}
    for kind, id in dict.fromkeys(references):
        by_kind.setdefault(kind, []).append(id)
    return {(kind, id): thing for kind, ids in by_kind.items() for id, thing in _of_kind(kind, ids)}


def _of_kind(kind: str, ids: list[str]) -> Iterator[tuple[str, Thing]]:
    known = kind_named(kind)
    names = known.names(ids) if known and known.names else {}
    for id in ids:
        exists = known is not None and known.address is not None and (known.names is None or id in names)
        url = known.address(id) if exists and known and known.address else ""
        yield id, Thing(kind, id, str(known.word) if known else kind, names.get(id, id), url)


def _fact(name: str, value: Any, things: dict[tuple[str, str], Thing]) -> Fact:
    word = fact_named(name)
    if isinstance(value, dict) and value.keys() == {"kind", "id"}:
        thing = things[value["kind"], value["id"]]
        return Fact(word, thing.name, thing=thing)
    if isinstance(value, dict) and value.keys() == {"commitment", "of"}:
        hidden = _("人（名前は記録に入りません）") if value["of"] == "person" else _("文章（中身は記録に入りません）")
        return Fact(word, hidden, commitment=value["commitment"])
    if isinstance(value, list) and any(isinstance(one, dict) for one in value):
        return Fact(word, "", lines=tuple(_plain(name, one) for one in value))
    return Fact(word, _plain(name, value))


def _plain(name: str, value: Any) -> str:
    if value is None:
        return _("なし")
    if isinstance(value, bool):
        return _("はい") if value else _("いいえ")
    if isinstance(value, list):
        return pgettext("between words of a list", "、").join(_plain(name, one) for one in value)
    if isinstance(value, dict):
        if "commitment" in value:
            return _("（記録に入りません）")
        told = (f"{fact_named(inner)}: {_plain(inner, one)}" for inner, one in value.items())
        return pgettext("between words of a list", "、").join(told)
    return value_named(name, str(value))
