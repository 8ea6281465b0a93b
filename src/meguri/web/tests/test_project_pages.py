"""The list and the one sheet of a project as a visitor, the staff and another town see them."""

import datetime as dt
import html
import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from meguri.core import guard
from meguri.core.scope import in_town
from meguri.governance.models import Promise, PublicObject
from meguri.governance.tests.promises import closed_by_row, promise_by_row
from meguri.indicators.tests.figures import forget, officer_of, own_indicators
from meguri.projects.models import MilestoneChange, Project, ProjectIndicator
from meguri.projects.tests.works import day, milestone, project, report, thing_of
from meguri.web.pages.project_words import MoneyLine, money_told
from tests.fixtures.cast import Cast, signed_in_client
from tests.fixtures.offices import Offices

PURPOSE = "となり町の病院まで、一人で行けるように"


def words(answer: object) -> str:
    """A page as it is read: no tags, one blank between words."""
    content = html.unescape(answer.content.decode())  # type: ignore[attr-defined]
    return re.sub(r"\s+", " ", re.sub(r"<(?:script|style).*?</(?:script|style)>|<[^>]+>", "", content, flags=re.S))


@pytest.fixture
def bus(cast: Cast, offices: Offices) -> Project:
    made = project(cast.town, post=offices.officer_post, purpose=PURPOSE, planned_yen=4_200_000, place="ためし町内")
    forget()
    return made


def at(cast: Cast, rest: str = "") -> str:
    return f"/{cast.town.code}/projects/{rest}"


def test_the_sheet_says_who_answers_and_how_to_reach_them_first(cast: Cast, bus: Project, client: Client) -> None:
    page = client.get(at(cast, f"{bus.pk}/")).content.decode()
    assert 'href="tel:0156424111"' in page
    read = words(client.get(at(cast, f"{bus.pk}/")))
    order = ["実施中", PURPOSE, "福祉係 係長", "お金", "成果", "約束", "主な工程", "くわしく"]
    places = [read.index(word, read.index("実施中")) for word in order]
    assert places == sorted(places)
    assert "内線 121" in read
    assert "420万円" in read


def test_what_is_not_known_is_said_to_be_missing_and_is_never_nought(cast: Cast, client: Client) -> None:
    bare = project(cast.town, "名前だけの事業", planned_yen=None)
    read = words(client.get(at(cast, f"{bare.pk}/")))
    assert "見込みの費用 未入力" in read
    assert "まだつながっていないこと" in read
    assert "何をもって終えるのかが、まだ決まっていません。" in read
    assert "0円" not in read
    free = project(cast.town, "お金のかからない事業", planned_yen=0)
    assert "見込みの費用 0円" in words(client.get(at(cast, f"{free.pk}/")))


def test_the_list_is_searched_however_a_word_is_written_and_ordered_by_number(cast: Cast, client: Client) -> None:
    project(cast.town, "ごみ収集", number="10")
    project(cast.town, "あき地の手入れ")
    project(cast.town, "水道", number="2", purpose="ｺﾞﾐを減らす")
    read = words(client.get(at(cast)))
    assert read.index("水道") < read.index("ごみ収集") < read.index("あき地の手入れ")
    found = words(client.get(at(cast, "?q=ゴミ")))
    assert "2件の事業" in found
    assert "あき地" not in found.partition("しぼりこむ")[2]


def test_the_states_are_counted_among_what_is_asked_for(cast: Cast, client: Client) -> None:
    late = project(cast.town, "おくれた事業")
    report(late, day(-60))
    project(cast.town, "ほかの事業")
    page = client.get(at(cast, "?late=1")).content.decode()
    assert '実施 <span class="state-key__count">1</span>' in page
    assert "?state=running&amp;late=1" in page
    assert "2件の事業があります" in page


def test_that_nobody_answers_is_said_after_the_days_of_grace_and_to_the_staff_at_once(
    cast: Cast, offices: Offices, client: Client
) -> None:
    bare, old = project(cast.town, "名前だけの事業"), project(cast.town, "古い事業")
    with guard.door("tests"), in_town(cast.town):
        long_ago = timezone.now() - dt.timedelta(days=40)
        PublicObject.objects.filter(title="古い事業").update(first_told_at=long_ago)
    staff = signed_in_client(cast.officer)
    assert "受け持ちは、まだ決まっていません" in words(client.get(at(cast, f"{old.pk}/")))
    assert words(client.get(at(cast))).count("受け持ちは、まだ決まっていません") == 1
    assert words(staff.get(at(cast))).count("受け持ちは、まだ決まっていません") == 2
    read = words(client.get(at(cast, f"{bare.pk}/")))
    assert f"窓口: {cast.town.general_desk or cast.town.name}" in read
    assert "受け持ちは、まだ決まっていません" not in read
    assert "受け持ちは、まだ決まっていません" in words(staff.get(at(cast, f"{bare.pk}/")))


