"""The pages of drafts without script: written, kept, compared, handed in, decided; seen by those it concerns alone."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from meguri.core import guard, outbox
from meguri.core.scope import in_town
from meguri.governance.actions.drafts import save_draft
from meguri.governance.draft_kinds import OFFICE_ROLES, DraftKind, all_kinds
from meguri.governance.models import Draft, Post
from meguri.governance.pages.draft_door import startable
from meguri.governance.tests.drafting import (
    CANNOT_BE_PUBLISHED,
    CONTENT,
    NOTICE,
    OPEN_NOTICE,
    actor,
    handed_in,
    let_deputise,
    notice,
    open_notice,
    send_away,
    written,
)
from tests.fixtures.cast import Cast
from tests.fixtures.offices import SINCE, Offices, seat

__all__ = ["notice", "open_notice"]

Browser = Callable[..., Client]


@pytest.fixture
def work(cast: Cast, offices: Offices, notice: DraftKind) -> str:
    """The path below which the town's staff work."""
    return f"/{cast.town.code}/work/"


def text(response: Any) -> str:
    return str(response.content.decode())


def in_the_town(cast: Cast, make: Callable[..., Draft], *args: Any, **content: Any) -> Draft:
    with in_town(cast.town):
        return make(cast, *args, **content)


def draft_now(cast: Cast) -> Draft:
    with in_town(cast.town):
        found: Draft = Draft.objects.select_related("published_as").get()
        return found


def test_from_the_first_word_to_the_publication(cast: Cast, client_of: Browser, work: str) -> None:
    officer, mayor = client_of(cast.officer), client_of(cast.mayor)
    assert "お知らせ" in text(officer.get(f"{work}drafts/new/{NOTICE}/"))
    sent = officer.post(f"{work}drafts/new/{NOTICE}/", CONTENT | {"then": "hand_in"})
    path = f"{work}drafts/{draft_now(cast).pk}/"
    assert sent["Location"] == path
    shown = text(officer.get(path))
    assert "この順に決裁します" in shown
    assert "ためし町役場 町長" in shown
    handed = officer.post(f"{path}hand-in/", {"version": draft_now(cast).version}, follow=True)
    assert "決裁に出しました" in text(handed)
    asked = text(mayor.get(f"{work}drafts/"))
    assert "あなたの決裁を待っているものが、1件あります" in asked
    assert "あなたの番です" in text(mayor.get(path))
    done = mayor.post(f"{path}decide/", {"verdict": "approved", "version": draft_now(cast).version}, follow=True)
    assert "決裁が終わり、公表しました" in text(done)
    assert draft_now(cast).state == Draft.State.PUBLISHED


def test_each_step_is_told_by_a_short_letter(cast: Cast, client_of: Browser, work: str) -> None:
    draft = in_the_town(cast, handed_in)
    outbox.deliver_due()
    asked = mail.outbox[-1]
    assert asked.to == [cast.mayor.email]
    assert f"{work}drafts/{draft.pk}/" in asked.body
    assert "決裁を待っています" in asked.body
    client_of(cast.mayor).post(
        f"{work}drafts/{draft.pk}/decide/",
        {"verdict": "returned", "reason": "日を書いてください。", "version": draft.version},
    )
    outbox.deliver_due()
    assert mail.outbox[-1].to == [cast.officer.email]
    assert "もどりました" in mail.outbox[-1].subject
    assert "日を書いて" not in mail.outbox[-1].body, "what is internal does not leave by e-mail"


def test_a_letter_about_what_has_moved_on_is_not_sent(cast: Cast, client_of: Browser, work: str) -> None:
    draft = in_the_town(cast, handed_in)
    client_of(cast.officer).post(f"{work}drafts/{draft.pk}/withdraw/")
    outbox.deliver_due()
    assert mail.outbox == []


def test_a_deputy_is_asked_while_the_holder_is_away(
    cast: Cast, offices: Offices, client_of: Browser, work: str
) -> None:
    with in_town(cast.town):
        let_deputise(offices.mayor_post, offices.admin_post)
        send_away(offices.mayor_post)
    draft = in_the_town(cast, handed_in)
    outbox.deliver_due()
    assert {to for one in mail.outbox for to in one.to} == {cast.mayor.email, cast.administrator.email}
    path = f"{work}drafts/{draft.pk}/"
    assert "代わりに決裁する番です（代決）" in text(client_of(cast.administrator).get(path))
    done = client_of(cast.administrator).post(
        f"{path}decide/", {"verdict": "approved", "version": draft.version}, follow=True
    )
    assert "代決: 総務課 課長" in text(done)


def test_a_return_without_a_reason_says_what_lacks_and_a_reason_reaches_the_author(
    cast: Cast, client_of: Browser, work: str
) -> None:
    draft = in_the_town(cast, handed_in)
    path, mayor = f"{work}drafts/{draft.pk}/", client_of(cast.mayor)
    refused = mayor.post(f"{path}decide/", {"verdict": "returned", "version": draft.version})
    assert refused.status_code == 409
    assert "もどす理由を書いてください" in text(refused)
    mayor.post(f"{path}decide/", {"verdict": "returned", "reason": "日を書いてください。", "version": draft.version})
    shown = text(client_of(cast.officer).get(path))
    assert "もどされました" in shown
    assert "日を書いてください。" in shown


