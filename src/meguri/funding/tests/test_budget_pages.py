"""The public reads the budget by year, by 款 and by line; staff tie lines to projects; other towns' staff cannot."""

import html
import re
from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from meguri.core.scope import in_town
from meguri.funding.models import BudgetLine
from meguri.funding.tests.budgets import BUS, CARE, LINES, SNOW, Cells, but, csv, project, standing, take
from meguri.record.models import Entry
from tests.fixtures.cast import Cast


def text_of(content: bytes) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", content.decode())))


def many(count: int) -> list[Cells]:
    return [but(BUS, 目=f"目{at % 40}", 事業名=f"事業{at}", 予算現額=at) for at in range(count)]


def test_a_town_without_a_budget_says_what_will_be_here(cast: Cast, client: Client) -> None:
    page = client.get(f"/{cast.town.code}/budget/")
    assert page.status_code == 200
    assert "予算はまだ入っていません" in text_of(page.content)
    assert client.get(f"/{cast.town.code}/budget/2025/").status_code == 404
    assert client.get(f"/{cast.town.code}/budget/lines/1/").status_code == 404


def test_the_years_say_how_much_is_tied_to_projects(cast: Cast, client: Client) -> None:
    project(cast.town, "除雪")
    take(cast.town)
    said = text_of(client.get(f"/{cast.town.code}/budget/").content)
    assert "1億4,440万円" in said
    assert "予算のうち36％（5,200万円）が、事業につながっています。" in said
    assert "公表用の写しです。" in said
    assert "「決算.csv」" in said


def test_a_year_is_read_by_kan_and_account_and_to_the_last_yen(cast: Cast, client: Client) -> None:
    take(cast.town, *LINES, but(CARE, 会計="介護保険特別会計", 予算現額=1_234_567))
    url = f"/{cast.town.code}/budget/2025/"
    said = text_of(client.get(url).content)
    assert "一般会計で使うお金の予算は、1億4,440万円です。" in said
    assert said.index("民生費") < said.index("土木費")
    assert "92,400,000" in said
    care = text_of(client.get(url, {"account": "介護保険特別会計"}).content)
    assert "介護保険特別会計で使うお金の予算は、約123万5,000円です。" in care
    assert "1,234,567" in care
    revenue = text_of(client.get(url, {"side": "revenue"}).content)
    assert "一般会計に入るお金の予算は、1億4,440万円です。" in revenue
    assert client.get(url, {"account": "ない会計", "side": "x"}).status_code == 200


def test_sums_that_do_not_add_up_are_told_in_public(cast: Cast, client: Client) -> None:
    total = but(BUS, 款="歳出合計", 項="", 目="", 節="", 事業名="", 予算現額=92_400_001, 決算額="")
    take(cast.town, content=csv(BUS, CARE, total))
    said = text_of(client.get(f"/{cast.town.code}/budget/2025/").content)
    assert "4行目「歳出合計」の予算は 92,400,001円ですが、その行を足すと 92,400,000円です。" in said


def test_a_budget_that_does_not_balance_says_so(cast: Cast, client: Client) -> None:
    take(cast.town, *LINES, but(SNOW, 節="需用費", 予算現額=5))
    said = text_of(client.get(f"/{cast.town.code}/budget/2025/").content)
    assert "一般会計の歳入の予算 144,400,000円と、歳出の予算 144,400,005円が同じではありません。" in said


def test_an_account_of_which_one_side_is_not_known_is_not_called_unbalanced(cast: Cast, client: Client) -> None:
    take(cast.town, *LINES, but(CARE, 会計="介護保険特別会計"))
    assert "同じではありません" not in text_of(client.get(f"/{cast.town.code}/budget/2025/").content)


