"""確かめる computes in the reader's own browser, says what is proved and what is not, and notices what was changed."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.cache import caches
from django.db import connection
from playwright.sync_api import Page, expect

from meguri.core import guard
from meguri.core.actor import operator
from meguri.core.scope import in_town
from meguri.record.models import Entry
from meguri.record.sequencer import sequence_all
from meguri.record.tests.test_editing_the_database import as_hex
from meguri.towns.actions import open_town, state_desk
from meguri.towns.models import Town
from tests.fixtures.cast import CODE, made_up_municipality
from tests.fixtures.database import lift_rules

pytestmark = pytest.mark.django_db(transaction=True)

PICTURES = os.environ.get("MEGURI_PICTURES", "")
"""A folder: what the reader sees is kept there, to be looked at."""


@pytest.fixture
def town(transactional_db: None) -> Town:
    town = open_town(operator(), made_up_municipality(CODE, "ためし町"))
    act(town, 3)
    return town


def act(town: Town, times: int) -> None:
    with in_town(town):
        for _i in range(times):
            state_desk(operator(), town, "総務課", "000-000-0000")
    sequence_all()


def check(page: Page, path: str) -> None:
    page.goto(path)
    page.get_by_role("button", name="書きかえられていないか、確かめる").click()


def keep_pictures(page: Page, name: str) -> None:
    for width in (320, 768, 1440) if PICTURES else ():
        page.set_viewport_size({"width": width, "height": 900})
        page.locator(".verify").scroll_into_view_if_needed()
        page.screenshot(path=Path(PICTURES) / f"{name}-{width}.png")


def test_a_reader_checks_an_entry_and_a_history_and_sees_a_change(town: Town, page_of: Callable[..., Page]) -> None:
    page = page_of(None)
    newest = Entry.objects.order_by("-id")[0]
    said = page.locator("[data-said]")
    check(page, f"/record/entry/{newest.act_id}/")
    expect(said).to_contain_text("から書きかえられていません。")
    expect(said).to_contain_text("正しいか、すべて書かれているかは、これでは分かりません。")
    expect(said).to_contain_text("このブラウザの中で計算しました。")
    keep_pictures(page, "holds")

    act(town, 2)
    check(page, f"/history/town/{CODE}/")
    expect(said).to_contain_text("ここの6件の記録は、署名されてから書きかえられていません。")
    expect(said).to_contain_text("前にこのブラウザで見た3件のあとに、足されただけです。")
    keep_pictures(page, "history")

    edited = as_hex(bytes(newest.body).replace("総務課".encode(), "総無課".encode()))
    with guard.door("tests"), connection.cursor() as cursor:
        lift_rules(connection)
        cursor.execute(f"UPDATE record_entry SET body = {edited} WHERE id = {newest.pk}")
    caches["pages"].clear()  # a page made before the edit would hide it: no act has told of it
    page = page_of(None)
    said = page.locator("[data-said]")
    check(page, f"/history/town/{CODE}/")
    expect(said).to_contain_text("記録番号 2 が、署名されたものと合いません。")
    keep_pictures(page, "changed")