def test_what_publishing_refuses_is_read_by_the_approver_and_the_word_stays(
    cast: Cast, client_of: Browser, work: str
) -> None:
    draft = in_the_town(cast, handed_in, subject=CANNOT_BE_PUBLISHED)
    sent = {"verdict": "approved", "version": draft.version, "reason": "よいと思います。"}
    refused = client_of(cast.mayor).post(f"{work}drafts/{draft.pk}/decide/", sent)
    assert "件名を変えてください" in text(refused)
    assert "よいと思います。" in text(refused)


def test_what_is_not_whole_is_kept_and_what_lacks_is_said(cast: Cast, client_of: Browser, work: str) -> None:
    typed = CONTENT | {"subject": "", "then": "hand_in"}
    stayed = client_of(cast.officer).post(f"{work}drafts/new/{NOTICE}/", typed)
    assert stayed.status_code == 422
    assert "下書きとして保存しました" in text(stayed)
    assert "土曜も走ります。" in text(stayed)
    assert draft_now(cast).content["text"] == "土曜も走ります。"
    pk = draft_now(cast).pk
    preview = text(client_of(cast.officer).get(f"{work}drafts/{pk}/preview/"))
    assert "まだ書けていないところがある" in preview
    handed = client_of(cast.officer).post(f"{work}drafts/{pk}/hand-in/")
    assert handed.status_code == 409
    assert draft_now(cast).state == Draft.State.WRITING


def test_a_page_sent_twice_begins_one_draft(cast: Cast, client_of: Browser, work: str) -> None:
    officer = client_of(cast.officer)
    for said in ("はじめの文", "はじめの文", "つづきの文"):
        officer.post(f"{work}drafts/new/{NOTICE}/", CONTENT | {"text": said, "idempotency_key": "one-page"})
    assert draft_now(cast).content["text"] == "つづきの文"


def test_saving_by_itself_answers_with_the_new_version_and_the_time(cast: Cast, client_of: Browser, work: str) -> None:
    officer, by_itself = client_of(cast.officer), {"Accept": "application/json"}
    begun = officer.post(f"{work}drafts/new/{NOTICE}/", CONTENT | {"subject": ""}, headers=by_itself).json()
    assert begun["saved"].startswith("保存しました ")
    again = officer.post(begun["edit"], CONTENT | {"version": begun["version"]}, headers=by_itself).json()
    assert (again["version"], draft_now(cast).title) == (2, "バスの時刻")
    stale = officer.post(begun["edit"], CONTENT | {"version": 1, "text": "別の文"}, headers=by_itself)
    assert stale.status_code == 409
    assert "先に保存しました" in stale.json()["sentence"]


def test_the_second_writer_sees_both_and_takes_or_merges(cast: Cast, client_of: Browser, work: str) -> None:
    draft = in_the_town(cast, written)
    with in_town(cast.town):
        save_draft(actor(cast, "officer"), draft, 1, CONTENT | {"subject": "夏の時刻", "text": "先に保存した文です。"})
    path, officer = f"{work}drafts/{draft.pk}/edit/", client_of(cast.officer)
    mine = {"version": 1, "subject": "冬の時刻", "text": "わたしの文です。", "cost": ""}
    both = officer.post(path, mine)
    assert both.status_code == 409
    for said in ("先に保存した文です。", "わたしの文です。", "夏の時刻", "冬の時刻", "<del>", "<ins>"):
        assert said in text(both)
    officer.post(path, mine | {"version": 2, "theirs": ["subject"]})
    assert draft_now(cast).content | {"cost": ""} == {
        "subject": "夏の時刻", "text": "わたしの文です。", "cost": "", "urgent": False,
    }  # fmt: skip


def test_what_was_typed_into_a_draft_on_its_way_is_not_lost(cast: Cast, client_of: Browser, work: str) -> None:
    draft = in_the_town(cast, handed_in)
    typed = CONTENT | {"version": draft.version, "text": "おそかった文"}
    refused = client_of(cast.officer).post(f"{work}drafts/{draft.pk}/edit/", typed)
    assert "取り下げてください" in text(refused)
    assert "おそかった文" in text(refused)


def test_the_preview_stands_under_a_bar_that_says_what_it_is(cast: Cast, client_of: Browser, work: str) -> None:
    draft = in_the_town(cast, written)
    shown = text(client_of(cast.officer).get(f"{work}drafts/{draft.pk}/preview/"))
    assert "これは下書きです" in shown
    assert "土曜も走ります。" in shown


def test_the_approver_reads_what_it_was_and_what_it_will_be(
    cast: Cast, client_of: Browser, work: str, open_notice: DraftKind
) -> None:
    draft = in_the_town(cast, handed_in, "officer", OPEN_NOTICE, text="新しい文です。")
    shown = text(client_of(cast.mayor).get(f"{work}drafts/{draft.pk}/"))
    assert "何が変わるか" in shown
    assert "<del>" in shown
    assert "いまの" in shown


