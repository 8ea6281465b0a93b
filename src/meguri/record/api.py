"""The API of the public record: logs, their entries, one entry's exact bytes, the history of one object."""

from typing import Annotated
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from ninja import Field, Path, Query, Router, Schema

from meguri.core.api.answer import CSV_TOO, Wanted, json_answer, list_answer
from meguri.core.api.paging import Cut, Paging, link
from meguri.record import queries
from meguri.record.api_schemas import ConsistencyOut, EntryOut, History, LogEntries, LogOut, Logs, ProofOut
from meguri.record.proofs import Consistency, consistency_from, proof_of

router = Router(tags=[_("公開記録")])

Origin = Annotated[str, Path(pattern="^(jp|[0-9]{6})$", description=_("まちのコード。全国の記録はjp"))]
Act = Annotated[UUID, Path(description=_("記録の名前（UUID）"))]
Kind = Annotated[str, Path(pattern="^[a-z_]{1,40}$", description=_("ものの種類。例: town、indicator、edition"))]
Id = Annotated[str, Path(pattern="^[^/\\x00-\\x1f\\x7f]{1,80}$", description=_("ものの番号や名前"))]

BYTES = {
    "responses": {200: {"content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}}
}


class Earlier(Schema):
    """A size that the log has had."""

    first: int = Field(0, ge=0, le=2**53, description=_("前に見た木の大きさ"))


class WantedEntries(Schema):
    """Which entries of a log are asked for."""

    start: int = Field(0, ge=0, le=2**53, description=_("この順番から"))
    limit: int = Field(100, ge=1, le=1000, description=_("一度に受けとる数"))


@router.get(
    "/record/logs",
    response=Logs,
    operation_id="list_logs",
    summary=_("記録のログ"),
    description=_("全国のログと、まちごとのログです。"),
    openapi_extra=CSV_TOO,
)
def list_logs(request: HttpRequest, wanted: Query[Wanted]) -> HttpResponse:
    part = Cut.of([LogOut.of(found) for found in queries.log_sizes()], wanted)
    return list_answer(request, Logs, LogOut, part, wanted, name="logs")


@router.get(
    "/record/logs/{origin}/entries",
    response=LogEntries,
    operation_id="list_entries",
    summary=_("ログの記録"),
    description=_("順番のついた記録を、古いものから並べます。続きは、Linkヘッダーのnextか、次のstartで求めます。"),
)
def list_entries(request: HttpRequest, origin: Origin, wanted: Query[WantedEntries]) -> HttpResponse:
    log = queries.log_named(origin)
    size = queries.log_size(log) if log else 0
    entries = queries.entries_from(log, wanted.start, wanted.limit) if log else []
    after = wanted.start + wanted.limit
    links = link(request, "next", start=after, limit=wanted.limit) if after < size else ""
    items = [EntryOut.of(entry) for entry in entries]
    told = LogOut(origin=origin, size=size)
    return json_answer(LogEntries(log=told, start=wanted.start, limit=wanted.limit, items=items), links=links)


@router.get(
    "/record/entries/{act}",
    response=EntryOut,
    operation_id="get_entry",
    summary=_("ひとつの記録"),
    description=_("だれが（役割だけ）、いつ、何をしたかです。"),
)
def get_entry(request: HttpRequest, act: Act) -> HttpResponse:
    return json_answer(EntryOut.of(_entry(act)))


@router.get(
    "/record/entries/{act}/bytes",
    response={200: None},
    operation_id="get_entry_bytes",
    summary=_("記録のバイト列"),
    description=_("記録そのものです（RFC 8785のJSON）。1バイトも変えずにお渡しします。"),
    openapi_extra=BYTES,
)
def get_entry_bytes(request: HttpRequest, act: Act) -> HttpResponse:
    entry = _entry(act)
    response = HttpResponse(entry.body, content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="{entry.act}.json"'
    return response


@router.get(
    "/record/entries/{act}/proof",
    response=ProofOut,
    operation_id="get_entry_proof",
    summary=_("記録の証明"),
    description=_("その記録が、署名された木に入っていることの証明です（RFC 6962）。署名される前は404です。"),
)
def get_entry_proof(request: HttpRequest, act: Act) -> HttpResponse:
    found = _entry(act)
    proof = proof_of(found)
    if proof is None:
        raise Http404(gettext("この記録には、まだ署名がありません。まもなく付きます。"))
    return json_answer(ProofOut.of(found, proof))


@router.get(
    "/record/logs/{origin}/consistency",
    response=ConsistencyOut,
    operation_id="get_consistency",
    summary=_("木が伸びただけであることの証明"),
    description=_("firstの数までの木が、いまの署名された木のはじまりであることの証明です。記録の無いログは0からの証明です。"),
)
def get_consistency(request: HttpRequest, origin: Origin, wanted: Query[Earlier]) -> HttpResponse:
    log = queries.log_named(origin)
    found = consistency_from(log, wanted.first) if log else Consistency()
    if found is None:
        raise Http404(gettext("この大きさの木には、まだなっていません。"))
    return json_answer(ConsistencyOut.of(origin, wanted.first, found))


@router.get(
    "/history/{kind}/{id}",
    response=History,
    operation_id="list_history",
    summary=_("ひとつのものの履歴"),
    description=_("そのものについての公開の記録を、新しい順に並べます。記録が無ければ、空の一覧です。"),
)
def list_history(request: HttpRequest, kind: Kind, id: Id, wanted: Query[Paging]) -> HttpResponse:
    items = [EntryOut.of(e) for e in queries.history(kind, id, limit=wanted.limit, offset=wanted.offset)]
    part = Cut(items, queries.history_size(kind, id), wanted)
    return json_answer(History(kind=kind, id=id, items=items, **part.place), links=part.links(request))


def _entry(act: UUID) -> queries.PublicEntry:
    found = queries.entry(act)
    if found is None:
        raise Http404(gettext("この記録はありません。記録は消えないので、番号を確かめてください。"))
    return found
