"""A question that found nothing: kept without the person, counted, pointed to whoever answers, or dismissed."""

from collections.abc import Callable

import pytest
from django.test import Client

from meguri.core.actor import VISITOR, Role
from meguri.core.errors import NotAllowed
from meguri.core.models import PerformedAction
from meguri.core.scope import in_town
from meguri.governance.actions.desk import keep_question, settle_question
from meguri.governance.models import PublicObject, UnansweredQuestion
from meguri.governance.pages import desk as pages
from meguri.governance.tests.desk_town import Desk, open_desk, titles
from meguri.towns.limits import Limit
from tests.fixtures.cast import Cast, actor_for


@pytest.fixture
def desk(cast: Cast) -> Desk:
    return open_desk(cast.town)


def tell(desk: Desk, question: str, client: Client | None = None, **fields: str) -> int:
    sent = (client or Client()).post(f"/{desk.town.code}/ask/unanswered/", {"q": question, **fields})
    return sent.status_code


def kept(desk: Desk) -> dict[str, int]:
    with in_town(desk.town):
        return dict(UnansweredQuestion.objects.values_list("words", "count"))


def test_the_pages_form_keeps_the_words_and_the_page_says_so(desk: Desk) -> None:
    sent = Client().post(f"/{desk.town.code}/ask/unanswered/", {"q": "宇宙人の侵略"}, follow=True)
    assert "まちに知らせました。" in sent.content.decode()
    assert kept(desk) == {"宇宙人 侵略": 1}


def test_the_same_question_is_counted_in_one_row(desk: Desk) -> None:
    for question in ("宇宙人の侵略", "宇宙人、侵略！", "宇宙人が侵略しています"):
        tell(desk, question)
    assert kept(desk) == {"宇宙人 侵略": 3}


def test_one_page_counts_once_however_often_it_is_sent(desk: Desk) -> None:
    for _time in range(3):
        tell(desk, "宇宙人の侵略", idempotency_key="one-page")
    assert kept(desk) == {"宇宙人 侵略": 1}


@pytest.mark.parametrize(
    "question",
    ["宇宙人 090-1234-5678", "宇宙人 ０９０１２３４５６７８", "宇宙人 uchu@example.jp", "宇宙人 12345", "？？", ""],
)
def test_what_looks_like_somebodys_number_or_address_is_not_kept(desk: Desk, question: str) -> None:
    assert tell(desk, question) in {302, 200}
    assert kept(desk) == {}


def test_names_of_persons_and_figures_are_left_out(desk: Desk) -> None:
    tell(desk, "山田太郎さん3番地の宇宙人")
    (words,) = kept(desk)
    assert "山田" not in words
    assert "3" not in words


def test_nothing_ties_the_question_to_who_asked(desk: Desk, cast: Cast, client_of: Callable[..., Client]) -> None:
    tell(desk, "宇宙人の侵略", client_of(cast.resident))
    act = PerformedAction.objects.get(action="governance.keep_question")
    assert act.person_id is None
    assert act.roles == ""


def test_what_is_answered_is_not_kept(desk: Desk) -> None:
    tell(desk, "街灯")
    assert kept(desk) == {}


def test_no_more_than_so_many_are_kept_from_one_place(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "FROM_ONE_PLACE", Limit("few", 2, 60))
    statuses = [tell(desk, f"宇宙人{word}") for word in ("海", "空", "星")]
    assert statuses == [302, 302, 429]


def test_a_page_read_with_get_keeps_nothing(desk: Desk) -> None:
    assert Client().get(f"/{desk.town.code}/ask/unanswered/").status_code == 405
    Client().get(f"/{desk.town.code}/ask/", {"q": "宇宙人", "told": "1"})
    assert kept(desk) == {}


