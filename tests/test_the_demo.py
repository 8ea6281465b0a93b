"""The demo: made through actions alone, sourced where it is real, labelled where it is made up."""

from collections.abc import Callable, Iterator

import pytest
from django.db import connection, transaction
from django.test import Client
from pytest_django import DjangoDbBlocker

from meguri.cli.sample import kamishihoro, mihon
from meguri.cli.steps import demo_steps, run_all
from meguri.core.actor import Role, system
from meguri.core.codes import municipality_check_digit
from meguri.core.models import OutboxMessage, PerformedAction
from meguri.core.scope import across_towns
from meguri.indicators.loading import load_catalogue
from meguri.indicators.models import Observation
from meguri.towns.loading import load_national_list
from meguri.towns.models import Membership, Municipality, SourcedFact, User

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Built once, and gone at the end; what a test adds is taken back before."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_national_list(system())
        load_catalogue(system())
        run_all(demo_steps())
        connection.check_constraints()
        yield
        transaction.set_rollback(True)


def test_a_second_run_does_nothing(demo: None) -> None:
    assert [step.label for step in demo_steps() if not step.is_done()] == []
    before = PerformedAction.objects.count()
    run_all(demo_steps())
    assert PerformedAction.objects.count() == before


def test_givers_who_are_made_up_are_not_written_to(demo: None) -> None:
    assert not OutboxMessage.objects.filter(event__startswith="funding.").exists()


def test_each_statement_about_the_real_town_names_its_source(demo: None, client: Client) -> None:
    facts = SourcedFact.objects.filter(municipality__code=kamishihoro.CODE)
    assert facts.count() > 40
    assert not facts.exclude(statement="").filter(source="").exists()
    page = client.get(f"/{kamishihoro.CODE}/").content.decode()
    assert "町の公式ページではありません" in page
    assert "公開資料なし" in page
    assert "まちの輪" not in page


def test_the_made_up_town_is_none_of_the_1741_and_says_so(demo: None, client: Client) -> None:
    assert mihon.CODE[5] == municipality_check_digit(mihon.CODE[:5])
    assert Municipality.objects.real().count() == 1741
    assert Municipality.objects.get(code=mihon.CODE).is_fictional
    for path in ("", "indicators/", "indicators/births/", "alike/", "record/"):
        assert "架空の町の見本" in client.get(f"/{mihon.CODE}/{path}").content.decode()


def test_nothing_made_up_stands_under_a_real_town(demo: None) -> None:
    assert set(Observation.objects.values_list("municipality__is_fictional", flat=True)) == {True}


def test_somebody_is_there_in_every_role_a_member_can_have(demo: None) -> None:
    with across_towns():
        held = set(Membership.objects.filter(town__municipality__code=mihon.CODE).values_list("role", flat=True))
    assert held == {role.value for role in Role} - {"operator", "system"}


def test_the_demos_officer_signs_in_and_reaches_the_import_page(
    demo: None, client_of: Callable[..., Client]
) -> None:
    officer = User.objects.get(email="officer@mihon.example")
    assert client_of(officer).get(f"/{mihon.CODE}/import/").status_code == 200
    assert client_of(officer, second_factor=False).get(f"/{mihon.CODE}/import/").status_code == 302
