"""No action, no change: the guard refuses every other write."""

import pytest
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path

from meguri.core import guard
from meguri.core.errors import WriteOutsideAction
from meguri.towns.models import Prefecture


def careless_view(request: HttpRequest) -> HttpResponse:
    Prefecture.objects.create(code="98", name="x", kana="x", romaji="x", latitude=0, longitude=0)
    return HttpResponse("saved")


urlpatterns = [path("careless/", careless_view)]


@pytest.mark.django_db
@override_settings(ROOT_URLCONF=__name__)
def test_a_view_that_saves_by_itself_is_stopped_and_nothing_is_stored() -> None:
    with pytest.raises(WriteOutsideAction, match="towns_prefecture"), transaction.atomic():
        Client().post("/careless/")
    assert not Prefecture.objects.filter(code="98").exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO towns_prefecture (code) VALUES ('98')",
        "insert or replace into towns_prefecture (code) values ('98')",
        "/* a comment */ UPDATE towns_prefecture SET name = 'x'",
        "-- a comment\nDELETE FROM towns_prefecture",
        "WITH gone AS (SELECT 1) DELETE FROM towns_prefecture",
        'UPDATE "public"."towns_prefecture" SET name = \'x\'',
        "TRUNCATE TABLE towns_prefecture",
        "MERGE INTO towns_prefecture USING x ON true",
        "DROP TABLE towns_prefecture",
        "CREATE TABLE planted (id int)",
        "ALTER TABLE towns_prefecture ADD planted int",
        "SELECT 1; DELETE FROM towns_prefecture",
    ],
)
def test_every_way_of_writing_is_refused(statement: str) -> None:
    with pytest.raises(WriteOutsideAction), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.django_db
def test_reading_passes_and_so_does_locking_a_row() -> None:
    with transaction.atomic():
        assert list(Prefecture.objects.select_for_update().filter(code="98")) == []
    with connection.cursor() as cursor:
        cursor.execute("WITH one AS (SELECT 1 AS n) SELECT n FROM one")
        assert cursor.fetchone() == (1,)


@pytest.mark.django_db
def test_a_door_is_closed_again_after_an_error() -> None:
    with pytest.raises(ZeroDivisionError), guard.door("tests"):
        raise ZeroDivisionError
    assert guard.open_door() is None


@pytest.mark.django_db
def test_every_exempt_table_is_there() -> None:
    from django.conf import settings

    assert set(connection.introspection.table_names()) >= set(settings.WRITE_GUARD_EXEMPT_TABLES)
