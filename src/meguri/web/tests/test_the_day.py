"""The officer's day: three things first, the most pressing before all, then all that waits, and where the work is."""

import datetime as dt
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.test import Client
from django.urls import reverse

from meguri.core import guard
from meguri.core.actor import Role
from meguri.core.scope import in_town
from meguri.funding.bank.actions import name_account, take_money_file
from meguri.funding.bank.reading import GivenFile
from meguri.funding.bank.tests.zengin_files import Paid, receipts
from meguri.funding.giving.actions import Came, receive_gifts
from meguri.funding.giving.tests.gifts import ANN, Givings
from meguri.governance.actions.drafts import decide, start_draft, submit_draft
from meguri.governance.models import Decision, Deputy, Draft, Holder
from meguri.governance.tests.promises import day, promise_by_row, rule
from meguri.web.pages.work.links import work_links
from meguri.web.pages.work.tasks import Part, Source, Task, most_pressing
from meguri.web.tests.work import answers, handover, milestone, project, report, subsidy
from tests.fixtures.cast import Cast, actor_for, signed_in_client
from tests.fixtures.offices import Offices, seat

Counted = Callable[..., AbstractContextManager[object]]


def read(cast: Cast, who: str = "officer", path: str = "work/") -> str:
    answer = signed_in_client(getattr(cast, who)).get(f"/{cast.town.code}/{path}")
    assert answer.status_code == 200
    return answer.content.decode()


def first_three(text: str) -> list[str]:
    """The titles of the three that stand first."""
    part = text.split('class="first-three"')[1].split("</ol>")[0]
    return [piece.split("</a>")[0].rpartition(">")[2] for piece in part.split("first-three__title")[1:]]


def test_what_is_late_comes_first_and_the_longest_late_before_all(cast: Cast, offices: Offices) -> None:
    bus = project(cast.town)
    answers(offices.officer_post, bus, confirmed=False)
    report(bus, due=-20)
    milestone(bus, due=3)
    promise_by_row(offices.officer_post, due=-5, text="きのうまでの約束です。")
    text = read(cast)
    assert "<h1>きょうの3件</h1>" in text
    assert first_three(text) == ["2025年度の報告", "きのうまでの約束です。", "車両の入札"]
    assert "20日すぎています" in text
    for words in ("所管の確認がまだのもの", "あと3日", f'href="/{cast.town.code}/projects/{bus.pk}/"'):
        assert words in text


@pytest.mark.parametrize(("due", "shown"), [(-1, True), (0, True), (14, True), (15, False)])
def test_two_weeks_ahead_is_near(cast: Cast, offices: Offices, due: int, shown: bool) -> None:
    promise_by_row(offices.officer_post, due=due)
    assert ("どうなったかを知らせる" in read(cast)) is shown


@pytest.mark.parametrize(("due", "shown"), [(-1, True), (14, True), (15, False)])
def test_a_report_on_a_subsidy_falls_due_like_any_other(cast: Cast, offices: Offices, due: int, shown: bool) -> None:
    bus = project(cast.town)
    answers(offices.officer_post, bus)
    one = subsidy(bus, ends=200, duty_due=due)
    text = read(cast)
    assert ("実績報告" in text) is shown
    assert (f"about=subsidy%3A{cast.town.code}-{one.pk}" in text) is shown


def money_that_waits(givings: Givings) -> None:
    """Two rows of the account of the town's fund, and three of its gifts without receipts."""
    fund = givings.bus.fund
    with in_town(givings.town):
        name_account(givings.officer, fund, "9999", "みほん銀行", "012", "本店", "1", "1234567", "ミホン")
        paid = [Paid(dt.date(2026, 5, 12), 10_000, "ヤマダ タロウ", 1), Paid(dt.date(2026, 5, 20), 700, "ア", 2)]
        content = receipts(paid, since=dt.date(2026, 5, 1), until=dt.date(2026, 5, 31))
        take_money_file(givings.officer, fund, GivenFile("nyukin.txt", content))
        came = [Came(givings.bus, 5_000, day(-number), "hometown_tax", f"x{number}", who=ANN) for number in (1, 2, 3)]
        receive_gifts(givings.bank_file, fund, came, origin="file")


