"""An answer of the API: JSON as documented, or the same list as CSV."""

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any, Literal, TypeVar

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_noop
from ninja import Field, Schema

from meguri.core.api.flat import cells, columns
from meguri.core.api.paging import Cut, Paging, Part
from meguri.core.tables.writer import write_csv

S = TypeVar("S", bound=Schema)

CSV_TOO: dict[str, Any] = {"responses": {200: {"content": {"text/csv": {"schema": {"type": "string"}}}}}}
"""`openapi_extra` of an operation that also answers in CSV."""


class Wanted(Paging):
    """Which part of a list is asked for, and in which form."""

    format: Literal["json", "csv"] = Field(
        "json", description=gettext_noop("json、または表計算ソフトで開けるcsv（BOM付きUTF-8）")
    )


def list_answer(
    request: HttpRequest, shape: type[Part], item: type[S], part: Cut[S], wanted: Wanted, *, name: str, **more: Any
) -> HttpResponse:
    """A part of a list in the form that is wanted. `more`: the other fields of `shape`; `name`: of the CSV file."""
    links = part.links(request)
    if wanted.format == "csv":
        return csv_answer(name, columns(item), (list(cells(item, one)) for one in part.items), links=links)
    return json_answer(shape(items=list(part.items), **part.place, **more), links=links)  # type: ignore[call-arg]  # each Part has items


def json_answer(answer: Schema, *, links: str = "") -> HttpResponse:
    return bytes_answer(answer.model_dump_json().encode(), links=links)


def bytes_answer(body: bytes, *, links: str = "") -> HttpResponse:
    """JSON that was already written."""
    return _linked(HttpResponse(body, content_type="application/json"), links)


def csv_answer(name: str, header: Sequence[str], rows: Iterable[Sequence[object]], *, links: str = "") -> HttpResponse:
    """A table to be saved as `name`.csv: BOM for Excel, formulas made harmless."""
    body = b"".join(write_csv(chain([header], rows)))
    response = HttpResponse(body, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return _linked(response, links)


def _linked(response: HttpResponse, links: str) -> HttpResponse:
    if links:
        response["Link"] = links
    return response
