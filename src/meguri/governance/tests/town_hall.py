"""What the tests of organisations, posts and responsibilities share: who acts, and things to answer for."""

import datetime as dt
from typing import Any

from django.utils import timezone

from meguri.core import guard
from meguri.core.actor import Actor, Role
from meguri.core.scope import in_town
from meguri.governance.models import Promise, PublicObject, Responsibility, TownRule
from meguri.governance.objects import tell
from meguri.towns.models import Town
from tests.fixtures.cast import Cast, actor_for

APRIL = dt.date(2026, 4, 1)


def today() -> dt.date:
    return timezone.localdate()


def in_days(days: int) -> dt.date:
    return today() + dt.timedelta(days=days)


def administrator(cast: Cast) -> Actor:
    return actor_for(cast.administrator, cast.town, Role.ADMINISTRATOR)


def officer(cast: Cast) -> Actor:
    return actor_for(cast.officer, cast.town, Role.OFFICER)


def mayor(cast: Cast) -> Actor:
    return actor_for(cast.mayor, cast.town, Role.EXECUTIVE)


def resident(cast: Cast) -> Actor:
    return actor_for(cast.resident, cast.town, Role.RESIDENT)


def a_thing(town: Town, title: str = "福祉バスの予約運行", *, key: str = "", **more: Any) -> PublicObject:
    """Something that somebody has to answer for, known to the thread by row."""
    with guard.door("tests"), in_town(town):
        made: PublicObject = PublicObject.objects.create(
            town=town, kind="thing", key=key or title, title=title,
            **{"needs_post": True, "first_told_at": timezone.now(), **more},
        )  # fmt: skip
        return made


def a_promise(post: Any, about: PublicObject | None = None, text: str = "土曜の運行を検討します") -> Promise:
    with guard.door("tests"), in_town(post.town):
        made: Promise = Promise.objects.create(
            town=post.town, post=post, about=about, text=text, made_in="council", made_on=APRIL, due_on=in_days(25)
        )
        tell("promise", [made])
        return made


def set_up_is_over(town: Town, **rules: Any) -> None:
    """From today on everything of this town goes through 決裁."""
    with guard.door("tests"), in_town(town):
        TownRule.objects.update_or_create(town=town, defaults={"started_on": today(), **rules})


def answers(thing: PublicObject, day: dt.date) -> list[str]:
    """Names of the posts that are accountable on that day."""
    terms = Responsibility.objects.filter(object=thing, part="accountable").select_related("post")
    return [
        term.post.full_name
        for term in terms
        if term.since <= day and (term.until is None or day < term.until)
    ]
