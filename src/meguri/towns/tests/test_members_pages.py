"""The list of a town's people: whole for the administrator, colleagues for staff, a sentence for everybody else."""

from collections.abc import Callable

import pytest
from django.test import Client

from meguri.core.actor import Role
from meguri.core.scope import in_town
from meguri.towns.models import Membership
from tests.fixtures.cast import Cast, member, signed_in_client


def members(cast: Cast, more: str = "") -> str:
    return f"/{cast.town.code}/members/{more}"


def pk_of(cast: Cast, name: str) -> int:
    with in_town(cast.town):
        return int(Membership.objects.get(person=getattr(cast, name), until=None).pk)


@pytest.mark.parametrize("name", ["administrator", "operator"])
def test_the_administrator_and_the_operator_see_everybody_with_addresses(cast: Cast, name: str) -> None:
    page = signed_in_client(getattr(cast, name)).get(members(cast, "?role=resident")).content.decode()
    assert cast.resident.email in page
    assert "/members/invite/" in page


@pytest.mark.parametrize("name", ["officer", "mayor", "auditor"])
def test_staff_see_colleagues_by_name_and_of_residents_how_many(cast: Cast, name: str) -> None:
    client = signed_in_client(getattr(cast, name))
    page = client.get(members(cast)).content.decode()
    assert cast.officer.name in page
    assert cast.officer.email not in page
    assert "住民（2）" in page
    held = client.get(members(cast, "?role=resident")).context["page"]
    assert cast.resident.pk not in {membership.person_id for membership in held}
    assert "見るだけの一覧です" in page


@pytest.mark.parametrize("name", ["resident", "council_member", "firm", "donor", "expert", "other_towns_officer"])
def test_others_read_who_may_see_it(cast: Cast, name: str) -> None:
    answer = signed_in_client(getattr(cast, name)).get(members(cast))
    assert answer.status_code == 403
    assert "まちの職員だけが見られます" in answer.content.decode()


def test_a_visitor_is_led_to_sign_in_and_back(cast: Cast) -> None:
    answer = Client().get(members(cast))
    assert answer.headers["Location"] == f"/account/login/?next=%2F{cast.town.code}%2Fmembers%2F"


def test_the_list_is_paged_and_asks_the_same_number_of_queries(
    cast: Cast, django_assert_max_num_queries: Callable[..., object]
) -> None:
    client = signed_in_client(cast.administrator)
    for number in range(52):
        member(cast.town, f"resident{number}", Role.RESIDENT)
    with django_assert_max_num_queries(12):  # type: ignore[attr-defined]
        page = client.get(members(cast, "?role=resident"))
    assert page.content.decode().count("/end/") == 50
    assert "?role=resident&amp;page=2" in page.content.decode()


def test_a_role_is_ended_after_a_question_and_stays_in_the_list_of_former_ones(cast: Cast) -> None:
    client = signed_in_client(cast.administrator)
    path = members(cast, f"{pk_of(cast, 'officer')}/end/")
    assert "officer" in client.get(path).content.decode()
    assert client.post(path).status_code == 302
    assert cast.officer.email not in client.get(members(cast, "?role=officer")).content.decode()
    assert cast.officer.email in client.get(members(cast, "?role=officer&past=1")).content.decode()
    assert signed_in_client(cast.officer).get(members(cast)).status_code == 403


def test_the_last_administrator_stays(cast: Cast) -> None:
    answer = signed_in_client(cast.administrator).post(members(cast, f"{pk_of(cast, 'administrator')}/end/"))
    assert answer.status_code == 422
    assert "まちの管理者が一人だけです" in answer.content.decode()


@pytest.mark.parametrize("name", ["officer", "resident", "other_towns_officer"])
@pytest.mark.parametrize("more", ["invite/", "invitations/", "history/", "{pk}/end/", "{pk}/token/"])
def test_only_the_administrator_changes_anything(cast: Cast, name: str, more: str) -> None:
    path = members(cast, more.format(pk=pk_of(cast, "officer")))
    client = signed_in_client(getattr(cast, name))
    assert client.get(path).status_code == 403
    assert client.post(path).status_code in {403, 405}


def test_a_member_of_another_town_cannot_be_reached(cast: Cast) -> None:
    with in_town(cast.other_town):
        stranger = Membership.objects.get(person=cast.other_towns_officer)
    client = signed_in_client(cast.administrator)
    assert client.get(members(cast, f"{stranger.pk}/end/")).status_code == 404
    assert client.post(members(cast, f"{stranger.pk}/token/")).status_code == 404


def test_history_says_what_was_done_and_by_whom(cast: Cast) -> None:
    client = signed_in_client(cast.administrator)
    client.post(members(cast, f"{pk_of(cast, 'expert')}/end/"))
    page = client.get(members(cast, "history/")).content.decode()
    assert "役割を終えた" in page
    assert "administrator" in page


def test_joining_needs_a_sign_in_and_comes_back(cast: Cast) -> None:
    path = f"/{cast.town.code}/join/"
    visitor = Client()
    assert visitor.get(path).status_code == 200
    assert visitor.post(path).headers["Location"].startswith("/account/login/?next=")
    resident = signed_in_client(cast.other_towns_officer)
    assert resident.post(path).headers["Location"] == path
    assert "応援者です" in resident.get(path).content.decode()
    with in_town(cast.town):
        assert Membership.objects.filter(person=cast.other_towns_officer, role=Role.SUPPORTER).count() == 1


def test_a_role_is_given_up_on_ones_own_page(cast: Cast) -> None:
    client = signed_in_client(cast.expert)
    path = f"/account/roles/{pk_of(cast, 'expert')}/leave/"
    assert "専門人材" in client.get(path).content.decode()
    assert client.post(path).status_code == 302
    assert "まだ役割はありません" in client.get("/account/").content.decode()


def test_nobody_gives_up_the_role_of_another(cast: Cast) -> None:
    assert signed_in_client(cast.resident).post(f"/account/roles/{pk_of(cast, 'expert')}/leave/").status_code == 404


def test_an_officer_without_second_factor_is_asked_before_leaving(cast: Cast) -> None:
    client = signed_in_client(cast.officer, second_factor=False)
    answer = client.post(f"/account/roles/{pk_of(cast, 'officer')}/leave/")
    assert answer.headers["Location"].startswith("/account/second-factor/")
    with in_town(cast.town):
        assert Membership.objects.filter(person=cast.officer, until=None).exists()