def test_staff_see_what_was_asked_most_first(desk: Desk, cast: Cast, client_of: Callable[..., Client]) -> None:
    for question in ("隕石", "宇宙人", "宇宙人"):
        tell(desk, question)
    page = client_of(cast.officer).get(f"/{desk.town.code}/work/unanswered/").content.decode()
    assert page.index("宇宙人") < page.index("隕石")
    assert "2回" in page


@pytest.mark.parametrize("name", ["resident", "firm", "journalist", "other_towns_officer", "operator"])
def test_others_do_not_see_the_list(desk: Desk, cast: Cast, client_of: Callable[..., Client], name: str) -> None:
    answer = client_of(cast.everybody()[name]).get(f"/{desk.town.code}/work/unanswered/")
    assert answer.status_code in {302, 403}


def test_settled_by_a_post_its_words_lead_there(desk: Desk, cast: Cast, client_of: Callable[..., Client]) -> None:
    tell(desk, "宇宙人の侵略")
    with in_town(desk.town):
        row = UnansweredQuestion.objects.get()
        thing = PublicObject.objects.get(kind="post", title="福祉係 係長")
    officer, path = client_of(cast.officer), f"/{desk.town.code}/work/unanswered/{row.pk}/"
    assert "福祉係 係長" in officer.get(path, {"q": "生活保護"}).content.decode()
    sent = officer.post(f"{path}?q=生活保護", {"thing": thing.pk})
    assert sent.status_code == 302
    assert titles("宇宙人が来た", desk.town) == ["福祉係 係長"]
    past = officer.get(f"/{desk.town.code}/work/unanswered/", {"past": "1"}).content.decode()
    assert "いまは「福祉係 係長」につながります" in past


def test_settling_without_a_choice_says_what_to_do(desk: Desk, cast: Cast, client_of: Callable[..., Client]) -> None:
    tell(desk, "宇宙人の侵略")
    with in_town(desk.town):
        row = UnansweredQuestion.objects.get()
    sent = client_of(cast.officer).post(f"/{desk.town.code}/work/unanswered/{row.pk}/?q=生活保護", {})
    assert sent.status_code == 422
    assert "行き先をひとつえらんでください。" in sent.content.decode()


def test_dismissed_it_leaves_the_list_and_stays_away(desk: Desk, cast: Cast, client_of: Callable[..., Client]) -> None:
    tell(desk, "宇宙人の侵略")
    with in_town(desk.town):
        row = UnansweredQuestion.objects.get()
    officer = client_of(cast.officer)
    path = f"/{desk.town.code}/work/unanswered/{row.pk}/dismiss/"
    assert officer.post(path).status_code == 302
    assert officer.post(path).status_code == 409
    tell(desk, "宇宙人の侵略")
    assert "宇宙人" not in officer.get(f"/{desk.town.code}/work/unanswered/").content.decode()


def test_a_settled_question_that_finds_nothing_again_is_open_again(desk: Desk, cast: Cast) -> None:
    officer = actor_for(cast.officer, cast.town, Role.OFFICER)
    with in_town(desk.town):
        row = keep_question(VISITOR, "宇宙人の侵略")
        settle_question(officer, row, PublicObject.objects.get(kind="post", title="福祉係 係長"))
        again = keep_question(VISITOR, "宇宙人の侵略")
        assert (again.pk, again.settled_on, again.settled_by, again.count) == (row.pk, None, None, 2)


def test_another_towns_officer_cannot_settle(desk: Desk, cast: Cast, client_of: Callable[..., Client]) -> None:
    tell(desk, "宇宙人の侵略")
    with in_town(desk.town):
        row = UnansweredQuestion.objects.get()
    stranger = client_of(cast.other_towns_officer)
    assert stranger.get(f"/{desk.town.code}/work/unanswered/{row.pk}/").status_code in {302, 403}
    assert stranger.get(f"/{cast.other_town.code}/work/unanswered/{row.pk}/").status_code == 404
    with in_town(desk.town), pytest.raises(NotAllowed):
        settle_question(actor_for(cast.resident, cast.town, Role.RESIDENT), row, PublicObject.objects.all()[0])
