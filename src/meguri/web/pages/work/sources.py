"""What presses, as lists: drafts, responsibilities, promises, reports, main steps, requests, rows and receipts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Min, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from meguri.core.actor import Actor
from meguri.core.policy import answer
from meguri.core.ports import Reference
from meguri.funding.bank.models import MoneyRow
from meguri.funding.giving.queries import kept_funds, without_receipt
from meguri.funding.journal.models import Fund
from meguri.funding.sources.models import SubsidyDuty
from meguri.funding.sources.policies import DUTY
from meguri.funding.sources.queries import duties_owed
from meguri.governance.lateness import days_late, is_late
from meguri.governance.models import Draft, Handover, Post, Promise, PublicObject, Responsibility
from meguri.governance.policies import is_being_set_up
from meguri.governance.queries import drafts, promises, responsibilities
from meguri.projects.models import Milestone, Report
from meguri.projects.queries.due import projects_of, reports_owed, steps_to_do
from meguri.record.titles import kind_named
from meguri.towns.models import Town
from meguri.web.pages.work.tasks import DUE, Source, Task, soon


@dataclass(frozen=True)
class Desk:
    """Whose things they are: those of these posts of a town, on a day."""

    town: Town
    today: date
    posts: list[Post]
    actor: Actor

    @property
    def post_ids(self) -> list[int]:
        return [post.pk for post in self.posts]

    @property
    def first_day_url(self) -> str:
        return self.url("work/first-day/")

    def url(self, path: str) -> str:
        """Of a page below the town."""
        return f"/{self.town.code}/{path}"

    def draft_url(self, kind: str, about: Reference) -> str:
        """Where a draft of this kind about this object is begun."""
        begin = reverse("new_draft", args=[self.town.code, kind])
        return f"{begin}?{urlencode({'about': f'{about.kind}:{about.id}'})}"


def sources_of_the_day(desk: Desk) -> list[Source]:
    """All that presses on these posts. Builds lists that are read later; two queries for what the posts answer for."""
    projects = projects_of(desk.post_ids, desk.today)
    before = soon(desk.today)
    return [
        approvals(desk),
        returned(desk),
        handovers(desk),
        promises_due(desk, promises.falling_due(desk.post_ids, before)),
        reports_due(desk, reports_owed(before).filter(project__in=projects)),
        steps_due(desk, steps_to_do(before).filter(project__in=projects)),
        duties_due(desk, duties_owed(before).filter(subsidy__project__in=projects)),
        rows_to_decide(desk, funds_with_open_rows(desk.actor)),
        *([receipts_to_issue(desk)] if answer("funding.issue_receipts", desk.actor) is None else []),
        to_confirm(desk, unconfirmed(desk.post_ids)),
    ]


def approvals(desk: Desk) -> Source:
    return Source(
        "approvals", gettext_lazy("決裁を待っている起案"), drafts.waiting_for(desk.actor),
        lambda one: draft_task(desk, one, _("決裁する")), rank=1, all_url=desk.url("work/drafts/"),
    )  # fmt: skip


def returned(desk: Desk) -> Source:
    own = drafts.mine(desk.actor).filter(state=Draft.State.RETURNED)
    return Source(
        "returned", gettext_lazy("もどされた起案"), own,
        lambda one: draft_task(desk, one, _("直して出しなおす")), rank=2, all_url=desk.url("work/drafts/"),
    )  # fmt: skip


def draft_task(desk: Desk, draft: Draft, what: str) -> Task:
    came = timezone.localtime(draft.submitted_at or draft.changed_at).date()
    name = draft.author_post.full_name if draft.author_post else ""
    about = page_of_object(desk.town, draft.about)
    return Task(what, draft.title, desk.url(f"work/drafts/{draft.pk}/"), came, name, about)


def handovers(desk: Desk) -> Source:
    return Source(
        "handovers", gettext_lazy("返事を待っている所管替え協議"), responsibilities.handovers_for(desk.post_ids),
        lambda one: handover_task(desk, one), rank=3, all_url=desk.url("work/responsibilities/"),
    )  # fmt: skip


def handover_task(desk: Desk, handover: Handover) -> Task:
    thing = handover.responsibility.object
    url = desk.url(f"work/responsibilities/handovers/{handover.pk}/")
    public = page_of_object(desk.town, thing)
    return Task(_("引き継ぐかを返事する"), thing.title, url, handover.asked_on, handover.reason, public)


def promises_due(desk: Desk, rows: QuerySet[Promise]) -> Source:
    return Source(
        "promises", gettext_lazy("期限の近い約束"), rows, lambda one: promise_task(desk, one), rank=4,
        all_url=desk.url("work/promises/"),
    )  # fmt: skip


def promise_task(desk: Desk, promise: Promise) -> Task:
    url = desk.url(f"promises/{promise.pk}/")
    name = promise.post.full_name
    return _due(_("どうなったかを知らせる"), promise.text, url, promise.due_on, desk.today, name, url)


def reports_due(desk: Desk, rows: QuerySet[Report]) -> Source:
    return Source("reports", gettext_lazy("期限の近い報告"), rows, lambda one: report_task(desk, one), rank=4)


def report_task(desk: Desk, report: Report) -> Task:
    public = desk.url(f"projects/{report.project_id}/")
    url = desk.draft_url("projects.report", report.project.public_reference())
    return _due(_("報告を書く"), report.title, url, report.due_on, desk.today, report.project.name, public)


def steps_due(desk: Desk, rows: QuerySet[Milestone]) -> Source:
    return Source("milestones", gettext_lazy("予定の日が近い工程"), rows, lambda one: step_task(desk, one), rank=4)


def step_task(desk: Desk, step: Milestone) -> Task:
    public = desk.url(f"projects/{step.project_id}/")
    url = desk.draft_url("projects.milestones", step.project.public_reference())
    return _due(_("できたかを書く"), step.name, url, step.due_on, desk.today, step.project.name, public)


def duties_due(desk: Desk, rows: QuerySet[SubsidyDuty]) -> Source:
    return Source(
        "duties", gettext_lazy("国や県に出す、期限の近い報告"), rows, lambda one: duty_task(desk, one), rank=4
    )


def duty_task(desk: Desk, duty: SubsidyDuty) -> Task:
    public = desk.url(f"subsidies/{duty.subsidy_id}/")
    url = desk.draft_url(DUTY, duty.subsidy.public_reference())
    return _due(_("補助金の報告を出す"), duty.name, url, duty.due_on, desk.today, duty.subsidy.name, public)


def rows_to_decide(desk: Desk, rows: QuerySet[Fund]) -> Source:
    return Source(
        "bank_rows", gettext_lazy("まだ決めていない口座の明細"), rows, lambda one: rows_task(desk, one), rank=5,
        all_url=desk.url("work/bank/"),
    )  # fmt: skip


def funds_with_open_rows(actor: Actor) -> QuerySet[Fund]:
    """The funds whose rows this reader may decide and that have some, with their number `n` and oldest day `since`."""
    waits = kept_funds(actor).filter(money_rows__state=MoneyRow.State.OPEN)
    found: QuerySet[Fund] = waits.annotate(n=Count("money_rows"), since=Min("money_rows__on")).order_by("since", "pk")
    return found


def rows_task(desk: Desk, fund: Any) -> Task:
    url = desk.url(f"work/bank/{fund.pk}/rows/")
    return Task(_("口座の明細を決める"), fund.name, url, fund.since, _waiting(fund.n), desk.url(f"funds/{fund.pk}/"))


def receipts_to_issue(desk: Desk) -> Source:
    """One for each fund with gifts that wait for their receipts."""
    rows = without_receipt(kept_funds(desk.actor)).order_by().values("purpose__fund", "purpose__fund__name")
    counted = rows.annotate(n=Count("pk"), since=Min("on")).order_by("since", "purpose__fund")
    return Source(
        "receipts", gettext_lazy("受領証明書を待っている寄附"), counted, lambda one: receipts_task(desk, one), rank=5,
        all_url=desk.url("work/giving/gifts/"),
    )  # fmt: skip


def receipts_task(desk: Desk, one: Mapping[str, Any]) -> Task:
    url, public = desk.url("work/giving/gifts/"), desk.url(f"funds/{one['purpose__fund']}/")
    name = one["purpose__fund__name"]
    return Task(_("受領証明書を出す"), name, url, one["since"], _waiting(one["n"]), public)


def _waiting(count: int) -> str:
    return ngettext("%(n)s件が待っています", "%(n)s件が待っています", count) % {"n": f"{count:,}"}


def to_confirm(desk: Desk, rows: QuerySet[Responsibility]) -> Source:
    return Source(
        "confirm", gettext_lazy("所管の確認がまだのもの"), rows, lambda one: confirm_task(desk, one), rank=5,
        all_url=desk.url("work/responsibilities/"),
    )  # fmt: skip


def appoint_url(desk: Desk, thing: PublicObject) -> str:
    """Where somebody is named to answer for it: directly while the town is being set up, afterwards by a draft."""
    if is_being_set_up():
        return desk.url(f"work/responsibilities/appoint/{thing.kind}/{thing.key}/")
    return desk.draft_url("governance.appointment", thing.public_reference())


def confirm_task(desk: Desk, one: Responsibility) -> Task:
    name = one.post.full_name
    public = page_of_object(desk.town, one.object)
    return Task(_("所管を確認する"), one.object.title, desk.url("work/responsibilities/"), one.since, name, public)


def _due(what: str, title: str, url: str, due_on: date, today: date, note: str, public: str) -> Task:
    late = is_late(due_on, today)
    return Task(what, title, url, due_on, note, public, _due_chip(due_on, today), is_late=late, ends=DUE)


def _due_chip(due_on: date, today: date) -> tuple[str, str]:
    if is_late(due_on, today):
        days = days_late(due_on, today)
        return ngettext("%(days)s日すぎています", "%(days)s日すぎています", days) % {"days": days}, "bad"
    left = (due_on - today).days
    if left == 0:
        return _("今日まで"), "warn"
    return ngettext("あと%(days)s日", "あと%(days)s日", left) % {"days": left}, "wait"


def unconfirmed(post_ids: Iterable[int]) -> QuerySet[Responsibility]:
    """What these posts answer for and have not said so, the longest first."""
    rows = responsibilities.answered_by(post_ids)
    mine = rows.filter(part=Responsibility.Part.ACCOUNTABLE, confirmed_on__isnull=True)
    return mine.select_related("object", "post__organisation").order_by("since", "pk")


def page_of_object(town: Town, thing: PublicObject | None) -> str:
    """The public page of an object, by its kind; its thread where the kind has no page of its own."""
    if thing is None or not thing.is_public:
        return ""
    kind = kind_named(thing.kind)
    return kind.address(thing.key) if kind and kind.address else f"/{town.code}/thread/{thing.kind}/{thing.key}/"
