"""The flows of money as tables: of gifts, a project, a fund, a year, and of 100,000 yen of tax."""

from collections.abc import Iterable, Iterator, Sequence

from django.utils.translation import gettext as _

from meguri.funding.flow.flow_table import FlowRow, FlowTable, Place, flow_table, shares
from meguri.funding.flow.queries import Where, WhereItWent
from meguri.funding.flow.sources import Source
from meguri.funding.flow.sums import Came, End
from meguri.funding.journal.models import Fund, JournalEntry, Purpose
from meguri.funding.queries import Item
from meguri.projects.models import Project

Stage, Way = JournalEntry.Stage, JournalEntry.Way
BACK, KEPT = "back", "kept"


def gift_flow(went: Sequence[WhereItWent]) -> FlowTable:
    """What was given, the purposes it passed, and where it is."""
    columns = (_("いただいたお金"), _("使いみち"), _("行き先"))
    start = Place("gift", _("いただいたお金"))
    rows = []
    for one in went:
        for use in one.uses:
            rows.append(FlowRow((start, _purpose(use.purpose), _end(use.where, use.entry.project)), use.yen))
        for kept in one.kept:
            rows.append(FlowRow((start, _purpose(kept.purpose), _end(Where.KEPT, None)), kept.yen))
    return flow_table(columns, rows)


def fund_flow(fund: Fund, ends: Iterable[End], purposes: dict[int, Purpose], projects: dict[int, Project]) -> FlowTable:
    """What a fund has had, by purpose, and where it is."""
    start = Place(f"fund-{fund.pk}", fund.name)
    rows = [FlowRow((start, *_path(end, purposes, projects)), end.yen) for end in ends]
    return flow_table((_("資金"), _("使いみち"), _("行き先")), rows)


def year_flow(ends: Iterable[End], purposes: dict[int, Purpose], projects: dict[int, Project]) -> FlowTable:
    """What left the funds in a year, and for what."""
    rows = [FlowRow((_fund(purposes[end.purpose].fund), *_path(end, purposes, projects)), end.yen) for end in ends]
    return flow_table((_("資金"), _("使いみち"), _("行き先")), rows)


def project_flow(project: Project, sources: Iterable[Source]) -> FlowTable:
    """Whose money a project spent: how it came, and by which purpose."""
    end = Place(f"project-{project.pk}", project.name)
    rows = [
        FlowRow((Place(f"way-{one.way}", way_word(one.way)), _purpose(one.purpose, with_fund=True), end), one.yen)
        for one in sources
    ]
    return flow_table((_("お金の出どころ"), _("使いみち"), _("事業")), rows)


def tax_flow(yen: int, items: Sequence[Item]) -> FlowTable:
    """`yen` of tax divided as the settlement of a year was, by 款, to the yen."""
    sums: dict[str, int] = {}
    for one in items:
        sums[one.kan] = sums.get(one.kan, 0) + (one.money.settlement or 0)
    kept = {kan: amount for kan, amount in sums.items() if amount > 0}
    start = Place("tax", _("税"))
    parts = zip(kept, shares(list(kept.values()), yen), strict=True)
    rows = [FlowRow((start, Place(f"kan-{kan}", kan or _("（款の名前なし）"))), part) for kan, part in parts]
    return flow_table((_("税"), _("使いみち（款）")), rows)


def way_word(way: str) -> str:
    """How money came, in words; "" came from another purpose."""
    return str(Way(way).label) if way else _("ほかの使いみちから")


def came_in_words(came: Iterable[Came]) -> Iterator[tuple[str, int]]:
    """By way, the ways of several funds added up, in their order."""
    found: dict[str, int] = {}
    for one in came:
        word = str(Way(one.way).label) if one.way else _("出どころの書かれていないもの")
        found[word] = found.get(word, 0) + one.yen
    yield from found.items()


def _path(end: End, purposes: dict[int, Purpose], projects: dict[int, Project]) -> tuple[Place, Place]:
    known = {Stage.SPENT.value: Where.SPENT, Stage.RETURNED.value: Where.RETURNED, "lent": Where.LENT}
    where = known.get(end.stage, Where.KEPT)
    return _purpose(purposes[end.purpose]), _end(where, projects.get(end.project or 0))


def _fund(fund: Fund) -> Place:
    return Place(f"fund-{fund.pk}", fund.name, f"/{fund.town.code}/yen/funds/{fund.pk}/")


def _purpose(purpose: Purpose, *, with_fund: bool = False) -> Place:
    name = f"{purpose.fund.name} {purpose.name}" if with_fund else purpose.name
    return Place(f"purpose-{purpose.pk}", name, f"/{purpose.town.code}/yen/funds/{purpose.fund_id}/")


def _end(where: Where, project: Project | None) -> Place:
    if where is Where.SPENT:
        if project is None:
            return Place("spent", _("事業の書かれていない支出"))
        return Place(f"project-{project.pk}", project.name, f"/{project.town.code}/yen/projects/{project.pk}/")
    return {
        Where.RETURNED: Place("returned", _("返したお金"), tone=BACK),
        Where.LENT: Place("lent", _("貸しているお金"), tone=KEPT),
        Where.MOVED: Place("moved", _("ほかへ移したお金"), tone=BACK),
        Where.KEPT: Place("kept", _("まだ使っていないお金"), tone=KEPT),
    }[where]
