"""The public record is read in words: who in which role did what, with the exact bytes and a history of each thing."""

import hashlib
import json
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from meguri.core.action import Public, all_actions
from meguri.core.actor import Actor, Channel, Role, operator
from meguri.core.scope import in_town
from meguri.indicators.loading import load_catalogue
from meguri.record.models import Entry
from meguri.record.queries import PublicEntry
from meguri.record.sequencer import sequence_all
from meguri.record.titles import has_title
from meguri.record.words import told
from meguri.towns.actions import choose_stations, open_town, state_desk, state_facts
from meguri.towns.loading import load_national_list
from meguri.towns.models import Station, Town
from tests.fixtures.cast import CODE, OTHER_CODE, Cast, made_up_municipality

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(db: None) -> Town:
    return open_town(operator(), made_up_municipality(CODE, "ためし町"))


def administrator(town: Town) -> Actor:
    return Actor(Channel.WEB, person_id=7, roles=frozenset({Role.ADMINISTRATOR}), town_id=town.pk)


def test_every_public_action_has_words() -> None:
    assert [name for name, spec in all_actions().items() if spec.record is Public and not has_title(name)] == []


def test_the_countrys_record_says_what_was_done_in_which_role_to_what(town: Town, client: Client) -> None:
    sequence_all()
    page = client.get("/record/").content.decode()
    assert "まちを開きました" in page
    assert "運用者" in page
    assert f'<a href="/{CODE}/">ためし町</a>' in page


def test_an_act_that_has_no_place_yet_is_shown_and_says_so(town: Town, client: Client) -> None:
    page = client.get("/record/").content.decode()
    assert "いま書きとめたもの" in page
    assert "順番はまもなくつきます" in page


def test_a_towns_record_shows_its_own_acts_newest_first(town: Town, client: Client) -> None:
    with in_town(town):
        state_desk(administrator(town), town, "総務課", "000-000-0000")
        choose_stations(administrator(town), town, [Station.RESULTS])
    sequence_all()
    page = client.get(f"/{CODE}/record/").content.decode()
    assert page.index("まちの輪のどこを使うか") < page.index("代表の窓口と電話")
    assert "まちを開きました" not in page


def test_a_record_never_names_a_person(cast: Cast, client: Client) -> None:
    sequence_all()
    page = client.get(f"/{CODE}/record/").content.decode()
    assert "役割を引き受けました" in page
    assert cast.resident.email not in page
    assert f">{cast.resident.name}<" not in page


def test_an_entry_is_given_byte_for_byte_and_its_digest_agrees(town: Town, client: Client) -> None:
    entry = Entry.objects.get()
    page = client.get(f"/record/entry/{entry.act_id}/").content.decode()
    given = client.get(f"/api/v1/record/entries/{entry.act_id}/bytes").content
    assert given == bytes(entry.body)
    assert hashlib.sha256(given).hexdigest() in page


def test_an_unknown_entry_is_not_found(client: Client) -> None:
    assert client.get(f"/record/entry/{uuid4()}/").status_code == 404


def test_one_objects_history_tells_of_it_alone(town: Town, client: Client) -> None:
    open_town(operator(), made_up_municipality(OTHER_CODE, "となり町"))
    page = client.get(f"/history/municipality/{CODE}/").content.decode()
    assert page.count("まちを開きました") == 1
    assert "ためし町" in page


def test_the_history_of_something_that_never_was_is_404_and_says_where_to_look(client: Client) -> None:
    response = client.get("/history/town/123456/")
    assert response.status_code == 404
    assert "記録がありません" in response.content.decode()


def test_a_thing_that_came_with_many_others_leads_to_the_entry_that_brought_it(db: None, client: Client) -> None:
    load_national_list(operator())
    load_catalogue(operator())
    response = client.get("/history/indicator/revenue/")
    assert response.status_code == 200
    page = response.content.decode()
    assert "全国の指標の定義を入れました" in page
    assert "番号を確かめてください" not in page


def test_a_place_without_entries_has_a_history_all_the_same(db: None, client: Client) -> None:
    made_up_municipality(CODE, "ためし町")
    response = client.get(f"/history/municipality/{CODE}/")
    assert response.status_code == 200
    assert f'href="/{CODE}/record/"' in response.content.decode()


