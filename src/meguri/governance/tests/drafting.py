"""A kind of draft for tests alone (お知らせ), and short ways to draft, hand in and decide as somebody of the cast."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django import forms
from django.utils import timezone

from meguri.core import guard
from meguri.core.actor import STAFF_ROLES, Actor, Role
from meguri.core.errors import BadInput, Conflict
from meguri.core.scope import in_town
from meguri.governance import draft_kinds
from meguri.governance.actions import drafts
from meguri.governance.draft_kinds import DraftForm, DraftKind, register
from meguri.governance.models import Absence, Decision, Deputy, Draft, Post, PublicObject
from meguri.towns.models import User
from tests.fixtures.cast import ROLES, Cast, actor_for

NOTICE, OPEN_NOTICE = "test.notice", "test.open_notice"
CANNOT_BE_PUBLISHED = "公表できない件名"
CONTENT = {"subject": "バスの時刻", "text": "土曜も走ります。", "cost": ""}
APPROVED, RETURNED = Decision.Verdict.APPROVED, Decision.Verdict.RETURNED


class NoticeForm(DraftForm):
    subject = forms.CharField(label="件名", max_length=60)
    text = forms.CharField(label="お知らせ", widget=forms.Textarea)
    cost = forms.IntegerField(label="かかるお金", required=False)
    urgent = forms.BooleanField(label="いそぎ", required=False)

    def title(self) -> str:
        return str(self.cleaned_data["subject"])

    def yen(self) -> int | None:
        found: int | None = self.cleaned_data["cost"]
        return found


def publish(actor: Actor, draft: Draft) -> PublicObject:
    assert draft.is_approved
    if draft.title == CANNOT_BE_PUBLISHED:
        raise Conflict("この件名では公表できません。件名を変えてください。")
    made: PublicObject = PublicObject.objects.create(
        town=draft.town, kind="notice", key=f"{draft.town.code}-{draft.pk}", title=draft.title,
        first_told_at=timezone.now(),
    )  # fmt: skip
    return made


def check(draft: Draft) -> None:
    if "ひみつ" in draft.content["text"]:
        raise BadInput("お知らせに「ひみつ」は書けません。")


@pytest.fixture
def notice() -> Iterator[DraftKind]:
    """The kind of draft "test.notice" for the office, and "test.open_notice" for firms and residents too."""
    before = dict(draft_kinds._kinds)
    given: dict[str, Any] = {
        "form": NoticeForm, "publish": publish, "check": check, "preview": "web/_facts.html",
        "preview_context": lambda draft: {"items": [("お知らせ", draft.content["text"])]},
    }  # fmt: skip
    yield register(DraftKind(NOTICE, "お知らせ", **given))
    draft_kinds._kinds.clear()
    draft_kinds._kinds.update(before)


@pytest.fixture
def open_notice(notice: DraftKind) -> DraftKind:
    roles = draft_kinds.OFFICE_ROLES | {Role.FIRM, Role.RESIDENT}
    return register(
        DraftKind(OPEN_NOTICE, "みなさんのお知らせ", NoticeForm, publish, notice.preview, notice.preview_context,
                  initial=lambda about: {"subject": "いまの件名", "text": "いまの文です。", "cost": 0}, roles=roles)
    )  # fmt: skip


def actor(cast: Cast, name: str, *, second_factor: bool = True) -> Actor:
    """Somebody of the cast in their role; None for the journalist."""
    person: User | None = getattr(cast, name)
    held = frozenset({ROLES[name]} if name in ROLES else set())
    made = actor_for(person, cast.town, *held)
    withheld = frozenset() if second_factor else held & STAFF_ROLES
    return Actor(made.channel, made.person_id, made.roles - withheld, withheld, made.town_id)


def written(cast: Cast, name: str = "officer", kind: str = NOTICE, **content: Any) -> Draft:
    return drafts.start_draft(actor(cast, name), kind, None, CONTENT | content)


def handed_in(cast: Cast, name: str = "officer", kind: str = NOTICE, **content: Any) -> Draft:
    return drafts.submit_draft(actor(cast, name), written(cast, name, kind, **content))


def approve(cast: Cast, name: str, draft: Draft) -> Draft:
    return drafts.decide(actor(cast, name), draft, APPROVED)


def give_back(cast: Cast, name: str, draft: Draft, reason: str = "日を書いてください。") -> Draft:
    return drafts.decide(actor(cast, name), draft, RETURNED, reason)


def let_deputise(post: Post, deputy: Post, rank: int = 1) -> None:
    with guard.door("tests"), in_town(post.town):
        Deputy.objects.create(town=post.town, post=post, deputy=deputy, rank=rank, since=dt.date(2026, 4, 1))


def send_away(post: Post) -> None:
    today = timezone.localdate()
    with guard.door("tests"), in_town(post.town):
        Absence.objects.create(town=post.town, post=post, since=today, until=today + dt.timedelta(2))


def end(post: Post) -> None:
    with guard.door("tests"), in_town(post.town):
        Post.objects.filter(pk=post.pk).update(until=timezone.localdate())
