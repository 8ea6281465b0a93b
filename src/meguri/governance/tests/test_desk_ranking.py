"""The bounded search against a scorer that reads everything: whatever holds the whole question is among the first."""

from collections.abc import Iterator

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from meguri.core import guard
from meguri.core.scope import in_town
from meguri.governance import desk_rank
from meguri.governance.desk_words import words_of
from meguri.governance.models import DeskEntry, DeskTerm, PublicObject
from meguri.governance.objects import DeskText
from meguri.governance.queries import desk as queries
from meguri.governance.queries.desk import find
from meguri.towns.models import Town
from tests.fixtures.cast import Cast

PLACES = ["道路", "公園", "学校"]
DEEDS = ["修理", "予約"]
MANNERS = ["冬", "夜間", "無料"]
ENTRIES = 700


@pytest.fixture
def town(cast: Cast) -> Iterator[Town]:
    """700 entries of few words, so that each word leads to more than the search reads; names in all combinations."""
    names = [f"{m}の{p}の{d}" for m in MANNERS for p in PLACES for d in DEEDS]
    texts = [DeskText(names[number % len(names)], text=f"{PLACES[number % 2]}の説明") for number in range(ENTRIES)]
    with guard.door("tests"), in_town(cast.town):
        store(cast.town, texts)
        yield cast.town


def store(town: Town, texts: list[DeskText]) -> None:
    now = timezone.now()
    objects = PublicObject.objects.bulk_create(
        PublicObject(town=town, kind="thing", key=str(number), title=text.name, first_told_at=now)
        for number, text in enumerate(texts)
    )
    entries = DeskEntry.objects.bulk_create(DeskEntry(town=town, object=one, digest="x") for one in objects)
    impacts = {text: desk_rank.impacts(text) for text in set(texts)}
    DeskTerm.objects.bulk_create(
        DeskTerm(town=town, entry=entry, term=term, impact=impact)
        for entry, text in zip(entries, texts)
        for term, impact in impacts[text].items()
    )


def by_full_scan(question: str) -> list[tuple[int, float]]:
    """(object, score) of every entry, by the same formula, from all there is."""
    words = words_of(question)
    held: dict[int, dict[str, int]] = {}
    for thing, term, impact in DeskTerm.objects.values_list("entry__object_id", "term", "impact"):
        held.setdefault(thing, {})[term] = impact
    asked = {term for word in words for term in word.terms}
    counts = {term: sum(term in terms for terms in held.values()) for term in asked}
    rarity = {term: desk_rank.idf(count, len(held)) for term, count in counts.items() if count}
    return [(one.entry, one.score) for one in desk_rank.score(words, held, rarity)]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    parts=st.tuples(st.sampled_from(MANNERS), st.sampled_from(PLACES), st.sampled_from(DEEDS)), drop=st.integers(0, 3)
)
def test_an_entry_that_holds_the_whole_question_in_its_name_is_among_the_first(
    town: Town, parts: tuple[str, str, str], drop: int
) -> None:
    question = " ".join(part for place, part in enumerate(parts) if place != drop)
    found = find(question, limit=10)
    best = by_full_scan(question)
    assert [round(hit.score, 3) for hit in found] == [round(score, 3) for _thing, score in best[:10]]
    assert all(part in found[0].thing.title for part in question.split())


def test_a_question_costs_the_same_number_of_queries_however_much_there_is(
    town: Town, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(4):
        assert find("冬の道路の修理")
    with django_assert_num_queries(1):
        assert find("宇宙人") == []
    with django_assert_num_queries(0):
        assert find("？") == []


def test_no_more_rows_are_read_than_the_bounds_say(town: Town) -> None:
    postings = queries._strongest(["道路", "修理"])
    assert all(len(entries) <= queries.STRONGEST for entries in postings.strongest.values())
    assert postings.entries == ENTRIES


def test_a_word_of_the_name_counts_more_than_one_of_the_text() -> None:
    name, text = (desk_rank.impacts(one) for one in (DeskText("水道"), DeskText("町", text="水道")))
    assert name["水道"] > text["水道"]


def test_a_rarer_word_says_more() -> None:
    assert desk_rank.idf(1, 100) > desk_rank.idf(50, 100) > desk_rank.idf(100, 100) >= 0


def test_impacts_are_whole_numbers_that_fit_the_index() -> None:
    found = desk_rank.impacts(DeskText("水道 " * 50, keywords="水道、" * 50, text="水道。" * 500))
    assert all(isinstance(impact, int) and 1 <= impact <= desk_rank.SCALE for impact in found.values())
