"""People take along what the town hall holds about them: posts, drafts, decisions; nobody else's."""

import json
from collections.abc import Callable

from django.test import Client

from meguri.core.actor import Role
from meguri.core.scope import in_town
from meguri.governance.actions.drafts import start_draft
from tests.fixtures.cast import Cast, actor_for
from tests.fixtures.offices import Offices


def test_an_officer_takes_along_their_post_and_their_drafts_and_nobody_elses(
    cast: Cast, offices: Offices, client_of: Callable[..., Client]
) -> None:
    with in_town(cast.town):
        officer = actor_for(cast.officer, cast.town, Role.OFFICER)
        start_draft(officer, "governance.promise", None, {"text": "わたしの下書き"})
    own = json.loads(client_of(cast.officer).get("/account/data/").content)
    mayors = json.loads(client_of(cast.mayor).get("/account/data/").content)
    assert [one["post"] for one in own["posts"]] == ["福祉係 係長"]
    assert [one["content"]["text"] for one in own["drafts"]] == ["わたしの下書き"]
    assert (mayors["drafts"], [one["post"] for one in mayors["posts"]]) == ([], ["ためし町役場 町長"])