def test_rows_of_the_account_and_receipts_are_things_to_do(cast: Cast, offices: Offices) -> None:
    givings = Givings(cast, offices)
    money_that_waits(givings)
    text = read(cast)
    assert "急ぐものはありません" not in text
    assert "応援基金" in first_three(text)
    for words in ("口座の明細を決める", "2件が待っています", "受領証明書を出す", "3件が待っています"):
        assert words in text
    assert f'href="/{cast.town.code}/work/bank/{givings.bus.fund_id}/rows/"' in text
    assert "3件が待っています" in read(cast, path="work/?show=receipts")


def test_money_of_a_firms_fund_is_not_on_the_day_of_the_towns_staff(cast: Cast, offices: Offices) -> None:
    givings = Givings(cast, offices)
    with in_town(cast.town):
        shop = actor_for(cast.firm, cast.town)
        name_account(shop, givings.van.fund, "9999", "みほん銀行", "012", "本店", "1", "1234567", "ミホン")
        content = receipts([Paid(dt.date(2026, 5, 12), 700, "ア")], since=dt.date(2026, 5, 1), until=day(-1))
        take_money_file(shop, givings.van.fund, GivenFile("nyukin.txt", content))
    assert "口座の明細を決める" not in read(cast)


def test_what_others_answer_for_is_not_ones_own(cast: Cast, offices: Offices) -> None:
    bus = project(cast.town)
    answers(offices.admin_post, bus, confirmed=False)
    report(bus, due=-1)
    promise_by_row(offices.admin_post, due=-1)
    text = read(cast)
    assert "きょう、急ぐものはありません" in text
    assert "2025年度の報告" not in text


def test_a_draft_waits_for_whoever_approves_and_comes_back_to_its_author(cast: Cast, offices: Offices) -> None:
    rule(cast.town, started_on=day(-90))
    seat(offices.chief_post, cast.mayor)
    officer = actor_for(cast.officer, cast.town, Role.OFFICER)
    content = {"text": "土曜の運行を検討し、お答えします", "made_in": "other", "source": "",
               "post": str(offices.officer_post.pk), "due_on": day(30).isoformat()}  # fmt: skip
    with in_town(cast.town):
        draft = submit_draft(officer, start_draft(officer, "governance.promise", None, content))
    assert first_three(read(cast, "mayor")) == ["土曜の運行を検討し、お答えします"]
    assert "決裁する" in read(cast, "mayor")
    with in_town(cast.town):
        mayor = actor_for(cast.mayor, cast.town, Role.EXECUTIVE)
        decide(mayor, Draft.objects.get(pk=draft.pk), Decision.Verdict.RETURNED, "期限を早めてください")
    assert "直して出しなおす" in read(cast)
    assert f'href="/{cast.town.code}/work/drafts/{draft.pk}/"' in read(cast)


def test_a_request_to_hand_over_waits_for_its_answer(cast: Cast, offices: Offices) -> None:
    seat(offices.spare_post, cast.elder)
    asked = handover(answers(offices.spare_post, project(cast.town)), offices.officer_post)
    text = read(cast)
    assert "引き継ぐかを返事する" in text
    assert asked.reason in text


def test_five_of_many_are_shown_and_all_are_one_press_away(cast: Cast, offices: Offices) -> None:
    for number in range(60):
        promise_by_row(offices.officer_post, due=number % 10, text=f"約束の番号は{number}です")
    text = read(cast)
    assert "をすべて見る（60件）" in text
    assert "60件あります" in read(cast, path="work/?show=promises")
    assert read(cast, path="work/?show=promises&page=2").count("どうなったかを知らせる") == 10


