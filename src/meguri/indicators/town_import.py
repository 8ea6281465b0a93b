"""The act by which a town's own file comes in: all or nothing, one record entry a file, a second time nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypedDict

import numpy as np
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from meguri.core.action import Public, action, note
from meguri.core.actor import Actor
from meguri.core.batches import AT_ONCE, batches
from meguri.core.errors import BadInput, Conflict
from meguri.core.period import Period, PeriodKind
from meguri.core.recording import Locked, Unrecorded
from meguri.core.tables import Table
from meguri.governance.objects import tell
from meguri.indicators.defining import source_of_town
from meguri.indicators.mapping import Columns, header_digest
from meguri.indicators.models import Edition, EditionColumn, ImportMapping, Indicator, Observation
from meguri.indicators.runs import packed_places
from meguri.indicators.sources.findings import RefusedFile
from meguri.indicators.town_file import Meaning, Reading, TownFigure, digest_of, open_table, read_figures
from meguri.towns.models import Town


class NothingNew(Conflict):
    """Every figure of the file is already here."""

    def __init__(self) -> None:
        super().__init__(_("変わりはありません。このファイルの数は、すべて取り込み済みです。"))


@dataclass(frozen=True)
class TownFile:
    """A file as an officer gave it, and how it is to be read. `sheet`: of a workbook, None for its first."""

    name: str
    content: bytes
    columns: Columns
    sheet: str | None = None


@dataclass(frozen=True)
class Brought:
    """What a file brings: its figures, and what is kept of the file itself."""

    name: str
    digest: str
    headings: str
    columns: Columns
    figures: tuple[TownFigure, ...]


class Outcome(TypedDict):
    """What came in, in figures."""

    edition: int
    added: int
    revised: int
    confirmed: int


@dataclass(frozen=True)
class Plan:
    """What a file would change: new figures, changed ones, and ids of rows that stay as they are."""

    added: tuple[TownFigure, ...]
    revised: tuple[TownFigure, ...]
    confirmed: tuple[int, ...]

    @property
    def changes_nothing(self) -> bool:
        return not (self.added or self.revised)


def own_indicators(town: Town) -> list[Indicator]:
    """The indicators whose figures the town itself states. One query."""
    return list(Indicator.objects.filter(town=town).order_by("id"))


def read_town_file(file: TownFile, town: Town, indicators: Sequence[Indicator]) -> tuple[Table, Reading]:
    """The table, and the figures with the report on them. BadInput for what is no table."""
    table, header_row = open_table(
        file.content, file.name, sheet=file.sheet, header_row=file.columns.header_row, places=file.columns.places()
    )
    if len(file.columns.uses) > len(table.rows[header_row - 1]):
        raise BadInput(_("列の選び方が、このファイルと合いません。列をもう一度選んでください。"))
    if (fault := file.columns.fault()) is not None:
        raise BadInput(fault)
    meanings = [Meaning(one.key, one.name, PeriodKind(one.period_kind), one.decimals) for one in indicators]
    return table, read_figures(table, file.columns, meanings, town.code, timezone.localdate())


def brought_by(file: TownFile, town: Town, indicators: Sequence[Indicator]) -> Brought:
    """What the file brings. `RefusedFile` with every finding where something has to be put right."""
    table, reading = read_town_file(file, town, indicators)
    if not reading.report.ok:
        raise RefusedFile(reading.report)
    headings = header_digest(table.rows[file.columns.header_row - 1])
    return Brought(file.name, digest_of(file.content), headings, file.columns, tuple(reading.figures))


def plan(figures: Iterable[TownFigure], town: Town, indicators: Sequence[Indicator]) -> Plan:
    """What differs from the figures in force. One query."""
    ids = {one.key: one.pk for one in indicators}
    standing = in_force(town, list(ids.values()))
    added, revised, confirmed = [], [], []
    for figure in figures:
        found = standing.get((ids[figure.key], figure.period.encoded))
        if found is None:
            added.append(figure)
        elif found.value != figure.value:
            revised.append(figure)
        else:
            confirmed.append(found.pk)
    return Plan(tuple(added), tuple(revised), tuple(confirmed))


def in_force(town: Town, indicator_ids: Sequence[int]) -> dict[tuple[int, int], Observation]:
    """The town's newest figures by indicator and period. One query."""
    rows = Observation.objects.filter(indicator__in=indicator_ids, municipality=town.municipality_id)
    ordered = rows.select_related("last_edition").order_by("last_edition__rank")
    return {(row.indicator_id, row.period): row for row in ordered}


