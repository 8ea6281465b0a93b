"""Whom to ask is found in everyday words: by meaning, by sound, by another way of writing, and by nothing else."""

import pytest

from meguri.core import guard
from meguri.core.actor import system
from meguri.core.scope import in_town
from meguri.governance.actions.posts import PostDetails, describe_post, end_post
from meguri.governance.desk_index import index
from meguri.governance.desk_upkeep import desks_are_current, renew_desks
from meguri.governance.models import DeskEntry, DeskTerm, PublicObject
from meguri.governance.objects import kind_of
from meguri.governance.tests.desk_town import SINCE, Desk, open_desk, organisation, post, titles
from tests.fixtures.cast import Cast


@pytest.fixture
def desk(cast: Cast) -> Desk:
    return open_desk(cast.town)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("ごみ", "環境係 係長"),
        ("ゴミ", "環境係 係長"),
        ("塵芥", "環境係 係長"),
        ("燃えるゴミの日はいつですか？", "環境係 係長"),
        ("家の前の街灯が消えています", "管理係 係長"),
        ("防犯灯", "管理係 係長"),
        ("ガイトウ", "管理係 係長"),
        ("がいとう", "管理係 係長"),
        ("雪かきをしてほしい", "管理係 係長"),
        ("ふくしばす", "福祉係 係長"),
        ("お金に困っています", "福祉係 係長"),
        ("としょかん", "町立図書館"),
        ("圖書館", "町立図書館"),
        ("本を借りたい", "町立図書館"),
        ("飼い犬", "環境係 係長"),
    ],
)
def test_everyday_words_find_the_post(desk: Desk, question: str, answer: str) -> None:
    assert titles(question, desk.town)[0] == answer


@pytest.mark.parametrize(
    "question", ["宇宙人", "", "　", "？！", "のにを", "\x00", "😀", "a" * 5000, "' OR 1=1 --", "%"]
)
def test_what_nobody_answers_for_finds_nothing(desk: Desk, question: str) -> None:
    assert titles(question, desk.town) == []


def test_a_slip_in_kana_still_finds(desk: Desk) -> None:
    assert titles("としょうかん", desk.town)[0] == "町立図書館"


def test_what_was_changed_is_found_by_its_new_words_alone(desk: Desk) -> None:
    with in_town(desk.town):
        details = PostDetails(duties="公園の遊具")
        describe_post(system(), desk.lights, desk.lights.organisation, "係長", details=details)
    assert titles("遊具がこわれた", desk.town)[0] == "管理係 係長"
    assert titles("街灯", desk.town) == []


def test_what_has_not_changed_is_not_written_again(desk: Desk) -> None:
    with in_town(desk.town):
        before = set(DeskTerm.objects.values_list("pk", flat=True))
        details = PostDetails(duties=desk.waste.duties, phone="01564-9-9999")
        describe_post(system(), desk.waste, desk.waste.organisation, "係長", details=details)
        assert set(DeskTerm.objects.values_list("pk", flat=True)) == before


def test_a_post_that_has_ended_is_not_found(desk: Desk) -> None:
    with in_town(desk.town):
        other = post(organisation("町民係"), "係長", duties="旅券の受付")
        assert titles("パスポート", desk.town)
        end_post(system(), other, SINCE.replace(month=5))
    assert titles("パスポート", desk.town) == []


def test_what_leaves_public_view_leaves_the_index(desk: Desk) -> None:
    with guard.door("tests"), in_town(desk.town):
        thing = PublicObject.objects.get(kind="facility")
        thing.is_public = False
        kind = kind_of("facility")
        assert kind is not None
        index(kind, [desk.library], [thing])
        assert not DeskEntry.objects.filter(object=thing).exists()
        assert not DeskTerm.objects.filter(entry__object=thing).exists()


def test_another_towns_entries_are_never_found(cast: Cast, desk: Desk) -> None:
    assert titles("街灯", cast.other_town) == []
    with in_town(cast.other_town):
        post(organisation("土木係"), "主任", duties="街灯の修理")
    assert titles("街灯", cast.other_town) == ["土木係 主任"]
    assert titles("街灯", desk.town) == ["管理係 係長"]


def test_after_an_update_of_the_words_the_index_is_made_anew(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    assert desks_are_current()
    monkeypatch.setattr("meguri.governance.desk_words.version", lambda: "another-version!")
    assert not desks_are_current()
    renew_desks()
    assert desks_are_current()
    assert titles("街灯", desk.town)[0] == "管理係 係長"
