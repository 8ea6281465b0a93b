"""A log's head is signed once for each size, and never where what was signed before is no longer its beginning."""

import os
import stat
from pathlib import Path

import pytest
from django.db import connection
from django.test import override_settings

from meguri.core import guard
from meguri.core.actor import operator, system
from meguri.core.scope import in_town
from meguri.record.actions import sequence, sign
from meguri.record.keyring import public_of, renew, ring
from meguri.record.merkle import leaf_hash, root_of
from meguri.record.models import Entry, Generation, Leaf, Log, SignedHead, Tree
from meguri.record.notes import Key, read_checkpoint, read_note
from meguri.record.sequencer import sequence_all
from meguri.record.signing import CannotSign, Why, doubt
from meguri.record.stored_tree import BrokenOrder, root_at
from meguri.record.tests.test_merkle_trees import AllLeaves
from meguri.towns.actions import open_town, state_desk
from meguri.towns.loading import load_national_list
from tests.fixtures.cast import CODE, made_up_municipality
from tests.fixtures.database import lift_rules

pytestmark = pytest.mark.django_db


def act(times: int = 1) -> Log:
    for _i in range(times):
        load_national_list(operator())
    return Log.objects.get(origin="jp")


def past_the_rules(statement: str) -> None:
    """As somebody would who opens the database's file."""
    with guard.door("tests"):
        lift_rules(connection)
        with connection.cursor() as cursor:
            cursor.execute(statement)


def test_every_act_ends_up_under_a_signature() -> None:
    log = act(3)
    assert sequence_all() == 3
    head = SignedHead.objects.get()
    note, generation = read_note(head.note.encode()), Generation.objects.get()
    key = Key(generation.name, bytes(generation.keys.get().public))
    assert note.is_signed_by_exactly([key])
    bodies = Leaf.objects.order_by("index").values_list("entry__body", flat=True)
    assert read_checkpoint(note).root == root_of(AllLeaves([leaf_hash(bytes(body)) for body in bodies]), 3)
    assert Tree.objects.get(log=log).signed == 3


def test_nothing_new_is_signed_where_nothing_has_come() -> None:
    log = act()
    sequence_all()
    assert sign(system(), log) == 0
    sequence_all()
    assert SignedHead.objects.count() == 1


@override_settings(SITE_ADDRESS="https://meguri.example.jp")
def test_a_log_keeps_its_name_when_the_address_changes() -> None:
    act()
    sequence_all()
    with override_settings(SITE_ADDRESS="https://new.example.jp"):
        act()
        sequence_all()
    assert Generation.objects.get().name == "meguri.example.jp/log"
    assert {note.split("\n")[0] for note in SignedHead.objects.values_list("note", flat=True)} == {
        "meguri.example.jp/log"
    }


def test_the_key_is_made_at_the_first_signature_and_read_by_its_owner_alone(record_folder: Path) -> None:
    act()
    assert not record_folder.exists()
    sequence_all()
    file = record_folder / "signing.key"
    assert stat.S_IMODE(os.stat(file).st_mode) == 0o600
    seed = file.read_text().strip().encode()
    assert all(seed not in bytes(body) for body in Entry.objects.values_list("body", flat=True))


def test_a_key_from_the_environment_takes_the_place_of_the_file(record_folder: Path) -> None:
    with override_settings(RECORD_KEYS=["B" * 43 + "="]):
        act()
        sequence_all()
    assert SignedHead.objects.count() == 1
    assert not (record_folder / "signing.key").exists()


def test_a_log_is_not_signed_with_another_key_than_before(record_folder: Path) -> None:
    act()
    sequence_all()
    (record_folder / "signing.key").unlink()
    log = act()
    sequence_all()
    assert SignedHead.objects.count() == 1
    assert doubt(log) is Why.NO_KEY
    assert ring().current is None


def test_a_machine_that_lacks_the_key_begins_no_log_with_one_of_its_own(record_folder: Path) -> None:
    act()
    sequence_all()
    (record_folder / "signing.key").unlink()
    town = open_town(operator(), made_up_municipality(CODE, "ためし町"))
    with in_town(town):
        state_desk(operator(), town, "総務課", "000-000-0000")
    sequence_all()
    assert Generation.objects.count() == 1
    assert not (record_folder / "signing.key").exists()


def test_a_retired_key_still_signs_what_was_not_yet_handed_over() -> None:
    log = act()
    sequence_all()
    before = ring().current
    renew()
    act()
    sequence_all()
    assert before is not None
    assert ring().of(public_of(before)) is not None
    assert SignedHead.objects.count() == 2
    assert doubt(log) is None


def test_a_kept_checkpoint_that_is_lost_stops_the_signing(record_folder: Path) -> None:
    log = act()
    sequence_all()
    (record_folder / "jp.checkpoint").unlink()
    act()
    sequence_all()
    assert doubt(log) is Why.NO_KEPT
    assert SignedHead.objects.count() == 1


def test_a_database_that_was_set_back_is_not_signed(record_folder: Path) -> None:
    log = act()
    sequence_all()
    early = (record_folder / "jp.checkpoint").read_text()
    act(2)
    sequence_all()
    late = (record_folder / "jp.checkpoint").read_text()
    past_the_rules("DELETE FROM record_signedhead")
    past_the_rules("DELETE FROM record_leaf WHERE \"index\" > 0")
    past_the_rules("DELETE FROM record_tree")
    sequence(system(), log)
    assert doubt(log) is Why.SET_BACK
    with pytest.raises(CannotSign):
        sign(system(), log)
    (record_folder / "jp.checkpoint").write_text(early)
    assert doubt(log) is None
    assert late != early


def test_a_database_in_which_others_acted_after_it_was_set_back_is_not_signed() -> None:
    log = act(3)
    sequence_all()
    past_the_rules("DELETE FROM record_signedhead")
    past_the_rules("DELETE FROM record_leaf WHERE \"index\" > 0")
    past_the_rules("DELETE FROM record_tree")
    act(4)
    sequence(system(), log)
    assert doubt(log) is Why.FORKED


def test_a_tree_that_was_edited_is_not_signed() -> None:
    log = act(2)
    sequence_all()
    past_the_rules(f"UPDATE record_tree SET edge = {'x' if connection.vendor == 'sqlite' else ''}'{'00' * 64}'"
                   + ("" if connection.vendor == "sqlite" else "::bytea"))  # fmt: skip
    assert doubt(log) is Why.CHANGED


def test_a_folder_that_cannot_be_written_stops_only_the_signing(record_folder: Path) -> None:
    record_folder.parent.mkdir(exist_ok=True)
    record_folder.write_text("a file where the folder should be")
    act()
    assert sequence_all() == 1
    assert SignedHead.objects.count() == 0


def test_an_index_that_is_missing_stops_the_tree() -> None:
    log = act(3)
    sequence_all()
    past_the_rules("DELETE FROM record_tree")
    past_the_rules("DELETE FROM record_leaf WHERE \"index\" = 1")
    with pytest.raises(BrokenOrder):
        sequence(system(), log)
    assert sequence_all() == 0


def test_the_tree_of_a_log_that_is_older_than_trees_is_grown_afterwards() -> None:
    log = act(3)
    sequence_all()
    before = root_at(Tree.objects.get(), 3)
    past_the_rules("DELETE FROM record_signedhead")
    past_the_rules("DELETE FROM record_tree")
    sequence_all()
    assert root_at(Tree.objects.get(log=log), 3) == before
    assert SignedHead.objects.get().size == 3
