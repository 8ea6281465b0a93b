"""In a town that has begun, what an officer states of its figures is drafted, approved by the head, then public."""

import html
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from meguri.core import guard
from meguri.core.errors import BadInput, Conflict, NotAllowed
from meguri.core.scope import in_town
from meguri.governance.actions.drafts import decide, save_draft, start_draft, submit_draft, withdraw_draft
from meguri.governance.models import Decision, Draft, Holder, PublicObject
from meguri.governance.tests.drafting import actor
from meguri.governance.tests.town_hall import set_up_is_over
from meguri.indicators import drafted as drafted_module
from meguri.indicators.defining import Aim, define, set_target
from meguri.indicators.drafted import content_of
from meguri.indicators.mapping import Columns
from meguri.indicators.models import Edition, ImportMapping, Indicator, Observation, Target
from meguri.indicators.tests.figures import BUS, csv_file, load_reference, officer_of, own_indicators
from meguri.indicators.town_import import NothingNew, TownFile, brought_by, import_town_figures
from meguri.record.models import Entry
from tests.fixtures.cast import Cast
from tests.fixtures.offices import Offices, seat

Clients = Callable[..., Client]
APPROVED = Decision.Verdict.APPROVED
DEFINED = {
    "name": "図書館の貸出数", "reading": "としょかん かしだしすう", "definition": "1年度に貸し出した本の数です。",
    "family": "life", "unit": "冊", "decimals": "0", "nature": "flow", "period_kind": "fiscal_year",
    "better": "more", "zero_means": "zero",
}  # fmt: skip
AIMED = {"period": "2030年度", "value": "2000", "baseline_period": "2024年度", "baseline_value": "1350",
         "reason": "週に一度は乗れるように"}  # fmt: skip
ONE = Decimal(1)
HEAD = ("年度", "福祉バスの利用者数", "図書館の来館者数")
FIRST = csv_file(HEAD, ("2023年度", 1200, 5400), ("2024年度", 1350, 5100))
COLUMNS = Columns(("period", "=fukushibasu-riyoshasu", "=toshokan-raikansha"))


@pytest.fixture
def begun(cast: Cast, offices: Offices) -> Offices:
    """Two indicators of the town's own; the set-up is over, and the mayor is the head who approves."""
    seat(offices.chief_post, cast.mayor)
    with in_town(cast.town):
        own_indicators(cast.town, officer_of(cast.town, cast.officer.pk))
    set_up_is_over(cast.town)
    return offices


def at(cast: Cast, rest: str) -> str:
    return f"/{cast.town.code}/{rest}"


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())))


def bus() -> Indicator:
    return Indicator.objects.get(key="fukushibasu-riyoshasu")


def handed_in(cast: Cast, kind: str, content: dict[str, str], about: PublicObject | None = None) -> Draft:
    officer = actor(cast, "officer")
    return submit_draft(officer, start_draft(officer, kind, about, content))


def of_file(cast: Cast, content: bytes) -> dict[str, str]:
    own = list(Indicator.objects.filter(town=cast.town).order_by("id"))
    return content_of(brought_by(TownFile("数字.csv", content, COLUMNS), cast.town, own), cast.town, own)


def approve(cast: Cast, draft: Draft) -> Draft:
    return decide(actor(cast, "mayor"), draft, APPROVED)


def pressed(page: Any) -> dict[str, str]:
    """What the last form of the page sends that posts."""
    form = page.content.decode().split('method="post"')[-1].split("</form>")[0]
    return {name: html.unescape(value) for name, value in re.findall(r'name="(\w+)" value="([^"]*)"', form)}


def draft_at(answer: Any) -> Draft:
    """The draft to whose page the answer leads."""
    found = re.search(r"/work/drafts/(\d+)/$", answer.headers.get("Location", ""))
    assert found, (answer.status_code, text_of(answer)[:2000])
    return Draft.objects.get(pk=found[1])


