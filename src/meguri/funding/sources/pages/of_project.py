"""The other sources of a project, as a part of its sheet: what they are, and the drafts that may be begun."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from meguri.core.actor import Actor
from meguri.funding.sources.pages.cliff import bars_of
from meguri.funding.sources.pages.standing import Works, works
from meguri.funding.sources.policies import CONTRACT, IN_KIND, INVESTMENT, RETURN, STAY, SUBSIDY
from meguri.funding.sources.queries import running, sources_of
from meguri.governance.models import PublicObject
from meguri.governance.objects import address_of, kind_of
from meguri.projects.models import Project


@dataclass(frozen=True, slots=True)
class Source:
    """One other source: what kind it is, its name, where it is read, and what is said of it."""

    kind: str
    title: str
    url: str
    said: str


@dataclass(frozen=True, slots=True)
class SourcesOfProject:
    """`sentence`: how large a part subsidies carry, "" where they carry none."""

    lines: Sequence[Source]
    sentence: str
    works: Works


def sources_of_project(project: Project, thing: PublicObject | None, actor: Actor) -> SourcesOfProject:
    """Two queries, two more where a subsidy runs; those of the policies besides for who works here."""
    found = sources_of(thing)
    code = project.town.code
    lines = [Source(_word(one.kind), one.title, address_of(one.public_reference(), code), one.summary) for one in found]
    carried = [one for one in found if one.kind == "subsidy"]
    sentence = _sentence(project) if carried else ""
    return SourcesOfProject(lines, sentence, works(actor, project.town, thing, _kinds()))


def _word(kind: str) -> str:
    known = kind_of(kind)
    return str(known.word) if known is not None else kind


def _sentence(project: Project) -> str:
    today = timezone.localdate()
    bars = bars_of(list(running(today).filter(project=project)), today)
    return bars[0].words if bars else ""


def _kinds() -> list[tuple[str, str]]:
    return [
        (_("補助金を起案する"), SUBSIDY), (_("つづける約束を起案する"), STAY),
        (_("成果が呼びこんだものを起案する"), RETURN), (_("成果連動の契約を起案する"), CONTRACT),
        (_("投資の説明を起案する"), INVESTMENT), (_("現物・労務を起案する"), IN_KIND),
    ]  # fmt: skip
