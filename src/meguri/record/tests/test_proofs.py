"""Each entry's page proves since when it has not been rewritten; the API gives proofs that anyone can check."""

import json
from uuid import uuid4

import pytest
from django.test import Client

from meguri.core.actor import operator
from meguri.core.scope import in_town
from meguri.record.merkle import includes, is_consistent, leaf_hash
from meguri.record.models import Entry, Log
from meguri.record.notes import Checkpoint, read_checkpoint, read_note
from meguri.record.proofs import proof_at
from meguri.record.sequencer import sequence_all
from meguri.record.tests.test_editing_the_database import as_hex
from meguri.record.tests.test_signing import past_the_rules
from meguri.towns.actions import open_town, state_desk
from meguri.towns.models import Town
from tests.fixtures.cast import CODE, made_up_municipality

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(db: None) -> Town:
    town = open_town(operator(), made_up_municipality(CODE, "ためし町"))
    act(town, 5)
    sequence_all()
    return town


def act(town: Town, times: int) -> None:
    with in_town(town):
        for _i in range(times):
            state_desk(operator(), town, "総務課", "000-000-0000")


def get(path: str) -> dict[str, object]:
    answer = Client().get(f"/api/v1/record/{path}")
    assert answer.status_code == 200, path
    found: dict[str, object] = json.loads(answer.content)
    return found


def head_of(checkpoint: object) -> Checkpoint:
    return read_checkpoint(read_note(str(checkpoint).encode()))


def path_of(found: dict[str, object]) -> list[bytes]:
    path = found["path"]
    assert isinstance(path, list)
    return [bytes.fromhex(step) for step in path]


def test_the_proof_of_every_entry_holds_against_the_signed_head(town: Town) -> None:
    for entry in Entry.objects.filter(log__origin=CODE):
        proof = get(f"entries/{entry.act_id}/proof")
        head, index = head_of(proof["checkpoint"]), proof["index"]
        assert isinstance(index, int)
        assert includes(leaf_hash(bytes(entry.body)), index, head.size, path_of(proof), head.root)
        assert proof["root"] == head.root.hex()


@pytest.mark.parametrize("first", [0, 1, 3, 5])
def test_a_tree_that_has_grown_is_proved_to_begin_with_the_one_before(town: Town, first: int) -> None:
    before = get(f"logs/{CODE}/consistency?first=5")
    act(town, 4)
    sequence_all()
    found = get(f"logs/{CODE}/consistency?first={first}")
    head = head_of(found["checkpoint"])
    assert head.size == 9
    if first == 5:
        assert is_consistent(5, 9, path_of(found), head_of(before["checkpoint"]).root, head.root)


def test_there_is_no_proof_from_a_size_that_the_log_has_not_reached(town: Town) -> None:
    assert Client().get(f"/api/v1/record/logs/{CODE}/consistency?first=6").status_code == 404


def test_an_entry_has_no_proof_before_it_is_signed_and_its_page_says_so(town: Town) -> None:
    act(town, 1)
    newest = Entry.objects.order_by("-id")[0]
    assert Client().get(f"/api/v1/record/entries/{newest.act_id}/proof").status_code == 404
    assert "まだ署名がありません" in Client().get(f"/record/entry/{newest.act_id}/").content.decode()
    assert Client().get(f"/api/v1/record/entries/{uuid4()}/proof").status_code == 404


def test_the_page_of_an_entry_says_since_when_and_what_this_does_not_tell(town: Town) -> None:
    page = Client().get(f"/record/entry/{Entry.objects.order_by('-id')[0].act_id}/").content.decode()
    assert "から書きかえられていません。" in page
    assert "正しいか、すべて書かれているかは、これでは分かりません。" in page
    assert f"127.0.0.1:8000/{CODE}/log" in page


def test_the_page_of_an_entry_that_was_edited_says_that_it_does_not_fit(town: Town) -> None:
    entry = Entry.objects.order_by("-id")[0]
    edited = as_hex(bytes(entry.body).replace("総務課".encode(), "総無課".encode()))
    past_the_rules(f"UPDATE record_entry SET body = {edited} WHERE id = {entry.pk}")
    page = Client().get(f"/record/entry/{entry.act_id}/").content.decode()
    assert "この記録は、署名されたものと合いません。" in page
    assert "から書きかえられていません。" not in page


def test_the_page_of_a_record_says_how_to_verify_it_from_outside(town: Town) -> None:
    page = Client().get(f"/{CODE}/record/").content.decode()
    assert "5件までの記録に" in page
    assert f"meguri verify http://127.0.0.1:8000/{CODE}/" in page
    assert f'href="/{CODE}/log/checkpoint"' in page


def test_a_proof_takes_three_queries_however_long_the_log(
    town: Town, django_assert_num_queries: object
) -> None:
    act(town, 600)
    sequence_all()
    log = Log.objects.get(origin=CODE)
    for index in (0, 255, 300, 604):
        with django_assert_num_queries(3):  # type: ignore[operator]  # a fixture without types
            proof = proof_at(log, index)
        assert proof is not None
        assert proof.holds