def test_the_direct_acts_are_refused_and_the_sentence_leads_to_the_draft(cast: Cast, begun: Offices) -> None:
    officer = actor(cast, "officer")
    with in_town(cast.town):
        acts: list[Callable[[], Any]] = [
            lambda: define(officer, cast.town, BUS),
            lambda: set_target(officer, cast.town, bus(), **vars(Aim("FY2030", ONE, "FY2024", ONE, "x"))),
            lambda: import_town_figures(officer, cast.town, TownFile("a.csv", FIRST, COLUMNS)),
        ]
        for act in acts:
            with pytest.raises(NotAllowed, match="起案して、決裁をうけてください"):
                act()
        assert not Observation.objects.exists()


def test_a_definition_is_public_only_when_the_head_has_approved(cast: Cast, begun: Offices, client_of: Clients) -> None:
    officer, page = client_of(cast.officer), at(cast, "indicators/new/")
    shown = text_of(officer.get(page))
    assert "決裁する人: 保健福祉課 課長" in shown
    assert "見直して、決裁に出す" in shown
    with in_town(cast.town):
        draft = draft_at(officer.post(page, DEFINED))
        assert draft.title == "「図書館の貸出数」という指標をつくる"
        assert "1年度に貸し出した本の数です。" in text_of(officer.get(at(cast, f"work/drafts/{draft.pk}/preview/")))
        submit_draft(actor(cast, "officer"), draft)
    there = at(cast, "indicators/toshokan-kashidashisu/")
    assert Client().get(there).status_code == 404
    assert "図書館の貸出数" not in text_of(Client().get(at(cast, "indicators/")))
    with in_town(cast.town):
        assert not PublicObject.objects.filter(title="図書館の貸出数").exists()
        done = approve(cast, draft)
        assert done.published_as is not None
        assert Entry.objects.filter(action="indicators.publish_definition").count() == 1
    public = text_of(Client().get(there))
    assert "1年度に貸し出した本の数です。" in public
    assert "決裁をへて、" in public
    assert "保健福祉課 課長" in public


def test_pressed_twice_it_is_one_draft(cast: Cast, begun: Offices, client_of: Clients) -> None:
    officer, page = client_of(cast.officer), at(cast, "indicators/new/")
    key = pressed(officer.get(page))["idempotency_key"]
    with in_town(cast.town):
        pks = {draft_at(officer.post(page, DEFINED | {"idempotency_key": key})).pk for _press in range(2)}
        assert len(pks) == Draft.objects.count() == 1


def test_what_was_typed_stays_when_the_name_is_taken(cast: Cast, begun: Offices, client_of: Clients) -> None:
    answer = client_of(cast.officer).post(at(cast, "indicators/new/"), DEFINED | {"name": BUS.name})
    assert answer.status_code == 422
    assert "もうあります" in text_of(answer)
    assert "1年度に貸し出した本の数です。" in text_of(answer)
    with in_town(cast.town):
        assert not Draft.objects.exists()


def test_a_name_that_was_taken_meanwhile_is_told_to_the_approver(cast: Cast, begun: Offices) -> None:
    with in_town(cast.town):
        first, second = (handed_in(cast, "indicators.definition", DEFINED) for _one in range(2))
        approve(cast, first)
        with pytest.raises(Conflict, match="もうあります"):
            approve(cast, second)
        second.refresh_from_db()
        assert second.state == Draft.State.SUBMITTED
        assert Indicator.objects.filter(name="図書館の貸出数").count() == 1


def test_a_target_is_drafted_on_its_own_form_and_set_by_the_approval(
    cast: Cast, begun: Offices, client_of: Clients
) -> None:
    officer, page = client_of(cast.officer), at(cast, "indicators/fukushibasu-riyoshasu/target/")
    assert "決裁する人: 保健福祉課 課長" in text_of(officer.get(page))
    with in_town(cast.town):
        draft = draft_at(officer.post(page, AIMED))
        assert draft.title == "「福祉バスの利用者数」の2030年度の目標"
        assert draft.about is not None
        assert "2030年度までに 2,000 人" in text_of(officer.get(at(cast, f"work/drafts/{draft.pk}/preview/")))
        submit_draft(actor(cast, "officer"), draft)
    there = at(cast, "indicators/fukushibasu-riyoshasu/")
    assert "まだ決められていません" in text_of(Client().get(there))
    with in_town(cast.town):
        done = approve(cast, draft)
        assert (done.published_as, Target.objects.get().value) == (draft.about, 2000)
        body = bytes(Entry.objects.get(action="indicators.publish_target").body).decode()
    assert '"period":"FY2030"' in body
    assert "週に一度は" not in body
    assert "2,000 人" in text_of(Client().get(there))


