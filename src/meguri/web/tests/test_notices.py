"""What every page says of itself: the notice by the kind of place, its address on paper, and paths for machines."""

import pytest
from django.test import Client

pytestmark = pytest.mark.usefixtures("country")


@pytest.mark.parametrize(
    ("code", "kind"), [("016331", "町"), ("141003", "市"), ("012041", "市"), ("131032", "区"), ("015113", "村")]
)
def test_the_notice_names_the_kind_of_place(client: Client, code: str, kind: str) -> None:
    page = client.get(f"/{code}/").content.decode()
    assert f"<span>{kind}の公式ページではありません（公開資料による）</span>" in page


def test_a_printed_page_bears_its_address(client: Client) -> None:
    page = client.get("/016331/").content.decode()
    printed = page[page.index('class="print-only') :]
    assert "http://testserver/016331/" in printed[: printed.index("</p>")]


def test_crawlers_may_read_the_pages_but_not_every_choice_of_a_list(client: Client) -> None:
    answer = client.get("/robots.txt")
    assert answer.headers["Content-Type"].startswith("text/plain")
    lines = answer.content.decode().splitlines()
    assert lines[0] == "User-agent: *"
    assert {"Allow: /", "Disallow: /*?"} <= set(lines)


def test_the_old_path_of_the_icon_leads_to_the_mark(client: Client) -> None:
    answer = client.get("/favicon.ico")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/static/mark.svg")
