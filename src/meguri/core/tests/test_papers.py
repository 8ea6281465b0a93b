"""A paper (PDF) carries its own letters, is tagged for who hears it, and reads nothing but our own files."""

import datetime as dt
import re
import zlib

import pytest

from meguri.core.paper import own_file, paper_response, pdf_of, render_pdf

BASE = "paper/base.html"


def unpacked(pdf: bytes) -> bytes:
    """The PDF with its streams written out."""
    return re.sub(rb"stream\n(.*?)\nendstream", lambda found: _inflated(found[1]), pdf, flags=re.DOTALL)


def _inflated(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return stream


def test_a_paper_is_kept_for_long_and_read_aloud() -> None:
    made = render_pdf(BASE, {}, title="寄附金受領証明書", issued_on=dt.date(2026, 5, 12))
    assert made.startswith(b"%PDF-1.7")
    made = unpacked(made)
    assert b"/MarkInfo" in made
    assert b"/StructTreeRoot" in made
    assert b"/Lang (ja" in made
    assert b"pdfaid:part" in made


def test_a_paper_brings_the_letters_of_the_project_with_it() -> None:
    made = unpacked(render_pdf(BASE, {}, title="髙﨑𠮷 様"))
    fonts = set(re.findall(rb"/BaseFont ?/([^ /\n]+)", made))
    assert fonts
    assert all(b"NotoSansJP" in font.replace(b"-", b"").replace(b"#20", b"") for font in fonts), fonts


@pytest.mark.parametrize(
    "address",
    ["file:///etc/passwd", "http://127.0.0.1:9/a.css", "data:text/css,", "paper:../urls.py", "paper:/etc/passwd"],
)
def test_a_paper_reads_nothing_else(address: str) -> None:
    with pytest.raises(ValueError):
        own_file(address)


def test_a_paper_with_a_part_missing_is_not_made() -> None:
    with pytest.raises(BaseException, match="no file"):
        pdf_of('<link rel="stylesheet" href="file:///etc/passwd"><p>紙')


def test_no_cache_keeps_a_paper() -> None:
    assert "no-store" in paper_response(b"%PDF", "receipt-2026-1")["Cache-Control"]