def test_a_target_for_a_figure_of_the_whole_country_makes_nothing_public_before(
    cast: Cast, begun: Offices, client_of: Clients
) -> None:
    load_reference()
    page = at(cast, "indicators/population-census/target/")
    aimed = AIMED | {"period": "2030-10-01", "baseline_period": "2020-10-01"}
    with in_town(cast.town):
        draft = draft_at(client_of(cast.officer).post(page, aimed))
        assert not PublicObject.objects.filter(kind="indicator", key="population-census").exists()
        approve(cast, submit_draft(actor(cast, "officer"), draft))
        assert PublicObject.objects.filter(kind="indicator", key="population-census").exists()


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [({"period": "2030-01"}, "年度ごとの数です"), ({"period": "2020年度"}, "より後にしてください"),
     ({"value": "1.5"}, "小数点以下のない数です"), ({"reason": ""}, "必須")],
)  # fmt: skip
def test_a_target_that_cannot_be_is_not_drafted(
    cast: Cast, begun: Offices, client_of: Clients, changed: dict[str, str], sentence: str
) -> None:
    answer = client_of(cast.officer).post(at(cast, "indicators/fukushibasu-riyoshasu/target/"), AIMED | changed)
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    with in_town(cast.town):
        assert not Draft.objects.exists()


def test_a_target_that_was_overtaken_is_told_and_goes_once_it_was_looked_at_again(cast: Cast, begun: Offices) -> None:
    with in_town(cast.town):
        content = AIMED | {"indicator": bus().key}
        first, second = (handed_in(cast, "indicators.target", content | {"value": value}) for value in ("2000", "1800"))
        approve(cast, first)
        with pytest.raises(Conflict, match="2030年度の目標が2,000人に決まりました"):
            approve(cast, second)
        officer = actor(cast, "officer")
        withdrawn = withdraw_draft(officer, second)
        again = save_draft(officer, withdrawn, withdrawn.version, content | {"value": "1900"})
        approve(cast, submit_draft(officer, again))
        assert Target.objects.get(replaced_at=None).value == 1900


def test_another_towns_indicator_takes_no_draft(cast: Cast, begun: Offices) -> None:
    with in_town(cast.other_town):
        officer = officer_of(cast.other_town, cast.other_towns_officer.pk)
        draft = start_draft(officer, "indicators.target", None, AIMED | {"indicator": "fukushibasu-riyoshasu"})
        with pytest.raises(BadInput, match="どの指標の目標かが分かりません"):
            submit_draft(officer, draft)


def send(client: Client, cast: Cast, content: bytes) -> str:
    answer = client.post(at(cast, "import/"), {"file": SimpleUploadedFile("数字.csv", content)})
    return str(answer.headers["Location"])


def test_a_file_is_drafted_with_what_is_new_and_taken_in_by_the_approval(
    cast: Cast, begun: Offices, client_of: Clients
) -> None:
    officer = client_of(cast.officer)
    url = send(officer, cast, FIRST)
    page = officer.get(url)
    assert "この内容で起案する" in text_of(page)
    assert "決裁する人: 保健福祉課 課長" in text_of(page)
    with in_town(cast.town):
        draft = draft_at(officer.post(url, pressed(page)))
        assert draft.title == "まちの数字の取り込み（数字.csv）"
        submit_draft(actor(cast, "officer"), draft)
        mayor = client_of(cast.mayor)
        read = text_of(mayor.get(at(cast, f"work/drafts/{draft.pk}/")))
        assert "新しい数 4、改める数 0、前と同じ数 0" in read
        assert "福祉バスの利用者数 2023年度: 1,200人" in read
        assert "福祉バスの利用者数 2024年度 1,350人" in text_of(mayor.get(at(cast, f"work/drafts/{draft.pk}/preview/")))
        assert not Observation.objects.exists()
        assert not Edition.objects.exists()
        approve(cast, draft)
        assert sorted(Observation.objects.values_list("value", flat=True)) == [1200, 1350, 5100, 5400]
        edition = Edition.objects.get()
        assert (edition.file_name, len(edition.digest)) == ("数字.csv", 64)
        assert ImportMapping.objects.count() == 1, "the reading of its columns is remembered"
        body = bytes(Entry.objects.get(action="indicators.publish_figures").body).decode()
    assert edition.digest in body
    assert '"added":4' in body


