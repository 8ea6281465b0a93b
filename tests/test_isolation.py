"""No town sees another town's private rows: tried for every URL of the map and every operation of the API."""

import re
from collections.abc import Callable

import pytest
from django.apps import apps
from django.test import Client

from meguri.core import guard
from meguri.core.actor import Role, system
from meguri.core.models import PerformedAction
from meguri.core.scope import ScopeError, across_towns, in_town
from meguri.towns.actions import invite
from meguri.towns.models import Invitation, Membership, Municipality
from tests.fixtures.cast import Cast
from tests.fixtures.scene import PLAIN_EXAMPLES, every_pattern, fill_route
from tests.fixtures.world import PRIVATE, World

INVITED = "secret-guest@example.jp"
OUTSIDERS = ("journalist", "other_towns_officer", "resident", "firm")


@pytest.fixture
def paths(cast: Cast, world: World) -> list[str]:
    """Every page of the cast's town, with the ids of its own private rows."""
    with in_town(cast.town):
        invitation = invite(system(), cast.town, INVITED, Role.OFFICER)
        membership = Membership.objects.get(person=cast.officer)
    act = PerformedAction.objects.order_by("-id")[0].act_id
    examples = PLAIN_EXAMPLES | world.examples() | {
        "act_id": str(act), "kind": "invitation", "id": str(invitation.pk), "member": str(membership.pk),
        "invitation": str(invitation.pk),
    }  # fmt: skip
    return [fill_route(route, cast.town.code, examples) for route in every_pattern()]


def api_paths(code: str) -> list[str]:
    """Every path of the API's document, with the town's code and plain examples."""
    document = Client().get("/api/v1/openapi.json").json()
    fill = {"code": code, "key": "population-census", "origin": code, "index": "0", "kind": "invitation", "id": "1"}
    return [
        "".join(_example(part, fill) for part in path.replace("{", "\0{").replace("}", "}\0").split("\0"))
        for path, operations in document["paths"].items()
        if "get" in operations
    ]


def _example(part: str, fill: dict[str, str]) -> str:
    return fill.get(part[1:-1], "1") if part.startswith("{") else part


def private_words(cast: Cast) -> list[re.Pattern[bytes]]:
    """What only the town's own staff may read; whole addresses, since one may be the end of another."""
    words = [INVITED, cast.officer.email, cast.elder.email, cast.mayor.email, *PRIVATE.values()]
    return [re.compile(rb"(?<![\w.])" + re.escape(word.encode())) for word in words]


@pytest.mark.parametrize("who", OUTSIDERS)
def test_no_page_shows_an_outsider_what_belongs_to_the_towns_staff(
    cast: Cast, client_of: Callable[..., Client], paths: list[str], who: str
) -> None:
    client = client_of(getattr(cast, who))
    shown = []
    for path in paths + api_paths(cast.town.code):
        if "logout" in path:
            continue
        answer = client.get(path)
        body = b"".join(answer) if answer.streaming else answer.content
        shown += [f"{path}: {word.pattern!r}" for word in private_words(cast) if word.search(body)]
    assert shown == []


@pytest.mark.parametrize("who", OUTSIDERS)
def test_no_form_lets_an_outsider_change_the_town(
    cast: Cast, client_of: Callable[..., Client], paths: list[str], who: str
) -> None:
    client = client_of(getattr(cast, who))
    before, newest = state_of(cast), PerformedAction.objects.order_by("-id")[0].pk
    for path in paths:
        if path.startswith(f"/{cast.town.code}/"):
            client.post(path, {"email": "x@example.jp", "emails": "x@example.jp", "role": "officer", "name": "x",
                               "reason": "x", "verdict": "approved", "q": "x"})  # fmt: skip
    done = set(PerformedAction.objects.filter(pk__gt=newest).values_list("action", flat=True))
    assert done <= OPEN_TO_ALL | (OPEN_TO_FIRMS_AND_RESIDENTS if who in {"resident", "firm"} else set())
    assert before - state_of(cast) == set()


OPEN_TO_ALL = {"towns.join", "towns.leave", "towns.erase_person", "towns.accept_invitation", "governance.keep_question"}
OPEN_TO_FIRMS_AND_RESIDENTS = {"governance.start_draft", "governance.save_draft"}
"""A draft of one's own project: nothing of the town's changes before its posts have approved."""
MAY_GROW = {"UnansweredQuestion"}


def state_of(cast: Cast) -> set[tuple[object, ...]]:
    """Every row that belongs to the town, whatever the slice; who joins as a supporter changes nothing of it."""
    with across_towns():
        supporters = Membership.objects.filter(role=Role.SUPPORTER).values_list("pk", flat=True)
        return {
            (model.__name__, *map(str, row))
            for model in apps.get_models()
            if model.__module__.startswith("meguri.") and model.__name__ not in MAY_GROW
            if any(field.name == "town" for field in model._meta.concrete_fields)
            for row in model._default_manager.filter(town=cast.town).values_list()
            if not (model is Membership and row[0] in set(supporters))
        }


def test_a_town_that_has_not_opened_answers_every_path(cast: Cast, world: World) -> None:
    """With its statistics, or that there is no such page; never with a failure."""
    place = Municipality.objects.get(pk=cast.other_town.municipality_id)
    with guard.door("tests"):
        unopened = Municipality.objects.create(
            code="998036", prefecture=place.prefecture, name="まだ町", kana="まだまち", romaji="mada", kind="town",
            latitude=35, longitude=139, is_fictional=True, name_key="まだ町", kana_key="まだまち", romaji_key="mada",
        )  # fmt: skip
    act = PerformedAction.objects.order_by("-id").values_list("act_id", flat=True).first()
    examples = PLAIN_EXAMPLES | world.examples() | {"act_id": str(act), "id": "1", "member": "1", "invitation": "1"}
    paths = [fill_route(route, unopened.code, examples) for route in every_pattern() if "municipality" in route]
    answers = {path: Client().get(path).status_code for path in paths}
    assert {path: status for path, status in answers.items() if status not in (200, 302, 404, 405)} == {}


def test_the_paths_tried_are_not_empty_pages(cast: Cast, client_of: Callable[..., Client], paths: list[str]) -> None:
    """The same words are there for those who may read them; else the tests above could not fail."""
    client = client_of(cast.administrator)
    pages = b"".join(client.get(path).content for path in paths if path.startswith(f"/{cast.town.code}/members/"))
    assert INVITED.encode() in pages
    assert cast.officer.email.encode() in pages


@pytest.mark.django_db
def test_a_query_on_a_towns_rows_with_no_town_active_raises() -> None:
    with pytest.raises(ScopeError):
        list(Membership.objects.all())
    with pytest.raises(ScopeError):
        Invitation.objects.count()
