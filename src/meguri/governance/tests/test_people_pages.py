"""The work on people: the administrator sets up, staff look, a resident and another town's officer stay outside."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from meguri.core.scope import in_town
from meguri.governance.actions.facilities import open_facility
from meguri.governance.actions.handovers import ask_handover
from meguri.governance.actions.holders import name_deputy, record_absence
from meguri.governance.actions.responsibilities import appoint
from meguri.governance.models import Absence, Deputy, Facility, Handover, Holder, Organisation, Post, Responsibility
from meguri.governance.tests.town_hall import a_thing, administrator, in_days, officer, set_up_is_over, today
from tests.fixtures.cast import Cast
from tests.fixtures.offices import Offices

Clients = Callable[..., Client]
LISTS = ["", "posts/", "holders/", "deputies/", "absences/", "facilities/"]


def sent(client: Client, path: str, **typed: Any) -> Any:
    return client.post(path, {name: value for name, value in typed.items() if value is not None}, follow=True)


@pytest.mark.parametrize("name", LISTS)
def test_staff_see_the_lists_and_nobody_else_does(cast: Cast, offices: Offices, client_of: Clients, name: str) -> None:
    path = f"/{cast.town.code}/work/people/{name}"
    assert client_of(cast.officer).get(path).status_code == 200
    assert client_of(cast.administrator).get(path).status_code == 200
    assert client_of(cast.resident).get(path).status_code == 403
    assert client_of(cast.other_towns_officer).get(path).status_code == 403
    assert "/account/" in client_of(None).get(path).headers["Location"]


@pytest.mark.parametrize("name", LISTS)
def test_a_list_with_nothing_in_it_says_what_comes(cast: Cast, client_of: Clients, name: str) -> None:
    shown = client_of(cast.administrator).get(f"/{cast.town.code}/work/people/{name}").content.decode()
    assert 'class="empty"' in shown


def test_the_administrator_adds_changes_and_ends_an_organisation(
    cast: Cast, offices: Offices, client_of: Clients
) -> None:
    client, people = client_of(cast.administrator), f"/{cast.town.code}/work/people/"
    sent(client, f"{people}organisations/add/", name="建設課", kind="town", parent=offices.root.pk,
         phone="０１５６４－２－２１１５", since=today())  # fmt: skip
    with in_town(cast.town):
        made = Organisation.objects.get(name="建設課")
    assert made.phone == "01564-2-2115"
    sent(client, f"{people}organisations/{made.pk}/", name="建設水道課", kind="town", parent=offices.root.pk)
    sent(client, f"{people}organisations/{made.pk}/end/", on=today())
    with in_town(cast.town):
        made.refresh_from_db()
    assert (made.name, made.until) == ("建設水道課", today())


def test_what_was_typed_stays_beside_the_no(cast: Cast, offices: Offices, client_of: Clients) -> None:
    path = f"/{cast.town.code}/work/people/organisations/{offices.root.pk}/"
    shown = sent(client_of(cast.administrator), path, name="ためし町役場", kind="town",
                 parent=offices.welfare_section.pk, mission="くらしを支える", phone="電話なし")  # fmt: skip
    assert shown.status_code == 422
    assert "くらしを支える" in shown.content.decode()
    assert "数字とハイフン" in shown.content.decode()
    shown = sent(
        client_of(cast.administrator), path, name="ためし町役場", kind="town", parent=offices.welfare_section.pk
    )
    assert "元にもどってしまいます" in shown.content.decode()


def test_the_administrator_adds_changes_and_ends_a_post(cast: Cast, offices: Offices, client_of: Clients) -> None:
    client, people = client_of(cast.administrator), f"/{cast.town.code}/work/people/"
    sent(client, f"{people}posts/add/", organisation=offices.welfare_section.pk, name="主任", since=today())
    with in_town(cast.town):
        made = Post.objects.get(name="主任")
    sent(client, f"{people}posts/{made.pk}/", organisation=offices.welfare_section.pk, name="主査", duties="見守り")
    sent(client, f"{people}posts/{made.pk}/end/", on=today())
    with in_town(cast.town):
        made.refresh_from_db()
    assert (made.name, made.duties, made.until) == ("主査", "見守り", today())


def test_a_holder_comes_and_goes(cast: Cast, offices: Offices, client_of: Clients) -> None:
    client, people = client_of(cast.administrator), f"/{cast.town.code}/work/people/"
    sent(client, f"{people}holders/add/", post=offices.chief_post.pk, name="山田花子", email="officer@example.jp",
         since=today())  # fmt: skip
    with in_town(cast.town):
        made = Holder.objects.get(post=offices.chief_post)
    assert made.person == cast.officer
    sent(client, f"{people}holders/{made.pk}/end/", until=in_days(5))
    with in_town(cast.town):
        assert Holder.objects.get(pk=made.pk).until == in_days(5)
    shown = sent(client, f"{people}holders/add/", post=offices.chief_post.pk, name="田中", since=today())
    assert "在任している人がいます" in shown.content.decode()


def test_deputies_absences_and_facilities_are_kept(cast: Cast, offices: Offices, client_of: Clients) -> None:
    client, people = client_of(cast.administrator), f"/{cast.town.code}/work/people/"
    sent(client, f"{people}deputies/add/", post=offices.admin_post.pk, deputy=offices.officer_post.pk, rank=1,
         since=today())  # fmt: skip
    sent(client, f"{people}absences/add/", post=offices.admin_post.pk, since=today(), until=today(), reason="出張")
    sent(client, f"{people}facilities/add/", name="公民館", since=today(), organisation=offices.general.pk)
    with in_town(cast.town):
        deputy, absence, facility = Deputy.objects.get(), Absence.objects.get(), Facility.objects.get()
    assert absence.until == in_days(1)
    sent(client, f"{people}deputies/{deputy.pk}/end/", until=today())
    sent(client, f"{people}absences/{absence.pk}/end/")
    sent(client, f"{people}facilities/{facility.pk}/", name="中央公民館", hours="9:00〜17:00")
    sent(client, f"{people}facilities/{facility.pk}/end/", on=today())
    with in_town(cast.town):
        assert Deputy.objects.get().until == today()
        assert not Absence.objects.exists()
        facility.refresh_from_db()
    assert (facility.name, facility.until) == ("中央公民館", today())


def test_an_officer_changes_nothing_that_is_not_theirs(cast: Cast, offices: Offices, client_of: Clients) -> None:
    client, people = client_of(cast.officer), f"/{cast.town.code}/work/people/"
    for path in ("organisations/add/", f"organisations/{offices.welfare.pk}/", "posts/add/",
                 f"posts/{offices.spare_post.pk}/end/"):  # fmt: skip
        assert client.get(people + path).status_code == 403
    shown = sent(client, f"{people}holders/add/", post=offices.spare_post.pk, name="わたし", since=today())
    assert shown.status_code == 403
    assert "総務係の長か、まちの管理者だけ" in shown.content.decode()


def test_after_the_set_up_the_lists_lead_to_drafts(cast: Cast, offices: Offices, client_of: Clients) -> None:
    set_up_is_over(cast.town)
    shown = client_of(cast.officer).get(f"/{cast.town.code}/work/people/").content.decode()
    assert f"/{cast.town.code}/work/drafts/new/governance.organisation/" in shown
    direct = client_of(cast.administrator).get(f"/{cast.town.code}/work/people/organisations/add/")
    assert "起案して、決裁をうけてください" in direct.content.decode()


def test_rows_of_another_town_are_not_found(cast: Cast, offices: Offices, client_of: Clients) -> None:
    with in_town(cast.town):
        holder = Holder.objects.all()[0]
        deputy = name_deputy(administrator(cast), offices.admin_post, offices.officer_post, today())
        absence = record_absence(administrator(cast), offices.admin_post, today(), in_days(1))
        facility = open_facility(administrator(cast), "公民館", since=today())
        term = appoint(administrator(cast), a_thing(cast.town), offices.officer_post, today())
        handover = ask_handover(officer(cast), term, offices.mayor_post, "手が足りないため")
    work = f"/{cast.other_town.code}/work/"
    client = client_of(cast.other_towns_officer)
    for path in (f"people/holders/{holder.pk}/end/", f"people/deputies/{deputy.pk}/end/",
                 f"people/absences/{absence.pk}/end/", f"people/facilities/{facility.pk}/",
                 f"responsibilities/{term.pk}/handover/", f"responsibilities/handovers/{handover.pk}/"):  # fmt: skip
        assert client.get(work + path).status_code == 404, path
    assert client.post(f"{work}responsibilities/{term.pk}/confirm/").status_code == 404


def test_an_officer_confirms_one_and_then_all(cast: Cast, offices: Offices, client_of: Clients) -> None:
    client, mine = client_of(cast.officer), f"/{cast.town.code}/work/responsibilities/"
    with in_town(cast.town):
        terms = [appoint(administrator(cast), a_thing(cast.town, f"事業{n}"), offices.officer_post, today())
                 for n in range(4)]  # fmt: skip
    assert "この一覧の4件をまとめて確認する" in client.get(mine).content.decode()
    sent(client, f"{mine}{terms[0].pk}/confirm/")
    with in_town(cast.town):
        assert Responsibility.objects.exclude(confirmed_on=None).count() == 1
    shown = sent(client, f"{mine}confirm/", responsibility=[term.pk for term in terms[1:]])
    assert "3件の所管を確認しました" in shown.content.decode()
    assert "すべて確認してあります" in shown.content.decode()


def test_a_handover_is_asked_and_answered_on_pages(cast: Cast, offices: Offices, client_of: Clients) -> None:
    mine = f"/{cast.town.code}/work/responsibilities/"
    with in_town(cast.town):
        term = appoint(administrator(cast), a_thing(cast.town), offices.officer_post, today())
    shown = sent(
        client_of(cast.officer), f"{mine}{term.pk}/handover/", to_post=offices.mayor_post.pk, reason="町全体の話"
    )
    assert "町長の返事を待っています" in shown.content.decode()
    with in_town(cast.town):
        asked = Handover.objects.get()
    mayor = client_of(cast.mayor)
    assert "町全体の話" in mayor.get(mine).content.decode()
    assert client_of(cast.officer).get(f"{mine}handovers/{asked.pk}/").status_code == 403
    shown = sent(mayor, f"{mine}handovers/{asked.pk}/", agrees="no")
    assert "引き継げない理由" in shown.content.decode()
    sent(mayor, f"{mine}handovers/{asked.pk}/", agrees="yes")
    with in_town(cast.town):
        assert Responsibility.objects.get(until=None).post == offices.mayor_post


def test_the_administrator_gives_several_to_a_post_at_once(cast: Cast, offices: Offices, client_of: Clients) -> None:
    gaps = f"/{cast.town.code}/work/responsibilities/unanswered/"
    bus, walk, other = (a_thing(cast.town, name) for name in ("バス", "見守り", "除雪"))
    client = client_of(cast.administrator)
    assert "除雪" in client.get(gaps).content.decode()
    shown = sent(client, gaps, post=offices.officer_post.pk, since=today())
    assert "一つ以上えらんでください" in shown.content.decode()
    sent(client, gaps, post=offices.officer_post.pk, since=today(), object=[bus.pk, walk.pk])
    sent(client, f"/{cast.town.code}/work/responsibilities/appoint/thing/{other.key}/",
         post=offices.chief_post.pk, part="accountable", since=today())  # fmt: skip
    shown = client.get(gaps).content.decode()
    assert "すべてに責任者がいます" in shown


def test_lists_do_not_ask_more_the_more_there_is(
    cast: Cast, offices: Offices, client_of: Clients, django_assert_max_num_queries: Any
) -> None:
    with in_town(cast.town):
        for number in range(25):
            appoint(administrator(cast), a_thing(cast.town, f"事業{number}"), offices.officer_post, today())
            a_thing(cast.town, f"空き{number}")
    client = client_of(cast.officer)
    for path in (*(f"people/{name}" for name in LISTS), "responsibilities/", "responsibilities/unanswered/"):
        with django_assert_max_num_queries(30):
            assert client.get(f"/{cast.town.code}/work/{path}").status_code == 200
