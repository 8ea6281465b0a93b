"""Writing in a real browser: saved by itself, found again, and never against one's own text."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from meguri.core.scope import in_town
from meguri.governance.actions.drafts import save_draft
from meguri.governance.draft_kinds import DraftKind
from meguri.governance.models import Draft
from meguri.governance.tests.drafting import CONTENT, NOTICE, actor, notice, written
from tests.fixtures.cast import Cast
from tests.fixtures.offices import Offices

__all__ = ["notice"]

pytestmark = [pytest.mark.django_db(transaction=True)]
Opener = Callable[..., Page]


@pytest.fixture
def writing(cast: Cast, offices: Offices, notice: DraftKind, page_of: Opener) -> Page:
    """The page on which the officer begins a notice."""
    page = page_of(cast.officer)
    page.goto(f"/{cast.town.code}/work/drafts/new/{NOTICE}/")
    return page


def kept(cast: Cast) -> Draft:
    with in_town(cast.town):
        found: Draft = Draft.objects.get()
        return found


def test_what_is_typed_is_saved_by_itself_and_found_after_a_reload(cast: Cast, writing: Page) -> None:
    writing.get_by_label("件名").fill("バスの時刻")
    expect(writing.locator("[data-saved]")).to_contain_text("保存しました", timeout=15_000)
    assert writing.url.endswith(f"/work/drafts/{kept(cast).pk}/edit/")
    writing.get_by_label("お知らせ").fill("土曜も走ります。")
    writing.get_by_role("button", name="下書きにする").click()
    expect(writing.get_by_text("下書きを保存しました。")).to_be_visible()
    expect(writing.get_by_label("お知らせ")).to_have_value("土曜も走ります。")
    assert kept(cast).title == "バスの時刻"


def test_another_save_in_between_is_said_and_both_are_shown(cast: Cast, writing: Page) -> None:
    with in_town(cast.town):
        draft = written(cast)
    writing.goto(f"/{cast.town.code}/work/drafts/{draft.pk}/edit/")
    with in_town(cast.town):
        save_draft(actor(cast, "officer"), draft, 1, CONTENT | {"text": "先の文です。"})
    writing.get_by_label("お知らせ").fill("後の文です。")
    expect(writing.locator("[data-saved]")).to_contain_text("ほかの人が先に保存しました", timeout=15_000)
    writing.get_by_role("button", name="下書きにする").click()
    expect(writing.get_by_text("先の文です。").first).to_be_visible()
    expect(writing.get_by_label("お知らせ", exact=False).last).to_have_value("後の文です。")


def test_when_the_way_is_cut_it_says_so_and_tries_again(cast: Cast, writing: Page) -> None:
    writing.route("**/work/drafts/**", lambda route: route.abort())
    writing.get_by_label("件名").fill("バスの時刻")
    expect(writing.locator("[data-saved]")).to_contain_text("まだ保存できていません", timeout=15_000)
    writing.unroute("**/work/drafts/**")
    expect(writing.locator("[data-saved]")).to_contain_text("保存しました", timeout=15_000)
    assert kept(cast).title == "お知らせ"


def test_it_all_works_without_script(cast: Cast, offices: Offices, notice: DraftKind, page_of: Opener) -> None:
    page = page_of(cast.officer, java_script_enabled=False)
    page.goto(f"/{cast.town.code}/work/drafts/new/{NOTICE}/")
    page.get_by_label("件名").fill("バスの時刻")
    page.get_by_label("お知らせ").fill("土曜も走ります。")
    page.get_by_role("button", name="見直して、決裁に出す").click()
    page.get_by_role("button", name="決裁に出す").click()
    assert kept(cast).state == Draft.State.SUBMITTED