@pytest.mark.parametrize(("year", "early"), [(2025, False), (2026, True)])
def test_a_settlement_before_the_books_close_is_called_so(cast: Cast, client: Client, year: int, early: bool) -> None:
    take(cast.town, but(BUS, 年度=year))
    said = text_of(client.get(f"/{cast.town.code}/budget/{year}/").content)
    assert ("決算は、まだ決まった数ではありません" in said) is early


def test_one_line_names_its_file_and_row_and_its_project(cast: Cast, client: Client) -> None:
    bus = project(cast.town, "福祉バスの予約運行")
    take(cast.town)
    line = next(one for one in standing(cast.town) if one.project_id)
    page = client.get(f"/{cast.town.code}/budget/lines/{line.pk}/")
    said = text_of(page.content)
    assert "出典: 「決算.csv」の2行目。" in said
    assert "民生費 › 社会福祉費 › 老人福祉費 › 委託料" in said
    assert "4,200,000円" in said
    assert f"/{cast.town.code}/projects/{bus.pk}/" in page.content.decode()
    assert "つながりを直す" not in said


def test_a_line_that_no_longer_stands_leads_to_the_one_that_does(cast: Cast, client: Client) -> None:
    take(cast.town)
    old = next(one for one in standing(cast.town) if one.undertaking == "除雪")
    take(cast.town, BUS, but(SNOW, 決算額=1), name="訂正.csv")
    new = next(one for one in standing(cast.town) if one.undertaking == "除雪")
    page = client.get(f"/{cast.town.code}/budget/lines/{old.pk}/").content
    assert "いまの予算の行ではありません" in text_of(page)
    assert f"/budget/lines/{new.pk}/" in page.decode()


def test_the_csv_holds_every_line_and_adds_up(cast: Cast, client: Client) -> None:
    take(cast.town)
    body = b"".join(client.get(f"/{cast.town.code}/budget/2025/lines.csv").streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]  # a streaming response
    rows = body.splitlines()
    assert len(rows) == 1 + len(LINES)
    assert "福祉バスの予約運行,,,,,4200000,3987000,,,決算.csv,2" in body


