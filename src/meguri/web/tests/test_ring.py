"""The ring is drawn only as far as the thread runs, and its words are the navigation."""

import re

from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from meguri.web.ring import PLACES, Station, arcs, picture

KEYS = [place.key for place in PLACES]


def stations(live: str, used: str = "vision voices decide act fund results") -> list[Station]:
    return [
        Station(p, url=f"/{p.key}/", figure="3", live=p.key in live.split()) for p in PLACES if p.key in used.split()
    ]


def rendered(source: str, given: list[dict[str, object]]) -> str:
    return Template("{% load meguri_web %}" + source).render(Context({"stations": given}))


def test_the_stroke_ends_where_the_thread_ends() -> None:
    assert len(list(arcs(stations("vision voices decide")))) == 2


def test_a_thread_that_comes_round_is_closed() -> None:
    assert len(list(arcs(stations(" ".join(KEYS))))) == 6


def test_a_gap_in_the_thread_stays_a_gap() -> None:
    assert len(list(arcs(stations("vision act")))) == 0


def test_a_station_the_town_does_not_use_is_passed_over_and_not_drawn() -> None:
    used = stations("vision voices act results", "vision voices act results")
    assert len(list(arcs(used))) == 4
    assert "決" not in picture(used)


def test_one_station_alone_has_no_stroke() -> None:
    assert list(arcs(stations("results", "results"))) == []


@given(st.sets(st.sampled_from(KEYS)), st.sets(st.sampled_from(KEYS)))
def test_a_stroke_joins_two_live_stations_and_no_other(used: set[str], live: set[str]) -> None:
    drawn = stations(" ".join(live), " ".join(used))
    living = [station.live for station in drawn]
    pairs = [a and b for a, b in zip(living, [*living[1:], *living[:1]])] if len(drawn) > 1 else []
    assert len(list(arcs(drawn))) == sum(pairs)


def test_every_disc_lies_inside_the_picture() -> None:
    xs = [float(x) for x in re.findall(r'c[xy]="([\d.]+)"', picture(stations("", " ".join(KEYS))))]
    assert all(31 <= x <= 289 for x in xs)


def test_the_words_are_a_list_in_the_order_of_the_ring_and_the_picture_is_hidden() -> None:
    given = [
        {"key": "results", "url": "/r/", "figure": "9", "live": True},
        {"key": "vision", "url": "/v/", "live": False},
    ]
    html = rendered('{% ring stations size="small" current="results" %}', given)
    assert html.index("願い") < html.index("成果")
    assert 'aria-hidden="true"' in html
    assert re.search(r'<a class="ring__word" href="/r/" aria-current="step">成果</a>', html)
    assert "まだありません" in html
    assert "決める" not in html


def test_an_address_cannot_break_out_of_the_picture() -> None:
    assert '"><script>' not in rendered("{% ring stations %}", [{"key": "act", "url": '"><script>', "live": True}])
