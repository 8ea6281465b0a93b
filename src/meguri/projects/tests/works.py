"""What the tests of this slice set out from: a project with its post, and drafts that every step has approved."""

import datetime as dt
from typing import Any

from django.utils import timezone

from meguri.core import guard
from meguri.core.actor import Actor, system
from meguri.core.scope import in_town
from meguri.governance.draft_content import as_json
from meguri.governance.draft_kinds import kind_named
from meguri.governance.models import Draft, Post, PublicObject, Responsibility
from meguri.governance.objects import object_of, tell
from meguri.projects.models import Milestone, Project, Report, StateChange
from meguri.towns.models import Town, User

BUS: dict[str, Any] = {
    "name": "福祉バスの予約運行",
    "purpose": "となり町の病院まで、一人で行けるように",
    "activity": "予約があった日に、自宅の近くから病院まで小さなバスを走らせます。",
    "state": "planned",
    "planned_yen": "4,200,000",
}
"""A plan as an officer types it."""


def day(days: int) -> dt.date:
    """A day so far from today."""
    return timezone.localdate() + dt.timedelta(days)


def project(town: Town, name: str = "福祉バスの予約運行", *, post: Post | None = None, **columns: Any) -> Project:
    """A project that stands, known to the thread, with the post that answers for it."""
    now = timezone.now()
    with guard.door("tests"), in_town(town):
        made: Project = Project.objects.create(
            town=town, name=name, first_published_at=now, changed_at=now, **{"state": "running", **columns}
        )
        StateChange.objects.create(town=town, project=made, to_state=made.state, on=day(-90), reason="はじめます。")
        thing = tell("project", [made])[0]
        if post is not None:
            Responsibility.objects.create(town=town, object=thing, post=post, part="accountable", since=day(-30))
    return made


def report(of: Project, due: dt.date, title: str = "2025年度の報告", **columns: Any) -> Report:
    """A report that is due, or is out if `published_at` is given."""
    with guard.door("tests"), in_town(of.town):
        made: Report = Report.objects.create(town=of.town, project=of, title=title, due_on=due, **columns)
        if made.published_at is not None:
            tell("report", [made])
    return made


def milestone(of: Project, name: str, due: dt.date, done: dt.date | None = None) -> Milestone:
    with guard.door("tests"), in_town(of.town):
        made: Milestone = Milestone.objects.create(town=of.town, project=of, name=name, due_on=due, done_on=done)
    return made


def thing_of(row: Any) -> PublicObject:
    with guard.door("tests"), in_town(row.town):
        return object_of(row)


def approved(
    town: Town,
    kind: str,
    author: User,
    content: dict[str, Any],
    about: Project | None = None,
    *,
    post: Post | None = None,
) -> Draft:
    """A draft in the state in which its last step has just approved; what is not given is as the kind fills it."""
    thing = thing_of(about) if about is not None else None
    now = timezone.now()
    known = kind_named(kind)
    assert known is not None
    with guard.door("tests"), in_town(town):
        made: Draft = Draft.objects.create(
            town=town, kind=kind, about=thing, title="起案", content={**as_json(known.initial(thing)), **content},
            author=author, author_post=post, state=Draft.State.SUBMITTED, steps=[1], step=1, created_at=now,
            changed_at=now, changed_by=author, submitted_at=now,
        )  # fmt: skip
    return made


def publish(draft: Draft, actor: Actor | None = None) -> Any:
    """What the last approval does: the kind publishes the draft."""
    known = kind_named(draft.kind)
    assert known is not None
    with in_town(draft.town):
        return known.publish(actor or system(), draft)