def test_a_deputy_sees_what_waits_for_the_post_of_who_is_away(cast: Cast, offices: Offices) -> None:
    with guard.door("tests"), in_town(cast.town):
        Deputy.objects.create(town=cast.town, post=offices.chief_post, deputy=offices.officer_post, since=day(-30))
    promise_by_row(offices.chief_post, due=2, text="課長の約束です。はい")
    assert first_three(read(cast)) == ["課長の約束です。はい"]


def test_who_holds_no_post_reads_what_will_be_here(cast: Cast, offices: Offices) -> None:
    with guard.door("tests"), in_town(cast.town):
        Holder.objects.filter(person=cast.officer).delete()
    text = read(cast)
    assert "まだ、あなたの役職が登録されていません" in text
    assert "数字を取り込む" in text


def test_the_links_are_those_of_ones_roles(cast: Cast, offices: Offices) -> None:
    assert "窓口とまちの輪" not in read(cast)
    assert "work/executive/" not in read(cast)
    assert "work/executive/" in read(cast, "mayor")
    assert "窓口とまちの輪" in read(cast, "administrator")
    for path in ("work/giving/", "work/giving/gifts/", "work/bank/"):
        assert f'href="/{cast.town.code}/{path}"' in read(cast)


def test_only_who_keeps_a_fund_is_led_to_its_gifts(cast: Cast, offices: Offices) -> None:
    def links(person: str) -> list[str]:
        return [url for _word, url in work_links(actor_for(getattr(cast, person), cast.town), cast.town)]

    with in_town(cast.town):
        gifts = reverse("work-gifts", args=[cast.town.code])
        assert gifts not in links("firm")
        Givings(cast, offices)
        assert gifts in links("firm")
        assert gifts not in links("resident")


def test_a_term_that_began_lately_leads_to_the_first_day(cast: Cast, offices: Offices) -> None:
    seat(offices.spare_post, cast.officer, since=day(-59))
    seat(offices.chief_post, cast.officer, since=day(-60))
    text = read(cast)
    assert f"work/first-day/?post={offices.spare_post.pk}" in text
    assert f"work/first-day/?post={offices.chief_post.pk}" not in text


@pytest.mark.parametrize(
    ("who", "status"),
    [("journalist", 302), ("resident", 403), ("council_member", 403), ("other_towns_officer", 403), ("officer", 200),
     ("mayor", 200), ("administrator", 200)],
)  # fmt: skip
def test_the_day_is_for_those_who_work_here(cast: Cast, offices: Offices, who: str, status: int) -> None:
    client = signed_in_client(getattr(cast, who))
    assert client.get(f"/{cast.town.code}/work/").status_code == status


def test_it_waits_for_the_second_factor(cast: Cast, offices: Offices) -> None:
    client = signed_in_client(cast.officer, second_factor=False)
    assert client.get(f"/{cast.town.code}/work/").status_code == 302


def test_query_counts_do_not_grow(cast: Cast, offices: Offices, django_assert_max_num_queries: Counted) -> None:
    for number in range(12):
        bus = project(cast.town, f"事業{number}")
        answers(offices.officer_post, bus, confirmed=False)
        report(bus, due=-number)
        milestone(bus, due=number)
        promise_by_row(offices.officer_post, due=number)
    money_that_waits(Givings(cast, offices))
    client: Client = signed_in_client(cast.officer)
    with django_assert_max_num_queries(60):
        client.get(f"/{cast.town.code}/work/")


def test_the_order_is_late_then_rank_then_day() -> None:
    def part(rank: int, *tasks: Task) -> Part:
        return Part(Source(str(rank), "", None, lambda row: row, rank), len(tasks), tasks)  # type: ignore[arg-type]

    def task(title: str, since: int, late: bool = False) -> Task:
        return Task("", title, "", dt.date(2026, 1, since), is_late=late)

    parts = [
        part(1, task("b", 9), task("a", 2)),
        part(0, task("c", 30)),
        part(5, task("d", 8, True), task("e", 7, True)),
    ]
    assert [one.title for one in most_pressing(parts, 5)] == ["e", "d", "c", "a", "b"]
    assert [one.title for one in most_pressing(parts)] == ["e", "d", "c"]
    assert most_pressing([]) == []
