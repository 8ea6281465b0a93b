"""The API of promises: the ledger of a town as filtered, and one promise with all that happened to it."""

from typing import Annotated

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from ninja import Field, Path, Query, Router

from meguri.core.api.answer import CSV_TOO, Wanted, json_answer, list_answer
from meguri.core.api.paging import Cut
from meguri.governance.api_promises_schemas import ChangeOut, MadeIn, PromiseDetail, PromiseOut, Promises, State
from meguri.governance.models import Promise
from meguri.governance.queries import promises as queries
from meguri.towns.request import opened_town_of

router = Router(tags=[_("約束")])

Code = Annotated[str, Path(pattern="^[0-9]{6}$", description=_("6桁の全国地方公共団体コード"))]
Number = Annotated[int, Path(ge=1, le=2**53, description=_("約束の番号"))]


class WantedPromises(Wanted):
    """Which promises are asked for."""

    section: int | None = Field(None, ge=1, le=2**53, description=_("この組織と、その下の組織の約束だけ"))
    made_in: MadeIn | None = Field(None, description=_("どこでの約束か"))
    q: str = Field("", max_length=60, description=_("約束、もとになる文書や発言、どうなったかのなかのことば"))
    state: State | None = Field(None, description=_("はたす前か、どう終わったか"))


@router.get(
    "/municipalities/{code}/promises",
    response=Promises,
    operation_id="list_promises",
    summary=_("まちの約束"),
    description=_("はたす前のものを期限の順に、つづけて終わったものを新しい順に並べます。"),
    openapi_extra=CSV_TOO,
)
def list_promises(request: HttpRequest, code: Code, wanted: Query[WantedPromises]) -> HttpResponse:
    opened_town_of(request)
    today, grace = timezone.localdate(), queries.grace_days()
    found = queries.ledger(wanted.section, wanted.made_in if wanted.made_in else "", wanted.q.replace("\0", ""))
    if wanted.state is not None:
        found = found.filter(state=wanted.state)
    rows = found[wanted.offset : wanted.offset + wanted.limit]
    items = [PromiseOut.of(line) for line in queries.lines(rows, today, grace)]
    part = Cut(items, found.order_by().count(), wanted)
    return list_answer(request, Promises, PromiseOut, part, wanted, name=f"promises-{code}", grace_days=grace)


@router.get(
    "/municipalities/{code}/promises/{promise}",
    response=PromiseDetail,
    operation_id="get_promise",
    summary=_("ひとつの約束"),
    description=_("期限や役職が変わったときは、その理由も古い順に入ります。"),
)
def get_promise(request: HttpRequest, code: Code, promise: Number) -> HttpResponse:
    opened_town_of(request)
    found = Promise.objects.select_related(*queries.WITH_POST, "about", "outcome_object").filter(pk=promise).first()
    if found is None:
        raise Http404(gettext("この番号の約束はありません。"))
    (line,) = queries.lines([found], timezone.localdate(), queries.grace_days())
    changes = [ChangeOut.of(change) for change in queries.changes_of(found)]
    return json_answer(PromiseDetail(promise=PromiseOut.of(line), changes=changes))
