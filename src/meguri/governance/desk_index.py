"""Keeps what the desk can find in step with the public objects: called whenever rows are told, in the same act.

A text that has not changed costs no writing. What has left public view, or has no name to be found by, leaves.
The words of questions that a town settled by pointing to an object lead to that object from then on.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Any

from meguri.core.batches import batches
from meguri.core.scope import active_town
from meguri.governance import desk_words
from meguri.governance.desk_rank import impacts
from meguri.governance.models import DeskEntry, DeskTerm, PublicObject, UnansweredQuestion
from meguri.governance.objects import DeskText, ObjectKind, all_kinds, kind_of, on_told

TERMS_AT_ONCE = 2000


def index(kind: ObjectKind, rows: Sequence[Any], objects: Sequence[PublicObject]) -> None:
    """Bring the entries of these objects up to date. Two queries where nothing has changed."""
    if kind.found_by is None or not objects:
        return
    learnt = _settled_words(objects)
    texts = {
        one.pk: _text(kind.found_by(row), learnt.get(one.pk, "")) for row, one in zip(rows, objects) if one.is_public
    }
    texts = {pk: text for pk, text in texts.items() if text.name}
    digests = {pk: _digest(text) for pk, text in texts.items()}
    standing = {entry.object_id: entry for entry in DeskEntry.objects.filter(object__in=[one.pk for one in objects])}
    _drop([entry.pk for pk, entry in standing.items() if pk not in texts])
    changed = [pk for pk, digest in digests.items() if pk not in standing or standing[pk].digest != digest]
    if changed:
        _write({pk: texts[pk] for pk in changed}, digests, standing)


def index_again(thing: PublicObject) -> None:
    """Bring one object's entry up to date, as after a question was settled by it."""
    kind = kind_of(thing.kind)
    if kind is None or kind.by_references is None:
        return
    rows = kind.by_references([thing.key])
    index(kind, rows, [thing] * len(rows))


def is_stale() -> bool:
    """Whether any entry of the active town was made by another version of the words. One query."""
    return DeskEntry.objects.exclude(digest__startswith=desk_words.version()).exists()


def index_everything() -> int:
    """All objects of the active town, as after the synonyms changed. How many were looked at."""
    done = 0
    for kind in all_kinds():
        if kind.found_by is None:
            continue
        rows = list(kind.rows())
        for part in batches(rows):
            keys = {row.public_reference().id: row for row in part}
            objects = list(PublicObject.objects.filter(kind=kind.kind, key__in=keys))
            index(kind, [keys[one.key] for one in objects], objects)
            done += len(objects)
    return done


def _text(text: DeskText, learnt: str) -> DeskText:
    return replace(text, keywords=f"{text.keywords}{learnt}") if learnt and text.name else text


def _settled_words(objects: Sequence[PublicObject]) -> Mapping[int, str]:
    """By object; each word a sentence of its own, since what stands beside a word decides how it is cut."""
    rows = UnansweredQuestion.objects.filter(settled_by__in=[one.pk for one in objects]).order_by("pk")
    learnt: dict[int, str] = {}
    for object_id, words in rows.values_list("settled_by_id", "words"):
        learnt[object_id] = f"{learnt.get(object_id, '')}。{words.replace(' ', '。')}"
    return learnt


def _digest(text: DeskText) -> str:
    told = json.dumps([text.name, text.kana, text.keywords, text.text], ensure_ascii=False)
    return desk_words.version() + sha256(told.encode()).hexdigest()[:48]


def _drop(entries: Sequence[int]) -> None:
    if entries:
        DeskTerm.objects.filter(entry__in=entries).delete()
        DeskEntry.objects.filter(pk__in=entries).delete()


def _write(texts: Mapping[int, DeskText], digests: Mapping[int, str], standing: Mapping[int, DeskEntry]) -> None:
    town = active_town()
    if old := [standing[pk].pk for pk in texts if pk in standing]:
        DeskTerm.objects.filter(entry__in=old).delete()
    DeskEntry.objects.bulk_create(
        [DeskEntry(town=town, object_id=pk, digest=digests[pk]) for pk in texts],
        update_conflicts=True,
        unique_fields=["object"],
        update_fields=["digest"],
    )
    entries = dict(DeskEntry.objects.filter(object__in=list(texts)).values_list("object_id", "pk"))
    DeskTerm.objects.bulk_create(
        (
            DeskTerm(town=town, entry_id=entries[pk], term=term, impact=impact)
            for pk, text in texts.items()
            for term, impact in impacts(text).items()
        ),
        batch_size=TERMS_AT_ONCE,
    )


on_told(index)
