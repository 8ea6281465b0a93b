"""The town's own rules: names, the period of grace, and from when on everything goes through 決裁."""

from collections.abc import Iterator

import pytest
from django.utils import timezone

from meguri.core import guard
from meguri.core.errors import BadInput, Conflict, NotAllowed
from meguri.core.scope import in_town
from meguri.governance.actions.rules import finish_setting_up, set_rules
from meguri.governance.models import Holder, TownRule
from meguri.governance.policies import is_being_set_up
from meguri.governance.tests.drafting import actor
from tests.fixtures.cast import Cast
from tests.fixtures.offices import build_offices


@pytest.fixture(autouse=True)
def _in_the_town(cast: Cast) -> Iterator[None]:
    with in_town(cast.town):
        yield


def test_the_administrator_states_names_and_grace(cast: Cast) -> None:
    set_rules(actor(cast, "administrator"), True, 14)
    rule = TownRule.objects.get()
    assert (rule.names_shown, rule.grace_days, rule.started_on) == (True, 14, None)


@pytest.mark.parametrize("days", [-1, 366])
def test_a_period_of_grace_has_bounds(cast: Cast, days: int) -> None:
    with pytest.raises(BadInput, match="0日から365日"):
        set_rules(actor(cast, "administrator"), False, days)


def test_setting_up_cannot_end_before_somebody_can_approve(cast: Cast) -> None:
    administrator = actor(cast, "administrator")
    with pytest.raises(Conflict, match="役職が、まだ一つも"):
        finish_setting_up(administrator)
    offices = build_offices(cast)
    with guard.door("tests"):
        Holder.objects.update(person=None)
    with pytest.raises(Conflict, match="サインインできる在任者"):
        finish_setting_up(administrator)
    with guard.door("tests"):
        Holder.objects.filter(post=offices.mayor_post).update(person=cast.resident)
    with pytest.raises(Conflict, match="職員として招待を受けた人"):
        finish_setting_up(administrator)
    assert is_being_set_up()


def test_setting_up_ends_once_and_from_today(cast: Cast) -> None:
    build_offices(cast)
    rule = finish_setting_up(actor(cast, "administrator"))
    assert rule.started_on == timezone.localdate()
    assert not is_being_set_up()
    with pytest.raises(Conflict, match="もう終わって"):
        finish_setting_up(actor(cast, "administrator"))


def test_only_the_administrator_settles_rules(cast: Cast) -> None:
    for name in ("officer", "mayor", "resident"):
        with pytest.raises(NotAllowed, match="まちの管理者"):
            set_rules(actor(cast, name), True, 1)
        with pytest.raises(NotAllowed, match="まちの管理者"):
            finish_setting_up(actor(cast, name))
