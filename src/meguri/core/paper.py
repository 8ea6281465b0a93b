"""The one place where a paper is made: a Django template becomes a PDF that can be kept (PDF/A) and read aloud (tags).

Nothing is fetched: a template may name files of our own package alone, as `paper:paper.css`.
"""

from collections.abc import Mapping
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from meguri.core.errors import Conflict

SCHEME = "paper:"
VARIANT = "pdf/a-2a"
TYPES = {".css": "text/css", ".ttf": "font/ttf", ".svg": "image/svg+xml", ".png": "image/png"}


def render_pdf(template: str, context: Mapping[str, Any], *, title: str, issued_on: date | None = None) -> bytes:
    """`template` (it extends `paper/base.html`) as an A4 PDF. `issued_on`: the date at its foot, else today.

    `Conflict` where this machine lacks the library that sets the letters.
    """
    on = issued_on or timezone.localdate()
    written = render_to_string(template, {**context, "title": title, "issued_on": on, "language": get_language()})
    return pdf_of(written)


def pdf_of(written: str) -> bytes:
    """A page of HTML as a PDF."""
    try:  # here, since it loads Pango: a machine without it serves every page that is no paper
        from weasyprint import HTML
        from weasyprint.text.fonts import FontConfiguration
    except OSError:
        sentence = _("このサーバーには、PDFをつくる部品（Pango）がまだ入っていません。運用の担当者に伝えてください。")
        raise Conflict(sentence) from None
    page = HTML(string=written, base_url=SCHEME, url_fetcher=_own_file_alone)
    made: bytes = page.write_pdf(pdf_variant=VARIANT, font_config=FontConfiguration())
    return made


def paper_response(pdf: bytes, name: str) -> HttpResponse:
    """The PDF as a download called `name`, kept by no cache: papers may tell of a person."""
    headers = {"Content-Disposition": f'inline; filename="{name}.pdf"', "Cache-Control": "private, no-store"}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


def own_file(address: str) -> tuple[bytes, str]:
    """The content and type of `paper:NAME` in our own package; `ValueError` for any other address."""
    root: Path = settings.PAPER_FILES.resolve()
    path = (root / address.removeprefix(SCHEME).lstrip("/")).resolve()
    if not address.startswith(SCHEME) or not path.is_relative_to(root) or path.suffix not in TYPES:
        raise ValueError(f"a paper reads no {address[:80]}")
    return path.read_bytes(), TYPES[path.suffix]


def _own_file_alone(address: str) -> Any:
    """What is not ours stops the paper, so that none goes out with a part missing."""
    from weasyprint.urls import FatalURLFetchingError, URLFetcherResponse

    try:
        content, content_type = own_file(address)
    except (ValueError, OSError) as error:
        raise FatalURLFetchingError(str(error)) from error
    return URLFetcherResponse(address, BytesIO(content), {"Content-Type": content_type})
