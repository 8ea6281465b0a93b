"""The OpenAPI 3.1 document of the API: what the routers say, and refusals, headers and words in one's language."""

from typing import Any

from django.conf import settings
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_noop as _
from ninja import NinjaAPI

from meguri.core.api.problem import CONTENT_TYPE, Problem

_TITLE = _("Meguriのデータを読む")
_ABOUT = _(
    "サインインせずに、だれでも読めます。数字には定義・単位・時点・出典がついています。"
    "一覧は一部ずつ受けとり、続きはLinkヘッダーで分かります。同じ答えは、ETagとIf-None-Matchで受けとり直さずにすみます。"
    "ここに無い名前のパラメーターは、読まずに捨てます。"
)
_REFUSALS = {
    "404": _("見つからないとき。以前のコードや5桁のコードなら、いまのコードをお知らせします"),
    "405": _("GETとHEADのほかの方法で求めたとき"),
    "422": _("求めの一部を読みとれないとき"),
    "429": _("続けて求めすぎたとき。Retry-Afterの秒数だけ待ってください"),
}
_ALWAYS = {
    "RateLimit-Policy": _("1分に求められる数。サーバーの働き手ごとの分け前です"),
    "RateLimit": _("あといくつ求められるか、何秒で元にもどるか"),
}
_ANSWERED = _ALWAYS | {
    "ETag": _("この答えの名前。次に求めるとき、If-None-Matchに書きます"),
    "Link": _("一覧のほかの部分（RFC 8288）"),
}
_WORDS = frozenset({"summary", "description"})


def document(api: NinjaAPI) -> dict[str, Any]:
    """The document, as plain JSON values."""
    schema: dict[str, Any] = dict(api.get_openapi_schema(path_prefix="/api/v1/"))
    schema["info"] = {
        "title": gettext(_TITLE),
        "version": api.version,
        "description": gettext(_ABOUT),
        "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
    }
    schema["servers"] = [{"url": settings.SITE_ADDRESS}]
    schema["components"]["schemas"]["Problem"] = _problem_schema(schema)
    for operations in schema["paths"].values():
        for operation in operations.values():
            _complete(operation)
    _drop_unnamed(schema)
    translated: dict[str, Any] = _in_readers_language(schema)
    return translated


def _problem_schema(schema: dict[str, Any]) -> dict[str, Any]:
    found = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schema["components"]["schemas"].update(found.pop("$defs", {}))
    return found


def _complete(operation: dict[str, Any]) -> None:
    responses = {str(status): told for status, told in operation["responses"].items()}
    responses["200"]["description"] = _("答え")
    responses["200"]["headers"] = _headers(_ANSWERED)
    responses["304"] = {
        "description": _("前に受けとった答えのままのとき"),
        "headers": _headers({"ETag": _ANSWERED["ETag"]}),
    }
    content = {CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for status, why in _REFUSALS.items():
        responses[status] = {"description": why, "content": content, "headers": _headers(_ALWAYS)}
    operation["responses"] = responses
    operation.setdefault("security", [])


def _drop_unnamed(schema: dict[str, Any]) -> None:
    """Leave out shapes that nothing refers to: those of the parameters, which stand with each operation already."""
    shapes: dict[str, Any] = schema["components"]["schemas"]
    while unnamed := [name for name in shapes if f"'#/components/schemas/{name}'" not in f"{schema['paths']} {shapes}"]:
        for name in unnamed:
            del shapes[name]


def _headers(told: dict[str, str]) -> dict[str, Any]:
    return {name: {"description": words, "schema": {"type": "string"}} for name, words in told.items()}


def _in_readers_language(value: Any) -> Any:
    """Every summary, description and tag, in the language of the request."""
    if isinstance(value, list):
        return [_in_readers_language(inner) for inner in value]
    if not isinstance(value, dict):
        return value
    return {name: _translated(name, inner) for name, inner in value.items()}


def _translated(name: str, value: Any) -> Any:
    if name in _WORDS and isinstance(value, str) and value:
        return gettext(value) if get_language() else value
    if name == "tags" and isinstance(value, list):
        return [gettext(word) for word in value]
    return _in_readers_language(value)
