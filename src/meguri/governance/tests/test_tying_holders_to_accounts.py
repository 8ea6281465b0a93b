"""A holder who came by name from a chart is tied to the account with which they sign in, and can act from then on."""

from collections.abc import Callable

from django.test import Client

from meguri.core.scope import in_town
from meguri.governance.models import Holder
from meguri.governance.posts import posts_held
from tests.fixtures.cast import Cast
from tests.fixtures.offices import Offices, seat


def path_of(cast: Cast, holder: Holder) -> str:
    return f"/{cast.town.code}/work/people/holders/{holder.pk}/account/"


def test_a_name_from_the_chart_acts_as_the_post_once_its_account_is_named(
    cast: Cast, offices: Offices, client_of: Callable[..., Client]
) -> None:
    named = seat(offices.chief_post, None)
    answer = client_of(cast.administrator).post(path_of(cast, named), {"email": cast.officer.email})
    assert answer.status_code == 302
    with in_town(cast.town):
        assert offices.chief_post in posts_held(cast.officer.pk)


def test_an_empty_address_loosens_the_tie(cast: Cast, offices: Offices, client_of: Callable[..., Client]) -> None:
    with in_town(cast.town):
        held = Holder.objects.get(post=offices.officer_post)
    client_of(cast.administrator).post(path_of(cast, held), {"email": ""})
    with in_town(cast.town):
        assert posts_held(cast.officer.pk) == []


def test_only_somebody_who_works_for_the_town_can_be_tied(
    cast: Cast, offices: Offices, client_of: Callable[..., Client]
) -> None:
    named = seat(offices.chief_post, None)
    answer = client_of(cast.administrator).post(path_of(cast, named), {"email": cast.resident.email})
    assert answer.status_code == 422
    assert "先にメンバーのページから招待してください" in answer.content.decode()


def test_another_section_cannot_tie_it(cast: Cast, offices: Offices, client_of: Callable[..., Client]) -> None:
    named = seat(offices.spare_post, None)
    assert client_of(cast.officer).post(path_of(cast, named), {"email": cast.officer.email}).status_code == 403
