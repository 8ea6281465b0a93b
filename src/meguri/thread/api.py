"""The API of the thread: the whole walk of one object of a town."""

from typing import Annotated

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from ninja import Path, Router

from meguri.core.api.answer import json_answer
from meguri.core.ports import Reference
from meguri.thread.api_schemas import ThreadOut
from meguri.thread.queries import whole
from meguri.towns.request import opened_town_of

router = Router(tags=[_("つながり")])

Code = Annotated[str, Path(pattern="^[0-9]{6}$", description=_("6桁の全国地方公共団体コード"))]
Kind = Annotated[str, Path(pattern="^[a-z_]{1,30}$", description=_("種類の名前。例: project、indicator"))]
Id = Annotated[str, Path(pattern="^[^/\\x00-\\x1f\\x7f]{1,90}$", description=_("種類のなかでの番号。例: 993018-1"))]


@router.get(
    "/municipalities/{code}/thread/{kind}/{id}",
    response=ThreadOut,
    operation_id="get_thread",
    summary=_("ひとつのもののつながり"),
    description=_("どこから来て、どこへ行くのか。前と後ろを6つ先まで、近い順にならべます。多いところは、のせていない数を言います。"),
)
def get_thread(request: HttpRequest, code: Code, kind: Kind, id: Id) -> HttpResponse:
    found = whole(opened_town_of(request), Reference(kind, id))
    if found is None:
        raise Http404(gettext("このつながりは、ここにはありません。まちのページからさがしてください。"))
    return json_answer(ThreadOut.of(found))
