"""The one act by which official files come in: all or nothing, and a second time changes nothing."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from meguri.core.action import Public, action, note
from meguri.core.actor import Actor
from meguri.core.errors import BadInput
from meguri.core.policy import answer
from meguri.core.recording import Unrecorded
from meguri.core.tables import Report
from meguri.indicators import storage
from meguri.indicators.merge import merge
from meguri.indicators.models import Edition, EditionColumn, Indicator, Source
from meguri.indicators.runs import NewColumn
from meguri.indicators.sources.estat import read_estat
from meguri.indicators.sources.places import with_todays_codes
from meguri.indicators.sources.register import read_register
from meguri.indicators.sources.ssdse import read_ssdse
from meguri.indicators.sources.table import FigureTable
from meguri.towns.models import CodeChange, Municipality
from meguri.towns.reference import read_code_changes

MAX_BYTES = 64 * 1024 * 1024
OFFICIAL_SOURCES = ("ssdse-a", "resident-register", "e-stat")


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


def import_figures(actor: Actor, files: Sequence[GivenFile], *, read_again: bool = False) -> ImportReport:
    """Take in editions of official publications: SSDSE-A, the resident register, answers of the e-Stat API.

    Files whose very bytes were taken in before are passed over unless `read_again`; where none is left, nothing
    happens and nothing is recorded. Raises `RefusedFile` with every finding, and then nothing is written.
    """
    known = {} if read_again else _editions_by_digest(files)
    passed_over = tuple(
        FileReport(file.name, file.digest, known[file.digest].label, known_already=True)
        for file in files
        if file.digest in known
    )
    fresh = [file for file in files if file.digest not in known]
    if not fresh:
        return _nothing_new(actor, files, passed_over)
    report = take_in_editions(actor, fresh)
    return replace(report, files=passed_over + report.files)


def _nothing_new(actor: Actor, files: Sequence[GivenFile], passed_over: tuple[FileReport, ...]) -> ImportReport:
    if (refusal := answer("indicators.import_figures", actor, files)) is not None:
        raise refusal
    return ImportReport(passed_over)


@action("indicators.import_figures", record=Public)
def take_in_editions(actor: Actor, files: Unrecorded[Sequence[GivenFile]]) -> ImportReport:
    """The act itself: all of these files, or none."""
    reads = [_read(file) for file in files]
    for read in reads:
        read.edition = _edition(read)
    added, confirmed, rearranged = _take_in(reads)
    note(files=[{"sha256": read.file.digest, "source": read.source.key, "edition": read.table.label} for read in reads])
    return ImportReport(tuple(_report(read) for read in reads), added, confirmed, rearranged)


def _editions_by_digest(files: Sequence[GivenFile]) -> dict[str, Edition]:
    official = Edition.objects.filter(source__key__in=OFFICIAL_SOURCES)
    found = official.filter(digest__in=[file.digest for file in files])
    return {edition.digest: edition for edition in found}


def _read(file: GivenFile) -> _Read:
    if len(file.content) > MAX_BYTES:
        raise BadInput(_("ファイルが大きすぎます。64メガバイトまでのファイルを選んでください。"))
    key, reader = _reader_for(file)
    source = Source.objects.filter(key=key).first()
    if source is None:
        raise BadInput(_("指標の定義がまだ入っていません。先に meguri migrate を実行してください。"))
    return _Read(file, source, with_todays_codes(reader(file.content), read_code_changes()))


def _reader_for(file: GivenFile) -> tuple[str, Callable[[bytes], FigureTable]]:
    """The source and reader that a file's beginning asks for; SSDSE's reader explains any other."""
    head = file.content[:2000]
    if head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{"):
        return "e-stat", read_estat
    is_register = "住民基本台帳".encode() in head or "住民基本台帳".encode("cp932") in head
    return ("resident-register", read_register) if is_register else ("ssdse-a", read_ssdse)


def _edition(read: _Read) -> Edition:
    edition, _made = Edition.objects.update_or_create(
        source=read.source,
        label=read.table.label,
        defaults={
            "rank": read.table.edition * (10_000 if read.table.edition < 10_000 else 1),
            "digest": read.file.digest,
            "file_name": read.file.name[:200],
            "imported_at": timezone.now(),
        },
    )
    return edition


def _take_in(reads: Sequence[_Read]) -> tuple[int, int, int]:
    """Merge the editions into what is stored; how many rows were added, moved and deleted.

    All editions stand in one order, whatever their source: a figure that SSDSE and e-Stat both carry is one figure.
    """
    indicator_ids = dict(Indicator.objects.filter(town__isnull=True).values_list("key", "pk"))
    places = _place_ids()
    order = _official_editions(reads)
    place_in_order = {edition: number for number, edition in enumerate(order)}
    batch = [
        column
        for read in reads
        for column in _columns(read.table, place_in_order[read.edition.pk], indicator_ids, places)
    ]
    wanted = sorted({column.indicator for column in batch})
    known = storage.known_columns(wanted, place_in_order)
    change = merge(storage.read_runs(wanted, place_in_order), known, batch)
    edition_of = dict(enumerate(order))
    storage.delete_runs(change.deleted)
    storage.move_ends(change.moved, edition_of)
    storage.insert_runs(change.inserted, edition_of)
    everyone = np.array(sorted(set(places.values())), dtype=np.int64)
    storage.store_columns(change.columns, edition_of, everyone)
    return len(change.inserted), len(change.moved), len(change.deleted)


def _official_editions(reads: Sequence[_Read]) -> list[int]:
    """Ids of the editions that came in by this act, now or before, in the order of their issue."""
    came_in = Q(pk__in=EditionColumn.objects.values("edition")) | Q(pk__in=[read.edition.pk for read in reads])
    return list(Edition.objects.filter(came_in).order_by("rank", "pk").values_list("pk", flat=True))


def _place_ids() -> dict[str, int]:
    """Municipality ids by code, former codes included; two queries. Made-up towns have no official figures."""
    ids = dict(CodeChange.objects.values_list("old_code", "municipality_id"))
    ids.update(Municipality.objects.real().values_list("code", "pk"))
    return ids


def _columns(
    table: FigureTable, edition: int, indicator_ids: dict[str, int], places: dict[str, int]
) -> list[NewColumn]:
    unknown = [code for code in table.codes if code not in places]
    if unknown:
        raise BadInput(
            _("全国の一覧にないコードがあります: %(codes)s。ファイルを確かめてください。データは何も変わっていません。")
            % {"codes": "、".join(unknown[:5])}
        )
    municipalities = np.array([places[code] for code in table.codes], dtype=np.int64)
    return [
        NewColumn(edition, indicator_ids[column.series.key], column.period, municipalities, table.values[:, n])
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