def test_a_file_of_one_indicator_shows_on_its_page_who_approved(cast: Cast, begun: Offices) -> None:
    with in_town(cast.town):
        one = csv_file(HEAD, ("2023年度", 1200, ""))
        done = approve(cast, handed_in(cast, "indicators.figures", of_file(cast, one)))
        assert done.published_as is not None
        assert done.published_as.title == BUS.name


def test_what_changes_stands_beside_what_was(cast: Cast, begun: Offices, client_of: Clients) -> None:
    with in_town(cast.town):
        approve(cast, handed_in(cast, "indicators.figures", of_file(cast, FIRST)))
        changed = csv_file(HEAD, ("2023年度", 1201, 5400), ("2025年度", 1500, ""))
        draft = handed_in(cast, "indicators.figures", of_file(cast, changed))
        mayor = client_of(cast.mayor)
        read = text_of(mayor.get(at(cast, f"work/drafts/{draft.pk}/")))
        assert "新しい数 1、改める数 1、前と同じ数 1" in read
        assert "2023年度: 1,201人（これまで 1,200人）" in read
        seen = text_of(mayor.get(at(cast, f"work/drafts/{draft.pk}/preview/")))
        assert "2023年度 1,200人 → この値から次の値へ 1,201人" in seen
        approve(cast, draft)
        stored = Observation.objects.filter(indicator=bus()).values_list("value", flat=True)
        assert set(stored) == {1200, 1201, 1350, 1500}
        assert mayor.get(at(cast, f"work/drafts/{draft.pk}/")).status_code == 200, "a published draft still reads"


def test_the_same_file_twice_changes_nothing_and_says_so(cast: Cast, begun: Offices, client_of: Clients) -> None:
    with in_town(cast.town):
        content = of_file(cast, FIRST)
        first, second = (handed_in(cast, "indicators.figures", content) for _one in range(2))
        approve(cast, first)
        with pytest.raises(NothingNew):
            approve(cast, second)
        with pytest.raises(NothingNew):
            of_file(cast, FIRST)
        assert Edition.objects.count() == 1
    officer = client_of(cast.officer)
    url = send(officer, cast, FIRST)
    assert "変わりはありません" in text_of(officer.get(url))
    read_as = {"header": "1", "u0": "period", "u1": "=fukushibasu-riyoshasu", "u2": "=toshokan-raikansha"}
    assert "変わりはありません" in text_of(officer.post(url, read_as))


def test_a_figure_that_changed_meanwhile_stops_the_whole_file(cast: Cast, begun: Offices) -> None:
    with in_town(cast.town):
        waiting = handed_in(cast, "indicators.figures", of_file(cast, FIRST))
        overtakes = csv_file(HEAD, ("2024年度", 1340, ""))
        approve(cast, handed_in(cast, "indicators.figures", of_file(cast, overtakes)))
        with pytest.raises(Conflict, match="「福祉バスの利用者数」の2024年度の数が変わりました（いまは1,340人）"):
            approve(cast, waiting)
        assert Observation.objects.count() == 1
        assert Edition.objects.count() == 1


def test_a_file_with_too_many_figures_says_how_to_go_on(
    cast: Cast, begun: Offices, client_of: Clients, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drafted_module, "MOST_FIGURES", 3)
    officer = client_of(cast.officer)
    url = send(officer, cast, FIRST)
    answer = officer.post(url, pressed(officer.get(url)))
    assert answer.status_code == 422
    assert "4の数があります。一度に起案できるのは3までです。年度か指標で分けて" in text_of(answer)
    with in_town(cast.town):
        assert not Draft.objects.exists()


