"""Who is in charge, as a list of undertakings says it: a section, a team or a post, found among those that stand."""

import difflib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils import timezone

from meguri.core.text import search_key
from meguri.governance.models import Organisation, Post
from meguri.governance.posts import on_day
from meguri.projects.undertaking_kind import STEP

MOST_NEAR = 3
_DEEPEST = 8


def charge_key(text: str) -> str:
    """The form in which two ways to write an organisation or post are equal: without steps, blanks and brackets."""
    key = search_key(text)
    for mark in (STEP, "/", "・", "→", ">", "(", ")", "「", "」", ",", "、"):
        key = key.replace(search_key(mark) or mark, "")
    return key


@dataclass
class Charges:
    """The posts of the active town by every name that means exactly one of them."""

    labels: dict[int, str] = field(default_factory=dict)
    by_key: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    words: dict[str, str] = field(default_factory=dict)

    def post(self, said: str) -> int | None:
        """The one post that is meant; None when none is, or more than one."""
        found = self.by_key.get(charge_key(said), set())
        return next(iter(found)) if len(found) == 1 else None

    def post_labelled(self, label: str) -> int | None:
        """The post whose label this is."""
        return next((pk for pk, known in self.labels.items() if known == label), None)

    def near(self, said: str) -> list[str]:
        """Names that are nearly the same, to choose from; those that more than one post shares first."""
        key = charge_key(said)
        shared = [self.labels[pk] for pk in sorted(self.by_key.get(key, ()))]
        close = difflib.get_close_matches(key, list(self.words), n=MOST_NEAR, cutoff=0.5)
        return list(dict.fromkeys([*shared, *(self.words[one] for one in close)]))[:MOST_NEAR]

    def add(self, pk: int, said: str, word: str = "") -> None:
        key = charge_key(said)
        self.by_key[key].add(pk)
        self.words.setdefault(key, word or said)


def standing_charges() -> Charges:
    """The posts that stand today. Two queries."""
    today = timezone.localdate()
    organisations = {one.pk: one for one in Organisation.objects.filter(on_day(today))}
    charges = Charges()
    for post in Post.objects.filter(on_day(today)).order_by("pk"):
        path = list(_path(post.organisation_id, organisations))
        if path:
            _name(charges, post, path)
    return charges


def _path(pk: int | None, organisations: dict[int, Organisation]) -> Iterator[str]:
    """Names from below the hall down to the organisation itself; the hall alone for a post of its own."""
    names: list[str] = []
    while pk in organisations and len(names) < _DEEPEST:
        names.append(organisations[pk].name)
        pk = organisations[pk].parent_id
    yield from reversed(names[:-1] if len(names) > 1 else names)


def _name(charges: Charges, post: Post, path: list[str]) -> None:
    charges.labels[post.pk] = f"{STEP.join(path)} {post.name}"
    for start in range(len(path)):
        within = STEP.join(path[start:])
        charges.add(post.pk, f"{within} {post.name}")
        if post.is_head:
            charges.add(post.pk, within)
    charges.add(post.pk, post.name)
