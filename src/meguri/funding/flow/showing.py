"""A flow as its page shows it: the picture, the table beneath from the same rows, and the files to take away."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from meguri.core.tables import write_csv
from meguri.funding.flow.flow_picture import narrow_picture, wide_picture
from meguri.funding.flow.flow_table import FlowTable, folded
from meguri.funding.words import to_the_yen


@dataclass(frozen=True, slots=True)
class Shown:
    """`table` has the rows that the pictures draw. `is_folded`: the files hold more rows than are shown."""

    caption: str
    table: FlowTable
    wide: SafeString
    narrow: SafeString
    is_folded: bool
    csv_url: str = ""
    json_url: str = ""

    @property
    def heads(self) -> list[str]:
        """Of the columns in which the rows differ; the caption says the rest."""
        return [self.table.columns[at] for at in self.table.telling]

    @property
    def rows(self) -> list[tuple[list[tuple[str, str]], int, str, str]]:
        """Of each row: (name, page) of its places, yen, yen in letters, share in percent."""
        return [
            (
                [(row.path[at].name, row.path[at].url) for at in self.table.telling],
                row.yen,
                to_the_yen(row.yen),
                percent(row.yen, self.table.yen),
            )
            for row in self.table.rows
        ]

    @property
    def total(self) -> tuple[int, str]:
        return self.table.yen, to_the_yen(self.table.yen)


def shown(caption: str, table: FlowTable, files: str = "", asked: str = "") -> Shown:
    """`files`: the folder of flow.csv and flow.json. `asked`: the query of the page, which they take too."""
    short = folded(table, _("そのほか"))
    return Shown(
        caption,
        short,
        mark_safe(wide_picture(short)),  # noqa: S308  # drawn by us, every name escaped
        mark_safe(narrow_picture(short)),  # noqa: S308  # as above
        is_folded=len(short.rows) < len(table.rows),
        csv_url=f"{files}flow.csv{asked}" if files else "",
        json_url=f"{files}flow.json{asked}" if files else "",
    )


def percent(part: int, whole: int) -> str:
    """「12.3」, cut and never rounded up."""
    share = part * 1000 // whole if whole else 0
    return f"{share // 10}.{share % 10}"


def flow_file(kind: str, name: str, table: FlowTable, request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """All rows of a flow as a file, `kind` csv or json."""
    if kind == "json":
        return JsonResponse(as_json(table, request), json_dumps_params={"ensure_ascii": False})
    response = StreamingHttpResponse(list(write_csv(_csv_rows(table))), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _csv_rows(table: FlowTable) -> Iterator[tuple[Any, ...]]:
    yield (*table.columns, _("金額（円）"), _("割合（％）"))
    for row in table.rows:
        yield (*(place.name for place in row.path), row.yen, percent(row.yen, table.yen))


def as_json(table: FlowTable, request: HttpRequest) -> dict[str, Any]:
    return {
        "columns": list(table.columns),
        "unit": "JPY",
        "yen": table.yen,
        "rows": [
            {
                "places": [
                    {"key": one.key, "name": one.name, "url": request.build_absolute_uri(one.url) if one.url else None}
                    for one in row.path
                ],
                "yen": row.yen,
            }
            for row in table.rows
        ],
    }
