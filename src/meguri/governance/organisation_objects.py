"""Organisations, posts and facilities as the thread and the desk see them: they stand beside the ring."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from meguri.core.ports import Reference
from meguri.core.scope import active_town
from meguri.governance.models import Facility, Organisation, Post
from meguri.governance.objects import Described, DeskText, ObjectKind, register

ENDED = _("いまはありません")
GONE = DeskText("")
"""The desk does not find what has ended."""



def has_ended(row: Any) -> bool:
    return row.until is not None and row.until <= timezone.localdate()


def _code() -> str:
    return str(active_town().code)  # type: ignore[union-attr]  # rows of a town exist only inside its scope


def _state(row: Any) -> str:
    """In Japanese, whoever acts: pages translate it."""
    with override("ja"):
        return str(ENDED) if has_ended(row) else ""


def _keys(ids: Iterable[str]) -> list[int]:
    """The keys of these public ids, those of another town left out."""
    prefix = f"{_code()}-"
    keys = [id.removeprefix(prefix) for id in ids if id.startswith(prefix)]
    return [int(key) for key in keys if key.isdecimal()]


def describe_organisations(organisations: Sequence[Organisation]) -> list[Described]:
    code = _code()
    return [
        Described(Reference("organisation", f"{code}-{one.pk}"), one.name, one.mission, _state(one))
        for one in organisations
    ]


def describe_posts(posts: Sequence[Post]) -> list[Described]:
    """One query, however many posts."""
    code = _code()
    names = dict(Organisation.objects.filter(pk__in={one.organisation_id for one in posts}).values_list("pk", "name"))
    return [
        Described(
            Reference("post", f"{code}-{one.pk}"), f"{names[one.organisation_id]} {one.name}", one.duties, _state(one)
        )
        for one in posts
    ]


def describe_facilities(facilities: Sequence[Facility]) -> list[Described]:
    code = _code()
    return [
        Described(Reference("facility", f"{code}-{one.pk}"), one.name, one.purpose, _state(one)) for one in facilities
    ]


def organisation_text(organisation: Organisation) -> DeskText:
    if has_ended(organisation):
        return GONE
    return DeskText(organisation.name, organisation.kana, _words(organisation.parent), organisation.mission)


def post_text(post: Post) -> DeskText:
    """A post is found by its duties and the names of its organisation and of the one above."""
    if has_ended(post):
        return GONE
    organisation = post.organisation
    kana = organisation.kana
    return DeskText(post.full_name, kana, post.duties, " ".join((_words(organisation.parent), organisation.mission)))


def facility_text(facility: Facility) -> DeskText:
    if has_ended(facility):
        return GONE
    return DeskText(
        facility.name, facility.kana, facility.purpose, f"{facility.address} {_words(facility.organisation)}"
    )


def _words(organisation: Organisation | None) -> str:
    return organisation.name if organisation is not None else ""


def organisations() -> QuerySet[Organisation]:
    return Organisation.objects.select_related("parent")


def posts() -> QuerySet[Post]:
    return Post.objects.select_related("organisation__parent")


def facilities() -> QuerySet[Facility]:
    return Facility.objects.select_related("organisation")


register(
    ObjectKind(
        "organisation", _("組織"), None, describe_organisations, organisations, found_by=organisation_text,
        by_references=lambda ids: list(organisations().filter(pk__in=_keys(ids))),
    )
)  # fmt: skip
register(
    ObjectKind(
        "post", _("役職"), None, describe_posts, posts, found_by=post_text,
        by_references=lambda ids: list(posts().filter(pk__in=_keys(ids))),
    )
)  # fmt: skip
register(
    ObjectKind(
        "facility", _("施設"), None, describe_facilities, facilities, found_by=facility_text,
        by_references=lambda ids: list(facilities().filter(pk__in=_keys(ids))),
    )
)  # fmt: skip