def test_pages_take_as_many_queries_with_many_lines_as_with_few(
    cast: Cast, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    take(cast.town, *many(300))
    line = standing(cast.town)[0]
    for path in ("", "2025/", "2025/lines/", "2025/lines/?page=3", f"lines/{line.pk}/"):
        with django_assert_max_num_queries(14):
            assert client.get(f"/{cast.town.code}/budget/{path}").status_code == 200
    assert "300行あります" in text_of(client.get(f"/{cast.town.code}/budget/2025/lines/").content)


@pytest.fixture
def officer(cast: Cast, client_of: Callable[..., Client]) -> Client:
    return client_of(cast.officer)


def work(cast: Cast) -> str:
    return f"/{cast.town.code}/work/budget/"


def fields_of(page: bytes, **answers: str) -> dict[str, str]:
    return dict(re.findall(r'type="hidden" name="(l\d+)" value="([^"]*)"', page.decode())) | answers


def test_an_officer_says_yes_and_no_to_what_is_proposed(cast: Cast, officer: Client) -> None:
    bus = project(cast.town, "福祉バス予約運行事業")
    take(cast.town)
    page = officer.get(work(cast))
    said = text_of(page.content)
    assert "はい、「福祉バス予約運行事業」です" in said
    assert said.index("除雪") < said.index("福祉バスの予約運行")
    sent = officer.post(work(cast), fields_of(page.content, p0="none", p1=str(bus.pk)))
    assert sent.status_code == 302
    assert {(one.undertaking, one.tie, one.project_id) for one in standing(cast.town) if one.undertaking} == {
        ("除雪", "none", None), ("福祉バスの予約運行", "person", bus.pk)
    }  # fmt: skip
    assert Entry.objects.filter(action="funding.tie_lines").count() == 1
    assert "決めるものは、残っていません" in text_of(officer.get(work(cast)).content)


def test_another_project_is_named_in_the_box_and_a_name_of_none_is_refused(cast: Cast, officer: Client) -> None:
    other = project(cast.town, "冬の道")
    take(cast.town)
    page = officer.get(work(cast)).content
    wrong = officer.post(work(cast), fields_of(page, o0="夏の道"))
    assert wrong.status_code == 422
    assert "「夏の道」という事業はありません。" in text_of(wrong.content)
    assert 'value="夏の道"' in wrong.content.decode()
    assert officer.post(work(cast), fields_of(page, o0="冬の道")).status_code == 302
    assert [one.project_id for one in standing(cast.town) if one.undertaking == "除雪"] == [other.pk]


def test_answers_given_by_a_person_outlive_the_next_file(cast: Cast, officer: Client) -> None:
    bus = project(cast.town, "となりの町へのバス")
    take(cast.town)
    page = officer.get(work(cast)).content
    officer.post(work(cast), fields_of(page, p0="none", o1="となりの町へのバス"))
    take(cast.town, but(BUS, 決算額=5), but(SNOW, 決算額=6), name="訂正.csv")
    assert {(one.tie, one.project_id) for one in standing(cast.town)} == {("person", bus.pk), ("none", None)}


def test_a_project_that_comes_later_finds_its_lines_by_name_and_number(cast: Cast) -> None:
    take(cast.town, but(BUS, 事業番号="０７"), SNOW)
    snow, bus = project(cast.town, "除雪"), project(cast.town, "バス", "07")
    assert {(one.tie, one.project_id) for one in standing(cast.town)} == {("name", snow.pk), ("number", bus.pk)}


def test_a_line_is_tied_on_its_own_page_and_untied_again(cast: Cast, officer: Client) -> None:
    care = project(cast.town, "介護の手当")
    take(cast.town, CARE)
    (line,) = standing(cast.town)
    url = f"/{cast.town.code}/budget/lines/{line.pk}/"
    assert officer.post(url, {"project": str(care.pk)}).status_code == 302
    assert "職員が確かめました" in text_of(officer.get(url).content)
    assert officer.post(url, {"project": str(care.pk)}).status_code == 422
    assert officer.post(url, {"project": ""}).status_code == 302
    assert "どの事業のものでもありません" in text_of(officer.get(url).content)


def test_only_staff_of_the_town_tie_its_lines(cast: Cast, client: Client, client_of: Callable[..., Client]) -> None:
    take(cast.town)
    line = standing(cast.town)[0]
    for reader, status in ((client, 302), (client_of(cast.resident), 403), (client_of(cast.other_towns_officer), 403)):
        assert reader.get(work(cast)).status_code == status
        assert reader.post(work(cast), {"l0": str(line.pk), "p0": "none"}).status_code == status
        assert reader.post(f"/{cast.town.code}/budget/lines/{line.pk}/", {"project": ""}).status_code == status
    assert {one.tie for one in standing(cast.town)} == {""}


def test_a_project_or_line_of_another_town_is_not_taken(cast: Cast, officer: Client) -> None:
    strange = project(cast.other_town, "となりの除雪")
    take(cast.town)
    take(cast.other_town, BUS)
    page = officer.get(work(cast)).content
    assert officer.post(work(cast), fields_of(page, p0=str(strange.pk))).status_code == 422
    theirs = standing(cast.other_town)[0]
    assert officer.post(work(cast), {"l0": str(theirs.pk), "p0": "none"}).status_code == 422
    assert officer.get(f"/{cast.town.code}/budget/lines/{theirs.pk}/").status_code == 404
    with in_town(cast.other_town):
        assert BudgetLine.objects.get(pk=theirs.pk).tie == ""


def test_the_work_takes_as_many_queries_with_many_names_as_with_few(
    cast: Cast, officer: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for at in range(20):
        project(cast.town, f"別の{at}")
    take(cast.town, *many(200))
    with django_assert_max_num_queries(20):
        assert "200件が残っています" in text_of(officer.get(work(cast)).content)
