"""What happens once a day in each town: promises follow their posts, late pledges lapse, letters tell what is due.

There is no scheduler: the worker asks each time it wakes, and the act's key (town and day) lets it happen once, however
many workers there are. A day on which no worker runs has no letters; the pages of the day show the same.
"""

import datetime as dt
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from meguri.core.action import Internal, action
from meguri.core.actor import Actor, Role, system
from meguri.core.errors import Conflict, NotAllowed
from meguri.core.outbox import emit, handles
from meguri.core.policy import policy, require
from meguri.core.scope import in_town
from meguri.funding.giving.actions.pledges import lapse_pledges
from meguri.governance.models import Holder, Promise
from meguri.governance.posts import on_day
from meguri.governance.promise_moves import settle_transfers
from meguri.governance.queries.gaps import never_confirmed, objects_without_post
from meguri.governance.queries.promises import late_promises
from meguri.governance.queries.responsibilities import accountable_for
from meguri.projects.keys import objects_of
from meguri.projects.models import Report
from meguri.projects.queries.due import reports_owed
from meguri.projects.states import ENDS
from meguri.towns.letters import Letter, address_of, send
from meguri.towns.models import Membership, Town, User

REMINDED_BEFORE = dt.timedelta(days=7)
MONDAY = 0


@dataclass
class _Begun:
    """The last day that this process saw begun in all towns."""

    day: dt.date | None = None


_begun = _Begun()


def begin_days() -> None:
    """Begin today in every town, once. No query when this process has done so already."""
    today = timezone.localdate()
    if _begun.day == today:
        return
    for town in Town.objects.select_related("municipality"):
        with in_town(town), suppress(Conflict):  # another worker is beginning it just now
            begin_day(system(), town, today, idempotency_key=f"{town.code} {today}")  # type: ignore[call-arg]
    _begun.day = today


@policy("web.begin_day")
def by_the_platform(actor: Actor, *args: object, **kwargs: object) -> NotAllowed | None:
    return require(actor, Role.SYSTEM, sentence=_("この操作は、自動処理だけが行います。"))


@action("web.begin_day", record=Internal)
def begin_day(actor: Actor, town: Town, on: dt.date) -> int:
    """Promises follow their posts, pledges whose day has passed lapse, and the day's letters go into the outbox.

    One message for each person.
    """
    settle_transfers(on)
    lapse_pledges(actor, on)
    due_on = on + REMINDED_BEFORE
    people = _due_by_person(due_on, on)
    for person_id, named in people.items():
        emit("web.remind", town_id=town.pk, town=town.pk, person=person_id, due_on=due_on.isoformat(), titles=named)
    if on.weekday() == MONDAY:
        for person_id in _executives(on):
            emit("web.tell_executive", town_id=town.pk, town=town.pk, person=person_id, on=on.isoformat())
    return len(people)


def _due_by_person(due_on: dt.date, today: dt.date) -> dict[int, list[str]]:
    """Titles of promises and reports due on a day, by who holds the post that owes them. Five queries."""
    owed: list[tuple[int, str]] = list(
        Promise.objects.filter(state=Promise.State.OPEN, due_on=due_on).values_list("post_id", "text")
    )
    reports = Report.objects.filter(published_at__isnull=True, due_on=due_on).exclude(project__state__in=ENDS)
    waiting = list(reports.select_related("project"))
    things = objects_of({one.project_id for one in waiting})
    answering = accountable_for([thing.pk for thing in things.values()], today)
    for one in waiting:
        thing = things.get(one.project_id)
        if thing is not None and thing.pk in answering:
            owed.append((answering[thing.pk].post_id, f"{one.project.name} {one.title}"))
    return _by_holder(owed, today)


def _by_holder(owed: Iterable[tuple[int, str]], today: dt.date) -> dict[int, list[str]]:
    owed = list(owed)
    held = Holder.objects.filter(on_day(today), post__in={post for post, _title in owed}, person__isnull=False)
    holders = dict(held.values_list("post_id", "person_id"))
    found: dict[int, list[str]] = {}
    for post, title in owed:
        if post in holders:
            found.setdefault(holders[post], []).append(title)
    return found


def _executives(on: dt.date) -> list[int]:
    held = Membership.objects.filter(on_day(on), role=Role.EXECUTIVE)
    return list(held.values_list("person_id", flat=True).distinct())


@handles("web.remind")
def remind(*, town: int, person: int, due_on: str, titles: list[str]) -> None:
    place, to = Town.objects.select_related("municipality").get(pk=town), User.objects.get(pk=person)
    with override(to.language):
        send(reminder_letter(place, dt.date.fromisoformat(due_on), titles), to.email)


def reminder_letter(town: Town, due_on: dt.date, titles: list[str]) -> Letter:
    """What is due in a week."""
    words = {"town": town.name, "day": date_format(due_on, "DATE_FORMAT"), "count": len(titles)}
    return Letter(
        subject=_("期限まであと7日です（%(count)s件）") % words,
        opening=[_("%(town)sで、%(day)sが期限のものがあります。") % words, *(f"・{title}" for title in titles)],
        link=address_of(f"/{town.code}/work/"),
        closing=[_("期限をのばすときは、約束のページで、理由を書いてのばせます。")],
    )


@handles("web.tell_executive")
def tell_executive(*, town: int, person: int, on: str) -> None:
    """The week's letter; none where nothing presses."""
    place, to = Town.objects.select_related("municipality").get(pk=town), User.objects.get(pk=person)
    today = dt.date.fromisoformat(on)
    with in_town(place), override(to.language):
        letter = executive_letter(place, today)
    if letter is not None:
        with override(to.language):
            send(letter, to.email)


def executive_letter(town: Town, today: dt.date) -> Letter | None:
    """Four counts in sentences, with the way to the page; None where all of them are 0. Four queries."""
    counts = {
        "unanswered": objects_without_post(today).count(),
        "unconfirmed": never_confirmed(today).count(),
        "promises": late_promises(today).count(),
        "reports": reports_owed(today).count(),
    }
    if not any(counts.values()):
        return None
    return Letter(
        subject=_("%(town)sの今週の3件") % {"town": town.name},
        opening=[
            _("責任者のいないもの%(unanswered)s件、確認がまだのもの%(unconfirmed)s件。") % counts,
            _("期限をすぎた約束%(promises)s件、報告%(reports)s件。") % counts,
        ],
        link=address_of(f"/{town.code}/work/executive/"),
        closing=[_("急ぐものから3件が、はじめに出ます。")],
    )
