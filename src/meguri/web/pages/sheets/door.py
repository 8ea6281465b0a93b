"""What the pages of a town's files share: who may be there, which kept file is meant, how its query is read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from meguri.core.actor import Actor
from meguri.core.errors import NotAllowed
from meguri.core.policy import answer
from meguri.core.tables.columns import ID, VERSION, Columns, SheetKind
from meguri.core.tables.layout import best_sheet, headings_as, which_kind
from meguri.governance.policies import is_being_set_up, set_up
from meguri.governance.sheets.files import SheetFile
from meguri.governance.sheets.layouts import recall_kind
from meguri.governance.sheets.registry import SheetImport, all_kinds, import_of
from meguri.towns.models import Town
from meguri.towns.request import actor_of, opened_town_of
from meguri.towns.uploads import Upload, keep, kept
from meguri.towns.view_door import through_the_door

MOST_ROWS_ABOVE = 1000
OVER = "over_"
_CHOSEN, MOST_CHOSEN = "sheet_kinds", 40


@dataclass(frozen=True)
class Visit:
    """Who is on the page, in which town, and whether what they bring is taken directly or drafted.

    `refusal`: why this person may look and not take, while the town is being set up.
    """

    town: Town
    actor: Actor
    is_direct: bool
    refusal: NotAllowed | None = None

    @property
    def person_id(self) -> int:
        return self.actor.person_id or 0


def visit(request: HttpRequest) -> Visit:
    """Raises the policy's no for whoever does not work in the town hall."""
    town, actor = opened_town_of(request), actor_of(request)
    if (no := answer("governance.bring_sheets", actor)) is not None:
        raise no
    is_direct = is_being_set_up()
    return Visit(town, actor, is_direct, set_up(actor) if is_direct else None)


def keep_file(here: Visit, sent: Any) -> Upload:
    """Keep a file that was sent, for two hours."""
    upload = Upload(str(sent.name)[-200:], sent.read())
    keep(upload, person_id=here.person_id, town_id=here.town.pk)
    return upload


def with_file(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give the view the visit and the kept file; lead back when it has expired or is another's."""

    @through_the_door
    def opened(request: HttpRequest, code: str, digest: str) -> HttpResponse:
        here = visit(request)
        upload = kept(digest, person_id=here.person_id, town_id=here.town.pk)
        if upload is None:
            expired = _("お預かりの時間（2時間）が過ぎました。お手数ですが、もう一度ファイルを選んでください。")
            messages.warning(request, expired)
            return HttpResponseRedirect(reverse("start" if here.is_direct else "sheets", args=[code]))
        return view(request, here, upload)

    return opened


@dataclass(frozen=True)
class Meant:
    """The kind that a file is read as; `is_sure` when its headings leave no doubt, or a person said so."""

    one: SheetImport | None
    is_sure: bool


def meant_kind(query: Mapping[str, str], upload: Upload) -> Meant:
    """As said on the page, else as such a file was taken before, else as its headings say. BadInput for no table."""
    if (said := import_of(query.get("kind", ""))) is not None:
        return Meant(said, True)
    kinds, sheet = all_kinds(), query.get("sheet") or None
    if sheet is None:
        sheet = best_sheet(upload.content, upload.name, kinds)[0]
    before = recall_kind(headings_as(upload.content, upload.name, sheet or None, kinds))
    if (taken := import_of(before)) is not None:
        return Meant(taken, True)
    kind, sure = which_kind(upload.content, upload.name, kinds, sheet)
    return Meant(import_of(kind.key) if kind else None, sure)


def choose_kind(request: HttpRequest, upload: Upload, sheet: str, kind: str) -> None:
    """Remember for this visit what a person said that a file is, until it is taken."""
    chosen = request.session.get(_CHOSEN, {}) | {f"{upload.digest}/{sheet}": kind}
    request.session[_CHOSEN] = dict(list(chosen.items())[-MOST_CHOSEN:])


def chosen_kind(request: HttpRequest, upload: Upload, sheet: str) -> str:
    """What a person said that a file is; "" if nobody did."""
    return str(request.session.get(_CHOSEN, {}).get(f"{upload.digest}/{sheet}", ""))


def file_as_asked(query: Mapping[str, str], upload: Upload, kind: SheetKind) -> SheetFile:
    """`sheet`, `header`, `headers` (1 or 2), `u0`, `u1`, … the use of each column, `a_…` what is said once for all."""
    row, rows = _number(query.get("header", ""), MOST_ROWS_ABOVE), _number(query.get("headers", ""), 2) or 1
    asked = {one.key: query[f"a_{one.key}"][:100] for one in kind.asked if f"a_{one.key}" in query}
    columns = None
    if row is not None and "u0" in query:
        allowed = {one.key for one in kind.fields} | {one.key for one in kind.asked} | {ID, VERSION}
        uses: list[str] = []
        while (said := query.get(f"u{len(uses)}")) is not None and len(uses) < MOST_ROWS_ABOVE:
            uses.append(said if said in allowed else "")
        columns = Columns(tuple(uses), row, rows)
    header = (row, rows) if row is not None and columns is None else None
    over = frozenset(int(one) for name in query if (one := name.removeprefix(OVER)) != name and _is_id(one))
    return SheetFile(upload.name, upload.content, columns, query.get("sheet") or None, header, asked, over)


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 19  # noqa: PLR2004 - as long as an id can be


def _number(text: str, most: int) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and 1 <= int(text) <= most else None


def crumbs(town: Town, *steps: tuple[str, str]) -> list[tuple[str, str]]:
    return [(town.name, f"/{town.code}/"), *steps]
