"""所管替え協議: asked with a reason, answered by the receiving post; agreed, the promises come along."""

import pytest

from meguri.core.errors import BadInput, Conflict, NotAllowed
from meguri.core.scope import in_town
from meguri.governance.actions.handovers import answer_handover, ask_handover
from meguri.governance.actions.responsibilities import appoint
from meguri.governance.models import Handover, Promise, PromiseChange, Responsibility
from meguri.governance.queries.responsibilities import accountable_for, handovers_for
from meguri.governance.tests.town_hall import (
    a_promise,
    a_thing,
    administrator,
    answers,
    in_days,
    mayor,
    officer,
    today,
)
from meguri.record.models import Entry
from tests.fixtures.cast import Cast
from tests.fixtures.offices import Offices


@pytest.fixture
def term(cast: Cast, offices: Offices) -> Responsibility:
    """The officer answers for the bus since five days ago."""
    with in_town(cast.town):
        return appoint(administrator(cast), a_thing(cast.town), offices.officer_post, in_days(-5))


def test_agreed_the_new_post_answers_and_the_promises_come_along(
    cast: Cast, offices: Offices, term: Responsibility
) -> None:
    with in_town(cast.town):
        promises = [a_promise(offices.officer_post, term.object, f"約束{n}") for n in range(3)]
        other = a_promise(offices.officer_post, None, "別の約束")
        asked = ask_handover(officer(cast), term, offices.mayor_post, "町全体の話になったため")
        assert list(handovers_for([offices.mayor_post.pk])) == [asked]
        answer_handover(mayor(cast), asked, True)
        now = accountable_for([term.object_id])[term.object_id]
        assert (now.post, now.confirmed_on) == (offices.mayor_post, today())
        assert answers(term.object, in_days(-1)) == ["福祉係 係長"]
        assert {one.post for one in Promise.objects.filter(pk__in=[p.pk for p in promises])} == {offices.mayor_post}
        assert Promise.objects.get(pk=other.pk).post == offices.officer_post
        changes = PromiseChange.objects.all()
        assert {(c.from_post, c.to_post, c.reason) for c in changes} == {
            (offices.officer_post, offices.mayor_post, "所管替えの協議で引き継ぎました。")
        }
        assert changes.count() == 3
        entry = Entry.objects.get(action="governance.answer_handover").body
        assert all(promise.public_reference().id in bytes(entry).decode() for promise in promises)


def test_declined_everything_stays_and_the_words_are_kept(cast: Cast, offices: Offices, term: Responsibility) -> None:
    with in_town(cast.town):
        asked = ask_handover(officer(cast), term, offices.mayor_post, "手が足りないため")
        with pytest.raises(BadInput, match="引き継げない理由"):
            answer_handover(mayor(cast), asked, False)
        answer_handover(mayor(cast), asked, False, "係の仕事です")
        assert Handover.objects.get().answer == "係の仕事です"
        assert answers(term.object, today()) == ["福祉係 係長"]
        again = ask_handover(officer(cast), term, offices.mayor_post, "もう一度お願いします")
        assert again.pk != asked.pk


def test_only_the_two_posts_speak(cast: Cast, offices: Offices, term: Responsibility) -> None:
    with in_town(cast.town):
        with pytest.raises(NotAllowed, match="福祉係 係長だけ"):
            ask_handover(mayor(cast), term, offices.mayor_post, "ほしいため")
        asked = ask_handover(officer(cast), term, offices.mayor_post, "手が足りないため")
        with pytest.raises(NotAllowed, match="町長だけ"):
            answer_handover(officer(cast), asked, True)


def test_asking_twice_or_without_a_reason_or_oneself_is_refused(
    cast: Cast, offices: Offices, term: Responsibility
) -> None:
    with in_town(cast.town):
        with pytest.raises(BadInput, match="理由を書いてください"):
            ask_handover(officer(cast), term, offices.mayor_post, "  ")
        with pytest.raises(BadInput, match="別の役職"):
            ask_handover(officer(cast), term, offices.officer_post, "なんとなく")
        ask_handover(officer(cast), term, offices.mayor_post, "手が足りないため")
        with pytest.raises(Conflict, match="返事を待っています"):
            ask_handover(officer(cast), term, offices.chief_post, "手が足りないため")


def test_a_term_that_ended_meanwhile_cannot_be_taken_over(cast: Cast, offices: Offices, term: Responsibility) -> None:
    with in_town(cast.town):
        asked = ask_handover(officer(cast), term, offices.mayor_post, "手が足りないため")
        appoint(administrator(cast), term.object, offices.chief_post, today())
        assert not handovers_for([offices.mayor_post.pk]).exists()
        with pytest.raises(Conflict, match="ほかの役職に移ったか"):
            answer_handover(mayor(cast), asked, True)
        assert Handover.objects.get().state == "asked"
        assert answers(term.object, today()) == ["保健福祉課 課長"]


def test_an_answer_counts_once(cast: Cast, offices: Offices, term: Responsibility) -> None:
    with in_town(cast.town):
        asked = ask_handover(officer(cast), term, offices.mayor_post, "手が足りないため")
        answer_handover(mayor(cast), asked, True)
        with pytest.raises(Conflict, match="もう終わっています"):
            answer_handover(mayor(cast), asked, False, "やはりやめます")


def test_a_part_other_than_the_accountable_is_handed_over_as_well(cast: Cast, offices: Offices) -> None:
    with in_town(cast.town):
        bus = a_thing(cast.town)
        part = appoint(administrator(cast), bus, offices.officer_post, today(), part=Responsibility.Part.RESPONSIBLE)
        answer_handover(mayor(cast), ask_handover(officer(cast), part, offices.mayor_post, "手が足りないため"), True)
        standing = Responsibility.objects.get(object=bus, until=None)
        assert (standing.post, standing.part) == (offices.mayor_post, "responsible")