@action("indicators.import_town_figures", record=Public)
def import_town_figures(actor: Actor, town: Locked[Town], file: Unrecorded[TownFile]) -> Outcome:
    """Take in a town's own file as a new edition of the town's source, and remember how its columns were read.

    Raises `RefusedFile` with every finding, `NothingNew` when each figure is here already; then nothing is written.
    """
    indicators = own_indicators(town)
    outcome, _touched = take_in(town, brought_by(file, town, indicators), indicators)
    return outcome


def take_in(town: Town, brought: Brought, indicators: Sequence[Indicator]) -> tuple[Outcome, list[Indicator]]:
    """Inside an action, with the town locked: what `import_town_figures` does; and the indicators it touched."""
    change = plan(brought.figures, town, indicators)
    if change.changes_nothing:
        raise NothingNew
    edition = _new_edition(town, brought)
    _write(change, edition, town, {one.key: one.pk for one in indicators})
    _remember(town, brought)
    keys = {figure.key for figure in (*change.added, *change.revised)}
    touched = [one for one in indicators if one.key in keys]
    tell("indicator", touched)
    note(sha256=edition.digest, edition=edition.label, added=len(change.added), revised=len(change.revised))
    counts = Outcome(
        edition=edition.pk,
        added=len(change.added),
        revised=len(change.revised),
        confirmed=len(change.confirmed),
    )
    return counts, touched


def outcome_of(edition: Edition, town: Town) -> Outcome:
    """What came in with an edition of the town's source, counted from what is stored. Four queries."""
    new = Observation.objects.filter(
        municipality=town.municipality_id, indicator__in=own_indicators(town), first_edition=edition
    )
    earlier = Observation.objects.filter(
        indicator=OuterRef("indicator"),
        municipality=OuterRef("municipality"),
        period=OuterRef("period"),
        first_edition__rank__lt=edition.rank,
    )
    brought, revised = new.count(), new.filter(Exists(earlier)).count()
    confirmed = edition.columns.count() - brought
    return Outcome(edition=edition.pk, added=brought - revised, revised=revised, confirmed=confirmed)


def _new_edition(town: Town, brought: Brought) -> Edition:
    source = source_of_town(town)
    newest = Edition.objects.filter(source=source).order_by("-rank").first()
    rank = newest.rank + 1 if newest else 1
    return Edition.objects.create(
        source=source,
        rank=rank,
        label=f"{Period.of_day(timezone.localdate()).label_ja()}の資料（{rank}回目）",
        digest=brought.digest,
        file_name=brought.name[:200],
        imported_at=timezone.now(),
    )


def _write(change: Plan, edition: Edition, town: Town, ids: dict[str, int]) -> None:
    new = (*change.added, *change.revised)
    Observation.objects.bulk_create(
        [
            Observation(
                indicator_id=ids[figure.key],
                municipality_id=town.municipality_id,
                period=figure.period.encoded,
                value=figure.value,
                first_edition=edition,
                last_edition=edition,
            )
            for figure in new
        ],
        batch_size=AT_ONCE,
    )
    for some in batches(change.confirmed):
        Observation.objects.filter(pk__in=some).update(last_edition=edition)
    _write_columns(edition, town)


def _write_columns(edition: Edition, town: Town) -> None:
    carried = Observation.objects.filter(last_edition=edition, municipality=town.municipality_id)
    pairs = carried.values_list("indicator_id", "period").distinct()
    here = np.array([town.municipality_id], dtype=np.int64)
    places = packed_places(here, np.append(here, 0))
    EditionColumn.objects.bulk_create(
        [
            EditionColumn(edition=edition, indicator_id=indicator, period=period, places=places)
            for indicator, period in pairs
        ],
        batch_size=AT_ONCE,
    )


def _remember(town: Town, brought: Brought) -> None:
    ImportMapping.objects.update_or_create(
        town=town,
        header_digest=brought.headings,
        defaults={"name": brought.name[:80], "columns": brought.columns.as_json(), "updated_at": timezone.now()},
    )


def remembered(town: Town, headings: Sequence[str]) -> Columns | None:
    """How a file with these headings was read the last time. One query."""
    found = ImportMapping.objects.filter(town=town, header_digest=header_digest(headings)).first()
    return Columns.from_json(found.columns) if found else None
