"""A town defines an indicator of its own and sets a target: who may, what must be said, and what stays visible."""

import html
import re
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from meguri.core.errors import BadInput, Conflict, NotAllowed
from meguri.core.period import Period
from meguri.core.scope import in_town
from meguri.indicators.compare import why_unlike
from meguri.indicators.defining import LONGEST_KEY, define, key_of, set_target
from meguri.indicators.models import Indicator, Target
from meguri.indicators.tests.figures import BUS, load_reference, officer_of, own_indicators, publish
from meguri.record.models import Entry
from tests.fixtures.cast import Cast, actor_for

SENT = {
    "name": "福祉バスの利用者数",
    "reading": "ふくしばす りようしゃすう",
    "definition": "1年度に福祉バスに乗った人ののべ人数です。",
    "family": "welfare",
    "unit": "人",
    "decimals": "0",
    "nature": "flow",
    "period_kind": "fiscal_year",
    "better": "more",
    "zero_means": "zero",
}


def address(cast: Cast, rest: str = "") -> str:
    return f"/{cast.town.code}/indicators/{rest}"


def test_an_officer_defines_an_indicator_whose_address_is_its_reading(
    cast: Cast, client_of: Callable[..., Client]
) -> None:
    client = client_of(cast.officer)
    done = client.post(address(cast, "new/"), SENT)
    assert done.headers["Location"] == address(cast, "fukushibasu-riyoshasu/")
    page = html.unescape(client.get(done.headers["Location"]).content.decode())
    assert "1年度に福祉バスに乗った人ののべ人数です。" in page
    assert "未入力" in page
    entry = Entry.objects.get(action="indicators.define")
    assert f"{cast.town.code}-fukushibasu-riyoshasu" in bytes(entry.body).decode()


def test_what_was_typed_stays_when_something_is_missing(cast: Cast, client_of: Callable[..., Client]) -> None:
    answer = client_of(cast.officer).post(address(cast, "new/"), SENT | {"unit": "", "reading": "？？"})
    page = html.unescape(answer.content.decode())
    assert answer.status_code == 422
    assert "福祉バスの利用者数" in page
    assert "名前の読みを、ひらがなかローマ字で入れてください。" in page
    assert not Indicator.objects.exists()


def test_a_second_press_defines_nothing_twice(cast: Cast, client_of: Callable[..., Client]) -> None:
    client = client_of(cast.officer)
    answers = [client.post(address(cast, "new/"), SENT | {"idempotency_key": "once"}) for _time in range(2)]
    assert {answer.headers["Location"] for answer in answers} == {address(cast, "fukushibasu-riyoshasu/")}
    assert Indicator.objects.count() == 1


def test_a_name_is_taken_once_and_a_key_never_hides_the_countrys(cast: Cast) -> None:
    load_reference()
    actor = officer_of(cast.town, cast.officer.pk)
    with in_town(cast.town):
        define(actor, cast.town, BUS)
        with pytest.raises(Conflict):
            define(actor, cast.town, BUS)
        births = define(actor, cast.town, BUS.__class__(**{**BUS.__dict__, "name": "出生", "reading": "births"}))
        new = define(actor, cast.town, BUS.__class__(**{**BUS.__dict__, "name": "新", "reading": "new"}))
    assert births.key == "births-2"
    assert new.key == "new-2"


def test_only_staff_of_the_town_define_and_set_targets(cast: Cast, client_of: Callable[..., Client]) -> None:
    for who in ("resident", "donor", "auditor", "other_towns_officer"):
        assert client_of(getattr(cast, who)).post(address(cast, "new/"), SENT).status_code == 403
    with in_town(cast.town), pytest.raises(NotAllowed):
        define(actor_for(cast.resident, cast.town), cast.town, BUS)


def test_a_town_that_has_not_opened_has_no_such_page(cast: Cast, client_of: Callable[..., Client]) -> None:
    load_reference()
    assert client_of(cast.operator).get("/016322/indicators/new/").status_code == 404


def test_a_towns_own_indicator_shares_an_axis_with_no_other(cast: Cast) -> None:
    with in_town(cast.town):
        one, other = own_indicators(cast.town, officer_of(cast.town, cast.officer.pk))
    assert why_unlike(one, one) is None
    assert why_unlike(one, other)


