"""Schemathesis, in each role: every operation reaches a 2xx, and no answer differs from the API's own document."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, connection, transaction
from django.test import override_settings
from hypothesis import HealthCheck, Phase, given, settings
from pytest_django import DjangoDbBlocker
from schemathesis import Case, GenerationMode
from schemathesis.core.result import Ok, Result
from schemathesis.specs.openapi.schemas import OpenApiSchema

from meguri.core.actor import Role
from meguri.core.scope import across_towns
from meguri.record.models import Entry
from tests.fixtures.cast import signed_in_client
from tests.fixtures.scene import Scene, build_scene

pytestmark = pytest.mark.django_db

WHO: dict[str, Role | None] = {
    "a visitor": None,
    "a resident": Role.RESIDENT,
    "an officer, here of another town": Role.OFFICER,
    "the administrator": Role.ADMINISTRATOR,
    "the operator": Role.OPERATOR,
}
EXAMPLES_EACH = 6
PLAIN = {"Host": "localhost", "Accept-Encoding": "identity"}


@pytest.fixture(scope="module")
def scene_of_the_api(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Scene]:
    """Built once, since reading changes nothing. Requests must not close the connection that is rolled back at last.

    The constraints are checked once here: else PostgreSQL would check every figure again after each test.
    """
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    with django_db_blocker.unblock(), transaction.atomic():
        scene = build_scene()
        connection.check_constraints()
        yield scene
        transaction.set_rollback(True)
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.fixture(scope="module")
def schema(scene_of_the_api: Scene) -> OpenApiSchema:
    with override_settings(API_REQUESTS_PER_MINUTE=0):
        application = get_wsgi_application()
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application, headers=PLAIN)


@pytest.fixture(params=list(WHO))
def headers(request: pytest.FixtureRequest, scene_of_the_api: Scene) -> dict[str, str]:
    """What a browser of that person sends."""
    role = WHO[request.param]
    if role is None:
        return PLAIN
    client = signed_in_client(scene_of_the_api.people[role])
    return PLAIN | {"Cookie": f"sessionid={client.cookies['sessionid'].value}"}


TOWNS_OWN = (
    "projects/{number}", "promises/{promise}", "thread/{kind}/{id}", "funds/{fund}/journal", "journal/{entry}",
    "campaigns/{campaign}",
)  # fmt: skip
"""Ends of paths to one thing of a town: it is there, and in no other town."""


def known_paths(scene: Scene, path: str) -> list[dict[str, str]]:
    """Parameters of things that exist: in the sample town, in a town just opened, in one that has not opened."""
    with across_towns():
        act = str(Entry.objects.order_by("id").values_list("act_id", flat=True)[0])
    codes = (scene.town.code, scene.empty_town.code, scene.unopened.code)
    more = {"key": "population-census", "origin": "jp", "act": act, "kind": "municipality"}
    if path.endswith(TOWNS_OWN):
        own = {name: scene.examples[name] for name in ("promise", "fund", "entry", "campaign")}
        own["number"] = scene.examples["project"]
        return [{"code": codes[0], **own, "kind": "project", "id": scene.examples["thing_id"]}]
    return [{"code": code, "id": code, **more} for code in codes]


def sound(found: Result[Any, Any]) -> Any:
    """The operation, where the document describes it soundly."""
    assert isinstance(found, Ok), found
    return found.ok()


def test_every_operation_reaches_a_2xx_and_answers_as_documented(
    schema: OpenApiSchema, scene_of_the_api: Scene, headers: dict[str, str]
) -> None:
    for found in schema.get_all_operations():
        operation = sound(found)
        for known in known_paths(scene_of_the_api, operation.path):
            given_path = {name: value for name, value in known.items() if f"{{{name}}}" in operation.path}
            asked = {"q": "バス"} if operation.path.endswith("/ask") else {}
            response = operation.Case(path_parameters=given_path, query=asked).call_and_validate(headers=headers)
            found_there = {200, 404} if is_of_opened_towns(operation.path, given_path, scene_of_the_api) else {200}
            assert response.status_code in found_there, f"{operation.path} {given_path}"


OF_OPENED_TOWNS = (
    "projects", "reports", "budget", "organisations", "posts", "popolo", "promises", "ask", "funds", "journal",
    "campaigns", "gifts", "subsidies", "loans", "outcome-payments", "in-kind",
)  # fmt: skip


def is_of_opened_towns(path: str, given: dict[str, str], scene: Scene) -> bool:
    """What a place has only once it has opened: not found before."""
    below = path.partition("{code}/")[2].split("/")[0]
    return below in OF_OPENED_TOWNS and given.get("code") == scene.unopened.code


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_whatever_is_asked_the_answer_is_as_documented(
    schema: OpenApiSchema, headers: dict[str, str], mode: GenerationMode
) -> None:
    for found in schema.get_all_operations():
        operation = sound(found)
        strategy = operation.as_strategy(generation_mode=mode)

        @settings(
            max_examples=EXAMPLES_EACH, deadline=None, database=None, derandomize=True,
            phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        @given(case=strategy)
        def ask(case: Case[Any]) -> None:
            case.call_and_validate(headers=headers)

        ask()
