"""A town hall with things to do: projects, responsibilities, reports and main steps, written by row."""

import datetime as dt
from typing import Any

from django.utils import timezone

from meguri.core import guard
from meguri.core.scope import in_town
from meguri.funding.sources.models import Subsidy, SubsidyDuty
from meguri.governance.models import Handover, Post, PublicObject, Responsibility
from meguri.governance.objects import tell
from meguri.governance.tests.promises import day
from meguri.projects.models import Milestone, Project, Report
from meguri.towns.models import Town


def project(town: Town, name: str = "福祉バスの予約運行", told_days_ago: int = 0, **more: Any) -> Project:
    """A project that is known to the thread since so many days."""
    now = timezone.now()
    with guard.door("tests"), in_town(town):
        made: Project = Project.objects.create(
            town=town, name=name, first_published_at=now, changed_at=now, **({"state": "running"} | more)
        )
        (thing,) = tell("project", [made])
        PublicObject.objects.filter(pk=thing.pk).update(first_told_at=now - dt.timedelta(days=told_days_ago))
        return made


def object_of_project(of: Project) -> PublicObject:
    with in_town(of.town):
        found: PublicObject = PublicObject.objects.get(kind="project", key=of.public_reference().id)
        return found


def answers(post: Post, of: Project, since: int = -90, confirmed: bool = True) -> Responsibility:
    """The post is accountable for the project since so many days."""
    with guard.door("tests"), in_town(of.town):
        made: Responsibility = Responsibility.objects.create(
            town=of.town, object=object_of_project(of), post=post, part="accountable", since=day(since),
            confirmed_on=day(since) if confirmed else None,
        )  # fmt: skip
        return made


def report(of: Project, due: int, title: str = "2025年度の報告") -> Report:
    with guard.door("tests"), in_town(of.town):
        made: Report = Report.objects.create(town=of.town, project=of, title=title, due_on=day(due))
        return made


def subsidy(of: Project, ends: int, duty_due: int | None = None, **more: Any) -> Subsidy:
    """A subsidy that carries the project until so many days from today, with a report due where one is told."""
    told = {"name": "地域の足を守る補助金", "giver": "prefecture", "giver_name": "県", "yen": 6_000_000,
            "yearly_yen": 2_000_000, "begins_on": day(-400)}  # fmt: skip
    with guard.door("tests"), in_town(of.town):
        made: Subsidy = Subsidy.objects.create(
            town=of.town, project=of, ends_on=day(ends), first_published_at=timezone.now(), **(told | more)
        )
        if duty_due is not None:
            SubsidyDuty.objects.create(town=of.town, subsidy=made, name="実績報告", due_on=day(duty_due))
        tell("subsidy", [made])
        return made


def milestone(of: Project, due: int, name: str = "車両の入札") -> Milestone:
    with guard.door("tests"), in_town(of.town):
        made: Milestone = Milestone.objects.create(town=of.town, project=of, name=name, due_on=day(due))
        return made


def handover(responsibility: Responsibility, to_post: Post, reason: str = "バスは総務係が運行するため") -> Handover:
    with guard.door("tests"), in_town(to_post.town):
        made: Handover = Handover.objects.create(
            town=to_post.town, responsibility=responsibility, to_post=to_post, reason=reason, asked_on=day(-2)
        )
        return made