@pytest.mark.parametrize("path", ["/history/TOWN/1/", "/history/town/%00/", f"/history/town/{'9' * 81}/"])
def test_a_history_of_an_impossible_name_is_404(path: str, client: Client) -> None:
    assert client.get(path).status_code == 404


def test_a_place_that_has_not_opened_says_so_on_its_record(db: None, client: Client) -> None:
    made_up_municipality(CODE, "ためし町")
    page = client.get(f"/{CODE}/record/").content.decode()
    assert "まだここで開いていません" in page


def test_before_a_town_opens_its_record_shows_what_the_countrys_says_of_it(db: None, client: Client) -> None:
    place = made_up_municipality(CODE, "ためし町")
    state_facts(operator(), place, [])
    page = client.get(f"/{CODE}/record/").content.decode()
    assert "出典のある情報を新しくしました" in page
    assert f"/api/v1/history/municipality/{CODE}" in page
    assert len(json.loads(client.get(f"/{CODE}/record.json").content)["items"]) == 1


def test_an_entry_says_its_facts_in_words_and_a_list_as_a_list() -> None:
    files = [{"edition": "2018", "sha256": "ab"}, {"edition": "2019", "sha256": "cd"}]
    content = {"actor": {"roles": [], "channel": "web"}, "facts": {"read_again": False, "role": "firm", "files": files}}
    body = json.dumps(content).encode()
    entry = PublicEntry("jp", 0, uuid4(), "indicators.import_figures", timezone.now(), body)
    facts = told([entry])[0].facts
    assert [(fact.name, fact.shown) for fact in facts[:2]] == [("ファイルを読み直したか", "いいえ"), ("役割", "事業者")]
    assert facts[2].lines == ("版: 2018、ファイルのSHA-256: ab", "版: 2019、ファイルのSHA-256: cd")


def test_a_code_that_no_place_has_is_404(db: None, client: Client) -> None:
    assert client.get("/999999/record/").status_code == 404


def test_a_long_record_comes_in_pages_of_fifty(town: Town, client: Client) -> None:
    with in_town(town):
        for _i in range(60):
            state_desk(administrator(town), town, "総務課", "000-000-0000")
    sequence_all()
    assert "60件の記録" in client.get(f"/{CODE}/record/").content.decode()
    second = client.get(f"/{CODE}/record/?page=2").content.decode()
    assert second.count("代表の窓口と電話を知らせました") == 10
    assert client.get(f"/{CODE}/record/?page=nonsense").status_code == 200


def test_the_number_of_queries_does_not_grow_with_the_entries(
    town: Town, client: Client, django_assert_max_num_queries: object
) -> None:
    with in_town(town):
        for _i in range(40):
            state_desk(administrator(town), town, "総務課", "000-000-0000")
    sequence_all()
    with django_assert_max_num_queries(12):  # type: ignore[operator]  # a fixture without types
        client.get(f"/{CODE}/record/")


def test_the_feed_follows_the_form_of_json_feed_and_leads_further_back(town: Town, client: Client) -> None:
    with in_town(town):
        for _i in range(55):
            state_desk(administrator(town), town, "総務課", "000-000-0000")
    sequence_all()
    response = client.get(f"/{CODE}/record.json")
    feed = json.loads(response.content)
    assert response["Content-Type"] == "application/feed+json"
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert [item["_meguri"]["index"] for item in feed["items"]] == list(range(54, 4, -1))
    further = json.loads(client.get(feed["next_url"]).content)
    assert [item["_meguri"]["index"] for item in further["items"]] == [4, 3, 2, 1, 0]
    assert "next_url" not in further


def test_the_feed_of_a_history_gives_what_the_page_gives(town: Town, client: Client) -> None:
    feed = json.loads(client.get(f"/history/municipality/{CODE}.json").content)
    assert [item["title"] for item in feed["items"]] == ["まちを開きました"]


def test_the_record_speaks_english(town: Town, client: Client) -> None:
    assert client.get("/record/", headers={"Accept-Language": "en"}).headers["Content-Language"] == "en"
