"""Publishing a report, with the promises that are made in it and the day of the next."""

from django.utils import timezone
from django.utils.translation import gettext as _

from meguri.core.action import Public, action, note
from meguri.core.actor import Actor
from meguri.core.errors import BadInput, Conflict
from meguri.core.recording import Unrecorded
from meguri.governance.actions.promises import make_promise
from meguri.governance.models import Draft, Promise
from meguri.governance.objects import object_of, tell
from meguri.projects.actions.asking import ask_for_reports
from meguri.projects.actions.locking import standing_project, whole_form
from meguri.projects.forms.report import ReportForm, why_closed
from meguri.projects.models import Project, Report
from meguri.projects.ownership import check_owner
from meguri.projects.queries.standing import accountable_post


@action("projects.publish_report", record=Public)
def publish_report(actor: Actor, draft: Unrecorded[Draft]) -> Report:
    """Publish an approved report. `Conflict` for a project that has ended, or a report that is out already."""
    project = standing_project(draft)
    refuse_closed(draft, project)
    form: ReportForm = whole_form(draft)
    check_owner(draft, project.owner_id, project)
    report = _stored(draft, project, form)
    promises = _promise(form, project, report)
    tell("report", [report])
    _ask_for_the_next(project, form)
    note(
        project=project,
        cost_yen=None if report.cost_yen is None else str(report.cost_yen),
        due_on=report.due_on,
        promises=[one.public_reference() for one in promises],
    )
    return report


def refuse_closed(draft: Draft, project: Project) -> None:
    """`Conflict` where the project has ended, or the report has been published meanwhile."""
    given = str(draft.content.get("report") or "")
    pk = int(given) if given.isdigit() else None
    if (why := why_closed(project, pk)) is not None:
        raise Conflict(why)
    out = Report.objects.filter(pk=pk, project=project, published_at__isnull=False).first() if pk else None
    if out is not None:
        sentence = _("「%(title)s」は、もう公表されています。つけ足すことは、「ほかの報告」として出してください。")
        raise Conflict(sentence % {"title": out.title})


def _stored(draft: Draft, project: Project, form: ReportForm) -> Report:
    given, now = form.cleaned_data, timezone.now()
    said = {name: (given.get(name) or "").strip() for name in ("done", "moved", "learnt")}
    columns = {**said, "cost_yen": given.get("cost_yen"), "published_at": now, "draft": draft}
    if given.get("report") is None:
        made: Report = Report.objects.create(
            town=project.town,
            project=project,
            title=given["title_typed"].strip(),
            due_on=timezone.localdate(),
            **columns,
        )
        return made
    report: Report = Report.objects.select_for_update().get(pk=given["report"], project=project)
    for name, value in columns.items():
        setattr(report, name, value)
    report.save(update_fields=[*columns])
    return report


def _promise(form: ReportForm, project: Project, report: Report) -> list[Promise]:
    """Each belongs to the post that answers for the project, and is about the project: it moves along with it."""
    promises = form.promises()
    if not promises:
        return []
    post = accountable_post(project)
    if post is None:
        raise BadInput(_("約束には受け持つ役職が要ります。先に事業の責任者を決めてから、この報告を出してください。"))
    today = timezone.localdate()
    thing = object_of(project)
    return [
        make_promise(
            post, text, made_in=Promise.MadeIn.REPORT, made_on=today, due_on=due, source=report.title, about=thing
        )
        for text, due in promises
    ]


def _ask_for_the_next(project: Project, form: ReportForm) -> None:
    due = form.cleaned_data.get("next_due")
    if due is not None:
        ask_for_reports([(project.pk, due)])
