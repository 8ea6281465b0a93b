"""「今週の3件」 for mayor and deputy: what nobody answers for, what was never confirmed, what ends and what is late."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from meguri.core.policy import answer
from meguri.funding.sources.models import Subsidy, SubsidyDuty
from meguri.funding.sources.policies import SUBSIDY
from meguri.funding.sources.queries import duties_owed, open_ends
from meguri.governance.models import Holder, Organisation, Promise, PublicObject, Responsibility
from meguri.governance.posts import on_day
from meguri.governance.queries import promises
from meguri.governance.queries.gaps import never_confirmed, objects_without_post
from meguri.projects.keys import town_code
from meguri.projects.models import Project
from meguri.projects.queries.due import ending_projects, reports_owed, steps_to_do
from meguri.towns.request import actor_of, opened_town_of
from meguri.towns.view_door import through_the_door
from meguri.web.pages.work import sources
from meguri.web.pages.work.day import desk_of
from meguri.web.pages.work.sources import Desk
from meguri.web.pages.work.tasks import LAST, Source, Task, one_of_each, page_of, parts_of

ENDING_WITHIN = timedelta(days=365)
TERMS_WITHIN = timedelta(days=90)


@never_cache
@require_safe
@through_the_door
def executive(request: HttpRequest, code: str) -> HttpResponse:
    """`?show=`: one of the lists, whole and paged. At most 60 queries, however large the town is."""
    town = opened_town_of(request)
    if (no := answer("governance.see_executive", actor_of(request))) is not None:
        raise no
    desk = desk_of(request, town)
    known = _sources(desk)
    here = desk.url("work/executive/")
    crumbs = [(town.name, f"/{code}/"), (_("まち全体"), here)]
    context: dict[str, Any] = {"town": town, "desk": desk, "base": here}
    shown = next((one for one in known if one.key == request.GET.get("show")), None)
    if shown is not None:
        page, tasks = page_of(shown, request.GET.get("page"))
        context |= {"source": shown, "page": page, "tasks": tasks, "back": (_("まち全体"), here)}
        return render(request, "pages/work/list.html", context | {"crumbs": [*crumbs, (shown.heading, "")]})
    parts = parts_of(known)
    context |= {
        "first": one_of_each([part for part in parts if part.source.key != "own"]),
        "counts": {part.source.key.replace("-", "_"): part.count for part in parts},
        "parts": [part for part in parts if part.count],
        "nothing": [part.source.empty for part in parts if not part.count],
        "section_columns": _columns(),
        "section_rows": [one.row for one in sections(desk.today)],
        "crumbs": [crumbs[0], (_("まち全体"), "")],
    }
    return render(request, "pages/work/executive.html", context)


def _sources(desk: Desk) -> list[Source]:
    today = desk.today
    promise, report, step = sources.promise_task, sources.report_task, sources.step_task
    return [
        Source("unanswered", gettext_lazy("だれも責任者になっていないもの"), objects_without_post(today),
               lambda one: _unanswered(desk, one), rank=0, empty=gettext_lazy("すべてに責任者がいます。")),
        Source("unconfirmed", gettext_lazy("所管の確認がまだのもの"), never_confirmed(today),
               lambda one: _unconfirmed(desk, one), rank=1, empty=gettext_lazy("すべて確認されています。")),
        Source("orphans", gettext_lazy("答える役職がなくなった約束"), orphaned_promises(today),
               lambda one: promise(desk, one), rank=0, empty=gettext_lazy("どの約束にも、答える役職があります。")),
        Source("late-promises", gettext_lazy("期限をすぎた約束"), promises.late_promises(today),
               lambda one: promise(desk, one), rank=2, empty=gettext_lazy("期限をすぎた約束はありません。")),
        Source("late-reports", gettext_lazy("期限をすぎた報告"), reports_owed(today),
               lambda one: _asked_of_others(desk, report(desk, one), _("報告をうながす"), one.project_id),
               rank=2, empty=gettext_lazy("期限をすぎた報告はありません。")),
        Source("late-steps", gettext_lazy("予定の日をすぎた工程"), steps_to_do(today),
               lambda one: _asked_of_others(desk, step(desk, one), _("工程をたずねる"), one.project_id),
               rank=2, empty=gettext_lazy("予定の日をすぎた工程はありません。")),
        Source("ending", gettext_lazy("1年のうちに終わり、続ける人が決まっていない事業"),
               ending_projects(today, today + ENDING_WITHIN), lambda one: _ending(desk, one), rank=3,
               empty=gettext_lazy("続け方の決まっていない事業は、1年のうちには終わりません。")),
        Source("cliff", gettext_lazy("1年のうちに切れ、支え手が決まっていない補助金"), open_ends(today),
               lambda one: _cliff(desk, one), rank=3, all_url=desk.url("cliff/"),
               empty=gettext_lazy("支え手の決まっていない補助金は、1年のうちには切れません。")),
        Source("late-duties", gettext_lazy("国や県に出す、期限をすぎた報告"), duties_owed(today),
               lambda one: _duty(desk, one), rank=2,
               empty=gettext_lazy("国や県に出す報告に、期限をすぎたものはありません。")),
        Source("terms", gettext_lazy("90日のうちに終わる任期"), ending_terms(today),
               lambda one: _term(desk, one), rank=4, empty=gettext_lazy("90日のうちに終わる任期はありません。")),
        Source("own", gettext_lazy("わたしの約束"), promises.open_promises(desk.post_ids),
               lambda one: promise(desk, one), rank=5,
               empty=gettext_lazy("わたしの役職に、はたす前の約束はありません。"),
               all_url=desk.url("work/promises/")),
    ]  # fmt: skip


def _unanswered(desk: Desk, thing: PublicObject) -> Task:
    since = timezone.localtime(thing.first_told_at).date()
    public = sources.page_of_object(desk.town, thing)
    url = sources.appoint_url(desk, thing)
    return Task(_("責任者を決める"), thing.title, url, since, thing.state, public,
                (_("責任者がいません"), "bad"))  # fmt: skip


def _asked_of_others(desk: Desk, task: Task, what: str, project_id: int) -> Task:
    """What a section owes: whoever leads goes to the project, where the section's telephone is, and asks."""
    return replace(task, what=what, url=desk.url(f"projects/{project_id}/"))


