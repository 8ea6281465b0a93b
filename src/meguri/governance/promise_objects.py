"""Promises as the thread sees them: what each came of, and what came of it."""

from collections.abc import Iterable, Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from meguri.core.ports import Reference
from meguri.core.scope import active_town
from meguri.governance.models import Promise, PublicObject
from meguri.governance.objects import Described, ObjectKind, register
from meguri.towns.models import Station


def describe(promises: Sequence[Promise]) -> list[Described]:
    """Two queries, however many promises: the town's code and the posts, and the objects they are tied to."""
    code = active_town().code  # type: ignore[union-attr]  # rows of a town exist only inside its scope
    posts = dict(Promise.objects.filter(pk__in=[one.pk for one in promises]).values_list("pk", "post__name"))
    tied = {pk for one in promises for pk in (one.about_id, one.outcome_object_id) if pk is not None}
    found = PublicObject.objects.in_bulk(tied) if tied else {}
    return [
        Described(
            reference=Reference("promise", f"{code}-{one.pk}"),
            title=one.text,
            summary=posts.get(one.pk, ""),
            state=_state_word(one),
            came_from=_references(found, one.about_id),
            led_to=_references(found, one.outcome_object_id),
            answered_by=Reference("post", f"{code}-{one.post_id}"),
        )
        for one in promises
    ]


def _state_word(promise: Promise) -> str:
    """In Japanese, whoever acts: pages translate it."""
    with override("ja"):
        return str(promise.get_state_display())


def _references(found: dict[int, PublicObject], pk: int | None) -> tuple[Reference, ...]:
    return () if pk is None else (found[pk].public_reference(),)


def by_references(ids: Iterable[str]) -> Sequence[Promise]:
    """The promises of these public ids, those of another town left out. One query."""
    prefix = f"{active_town().code}-"  # type: ignore[union-attr]  # asked only inside a town's scope
    keys = [id.removeprefix(prefix) for id in ids if id.startswith(prefix)]
    return list(Promise.objects.filter(pk__in=[int(key) for key in keys if key.isdecimal()]))


def rows() -> QuerySet[Promise]:
    return Promise.objects.all()


register(ObjectKind("promise", _("約束"), Station.ACT, describe, rows, by_references=by_references))
