"""The ledger in public and one promise, for a visitor, an officer and another town; and the forms of those who work."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from urllib.parse import quote

import pytest
from django.test import Client

from meguri.core import guard
from meguri.core.scope import in_town
from meguri.governance.models import Promise, PromiseChange
from meguri.governance.tests.promises import closed_by_row, day, promise_by_row, rule
from tests.fixtures.cast import Cast, signed_in_client
from tests.fixtures.offices import Offices

Counted = Callable[..., AbstractContextManager[object]]


def read(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, answer.status_code
    return answer.content.decode()


def at(cast: Cast, path: str) -> str:
    return f"/{cast.town.code}/{path}"


def test_the_ledger_says_how_many_were_kept_and_how_many_are_late(cast: Cast, offices: Offices) -> None:
    for due in (-40, -31, -5, 20):
        promise_by_row(offices.officer_post, due=due)
    for state in ("kept", "partly", "not_kept"):
        closed_by_row(offices.officer_post, state=state)
    text = read(Client(), at(cast, "promises/"))
    assert "約束は7件。はたしたのは1件、一部をはたしたのは1件、はたせなかったのは1件です。" in text
    assert "はたす前は4件で、そのうち期限の日をすぎたのは3件です。" in text
    assert text.count("40日すぎています") == 1
    assert "5日すぎています" not in text.replace("35日すぎています", "")
    assert "期限を30日すぎても" in text
    assert text.count('<span class="soft">期限の日をすぎました</span>') == 1


def test_sentence_list_table_and_api_say_the_same_of_a_date_just_past(cast: Cast, offices: Offices) -> None:
    promise = promise_by_row(offices.officer_post, due=-5)
    assert "期限の日をすぎたのは1件" in read(Client(), at(cast, "promises/"))
    assert "期限の日をすぎました" in read(Client(), at(cast, f"promises/{promise.pk}/"))
    row = read(Client(), at(cast, "promises.csv")).splitlines()[1]
    assert "はたす前（期限の日をすぎました）,5," in row
    told = Client().get(f"/api/v1/municipalities/{cast.town.code}/promises/{promise.pk}").json()["promise"]
    assert (told["days_past_due"], told["is_late"]) == (5, False)


def test_the_ledger_is_searched_however_a_word_is_written(cast: Cast, offices: Offices) -> None:
    promise_by_row(offices.officer_post, text="ごみ袋の値段を検討します")
    promise_by_row(offices.officer_post, text="土曜の運行を検討します", source="ゴミの説明会")
    promise_by_row(offices.officer_post, text="水道の値段を検討します")
    text = read(Client(), at(cast, "promises/?q=ゴミ"))
    assert "えらんだ約束は2件" in text
    assert "水道の値段" not in text
    assert "ごみ袋の値段" in read(Client(), at(cast, "promises/?q=ｺﾞﾐ　値段"))
    assert len(read(Client(), at(cast, "promises.csv?q=ゴミ 値段")).splitlines()) == 2
    assert Client().get(f"/api/v1/municipalities/{cast.town.code}/promises?q=ゴミ").json()["total"] == 2


def test_without_grace_lateness_shows_on_the_next_day(cast: Cast, offices: Offices) -> None:
    promise_by_row(offices.officer_post, due=-1)
    rule(cast.town, grace_days=0)
    assert "1日すぎています" in read(Client(), at(cast, "promises/"))


def test_open_ones_come_first_by_their_date_and_closed_ones_after(cast: Cast, offices: Offices) -> None:
    closed_by_row(offices.officer_post, text="終わった約束です。はい", due=-90)
    promise_by_row(offices.officer_post, due=40, text="あとの約束です。はい")
    promise_by_row(offices.officer_post, due=4, text="さきの約束です。はい")
    text = read(Client(), at(cast, "promises/"))
    assert text.index("さきの約束") < text.index("あとの約束") < text.index("終わった約束")


def test_a_section_is_shown_with_all_below_it(cast: Cast, offices: Offices) -> None:
    promise_by_row(offices.officer_post, text="福祉係の約束です")
    promise_by_row(offices.admin_post, text="総務課の約束です")
    text = read(Client(), at(cast, f"promises/?section={offices.welfare.pk}"))
    assert "えらんだ約束は1件" in text
    assert "福祉係の約束です" in text
    assert "総務課の約束です" not in text


def test_where_it_was_made_sifts_too_and_nonsense_is_left_out(cast: Cast, offices: Offices) -> None:
    promise_by_row(offices.officer_post, text="議会での約束です。")
    promise_by_row(offices.officer_post, text="会合での約束です。", made_in="meeting")
    assert "議会での約束です。" not in read(Client(), at(cast, "promises/?made_in=meeting"))
    assert "約束は2件" in read(Client(), at(cast, "promises/?made_in=nowhere&section=x&page=99"))
    assert "えらんだ約束は0件" in read(Client(), at(cast, "promises/?section=999999999"))


def test_the_table_holds_every_promise_that_is_shown(cast: Cast, offices: Offices) -> None:
    promise_by_row(offices.officer_post, text="=SUM(A1)を使わない約束")
    closed_by_row(offices.officer_post)
    answer = Client().get(at(cast, "promises.csv?made_in=council"))
    rows = answer.content.decode("utf-8-sig").splitlines()
    assert len(rows) == 3
    assert "'=SUM(A1)" in rows[1]
    assert "はたしました" in rows[2]


def test_a_town_with_nothing_says_what_will_be_here(cast: Cast, offices: Offices) -> None:
    text = read(Client(), at(cast, "promises/"))
    assert "まだ約束は書かれていません" in text
    assert "0件" not in text


def test_one_promise_shows_who_answers_and_all_that_happened(cast: Cast, offices: Offices) -> None:
    promise = promise_by_row(offices.officer_post, due=-40, source="九月定例会")
    with guard.door("tests"), in_town(cast.town):
        PromiseChange.objects.create(
            town=cast.town, promise=promise, on=day(-50), from_due=day(-60), to_due=day(-40), reason="採用が遅れたため"
        )
    text = read(Client(), at(cast, f"promises/{promise.pk}/"))
    for words in (
        "九月定例会",
        "採用が遅れたため",
        "福祉係 係長",
        'href="tel:0156424111"',
        "期限を40日すぎています",
        "議会で",
    ):
        assert words in text
    assert "期限をのばす" not in text
    assert "福祉係 係長" in text.partition('id="thread-here"')[2]


def test_the_public_reads_what_came_of_it(cast: Cast, offices: Offices) -> None:
    text = read(Client(), at(cast, f"promises/{closed_by_row(offices.officer_post, state='not_kept').pk}/"))
    assert "1月から走らせています。" in text
    assert "はたせませんでした" in text


def test_another_towns_promise_is_not_found_here(cast: Cast, offices: Offices) -> None:
    promise = promise_by_row(offices.officer_post)
    for path in (f"promises/{promise.pk}/", f"work/promises/{promise.pk}/postpone/"):
        client = signed_in_client(cast.other_towns_officer)
        assert client.get(f"/{cast.other_town.code}/{path}").status_code == 404


def test_the_officer_is_led_to_the_outcome_and_others_are_not(cast: Cast, offices: Offices) -> None:
    promise = promise_by_row(offices.officer_post)
    path = at(cast, f"promises/{promise.pk}/")
    about = quote(f"promise:{promise.public_reference().id}")
    text = read(signed_in_client(cast.officer), path)
    assert f"work/drafts/new/governance.promise_outcome/?about={about.replace(':', '%3A')}" in text
    assert "どうなったかを知らせる" not in read(signed_in_client(cast.resident), path)
    assert read(signed_in_client(cast.officer), at(cast, f"work/drafts/new/governance.promise_outcome/?about={about}"))


@pytest.mark.parametrize("path", ["work/promises/", "work/promises/new/"])
def test_work_pages_ask_for_a_sign_in_and_refuse_residents(
    cast: Cast, offices: Offices, client_of: Callable[..., Client], path: str
) -> None:
    assert Client().get(at(cast, path)).status_code == 302
    assert client_of(cast.officer, second_factor=False).get(at(cast, path)).status_code == 302
    assert client_of(cast.resident).get(at(cast, path)).status_code == 403
    assert client_of(cast.other_towns_officer).get(at(cast, path)).status_code == 403
    assert client_of(cast.officer).get(at(cast, path)).status_code == 200


def test_an_officer_writes_a_promise_down_once_however_often_they_press(cast: Cast, offices: Offices) -> None:
    client = signed_in_client(cast.officer)
    sent = {"post": offices.officer_post.pk, "text": "土曜の運行を検討し、お答えします", "made_in": "council",
            "made_on": day(-3).isoformat(), "due_on": day(60).isoformat(), "source": "九月定例会",
            "idempotency_key": "k1"}  # fmt: skip
    for _press in range(2):
        answer = client.post(at(cast, "work/promises/new/"), sent)
        assert answer.status_code == 302
    with in_town(cast.town):
        promise = Promise.objects.get()
    assert answer["Location"] == at(cast, f"promises/{promise.pk}/")
    assert "土曜の運行" in read(client, at(cast, "work/promises/"))


def test_what_was_typed_stays_beside_the_refusal(cast: Cast, offices: Offices) -> None:
    client = signed_in_client(cast.officer)
    sent = {"post": offices.officer_post.pk, "text": "検討する", "made_in": "council", "made_on": day(-3).isoformat(),
            "due_on": day(60).isoformat(), "source": "九月定例会"}  # fmt: skip
    answer = client.post(at(cast, "work/promises/new/"), sent)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "8文字以上で書いてください" in text
    assert "検討する</textarea>" in text.replace("\n", "")
    assert 'value="九月定例会"' in text


def test_a_post_of_another_section_is_no_choice(cast: Cast, offices: Offices) -> None:
    sent = {"post": offices.mayor_post.pk, "text": "土曜の運行を検討し、お答えします", "made_in": "council",
            "made_on": day(-3).isoformat(), "due_on": day(60).isoformat()}  # fmt: skip
    answer = signed_in_client(cast.officer).post(at(cast, "work/promises/new/"), sent)
    assert answer.status_code == 422
    with in_town(cast.town):
        assert not Promise.objects.exists()


def test_the_officer_puts_it_off_on_the_page(cast: Cast, offices: Offices) -> None:
    promise = promise_by_row(offices.officer_post, due=5)
    client = signed_in_client(cast.officer)
    path = at(cast, f"work/promises/{promise.pk}/postpone/")
    refused = client.post(path, {"due_on": day(2).isoformat(), "reason": "採用が遅れたため"})
    assert refused.status_code == 422
    assert "採用が遅れたため" in refused.content.decode()
    assert client.post(path, {"due_on": day(50).isoformat(), "reason": "採用が遅れたため"}).status_code == 302
    text = read(client, at(cast, f"promises/{promise.pk}/"))
    assert "にのばしました" in text
    assert "採用が遅れたため" in text


def test_the_page_of_handing_over_offers_the_own_section_alone(cast: Cast, offices: Offices) -> None:
    promise = promise_by_row(offices.officer_post)
    path = at(cast, f"work/promises/{promise.pk}/hand-over/")
    assert f'value="{offices.spare_post.pk}"' not in read(signed_in_client(cast.officer), path)
    assert f'value="{offices.spare_post.pk}"' in read(signed_in_client(cast.mayor), path)
    sent = {"to_post": offices.spare_post.pk, "reason": "受け持ちが変わったため"}
    assert signed_in_client(cast.officer).post(path, sent).status_code == 422
    assert signed_in_client(cast.mayor).post(path, sent).status_code == 302
    assert "総務係 係長に引き継ぎました" in read(Client(), at(cast, f"promises/{promise.pk}/"))


@pytest.mark.parametrize("path", ["promises/", "promises.csv", "promises/{pk}/", "work/promises/"])
def test_query_counts_do_not_grow_with_the_ledger(
    cast: Cast,
    offices: Offices,
    path: str,
    django_assert_max_num_queries: Counted,
) -> None:
    for _one in range(40):
        pk = promise_by_row(offices.officer_post, due=-40).pk
    client = signed_in_client(cast.officer)
    with django_assert_max_num_queries(32):
        read(client, at(cast, path.format(pk=pk)))