@pytest.mark.parametrize(
    ("old", "new"),
    [("=1200", "=1200.5"), ("=1200", "=1e400"), ("=1200", "=NaN"), ("FY2023=1200", "2023-04=1200"),
     ("fukushibasu-riyoshasu", "population-census"), ("FY2023=1200 ", "FY2024=1200 "), ('{"name"', '["name"'),
     ("=1200", "=1200=1=2"), ('"digest":"', '"digest":"00')],
)  # fmt: skip
def test_what_a_browser_sent_back_is_judged_anew(cast: Cast, begun: Offices, old: str, new: str) -> None:
    with in_town(cast.town):
        content = of_file(cast, FIRST)
        assert old in content["figures"]
        broken = content | {"figures": content["figures"].replace(old, new)}
        with pytest.raises(BadInput, match="もう一度ファイルを選んでください"):
            handed_in(cast, "indicators.figures", broken)


def test_a_number_is_kept_to_its_last_digit(cast: Cast, begun: Offices) -> None:
    with in_town(cast.town):
        long = csv_file(HEAD, ("2023年度", 123456789012345, 0), ("2024年度", -3, 5100))
        approve(cast, handed_in(cast, "indicators.figures", of_file(cast, long)))
        assert set(Observation.objects.values_list("value", flat=True)) == {123456789012345, 0, -3, 5100}


def test_a_draft_of_figures_begins_where_a_file_is_chosen(cast: Cast, begun: Offices, client_of: Clients) -> None:
    officer = client_of(cast.officer)
    for kind, path in (("figures", "import/"), ("definition", "indicators/new/"), ("target", "indicators/")):
        answer = officer.get(at(cast, f"work/drafts/new/indicators.{kind}/"))
        assert answer.headers["Location"] == at(cast, path)


def test_a_reason_can_be_written_to_the_figures_and_they_stay(cast: Cast, begun: Offices, client_of: Clients) -> None:
    officer = client_of(cast.officer)
    with in_town(cast.town):
        draft = start_draft(actor(cast, "officer"), "indicators.figures", None, of_file(cast, FIRST))
        page = officer.get(at(cast, f"work/drafts/{draft.pk}/edit/"))
        assert "新しい数 4" in text_of(page)
        sent = pressed(page) | {"reason": "年に一度の更新です。", "then": "hand_in"}
        assert officer.post(at(cast, f"work/drafts/{draft.pk}/edit/"), sent).status_code == 302
        draft.refresh_from_db()
        assert draft.content["reason"] == "年に一度の更新です。"
        approve(cast, submit_draft(actor(cast, "officer"), draft))
        assert Observation.objects.count() == 4


def test_a_town_in_which_nobody_can_approve_says_so_beside_the_button(
    cast: Cast, offices: Offices, client_of: Clients
) -> None:
    set_up_is_over(cast.town)
    with in_town(cast.town), guard.door("tests"):
        Holder.objects.exclude(post=offices.officer_post).delete()
    page = text_of(client_of(cast.officer).get(at(cast, "indicators/new/")))
    assert "決裁できる人が、まだいません" in page


@pytest.mark.parametrize("name", ["resident", "council_member", "firm", "other_towns_officer", "journalist"])
def test_nobody_else_drafts_the_towns_figures(cast: Cast, begun: Offices, client_of: Clients, name: str) -> None:
    person = getattr(cast, name)
    client = client_of(person) if person else Client()
    for path, sent in (("indicators/new/", DEFINED), ("indicators/fukushibasu-riyoshasu/target/", AIMED)):
        assert client.post(at(cast, path), sent).status_code in (302, 403)
    with in_town(cast.town):
        assert not Draft.objects.exists()


def test_who_holds_two_posts_says_as_which_they_draft(cast: Cast, begun: Offices, client_of: Clients) -> None:
    seat(begun.spare_post, cast.officer)
    officer, page = client_of(cast.officer), at(cast, "indicators/new/")
    assert "どの役職として起案しますか" in text_of(officer.get(page))
    with in_town(cast.town):
        draft = draft_at(officer.post(page, DEFINED | {"author_post": str(begun.spare_post.pk)}))
        assert draft.author_post == begun.spare_post