def _duty(desk: Desk, one: SubsidyDuty) -> Task:
    return _asked_of_others(desk, sources.duty_task(desk, one), _("報告をうながす"), one.subsidy.project_id)


def _unconfirmed(desk: Desk, one: Responsibility) -> Task:
    """Who leads asks the post, whose page has its telephone; only the post itself can confirm."""
    public = sources.page_of_object(desk.town, one.object)
    url = desk.url(f"posts/{one.post_id}/")
    return Task(_("確認をうながす"), one.object.title, url, one.since, one.post.full_name, public)


def _ending(desk: Desk, project: Project) -> Task:
    public = desk.url(f"projects/{project.pk}/")
    url = desk.draft_url("projects.plan", project.public_reference())
    assert project.ends_on is not None  # noqa: S101 - the list holds only such
    return Task(_("続け方を決める"), project.name, url, project.ends_on,
                project.get_state_display(), public, (_("続ける人が未定"), "warn"), ends=LAST)  # fmt: skip


def _cliff(desk: Desk, subsidy: Subsidy) -> Task:
    public = desk.url(f"subsidies/{subsidy.pk}/")
    return Task(_("支え手を決める"), subsidy.project.name, desk.draft_url(SUBSIDY, subsidy.public_reference()),
                subsidy.ends_on, subsidy.name, public, (_("支え手が未定"), "warn"), ends=LAST)  # fmt: skip


def _term(desk: Desk, term: Holder) -> Task:
    name = term.post.full_name
    public = desk.url(f"posts/{term.post_id}/")
    assert term.until is not None  # noqa: S101 - the list holds only such
    return Task(_("後任を決める"), name, desk.url("work/people/holders/"), term.until, "", public, ends=LAST)


def ending_terms(today: date) -> QuerySet[Holder]:
    """Terms that end within 90 days and after which nobody holds the post yet, the nearest first."""
    found: QuerySet[Holder] = Holder.objects.filter(until__gt=today, until__lte=today + TERMS_WITHIN)
    followed = Holder.objects.filter(Q(until__isnull=True) | Q(until__gt=today + TERMS_WITHIN)).values("post_id")
    return found.exclude(post__in=followed).select_related("post__organisation").order_by("until", "pk")


def orphaned_promises(today: date) -> QuerySet[Promise]:
    """Open promises of posts that have ended: nobody answers for them."""
    found: QuerySet[Promise] = Promise.objects.filter(state=Promise.State.OPEN, post__until__lte=today)
    return found.select_related(*promises.WITH_POST).order_by("due_on", "pk")


@dataclass(frozen=True, slots=True)
class Section:
    """What presses in one organisation."""

    name: str
    unconfirmed: int
    late_promises: int
    late_reports: int

    @property
    def all(self) -> int:
        return self.unconfirmed + self.late_promises + self.late_reports

    @property
    def row(self) -> list[Any]:
        """As a table shows it."""
        return [self.name, *((n, f"{n:,}") for n in (self.unconfirmed, self.late_promises, self.late_reports))]


def _columns() -> list[Any]:
    return [
        _("組織"),
        (_("所管の確認がまだ"), "number"),
        (_("期限をすぎた約束"), "number"),
        (_("期限をすぎた報告"), "number"),
    ]


def sections(today: date) -> list[Section]:
    """The organisations in which something presses, those with most first. Five queries."""
    unconfirmed = _by_organisation(never_confirmed(today))
    late = _by_organisation(promises.late_promises(today))
    reports = _reports_by_organisation(today)
    names = Organisation.objects.in_bulk(set(unconfirmed) | set(late) | set(reports))
    found = [Section(one.name, unconfirmed.get(pk, 0), late.get(pk, 0), reports[pk]) for pk, one in names.items()]
    return sorted(found, key=lambda one: (-one.all, one.name))


def _by_organisation(rows: QuerySet[Any]) -> Mapping[int, int]:
    counted = rows.order_by().values_list("post__organisation_id").annotate(count=Count("pk"))
    return dict(counted)


def _reports_by_organisation(today: date) -> Counter[int]:
    """Late reports by the organisation of the post that is accountable for their project. Two queries."""
    late: dict[int, int] = dict(
        reports_owed(today).order_by().values_list("project_id").annotate(count=Count("pk"))
    )
    code = town_code()
    keys = {f"{code}-{pk}": count for pk, count in late.items()}
    held = Responsibility.objects.filter(
        on_day(today), part=Responsibility.Part.ACCOUNTABLE, object__kind="project", object__key__in=keys
    )
    found: Counter[int] = Counter()
    for organisation, key in held.values_list("post__organisation_id", "object__key"):
        found[organisation] += keys[key]
    return found
