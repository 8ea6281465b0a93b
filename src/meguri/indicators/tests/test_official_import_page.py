"""The operator takes in official files on a page: once, whole, and with each fault told."""

import html
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from meguri.indicators.models import Edition, Observation
from meguri.indicators.reference import packed_registers
from meguri.indicators.tests.figures import load_reference
from tests.fixtures.cast import Cast

PAGE = "/operator/import/"


def sent(client: Client, content: bytes, name: str = "a.csv") -> tuple[int, str]:
    answer = client.post(PAGE, {"file": SimpleUploadedFile(name, content)})
    return answer.status_code, html.unescape(answer.content.decode())


def test_a_register_comes_in_once_and_says_so_the_second_time(cast: Cast, client_of: Callable[..., Client]) -> None:
    load_reference()
    name, content = next(iter(packed_registers()))
    client = client_of(cast.operator)
    status, page = sent(client, content, name)
    assert (status, "取り込みました" in page) == (200, True)
    count = Observation.objects.count()
    assert count > 10_000
    status, page = sent(client, content, name)
    assert "変わりはありません" in page
    assert (Observation.objects.count(), Edition.objects.count()) == (count, 1)


def test_a_file_that_is_none_of_them_is_refused_with_row_and_column(
    cast: Cast, client_of: Callable[..., Client]
) -> None:
    load_reference()
    status, page = sent(client_of(cast.operator), "都市,数\n".encode() * 5)
    assert status == 422
    assert 'id="findings"' in page
    assert not Edition.objects.exists()


@pytest.mark.parametrize("who", ["officer", "administrator", "resident"])
def test_only_the_operator_may(cast: Cast, client_of: Callable[..., Client], who: str) -> None:
    assert client_of(getattr(cast, who)).get(PAGE).status_code == 403


def test_the_operator_shows_a_second_factor_first(cast: Cast, client_of: Callable[..., Client]) -> None:
    assert client_of(cast.operator, second_factor=False).get(PAGE).status_code == 302
