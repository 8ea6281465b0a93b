"""A refusal as `application/problem+json` (RFC 9457), in a sentence of the reader's language."""

from collections.abc import Iterable, Mapping
from typing import Any

import orjson
from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop
from ninja import Field, Schema
from ninja.errors import ValidationError

CONTENT_TYPE = "application/problem+json"

TITLES: dict[int, Promise] = {
    400: gettext_lazy("読みとれない求めです"),
    403: gettext_lazy("ここは見られません"),
    404: gettext_lazy("見つかりません"),
    405: gettext_lazy("この方法では答えられません"),
    422: gettext_lazy("求めの一部を読みとれません"),
    429: gettext_lazy("少しお待ちください"),
    500: gettext_lazy("こちらの不具合です"),
}
SENTENCES: dict[int, Promise] = {
    400: gettext_lazy("アドレスか見出しの書き方を確かめてください。何も変わっていません。"),
    403: gettext_lazy("このAPIで見られるのは、公開されているものだけです。"),
    404: gettext_lazy("このアドレスには何もありません。使えるアドレスは /api/v1/docs にあります。"),
    405: gettext_lazy("このAPIは読むためのものです。GETかHEADで求めてください。何も変わっていません。"),
    500: gettext_lazy("お答えを作れませんでした。何も変わっていません。しばらくしてから、もう一度お試しください。"),
}
_EXPECTED: dict[str, Promise] = {
    "missing": gettext_lazy("値が要ります。"),
    "int_parsing": gettext_lazy("整数で入れてください。"),
    "int_from_float": gettext_lazy("整数で入れてください。"),
    "bool_parsing": gettext_lazy("trueかfalseで入れてください。"),
    "greater_than_equal": gettext_lazy("%(ge)s以上の数で入れてください。"),
    "less_than_equal": gettext_lazy("%(le)s以下の数で入れてください。"),
    "literal_error": gettext_lazy("次のどれかを入れてください: %(expected)s"),
    "enum": gettext_lazy("次のどれかを入れてください: %(expected)s"),
    "string_too_long": gettext_lazy("%(max_length)s文字までで入れてください。"),
    "string_too_short": gettext_lazy("%(min_length)s文字以上で入れてください。"),
    "string_pattern_mismatch": gettext_lazy("決まった形で入れてください。形は %(pattern)s です。"),
}


class Fault(Schema):
    """One part of a request that could not be read."""

    where: str = Field(description=gettext_noop("求めのどこか。例: query.limit"))
    expected: str = Field(description=gettext_noop("どう入れればよいか"))


class Problem(Schema):
    """Why there is no answer (RFC 9457)."""

    type: str = Field("about:blank", description=gettext_noop("about:blankは、状態番号のとおりという意味"))
    title: str = Field(description=gettext_noop("短い見出し"))
    status: int = Field(description=gettext_noop("HTTPの状態番号"))
    detail: str = Field(description=gettext_noop("何が起きたか、どうすればよいか"))
    errors: list[Fault] = Field(default_factory=list, description=gettext_noop("読みとれなかったところ"))


def problem(status: int, detail: str = "", faults: Iterable[Fault] = ()) -> HttpResponse:
    """The refusal itself; without `detail` the general sentence for `status`."""
    body = {
        "type": "about:blank",
        "title": str(TITLES.get(status, TITLES[400])),
        "status": status,
        "detail": detail or str(SENTENCES.get(status, SENTENCES[400])),
        "errors": [fault.model_dump() for fault in faults],
    }
    return HttpResponse(orjson.dumps(body), status=status, content_type=CONTENT_TYPE)


def unreadable(error: ValidationError) -> HttpResponse:
    """422: which parts of the request could not be read, and what is expected there."""
    faults = [_fault(found) for found in error.errors]
    return problem(422, _("errors にあるところを直して、もう一度求めてください。何も変わっていません。"), faults)


def _fault(found: Mapping[str, Any]) -> Fault:
    where = ".".join(str(part) for part in found["loc"])
    sentence = _EXPECTED.get(found["type"], gettext_lazy("決まった形で入れてください。"))
    return Fault(where=where, expected=str(sentence) % found.get("ctx", {}))