def test_a_colleague_may_write_on_and_a_stranger_may_not_look(
    cast: Cast, offices: Offices, client_of: Browser, work: str
) -> None:
    draft = in_the_town(cast, written)
    path = f"{work}drafts/{draft.pk}/"
    for name, status in {"mayor": 403, "resident": 403, "administrator": 200, "auditor": 403}.items():
        assert client_of(getattr(cast, name)).get(path).status_code == status, name
    assert client_of(cast.other_towns_officer).get(path).status_code == 403
    assert client_of(None).get(path).status_code == 302
    assert client_of(cast.officer).get(f"/{cast.other_town.code}/work/drafts/{draft.pk}/").status_code == 404
    with in_town(cast.town):
        colleague = _second_post(offices)
        seat(colleague, cast.mayor)
    assert client_of(cast.mayor).get(f"{path}edit/").status_code == 200


def _second_post(offices: Offices) -> Any:
    with guard.door("tests"):
        return Post.objects.create(town=offices.town, organisation=offices.welfare_section, name="係員", since=SINCE)


def test_a_firm_sees_its_own_drafts_on_the_same_pages(
    cast: Cast, client_of: Browser, work: str, open_notice: DraftKind
) -> None:
    firm = client_of(cast.firm)
    assert "みなさんのお知らせ" in text(firm.get(f"{work}drafts/"))
    firm.post(f"{work}drafts/new/{OPEN_NOTICE}/", CONTENT | {"then": "save"})
    assert "バスの時刻" in text(firm.get(f"{work}drafts/"))
    assert firm.get(f"{work}drafts/{draft_now(cast).pk}/").status_code == 200
    assert firm.get(f"{work}drafts/new/{NOTICE}/").status_code == 403


def test_lists_are_paged_and_do_not_ask_more_for_more(
    cast: Cast, client_of: Browser, work: str, django_assert_max_num_queries: Any
) -> None:
    with in_town(cast.town):
        for number in range(32):
            handed_in(cast, subject=f"お知らせ{number}")
    mayor = client_of(cast.mayor)
    mayor.get(f"{work}drafts/")
    with django_assert_max_num_queries(45):
        first = text(mayor.get(f"{work}drafts/"))
    assert "?page=2" in first
    assert "お知らせ31" not in first
    assert "お知らせ31" in text(mayor.get(f"{work}drafts/?page=2"))


def test_an_empty_list_says_what_will_be_here(cast: Cast, client_of: Browser, work: str) -> None:
    officer = client_of(cast.officer)
    for shown in ("waiting", "mine", "organisation", "nonsense"):
        assert "ありません" in text(officer.get(f"{work}drafts/?show={shown}"))
    assert officer.get(f"{work}drafts/new/test.nothing/").status_code == 404
    assert officer.get(f"{work}drafts/999999/").status_code == 404


def test_whoever_holds_two_posts_says_as_which_they_write(
    cast: Cast, offices: Offices, client_of: Browser, work: str
) -> None:
    with in_town(cast.town):
        seat(offices.spare_post, cast.officer)
    officer = client_of(cast.officer)
    assert "どの役職として" in text(officer.get(f"{work}drafts/new/{NOTICE}/"))
    officer.post(f"{work}drafts/new/{NOTICE}/", CONTENT | {"author_post": offices.spare_post.pk})
    assert draft_now(cast).author_post_id == offices.spare_post.pk


def test_every_kind_that_needs_no_page_to_begin_from_can_be_begun(
    cast: Cast, client_of: Browser, work: str
) -> None:
    """Whatever kinds the slices have registered: the form opens, takes an unfinished save, and its page opens too."""
    for kind in startable(OFFICE_ROLES):
        officer = client_of(cast.administrator)
        assert officer.get(f"{work}drafts/new/{kind.name}/", follow=True).status_code == 200, kind.name
        saved = officer.post(f"{work}drafts/new/{kind.name}/", {"then": "save"})
        assert saved.status_code == 302, kind.name
        path = saved["Location"].removesuffix("edit/")
        for page in ("", "edit/", "preview/"):
            assert officer.get(path + page).status_code == 200, (kind.name, page)


def test_a_kind_about_something_is_begun_from_that_things_page(cast: Cast, client_of: Browser, work: str) -> None:
    for kind in all_kinds():
        if kind.needs_about:
            asked = client_of(cast.administrator).get(f"{work}drafts/new/{kind.name}/")
            assert asked.status_code == 400, kind.name
            assert "そのもののページから" in text(asked)


def test_whoever_decides_too_late_sees_what_happened(
    cast: Cast, offices: Offices, client_of: Browser, work: str
) -> None:
    with in_town(cast.town):
        let_deputise(offices.mayor_post, offices.admin_post)
        send_away(offices.mayor_post)
    draft = in_the_town(cast, handed_in)
    path, sent = f"{work}drafts/{draft.pk}/decide/", {"verdict": "approved", "version": draft.version}
    client_of(cast.mayor).post(path, sent)
    late = client_of(cast.administrator).post(path, sent)
    assert late.status_code == 409
    assert "いま決裁を待っていません" in text(late)
    assert "公表しました" in text(late)
