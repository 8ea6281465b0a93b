"""The page that documents the API, drawn from its own OpenAPI document; nothing from another host, no script."""

from dataclasses import dataclass
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from ninja import NinjaAPI

from meguri.web.openapi import document


@dataclass(frozen=True)
class Parameter:
    """One parameter, in words."""

    name: str
    where: str
    form: str
    description: str
    required: bool


@dataclass(frozen=True)
class FieldRow:
    """One field of an answer, in words. `shape` names the shape it holds, "" for plain values."""

    name: str
    form: str
    shape: str
    description: str


@dataclass(frozen=True)
class OperationDoc:
    """One operation as the page shows it. `example` leads to a real answer, "" where a parameter must be filled in."""

    id: str
    method: str
    path: str
    summary: str
    description: str
    parameters: list[Parameter]
    content_types: list[str]
    shape: str
    example: str


@require_safe
def openapi_json(request: HttpRequest, api: NinjaAPI) -> HttpResponse:
    body = orjson.dumps(document(api), option=orjson.OPT_INDENT_2)
    return HttpResponse(body, content_type="application/json")


@require_safe
def docs(request: HttpRequest, api: NinjaAPI) -> HttpResponse:
    schema = document(api)
    groups: dict[str, list[OperationDoc]] = {}
    for path, operations in schema["paths"].items():
        operation = operations["get"]
        groups.setdefault(operation["tags"][0], []).append(_operation(path, operation))
    shapes = {name: _fields(shape) for name, shape in sorted(schema["components"]["schemas"].items())}
    context = {"info": schema["info"], "groups": groups, "shapes": shapes}
    return render(request, "web/api_docs.html", context)


def _operation(path: str, operation: dict[str, Any]) -> OperationDoc:
    content = operation["responses"]["200"].get("content", {})
    return OperationDoc(
        id=operation["operationId"],
        method="GET",
        path=path,
        summary=operation["summary"],
        description=operation.get("description", ""),
        parameters=[_parameter(parameter) for parameter in operation["parameters"]],
        content_types=list(content),
        shape=_shape(content.get("application/json", {}).get("schema", {})),
        example="" if "{" in path else path,
    )


def _parameter(parameter: dict[str, Any]) -> Parameter:
    return Parameter(
        name=parameter["name"],
        where=parameter["in"],
        form=_form(parameter["schema"]),
        description=parameter.get("description", ""),
        required=parameter["required"],
    )


def _fields(shape: dict[str, Any]) -> list[FieldRow]:
    properties: dict[str, dict[str, Any]] = shape.get("properties", {})
    return [FieldRow(name, _form(told), _shape(told), told.get("description", "")) for name, told in properties.items()]


def _form(told: dict[str, Any]) -> str:
    """The form of a value in one line: "integer 1–2000 (100)", "json | csv", "string | null"."""
    if "anyOf" in told:
        return " | ".join(filter(None, (_form(one) for one in told["anyOf"])))
    if "enum" in told:
        return " | ".join(map(str, told["enum"]))
    if told.get("type") == "array":
        return f"[{_form(told['items'])}]"
    bounds = f"{told['minimum']}–{told['maximum']}" if "minimum" in told and "maximum" in told else ""
    usual = f"({told['default']})" if told.get("default") not in (None, "") else ""
    name = told.get("$ref", "").rsplit("/", 1)[-1]
    return " ".join(filter(None, (name or str(told.get("type", "")), bounds, usual)))


def _shape(told: dict[str, Any]) -> str:
    """The shape a field refers to, itself, in a list or nullable."""
    for inner in (told, told.get("items", {}), *told.get("anyOf", ())):
        if "$ref" in inner:
            return str(inner["$ref"]).rsplit("/", 1)[-1]
    return ""
