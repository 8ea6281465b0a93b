"""What came of money at projects: the post that answers, the figures that were to move and did or did not, reports."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from meguri.governance.queries.responsibilities import Answering, accountable_for
from meguri.indicators.figures import NO_FIGURES, Figure, Figures
from meguri.indicators.labels import name_of, number, period_label, suffix_of
from meguri.indicators.models import Indicator
from meguri.indicators.queries import catalogue, figures_of_place
from meguri.projects.keys import objects_of
from meguri.projects.models import Project, ProjectIndicator, Report
from meguri.projects.queries.sheet import before_it_began

REPORTS_EACH = 3


@dataclass(frozen=True, slots=True)
class Moved:
    """A figure of a project in words. `chip` and `word` say whether it moved since before the project began.

    Where there is no figure from before, the oldest there is stands in its place.
    """

    name: str
    url: str
    before: str
    before_when: str
    newest: str
    newest_when: str
    chip: str
    word: str


@dataclass(frozen=True, slots=True)
class Effect:
    """What stands behind the yen that one project spent."""

    project: Project
    url: str
    answering: Answering | None
    figures: tuple[Moved, ...]
    reports: tuple[Report, ...]


def effects_of(projects: Sequence[Project]) -> dict[int, Effect]:
    """By project. Seven queries at most, however many projects."""
    if not projects:
        return {}
    things = objects_of([one.pk for one in projects])
    posts = accountable_for([thing.pk for thing in things.values()])
    figures = _figures(projects)
    reports = _reports(projects)
    return {
        one.pk: Effect(
            project=one,
            url=f"/{one.town.code}/projects/{one.pk}/",
            answering=posts.get(things[one.pk].pk) if one.pk in things else None,
            figures=tuple(figures.get(one.pk, ())),
            reports=tuple(reports.get(one.pk, ())),
        )
        for one in projects
    }


def _figures(projects: Sequence[Project]) -> dict[int, list[Moved]]:
    ties = ProjectIndicator.objects.filter(project__in=projects).order_by("pk")
    pairs = list(ties.values_list("project_id", "indicator_id"))
    known = catalogue().by_id
    wanted = [known[pk] for pk in dict.fromkeys(pk for _project, pk in pairs) if pk in known]
    values = figures_of_place(projects[0].town.municipality, wanted) if wanted else {}
    by_pk = {one.pk: one for one in projects}
    found: dict[int, list[Moved]] = {}
    for project, indicator in pairs:
        if indicator in known:
            found.setdefault(project, []).append(_moved(by_pk[project], known[indicator], values))
    return found


def _moved(project: Project, indicator: Indicator, values: Mapping[int, Figures]) -> Moved:
    figures = values.get(indicator.pk, NO_FIGURES)
    newest = figures.latest
    before, when = _before(figures, project, newest)
    chip, word = _judged(before, newest)
    return Moved(
        name=name_of(indicator),
        url=f"/{project.town.code}/indicators/{indicator.key}/",
        before=_said(before, indicator),
        before_when=when,
        newest=_said(newest, indicator),
        newest_when=period_label(newest.period) if newest else "",
        chip=chip,
        word=word,
    )


def _before(figures: Figures, project: Project, newest: Figure | None) -> tuple[Figure | None, str]:
    """The figure from before the project began, with its time; where there is none the oldest, which says so."""
    found = before_it_began(figures.current, project.begins_on)
    oldest = next((one for one in figures.current if one.value is not None), None)
    told = found or oldest
    if told is None or newest is None or told.period == newest.period:
        return None, ""
    when = period_label(told.period)
    return told, when if found else _("%(when)s、いちばん古い数") % {"when": when}


def _judged(before: Figure | None, newest: Figure | None) -> tuple[str, str]:
    if newest is None or newest.value is None:
        return "wait", _("実績はまだありません")
    if before is None or before.value is None:
        return "plain", _("前の数がなく、くらべられません")
    if newest.value == before.value:
        return "plain", _("変わっていません")
    return "good", _("増えました") if newest.value > before.value else _("減りました")


def _said(figure: Figure | None, indicator: Indicator) -> str:
    if figure is None or figure.value is None:
        return ""
    return f"{number(figure.value, indicator.decimals)}{suffix_of(indicator)}"


def _reports(projects: Sequence[Project]) -> dict[int, list[Report]]:
    """The newest that are out."""
    out = Report.objects.filter(project__in=projects, published_at__isnull=False).order_by("-published_at", "-pk")
    found: dict[int, list[Report]] = {}
    for one in out:
        mine = found.setdefault(one.project_id, [])
        if len(mine) < REPORTS_EACH:
            mine.append(one)
    return found
