"""Whom to ask is found in everyday words: by meaning, by sound, by another way of writing, and by nothing else."""

import pytest

from meguri.core import guard
from meguri.core.actor import system
from meguri.core.scope import in_town
from meguri.governance.actions.posts import PostDetails, describe_post, end_post
from meguri.governance.desk_answers import answers_to
from meguri.governance.desk_index import index
from meguri.governance.desk_upkeep import desks_are_current, renew_desks
from meguri.governance.desk_words import synonyms
from meguri.governance.models import DeskEntry, DeskTerm, PublicObject
from meguri.governance.objects import DeskText, ObjectKind, kind_of
from meguri.governance.queries.desk import find
from meguri.governance.tests.desk_town import SINCE, Desk, a_thing, open_desk, organisation, post, titles
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
        ("家の前の街灯が消えてる", "管理係 係長"),
        ("道路に穴があいてる", "管理係 係長"),
        ("段差", "管理係 係長"),
        ("ゴミ袋", "環境係 係長"),
        ("When is garbage day?", "環境係 係長"),
        ("streetlight", "管理係 係長"),
        ("生活が苦しい", "福祉係 係長"),
    ],
)
def test_everyday_words_find_the_post(desk: Desk, question: str, answer: str) -> None:
    assert titles(question, desk.town)[0] == answer


@pytest.mark.parametrize(
    "question", ["宇宙人", "", "　", "？！", "のにを", "\x00", "😀", "a" * 5000, "' OR 1=1 --", "%"]
)
def test_what_nobody_answers_for_finds_nothing(desk: Desk, question: str) -> None:
    assert titles(question, desk.town) == []


@pytest.mark.parametrize(
    "question", ["0000-0-1234", "12345", "あああああ", "！？！？", "なくした", "消えている", "出したい", "予約したい"]
)
def test_figures_signs_and_everyday_verbs_decide_nothing(desk: Desk, question: str) -> None:
    assert titles(question, desk.town) == []


def test_a_figure_stands_above_no_post_and_what_has_no_post_comes_last(desk: Desk) -> None:
    stored(desk, "街灯", "indicator")
    stored(desk, "街灯の街灯", "thing")
    with in_town(desk.town):
        hits = [hit for hit in find("街灯") if hit.answers]
        shown = [one.who for one in answers_to("街灯", hits, desk.town)]
    assert shown == ["管理係 係長", "", ""]


def test_who_is_asked_for_by_name_comes_before_who_stands_beside(desk: Desk) -> None:
    with in_town(desk.town):
        hall = organisation("ためし町役場")
        post(hall, "副町長", duties="町長を補佐し、町長が不在のときは町長の職務を代理します")
        post(hall, "町長", duties="町政の統括")
    assert titles("町長に会いたい", desk.town)[0] == "ためし町役場 町長"
    assert titles("副町長", desk.town)[0] == "ためし町役場 副町長"


def test_what_has_no_post_of_its_own_falls_to_what_it_is_a_kind_of(desk: Desk) -> None:
    with in_town(desk.town):
        post(organisation("戸籍係"), "係長", duties="戸籍")
        post(organisation("上下水道係"), "係長", duties="上下水道")
    for question in ("婚姻届", "葬式", "お悔やみ", "家族が死んだ", "離婚したい"):
        assert titles(question, desk.town)[0] == "戸籍係 係長", question
    assert titles("道に穴", desk.town)[0] == "管理係 係長"
    assert "戸籍係 係長" not in titles("死にたい", desk.town)


def stored(desk: Desk, title: str, kind: str) -> None:
    told = ObjectKind(kind, "もの", None, lambda rows: [], PublicObject.objects.all,
                      found_by=lambda row: DeskText(title))  # fmt: skip
    thing = a_thing(desk.town, title, kind)
    with guard.door("tests"), in_town(desk.town):
        index(told, [thing], [thing])


def test_the_table_names_each_group_once_and_falls_to_groups_that_are_there() -> None:
    names = [one.words[0] for one in synonyms()]
    assert len(names) == len(set(names))
    assert {word for one in synonyms() for word in one.under} <= set(names)


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
