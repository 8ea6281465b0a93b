"""`meguri import FILE…`: official figures by the one import act, all or nothing, each repair told."""

import argparse
from collections.abc import Iterable
from pathlib import Path

from meguri.cli.terminal import complain, say
from meguri.core.actor import Channel, operator
from meguri.core.tables import Finding
from meguri.indicators.importing import FileReport, GivenFile, ImportReport, import_figures
from meguri.indicators.sources.findings import RefusedFile

SHOWN = 50


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "files",
        nargs="+",
        type=Path,
        metavar="ファイル",
        help="SSDSE-A、住民基本台帳、e-Stat の答え（JSON）のファイル。何版でも一度に",
    )
    parser.add_argument("--read-again", action="store_true", help="前に取り込んだファイルも読み直します")


def run(asked: argparse.Namespace) -> int:
    given = [GivenFile(path.name, path.read_bytes()) for path in asked.files]
    try:
        report = import_figures(operator(channel=Channel.IMPORT), given, read_again=asked.read_again)
    except RefusedFile as refused:
        complain(str(refused))
        listed, more = refused.report.listed(SHOWN)
        _tell(listed, more)
        return 1
    for file in report.files:
        _tell_file(file)
    say(_summary(report))
    return 0


def _tell_file(file: FileReport) -> None:
    state = "前に取り込んだものと同じです" if file.known_already else f"{file.figures:,} 件の数字"
    say(f"{file.name}: {file.edition}、{state}")
    listed, more = file.found.listed(SHOWN)
    _tell(listed, more)


def _summary(report: ImportReport) -> str:
    if report.changed_nothing:
        return "変わったところはありません。"
    return f"取り込みました。新しい数字 {report.added:,} 件、前の版と同じ数字 {report.confirmed:,} 件。"


def _tell(findings: Iterable[Finding], more: int) -> None:
    """Row, column, what was found, what was taken or is expected, and the sentence."""
    for finding in findings:
        place = "".join([f"{finding.row}行" if finding.row else "", f"{finding.column}列" if finding.column else ""])
        say(f"  {place}: 「{finding.found}」→「{finding.expected}」 {finding.message}")
    if more:
        say(f"  ほかに {more:,} 件あります。")
