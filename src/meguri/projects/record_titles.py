"""What the public acts on projects are called in the record."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext_lazy as _

from meguri.core.scope import across_towns
from meguri.governance.came_with import came_with_a_file
from meguri.projects.models import Project, Report
from meguri.projects.states import WORDS
from meguri.record.titles import Kind, register

PLAN_FIELDS = {
    "name": _("事業の名前"),
    "number": _("事業番号"),
    "purpose": _("何のために"),
    "activity": _("何をするか"),
    "came_from": _("もとになった計画や声"),
    "owner": _("行う団体"),
    "place": _("場所"),
    "latitude": _("緯度"),
    "longitude": _("経度"),
    "begins_on": _("始まる日"),
    "ends_on": _("終わる日"),
    "ground": _("根拠"),
    "law": _("根拠の法令・条例"),
    "end_condition": _("何をもって終えるか"),
    "successor": _("終えたあと、だれが続けるか"),
    "planned_yen": _("見込みの費用（円）"),
    "post": _("責任者になる役職"),
    "indicators": _("動かしたい指標"),
}


def _parts(id: str) -> tuple[str, int]:
    """"016331-12" → ("016331", 12); 0 for what is no number."""
    code, _dash, number = id.partition("-")
    return code, int(number) if number.isascii() and number.isdigit() else 0


def _project_names(ids: Iterable[str]) -> Mapping[str, str]:
    """One query. The record of the country names projects of all towns; all of them are public."""
    wanted = {_parts(id): id for id in ids}
    with across_towns():
        rows = Project.objects.filter(pk__in=[pk for _code, pk in wanted])
        found = list(rows.values_list("town__municipality__code", "pk", "name"))
    return {wanted[code, pk]: name for code, pk, name in found if (code, pk) in wanted}


def _report_names(ids: Iterable[str]) -> Mapping[str, str]:
    """One query; only what has been published."""
    wanted = {_parts(id): id for id in ids}
    with across_towns():
        rows = Report.objects.filter(pk__in=[pk for _code, pk in wanted], published_at__isnull=False)
        found = list(rows.values_list("town__municipality__code", "pk", "project__name", "title"))
    return {wanted[code, pk]: f"{name} {title}" for code, pk, name, title in found if (code, pk) in wanted}


def _project_page(id: str) -> str:
    code, pk = _parts(id)
    return f"/{code}/projects/{pk}/"


def _report_page(id: str) -> str:
    """Led on from the project's path, since the id of a report does not name its project."""
    code, pk = _parts(id)
    return f"/{code}/reports/{pk}/"


def _field(name: str) -> str:
    """What a field of a plan is called on its form."""
    return str(PLAN_FIELDS.get(name, name))


def _state(name: str) -> str:
    return next((str(word) for state, word in WORDS.items() if state == name), name)


register(
    titles={
        "projects.publish_plan": _("事業の計画を公表しました"),
        "projects.publish_transition": _("事業の段階を進めました"),
        "projects.publish_report": _("事業の報告を公表しました"),
        "projects.publish_milestones": _("事業の工程を公表しました"),
    },
    kinds={
        "project": Kind(
            _("事業"), _project_page, _project_names, came_with=came_with_a_file("project")
        ),
        "report": Kind(_("事業の報告"), _report_page, _report_names),
    },
    facts={
        "project": _("事業"),
        "report": _("事業の報告"),
        "from_state": _("もとの段階"),
        "to_state": _("新しい段階"),
        "planned_yen": _("見込みの費用（円）"),
        "cost_yen": _("いくらかかったか（円）"),
        "accountable": _("責任者"),
        "owner": _("行う団体"),
        "due_on": _("期限"),
        "changed": _("変えたこと"),
        "milestones": _("主な工程の数"),
        "promises": _("約束の数"),
    },
    values={"from_state": _state, "to_state": _state, "changed": _field},
)
