"""The shapes in which the API speaks of projects and their reports."""

import datetime as dt
from typing import Self

from django.utils.translation import gettext_noop as _
from ninja import Field, Schema

from meguri.core.api.paging import Part
from meguri.governance.models import Promise
from meguri.projects.models import Milestone, Report, StateChange
from meguri.projects.queries.listing import Row
from meguri.projects.queries.sheet import Sheet

YEN = _("円。わからないときはnullで、0ではない")


class ProjectOut(Schema):
    """One project. What is unknown is null or empty, never 0."""

    id: int
    number: str = Field(description=_("まちの一覧での事業番号"))
    name: str
    purpose: str = Field(description=_("何のために"))
    activity: str = Field(description=_("何をするか"))
    state: str = Field(description=_("段階: considered, planned, running, evaluated, completed, stopped"))
    accountable_post_id: int | None = Field(description=_("今日の責任者の役職の番号"))
    accountable_post: str = Field(description=_("今日の責任者の組織と役職"))
    owner_id: int | None = Field(description=_("行う団体の番号。まちが行うときはnull"))
    owner: str = Field(description=_("行う団体"))
    place: str
    latitude: float | None
    longitude: float | None
    begins_on: dt.date | None
    ends_on: dt.date | None
    ground: str = Field(description=_("根拠: duty（法令による義務）、free（任意）、空（未入力）"))
    law: str
    end_condition: str = Field(description=_("何をもって終えるか"))
    successor: str = Field(description=_("終えたあと、だれが続けるか"))
    planned_yen: int | None = Field(description=YEN)
    came_from: str = Field(description=_("もとになった計画や声"))
    report_late_since: dt.date | None = Field(description=_("おくれている報告の期限。おくれていなければnull"))
    changed_at: dt.datetime

    @classmethod
    def of(cls, row: Row) -> Self:
        project, answering = row.project, row.answering
        same = (
            "id", "number", "name", "purpose", "activity", "state", "owner_id", "place", "latitude", "longitude",
            "begins_on", "ends_on", "ground", "law", "end_condition", "successor", "planned_yen", "came_from",
            "changed_at",
        )  # fmt: skip
        return cls(
            **{name: getattr(project, name) for name in same},
            accountable_post_id=answering.post_id if answering else None,
            accountable_post=answering.name if answering else "",
            owner=project.owner.name if project.owner else "",
            report_late_since=row.late_since,
        )


class Projects(Part):
    items: list[ProjectOut]


class MilestoneOut(Schema):
    """A main step. `done_on` is null until it is done."""

    name: str
    due_on: dt.date
    done_on: dt.date | None

    @classmethod
    def of(cls, one: Milestone) -> Self:
        return cls(name=one.name, due_on=one.due_on, done_on=one.done_on)


class StateOut(Schema):
    """One transition with its reason; `from_state` is empty for the first."""

    from_state: str
    to_state: str
    on: dt.date
    reason: str

    @classmethod
    def of(cls, one: StateChange) -> Self:
        return cls(from_state=one.from_state, to_state=one.to_state, on=one.on, reason=one.reason)


class ProjectPromise(Schema):
    """A promise about the project."""

    id: int
    text: str
    due_on: dt.date
    state: str

    @classmethod
    def of(cls, one: Promise) -> Self:
        return cls(id=one.pk, text=one.text, due_on=one.due_on, state=one.state)


class ReportOut(Schema):
    """One report that is out."""

    id: int
    project_id: int
    project: str
    title: str
    due_on: dt.date
    published_at: dt.datetime
    done: str
    cost_yen: int | None = Field(description=YEN)
    moved: str
    learnt: str

    @classmethod
    def of(cls, one: Report) -> Self:
        same = ("id", "project_id", "title", "due_on", "published_at", "done", "cost_yen", "moved", "learnt")
        return cls(**{name: getattr(one, name) for name in same}, project=one.project.name)


class Reports(Part):
    items: list[ReportOut]


class ProjectDetail(Schema):
    """A project with what hangs on it. Indicators are keys of the API of figures."""

    project: ProjectOut
    indicators: list[str]
    milestones: list[MilestoneOut]
    states: list[StateOut]
    reports: list[ReportOut]
    promises: list[ProjectPromise]

    @classmethod
    def of(cls, row: Row, sheet: Sheet) -> Self:
        return cls(
            project=ProjectOut.of(row),
            indicators=[one.indicator.key for one in sheet.results],
            milestones=[MilestoneOut.of(one) for one in sheet.milestones],
            states=[StateOut.of(one) for one in sheet.changes],
            reports=[ReportOut.of(one) for one in sheet.reports],
            promises=[ProjectPromise.of(one) for one in sheet.promises],
        )
