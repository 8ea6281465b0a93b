"""Promises for the tests: written by row, or through the act itself."""

import datetime as dt

from django.utils import timezone

from meguri.core import guard
from meguri.core.actor import Role
from meguri.core.scope import in_town
from meguri.governance.actions.promises import note_promise
from meguri.governance.models import Post, Promise, TownRule
from meguri.governance.objects import tell
from meguri.towns.models import Town
from tests.fixtures.cast import Cast, actor_for

TEXT = "土曜の運行を検討し、12月までにお答えします"


def day(days: int) -> dt.date:
    """Today and so many days."""
    return timezone.localdate() + dt.timedelta(days)


def promise_by_row(post: Post, due: int = 30, text: str = TEXT, **more: object) -> Promise:
    """A promise, open unless `more` says otherwise, due in so many days; as if it had been made long ago."""
    with guard.door("tests"), in_town(post.town):
        given = {"made_in": Promise.MadeIn.COUNCIL, "made_on": day(-400), "due_on": day(due)} | more
        made: Promise = Promise.objects.create(town=post.town, post=post, text=text, **given)
        tell("promise", [made])
        return made


def closed_by_row(post: Post, state: str = "kept", text: str = TEXT, due: int = 30, **more: object) -> Promise:
    return promise_by_row(post, due, text, state=state, closed_on=day(-1), outcome="1月から走らせています。", **more)


def promise_of_the_officer(cast: Cast, post: Post, due: int = 30) -> Promise:
    """Through the act."""
    officer = actor_for(cast.officer, cast.town, Role.OFFICER)
    with in_town(cast.town):
        return note_promise(officer, post, TEXT, Promise.MadeIn.COUNCIL, day(-3), day(due))


def rule(town: Town, **settled: object) -> None:
    """Settle the town's own rules."""
    with guard.door("tests"), in_town(town):
        TownRule.objects.update_or_create(town=town, defaults=settled)