def test_the_money_told_first_is_that_of_the_year_that_runs_and_never_nothing_to_nothing() -> None:
    def line(year: int, budget: int | None, settlement: int | None) -> MoneyLine:
        return MoneyLine(year, f"{year}年度", budget, settlement, is_provisional=False, url="")

    today = dt.date(2026, 11, 25)
    told = money_told([line(2026, 28_000_000, None), line(2025, 0, 0)], today)
    assert told is not None
    assert (told.year, told.budget, told.settlement, told.over) == ("2026年度", "2,800万円", "", "")
    assert money_told([line(2025, 0, 0), line(2024, None, 0)], today) is None
    over = money_told([line(2026, 0, None), line(2025, 10_000_000, 16_730_000)], today)
    assert over is not None
    assert (over.year, over.over) == ("2025年度", "673万円")


def test_a_cost_that_a_report_tells_without_a_line_of_the_budget_is_not_called_missing(
    cast: Cast, bus: Project, client: Client
) -> None:
    report(bus, day(-20), "2025年度の報告", published_at=bus.changed_at, done="走りました。", cost_yen=3_900_000)
    assert "予算の行と、まだつながっていません" in words(client.get(at(cast, f"{bus.pk}/")))


def test_a_project_planned_past_its_first_day_is_told_to_the_staff_alone(cast: Cast, client: Client) -> None:
    late = project(cast.town, "まだ始まらない事業", state="planned", begins_on=day(-10))
    assert "始まる日をすぎても計画中" in words(signed_in_client(cast.officer).get(f"/{cast.town.code}/work/projects/"))
    assert "始まる日をすぎても" not in words(client.get(at(cast, f"{late.pk}/")))


def test_a_promise_on_the_sheet_says_how_it_ended_and_that_its_date_has_passed(
    cast: Cast, bus: Project, offices: Offices, client: Client
) -> None:
    about = thing_of(bus)
    promise_by_row(offices.officer_post, due=-3, text="たった今すぎた約束です", about=about)
    closed_by_row(offices.officer_post, state="not_kept", text="はたせなかった約束です", about=about)
    answer = client.get(at(cast, f"{bus.pk}/"))
    assert words(answer).count("期限の日をすぎました") == 1
    assert re.search("chip--plain[^<]*<.*?はたせませんでした", answer.content.decode().replace(chr(10), ""))
    assert "chip--bad" not in answer.content.decode()


def test_results_promises_steps_and_reports_stand_on_the_sheet(
    cast: Cast, bus: Project, offices: Offices, client: Client
) -> None:
    step = milestone(bus, "試験運行", day(-20), day(-18))
    moved = milestone(bus, "本運行", day(60))
    milestone(bus, "1年のまとめ", day(-5))
    out = report(bus, day(-200), "2025年度の報告", published_at=bus.changed_at, done="240日走りました。")
    report(bus, day(100), "次の年の報告")
    with in_town(cast.town):
        one, _other = own_indicators(cast.town, officer_of(cast.town, cast.officer.pk))
    with guard.door("tests"), in_town(cast.town):
        ProjectIndicator.objects.create(town=cast.town, project=bus, indicator=one)
        MilestoneChange.objects.create(
            town=cast.town, milestone=moved, on=day(-1), from_due=day(30), to_due=day(60), reason="車が届かないため。"
        )
        Promise.objects.create(
            town=cast.town, post=offices.officer_post, text="土曜の運行を検討します", made_in="report",
            made_on=day(-10), due_on=day(40), about=thing_of(bus), source=out.title,
        )  # fmt: skip
    forget()
    read = words(client.get(at(cast, f"{bus.pk}/")))
    assert step.name in read
    for said in ("福祉バスの利用者数", "「土曜の運行を検討します」", "車が届かないため。", "予定の日をすぎました",
                 "2025年度の報告", "次の報告: 次の年の報告"):  # fmt: skip
        assert said in read
    own = words(client.get(at(cast, f"{bus.pk}/reports/{out.pk}/")))
    assert "240日走りました。" in own
    assert "いくらかかったか未入力" in own.replace(" ", "")
    assert "「土曜の運行を検討します」" in own


def test_a_late_report_is_seen_by_the_staff_at_once_and_in_public_after_the_days_of_grace(
    cast: Cast, bus: Project, client_of: Callable[..., Client]
) -> None:
    due = report(bus, day(-3))
    late = "が、まだ出ていません"
    assert late not in words(client_of(None).get(at(cast, f"{bus.pk}/")))
    assert late in words(client_of(cast.officer).get(at(cast, f"{bus.pk}/")))
    assert "報告がおくれています" in words(client_of(cast.officer).get(at(cast, "?late=1")))
    assert "あてはまる事業がありません" in words(client_of(None).get(at(cast, "?late=1")))
    with guard.door("tests"), in_town(cast.town):
        due.due_on = day(-40)
        due.save()
    forget()
    assert late in words(client_of(None).get(at(cast, f"{bus.pk}/")))


def test_a_report_that_is_only_due_has_no_page_and_one_without_its_project_leads_there(
    cast: Cast, bus: Project, client: Client
) -> None:
    due, out = report(bus, day(10)), report(bus, day(-10), "済んだ報告", published_at=bus.changed_at)
    assert client.get(at(cast, f"{bus.pk}/reports/{due.pk}/")).status_code == 404
    assert client.get(at(cast, f"{bus.pk + 99}/reports/{out.pk}/")).headers["Location"] == at(
        cast, f"{bus.pk}/reports/{out.pk}/"
    )
    assert client.get(f"/{cast.town.code}/reports/{out.pk}/").status_code == 302


