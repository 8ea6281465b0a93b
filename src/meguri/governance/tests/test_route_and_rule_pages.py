"""The administrator settles routes and rules; everybody reads what goes through which approval."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from meguri.core.scope import in_town
from meguri.governance.draft_kinds import DraftKind
from meguri.governance.models import Route, TownRule
from meguri.governance.tests.drafting import NOTICE, notice
from tests.fixtures.cast import Cast
from tests.fixtures.offices import Offices

__all__ = ["notice"]

Browser = Callable[..., Client]


@pytest.fixture
def base(cast: Cast, offices: Offices, notice: DraftKind) -> str:
    return f"/{cast.town.code}/"


def text(response: Any) -> str:
    return str(response.content.decode())


def test_a_route_is_settled_read_by_all_and_ended(
    cast: Cast, offices: Offices, client_of: Browser, base: str
) -> None:
    administrator = client_of(cast.administrator)
    typed = {"kind": NOTICE, "from_yen": "１，０００，０００", "step1": "own_head", "step2": str(offices.mayor_post.pk)}
    done = administrator.post(f"{base}work/routes/new/", typed, follow=True)
    assert "道すじを決めました" in text(done)
    assert "100万円から" in text(done)
    public = text(client_of(None).get(f"{base}rules/"))
    assert "100万円から" in public
    assert "ためし町役場 町長" in public
    with in_town(cast.town):
        route = Route.objects.get()
    asked = administrator.get(f"{base}work/routes/{route.pk}/end/")
    assert "今日で終えますか" in text(asked)
    administrator.post(f"{base}work/routes/{route.pk}/end/")
    assert administrator.get(f"{base}work/routes/{route.pk}/end/").status_code == 404
    assert "100万円から" not in text(client_of(None).get(f"{base}rules/"))


def test_a_circle_is_refused_beside_what_was_chosen(
    cast: Cast, offices: Offices, client_of: Browser, base: str
) -> None:
    mayor = str(offices.mayor_post.pk)
    typed = {"kind": NOTICE, "from_yen": "0", "step1": mayor, "step2": "own_head", "step3": mayor}
    refused = client_of(cast.administrator).post(f"{base}work/routes/new/", typed)
    assert refused.status_code == 422
    assert "二度出てきて" in text(refused)
    assert text(refused).count(f'<option value="{mayor}" selected') == 2
    empty = client_of(cast.administrator).post(f"{base}work/routes/new/", {"kind": NOTICE, "from_yen": "0"})
    assert "一つは選んでください" in text(empty)


def test_only_the_administrator_comes_to_routes_and_rules(cast: Cast, client_of: Browser, base: str) -> None:
    for path in ("work/routes/", "work/routes/new/", "work/rules/"):
        assert client_of(cast.administrator).get(base + path).status_code == 200
        for person in (cast.officer, cast.mayor, cast.resident, cast.other_towns_officer):
            assert client_of(person).get(base + path).status_code == 403
        assert client_of(None).get(base + path).status_code == 302


def test_the_rules_of_the_first_day_are_told_as_such(cast: Cast, client_of: Browser, base: str) -> None:
    shown = text(client_of(None).get(f"{base}rules/"))
    assert "30日のあと" in shown
    assert "はじめの決まりのまま" in shown
    assert "準備中です" in shown


def test_rules_are_stated_and_setting_up_is_finished(cast: Cast, client_of: Browser, base: str) -> None:
    administrator = client_of(cast.administrator)
    administrator.post(f"{base}work/rules/", {"part": "rules", "names_shown": "on", "grace_days": "14"})
    done = administrator.post(f"{base}work/rules/", {"part": "start"}, follow=True)
    assert "準備を終えました" in text(done)
    shown = text(client_of(None).get(f"{base}rules/"))
    assert "14日のあと" in shown
    assert "役職と名前を出します" in shown
    assert "起案と決裁を通ります" in shown
    wrong = administrator.post(f"{base}work/rules/", {"part": "rules", "grace_days": "400"})
    assert "365日までのあいだ" in text(wrong)
    with in_town(cast.town):
        assert TownRule.objects.get().grace_days == 14


def test_a_town_without_posts_reads_what_lacks(cast: Cast, client_of: Browser) -> None:
    path = f"/{cast.town.code}/work/rules/"
    assert "役職が、まだ一つもありません" in text(client_of(cast.administrator).get(path))
    refused = client_of(cast.administrator).post(path, {"part": "start"})
    assert refused.status_code == 422
