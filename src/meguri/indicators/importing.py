"""The one act by which official files come in: all or nothing, and a second time changes nothing."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from django.utils import timezone
from django.utils.translation import gettext as _

from meguri.core.action import Public, action, note
from meguri.core.actor import Actor
from meguri.core.errors import BadInput
from meguri.core.recording import Unrecorded
from meguri.core.tables import Report
from meguri.indicators import storage
from meguri.indicators.merge import merge
from meguri.indicators.models import Edition, Indicator, Source
from meguri.indicators.runs import NewColumn
from meguri.indicators.sources.register import read_register
from meguri.indicators.sources.ssdse import read_ssdse
from meguri.indicators.sources.table import FigureTable
from meguri.towns.models import CodeChange, Municipality

MAX_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True)
class GivenFile:
    """A file as it was handed over."""

    name: str
    content: bytes

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True)
class FileReport:
    """What came of one file. `known_already` says that the very same bytes were taken in before."""

    name: str
    digest: str
    edition: str
    figures: int = 0
    known_already: bool = False
    found: Report = field(default_factory=Report)


@dataclass(frozen=True)
class ImportReport:
    """What came of all files together, in rows of figures."""

    files: tuple[FileReport, ...]
    added: int = 0
    confirmed: int = 0
    rearranged: int = 0

    @property
    def changed_nothing(self) -> bool:
        return not (self.added or self.confirmed or self.rearranged)


@dataclass
class _Read:
    """A file that was read, with the edition it belongs to."""

    file: GivenFile
    source: Source
    table: FigureTable
    edition: Edition = field(init=False)


@action("indicators.import_figures", record=Public)
def import_figures(
    actor: Actor, files: Unrecorded[Sequence[GivenFile]], *, read_again: bool = False
) -> ImportReport:
    """Take in editions of official publications: SSDSE-A and the resident register, told apart by their heads.

    Files whose very bytes were taken in before are passed over unless `read_again`. Raises `RefusedFile` with
    every finding, and then nothing is written.
    """
    known = {} if read_again else _editions_by_digest(files)
    passed_over = tuple(
        FileReport(file.name, file.digest, known[file.digest].label, known_already=True)
        for file in files
        if file.digest in known
    )
    reads = [_read(file) for file in files if file.digest not in known]
    for read in reads:
        read.edition = _edition(read)
    reports = [_take_in(source, [read for read in reads if read.source == source]) for source in _sources(reads)]
    note(files=[{"sha256": read.file.digest, "source": read.source.key, "edition": read.table.label} for read in reads])
    return ImportReport(
        files=passed_over + tuple(_report(read) for read in reads),
        added=sum(report.added for report in reports),
        confirmed=sum(report.confirmed for report in reports),
        rearranged=sum(report.rearranged for report in reports),
    )


def _editions_by_digest(files: Sequence[GivenFile]) -> dict[str, Edition]:
    found = Edition.objects.filter(digest__in=[file.digest for file in files])
    return {edition.digest: edition for edition in found}


def _read(file: GivenFile) -> _Read:
    if len(file.content) > MAX_BYTES:
        raise BadInput(_("ファイルが大きすぎます。64メガバイトまでのファイルを選んでください。"))
    key, reader = _reader_for(file)
    source = Source.objects.filter(key=key).first()
    if source is None:
        raise BadInput(_("指標の定義がまだ入っていません。先に meguri migrate を実行してください。"))
    return _Read(file, source, reader(file.content))


def _reader_for(file: GivenFile) -> tuple[str, Callable[[bytes], FigureTable]]:
    """The source and reader that a file's first line asks for; SSDSE's reader explains any other."""
    head = file.content[:2000]
    is_register = "住民基本台帳".encode() in head or "住民基本台帳".encode("cp932") in head
    return ("resident-register", read_register) if is_register else ("ssdse-a", read_ssdse)


def _edition(read: _Read) -> Edition:
    edition, _made = Edition.objects.update_or_create(
        source=read.source,
        rank=read.table.edition,
        defaults={
            "label": read.table.label,
            "digest": read.file.digest,
            "file_name": read.file.name[:200],
            "imported_at": timezone.now(),
        },
    )
    return edition


def _sources(reads: Sequence[_Read]) -> list[Source]:
    return list({read.source.pk: read.source for read in reads}.values())


def _take_in(source: Source, reads: Sequence[_Read]) -> ImportReport:
    """Merge the editions of one source into what is stored."""
    indicator_ids = dict(Indicator.objects.filter(source=source, town__isnull=True).values_list("key", "pk"))
    places = _place_ids()
    batch = [column for read in reads for column in _columns(read.table, indicator_ids, places)]
    rank_of = dict(Edition.objects.filter(source=source).values_list("pk", "rank"))
    edition_of = {rank: pk for pk, rank in rank_of.items()}
    wanted = sorted({column.indicator for column in batch})
    change = merge(storage.read_runs(wanted, rank_of), storage.known_columns(wanted, rank_of), batch)
    storage.delete_runs(change.deleted)
    storage.move_ends(change.moved, edition_of)
    storage.insert_runs(change.inserted, edition_of)
    everyone = np.array(sorted(set(places.values())), dtype=np.int64)
    storage.store_columns(change.columns, edition_of, everyone)
    return ImportReport((), len(change.inserted), len(change.moved), len(change.deleted))


def _place_ids() -> dict[str, int]:
    """Municipality ids by code, former codes included; two queries. Made-up towns have no official figures."""
    ids = dict(CodeChange.objects.values_list("old_code", "municipality_id"))
    ids.update(Municipality.objects.real().values_list("code", "pk"))
    return ids


def _columns(table: FigureTable, indicator_ids: dict[str, int], places: dict[str, int]) -> list[NewColumn]:
    unknown = [code for code in table.codes if code not in places]
    if unknown:
        raise BadInput(
            _("全国の一覧にないコードがあります: %(codes)s。ファイルを確かめてください。データは何も変わっていません。")
            % {"codes": "、".join(unknown[:5])}
        )
    municipalities = np.array([places[code] for code in table.codes], dtype=np.int64)
    return [
        NewColumn(table.edition, indicator_ids[column.series.key], column.period, municipalities, table.values[:, n])
        for n, column in enumerate(table.columns)
    ]


def _report(read: _Read) -> FileReport:
    return FileReport(
        name=read.file.name,
        digest=read.file.digest,
        edition=read.table.label,
        figures=int(np.count_nonzero(~np.isnan(read.table.values))),
        found=read.table.report,
    )