@pytest.mark.parametrize(("query", "found"), [
    ("", {"福祉バスの予約運行", "除雪", "商店街の灯り"}),
    ("?state=running", {"福祉バスの予約運行"}),
    ("?state=nonsense", {"福祉バスの予約運行", "除雪", "商店街の灯り"}),
    ("?q=病院", {"福祉バスの予約運行"}),
    ("?q=病院+ためし町内", {"福祉バスの予約運行"}),
    ("?q=%00'", set()),
    ("?ground=duty", {"除雪"}),
    ("?ground=none", {"福祉バスの予約運行", "商店街の灯り"}),
    ("?page=99", {"福祉バスの予約運行", "除雪", "商店街の灯り"}),
])  # fmt: skip
def test_the_list_is_chosen_by_state_words_and_ground(
    cast: Cast, bus: Project, client: Client, query: str, found: set[str]
) -> None:
    project(cast.town, "除雪", state="planned", ground="duty", law="道路法")
    project(cast.town, "商店街の灯り", state="completed")
    forget()
    answer = client.get(at(cast, query))
    assert {row.project.name for row in answer.context["rows"]} == found


def test_the_list_is_chosen_by_the_organisation_that_answers_or_one_above_it(
    cast: Cast, bus: Project, offices: Offices, client: Client
) -> None:
    project(cast.town, "除雪", post=offices.spare_post)
    forget()
    for organisation in (offices.welfare_section, offices.welfare):
        rows = client.get(at(cast, f"?organisation={organisation.pk}")).context["rows"]
        assert [row.project.name for row in rows] == [bus.name]
    assert client.get(at(cast, "?organisation=999999999999999")).status_code == 200


def test_a_town_without_projects_says_who_brings_them(cast: Cast, client: Client) -> None:
    assert "まだ事業はありません" in words(client.get(at(cast)))
    assert client.get(at(cast, "1/")).status_code == 404


def test_the_csv_is_the_list_with_empty_cells_for_what_is_unknown(cast: Cast, bus: Project, client: Client) -> None:
    project(cast.town, "=除雪()", planned_yen=None)
    forget()
    lines = b"".join(client.get(f"/{cast.town.code}/projects.csv")).decode("utf-8-sig").splitlines()
    assert len(lines) == 3
    assert any("福祉係 係長" in line and "4200000" in line for line in lines)
    assert any(",'=除雪()," in line for line in lines)


def test_only_those_who_may_are_shown_the_way_to_a_draft(
    cast: Cast, bus: Project, client_of: Callable[..., Client]
) -> None:
    way = f"work/drafts/new/projects.report/?about=project:{cast.town.code}-{bus.pk}"
    shown = {
        name: way in client_of(person).get(at(cast, f"{bus.pk}/")).content.decode()
        for name, person in cast.everybody().items()
    }
    assert {name for name, is_shown in shown.items() if is_shown} == {"officer", "mayor", "administrator"}


def test_the_staff_see_what_each_project_lacks_and_nobody_else_does(
    cast: Cast, bus: Project, client_of: Callable[..., Client]
) -> None:
    project(cast.town, "名前だけの事業")
    report(bus, day(-3))
    work = f"/{cast.town.code}/work/projects/"
    read = words(client_of(cast.officer).get(work))
    assert "責任者がいない（1）" in read
    assert "報告がおくれている（1）" in read
    for key, name in (("post", "名前だけの事業"), ("late", bus.name)):
        lines = client_of(cast.officer).get(f"{work}?lacks={key}").context["lines"]
        assert [one.name for one, _lacks, _ended in lines] == [name]
    for who in ("resident", "firm", "other_towns_officer"):
        assert client_of(getattr(cast, who)).get(work).status_code == 403
    assert client_of(None).get(work).status_code == 302


def test_another_towns_project_is_not_found_below_this_towns_path(cast: Cast, bus: Project, client: Client) -> None:
    assert client.get(f"/{cast.other_town.code}/projects/{bus.pk}/").status_code == 404
    assert bus.name not in words(client.get(f"/{cast.other_town.code}/projects/"))


@pytest.mark.parametrize(("rest", "most"), [("", 24), ("{pk}/", 32)])
def test_the_queries_do_not_grow_with_the_rows(
    cast: Cast, offices: Offices, bus: Project, client: Client, rest: str, most: int
) -> None:
    path = at(cast, rest.format(pk=bus.pk))
    counted = []
    for batch in (range(1), range(1, 20)):
        for n in batch:
            project(cast.town, f"事業{n}", post=offices.spare_post)
            milestone(bus, f"工程{n}", day(n))
            report(bus, day(-n - 300), f"報告{n}", published_at=bus.changed_at)
        forget()
        with CaptureQueriesContext(connection) as seen:
            assert client.get(path).status_code == 200
        counted.append(len(seen))
    assert counted[1] <= counted[0] <= most
