"""Taking a town's file: all or nothing, one entry for the whole of it, a second time nothing."""

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext as _

from meguri.core.action import Internal, Public, action, note
from meguri.core.actor import Actor
from meguri.core.errors import BadInput, Conflict
from meguri.core.recording import Locked, Unrecorded
from meguri.core.scope import active_town
from meguri.core.tables.columns import Columns
from meguri.governance.models import Draft
from meguri.governance.sheets.chart_reorganise import split_moved
from meguri.governance.sheets.drafted import plan_of
from meguri.governance.sheets.files import SheetFile, read_sheet, require_plan
from meguri.governance.sheets.layouts import remember
from meguri.governance.sheets.plan import SheetPlan, require_unchanged
from meguri.governance.sheets.registry import SheetImport, import_of
from meguri.governance.sheets.successors import moved_as_told
from meguri.governance.sheets.watching import require_looked
from meguri.towns.models import Station, Town

SHEET, REORGANISATION = "governance.sheet", "governance.reorganisation"
"""The kinds of draft by which a file is taken once the town has been set up."""


class NothingNew(Conflict):
    """All that the file says stands already."""

    def __init__(self) -> None:
        super().__init__(_("変わりはありません。このファイルの内容は、すべて入っています。"))


@action("governance.take_sheet", record=Public)
def take_sheet(
    actor: Actor,
    town: Locked[Town],
    kind: Unrecorded[str],
    file: Unrecorded[SheetFile],
    shown: Unrecorded[str] = "",
    seen: Unrecorded[bool] = False,
) -> dict[str, int]:
    """Take a file while the town is being set up. `shown`: the fingerprint of the plan that was looked at.

    `seen`: whether what ends, and the sums that change by much, were looked at.
    Raises `NothingNew` when all of it stands, `Conflict` when something else stands now than what was shown.
    """
    one = known_import(kind)
    read = read_sheet(file, one)
    plan = require_plan(read)
    _is_as_shown(plan, shown)
    require_looked(one, plan, seen=seen)
    remember(kind, read.laid.headings, read.columns)
    return _apply(actor, one, plan)


@action("governance.reorganise", record=Public)
def reorganise(
    actor: Actor,
    town: Locked[Town],
    file: Unrecorded[SheetFile],
    on: date,
    moved: Unrecorded[Mapping[int, int | None]],
    shown: Unrecorded[str] = "",
) -> dict[str, int]:
    """Let an organisation chart hold from a day on: what is new begins, what is absent ends, the rest moves along."""
    one = known_import("chart")
    read = read_sheet(file, one, ends_absent=True)
    plan = split_moved(moved_as_told(require_plan(read), on, moved))
    _is_as_shown(plan, shown)
    remember("chart", read.laid.headings, read.columns)
    return _apply(actor, one, plan)


@action("governance.publish_sheet", record=Public)
def publish_sheet(actor: Actor, draft: Unrecorded[Draft]) -> dict[str, int]:
    """Take what an approved draft would change, if everything still is as it was."""
    return _publish(actor, draft)


@action("governance.publish_reorganisation", record=Public)
def publish_reorganisation(actor: Actor, draft: Unrecorded[Draft]) -> dict[str, int]:
    """Reorganise as an approved draft says, if everything still is as it was."""
    return _publish(actor, draft)


@action("governance.remember_layout", record=Internal)
def remember_layout(actor: Actor, kind: str, headings: list[str], columns: Columns) -> None:
    """Keep how a file's columns were read, for the next one with these headings."""
    remember(kind, headings, columns)


def known_import(kind: str) -> SheetImport:
    one = import_of(kind)
    if one is None:
        raise BadInput(_("この種類の表は、取り込めません。"))
    return one


def _publish(actor: Actor, draft: Draft) -> dict[str, int]:
    plan = plan_of(draft)
    return _apply(actor, known_import(plan.kind), plan)


def _is_as_shown(plan: SheetPlan, shown: str) -> None:
    if shown and plan.fingerprint != shown:
        raise Conflict(
            _("見ていたあいだに、変わるところが変わりました。まだ何も取り込んでいません。もう一度見てください。")
        )


def _use_station(one: SheetImport) -> None:
    """What a town brings it shows: its ring has the station from now on."""
    town = Town.objects.select_for_update().get(pk=getattr(active_town(), "pk", 0))
    if one.station is not None and one.station.value not in town.stations:
        town.stations = [station.value for station in Station if station.value in {*town.stations, one.station.value}]
        town.save(update_fields=["stations"])
        note(stations=town.stations)


def _apply(actor: Actor, one: SheetImport, plan: SheetPlan) -> dict[str, int]:
    """Write the plan and say in the record how much it changed; never what a cell says."""
    if plan.changes_nothing:
        raise NothingNew
    require_unchanged(plan, one.kind, one.standing(plan.asked))
    apply = one.reorganises if plan.on is not None and one.reorganises else one.apply
    counts = dict(apply(actor, plan))
    _use_station(one)
    note(sheet=one.kind.key, sha256=plan.digest, **counts, **({"on": plan.on} if plan.on else {}))
    return counts
