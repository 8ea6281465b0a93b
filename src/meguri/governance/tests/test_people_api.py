"""The API of organisations and posts: lists in the house's style, and Popolo with its inclusive days."""

import json
from typing import Any

from django.test import Client

from meguri.core.scope import in_town
from meguri.governance.actions.holders import seat_holder, unseat_holder
from meguri.governance.actions.organisations import found_organisation
from meguri.governance.actions.posts import found_post
from meguri.governance.actions.responsibilities import appoint
from meguri.governance.actions.rules import set_rules
from meguri.governance.models import Holder
from meguri.governance.tests.town_hall import a_thing, administrator, in_days, today
from tests.fixtures.cast import Cast
from tests.fixtures.offices import SINCE, Offices


def asked(cast: Cast, path: str) -> Any:
    response = Client().get(f"/api/v1/municipalities/{cast.town.code}/{path}")
    assert response.status_code == 200, response.content
    return json.loads(response.content)


def test_organisations_stand_from_the_top_down_with_their_parents(cast: Cast, offices: Offices) -> None:
    found = asked(cast, "organisations")
    assert found["total"] == 5
    assert [one["name"] for one in found["items"]] == ["ためし町役場", "保健福祉課", "福祉係", "総務課", "総務係"]
    assert found["items"][1]["parent_id"] == found["items"][0]["id"]


def test_posts_come_with_contact_and_number_of_things_and_without_names(cast: Cast, offices: Offices) -> None:
    with in_town(cast.town):
        appoint(administrator(cast), a_thing(cast.town), offices.officer_post, today())
    post = next(one for one in asked(cast, "posts")["items"] if one["organisation_name"] == "福祉係")
    assert (post["name"], post["answers_for"], post["holder"]) == ("係長", 1, None)
    assert post["contact"]["phone"] == "01564-2-4111"
    assert post["contact"]["extension"] == "121"


def test_lists_are_csv_too_and_in_parts(cast: Cast, offices: Offices) -> None:
    response = Client().get(f"/api/v1/municipalities/{cast.town.code}/posts?format=csv&limit=2")
    text = response.content.decode("utf-8-sig")
    assert len(text.splitlines()) == 3
    assert 'rel="next"' in response["Link"]


def test_popolo_has_the_shape_of_the_specification(cast: Cast, offices: Offices) -> None:
    found = asked(cast, "popolo")
    assert found.keys() == {"organizations", "posts", "memberships", "persons"}
    by_name = {one["name"]: one for one in found["organizations"]}
    assert by_name["福祉係"]["parent_id"] == by_name["保健福祉課"]["id"]
    assert by_name["保健福祉課"]["classification"] == "town"
    assert {"type": "voice", "value": "01564-2-4111", "label": None, "note": "8:30〜17:15（平日）"} in by_name[
        "保健福祉課"
    ]["contact_details"]
    ids = {one["id"] for one in found["organizations"]}
    assert all(post["organization_id"] in ids and post["label"] for post in found["posts"])
    posts = {one["id"] for one in found["posts"]}
    assert len(found["memberships"]) == 3
    assert all(one["post_id"] in posts and one["organization_id"] in ids for one in found["memberships"])


def test_no_name_leaves_unless_the_town_shows_names(cast: Cast, offices: Offices) -> None:
    hidden = asked(cast, "popolo")
    assert hidden["persons"] == []
    assert all(one["person_id"] is None for one in hidden["memberships"])
    with in_town(cast.town):
        set_rules(administrator(cast), True, 30)
    shown = asked(cast, "popolo")
    assert {one["name"] for one in shown["persons"]} == {"mayor", "officer", "administrator"}
    assert all(one["person_id"] for one in shown["memberships"])
    assert next(one for one in asked(cast, "posts")["items"] if one["name"] == "町長")["holder"] == "mayor"


def test_the_last_day_is_included_and_one_person_has_one_id(cast: Cast, offices: Offices) -> None:
    with in_town(cast.town):
        set_rules(administrator(cast), True, 30)
        unseat_holder(administrator(cast), Holder.objects.get(post=offices.officer_post), today())
        seat_holder(administrator(cast), offices.chief_post, today(), email="officer@example.jp")
    terms = [one for one in asked(cast, "popolo")["memberships"] if one["role"] in ("係長", "課長")]
    ended = next(one for one in terms if one["end_date"])
    assert (ended["start_date"], ended["end_date"]) == (str(SINCE), str(in_days(-1)))
    begun = next(one for one in terms if one["start_date"] == str(today()))
    assert begun["person_id"] == ended["person_id"]


def test_a_town_that_has_not_opened_has_no_organisations(cast: Cast) -> None:
    for path in ("organisations", "posts", "popolo"):
        assert Client().get(f"/api/v1/municipalities/999999/{path}").status_code == 404


def test_queries_do_not_grow(cast: Cast, offices: Offices, django_assert_max_num_queries: Any) -> None:
    with in_town(cast.town):
        for number in range(20):
            section = found_organisation(administrator(cast), f"{number}係", parent=offices.welfare, since=today())
            found_post(administrator(cast), section, "係長", since=today())
    for path in ("organisations", "posts", "popolo"):
        with django_assert_max_num_queries(12):
            asked(cast, path)