TARGET = {
    "period": "令和12年度",
    "value": "2000",
    "baseline_period": "2023年度",
    "baseline_value": "1200",
    "reason": "となり町の病院に、一人で行ける人を増やすため。",
}


@pytest.fixture
def bus(cast: Cast) -> Indicator:
    with in_town(cast.town):
        one, _other = own_indicators(cast.town, officer_of(cast.town, cast.officer.pk))
    return one


def test_a_target_stands_on_the_page_with_its_reason_and_in_the_chart(
    cast: Cast, bus: Indicator, client_of: Callable[..., Client]
) -> None:
    client = client_of(cast.officer)
    client.post(address(cast, f"{bus.key}/target/"), TARGET)
    page = html.unescape(client.get(address(cast, f"{bus.key}/")).content.decode())
    assert "となり町の病院に、一人で行ける人を増やすため。" in page
    assert "2030年度までに" in page
    assert client.get(address(cast, f"{bus.key}/chart.json")).json()["target"] == 2000


def test_a_replaced_target_stays_visible_with_its_day(
    cast: Cast, bus: Indicator, client_of: Callable[..., Client]
) -> None:
    client = client_of(cast.mayor)
    for value in ("2000", "1800"):
        client.post(address(cast, f"{bus.key}/target/"), TARGET | {"value": value})
    page = re.sub(r"<[^>]+>", "", html.unescape(client.get(address(cast, f"{bus.key}/")).content.decode()))
    assert "2,000人" in page
    assert "に改めました" in page
    with in_town(cast.town):
        assert Target.objects.filter(replaced_at__isnull=True).get().value == 1800
    assert client.get(address(cast, f"{bus.key}/chart.json")).json()["target"] == 1800


def test_the_newest_figure_is_offered_as_the_one_to_set_out_from(
    cast: Cast, client_of: Callable[..., Client]
) -> None:
    load_reference()
    publish("population-census", {(cast.town.code, "2020-10-01"): 640})
    page = client_of(cast.officer).get(address(cast, "population-census/target/")).content.decode()
    assert 'value="640"' in page
    assert 'value="2020-10-01"' in page


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"period": "2030-01"}, "年度ごとの数です"),
        ({"period": "いつか"}, "日付や年度として読めません"),
        ({"period": "2020年度"}, "もとにした数の時点より後にしてください"),
        ({"reason": ""}, "必須"),
        ({"value": "たくさん"}, "数"),
        ({"value": "1.5"}, "この指標は、小数点以下のない数です"),
        ({"baseline_value": "1.5"}, "この指標は、小数点以下のない数です"),
        ({"value": "1234567890123456"}, "15けたより長い"),
    ],
)
def test_a_target_that_cannot_be_says_what_to_do(
    cast: Cast, bus: Indicator, client_of: Callable[..., Client], changed: dict[str, str], sentence: str
) -> None:
    answer = client_of(cast.officer).post(address(cast, f"{bus.key}/target/"), TARGET | changed)
    assert answer.status_code == 422
    assert sentence in html.unescape(answer.content.decode())
    with in_town(cast.town):
        assert not Target.objects.exists()


def test_the_act_itself_refuses_a_target_with_decimals_that_the_indicator_lacks(cast: Cast, bus: Indicator) -> None:
    actor = officer_of(cast.town, cast.officer.pk)
    with in_town(cast.town), pytest.raises(BadInput):
        set_target(
            actor, cast.town, bus, period="FY2030", value=Decimal("1.5"), baseline_period="FY2023",
            baseline_value=Decimal(0), reason="x",
        )  # fmt: skip


def test_another_towns_indicator_takes_no_target(cast: Cast, bus: Indicator) -> None:
    actor = officer_of(cast.other_town, cast.other_towns_officer.pk)
    with in_town(cast.other_town), pytest.raises(BadInput):
        set_target(
            actor, cast.other_town, bus, period="FY2030", value=Decimal(1), baseline_period="FY2023",
            baseline_value=Decimal(0), reason="x",
        )  # fmt: skip
    assert Period.parse("FY2030") > Period.parse("FY2023")


@given(st.text(max_size=120))
def test_a_key_is_made_of_letters_that_a_path_may_hold(reading: str) -> None:
    assert re.fullmatch(rf"(?:[a-z0-9][a-z0-9-]{{0,{LONGEST_KEY - 1}}})?", key_of(reading))
    assert not key_of(reading).endswith("-")
