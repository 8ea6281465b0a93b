"""Many projects are edited as a table; what would change is seen first, then taken or drafted."""

import html
import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from meguri.core import guard
from meguri.core.scope import in_town
from meguri.governance.models import Draft, TownRule
from meguri.projects.models import Project
from meguri.projects.tests.test_the_sheet_of_undertakings import csv, take
from tests.fixtures.cast import Cast

ROWS = [("1", "バス", "", "足", "実施", "任意", "", "4200"), ("2", "除雪", "", "", "実施", "義務", "", "")]


def text_of(content: bytes) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", content.decode())))


@pytest.fixture
def administrator(cast: Cast, client_of: Callable[..., Client]) -> Client:
    take(cast.town, csv(*ROWS))
    return client_of(cast.administrator)


def page(cast: Cast) -> str:
    return f"/{cast.town.code}/work/projects/bulk/"


def ids(cast: Cast) -> tuple[int, int]:
    with in_town(cast.town):
        first, second = Project.objects.order_by("number").values_list("pk", flat=True)
    return first, second


def sent(content: bytes) -> dict[str, str]:
    """What the form sends when nothing is typed."""
    form = content.decode().split('method="post"')[-1].split("</form>")[0]
    said = dict(re.findall(r'<input[^>]* name="([^"]+)" value="([^"]*)"', form))
    said |= dict(re.findall(r'<textarea name="([^"]+)"[^>]*>([^<]*)</textarea>', form))
    for name, body in re.findall(r'<select name="([^"]+)".*?>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r"<option selected>([^<]*)", body)
        said[name] = chosen[1] if chosen else ""
    return {name: html.unescape(value) for name, value in said.items() if name != "csrfmiddlewaretoken"}


def test_what_was_typed_is_shown_before_it_is_taken(cast: Cast, administrator: Client) -> None:
    first, second = ids(cast)
    typed = sent(administrator.get(page(cast)).content)
    changed = {f"purpose-{second}": "冬も歩けるように", f"planned_yen-{second}": "５，０００"}
    answered = administrator.post(page(cast), typed | changed)
    assert answered.status_code == 302
    preview = administrator.get(answered.headers["Location"])
    said = text_of(preview.content)
    assert "冬も歩けるように" in said
    with in_town(cast.town):
        assert Project.objects.get(pk=second).purpose == ""
    taken = administrator.post(answered.headers["Location"].split("?")[0], hidden(preview.content))
    assert taken.status_code == 302, text_of(taken.content)
    with in_town(cast.town):
        snow, bus = Project.objects.get(pk=second), Project.objects.get(pk=first)
        assert (snow.purpose, snow.planned_yen, snow.ground) == ("冬も歩けるように", 5_000, "duty")
        assert (bus.purpose, bus.planned_yen) == ("足", 4_200)


def hidden(content: bytes) -> dict[str, str]:
    forms = [part.split("</form>")[0] for part in content.decode().split('method="post"')[1:]]
    form = next(part for part in forms if "shown" in part)
    return {name: html.unescape(value) for name, value in re.findall(r'name="([\w-]+)" value="([^"]*)"', form)}


def test_once_the_town_has_begun_it_becomes_a_draft(cast: Cast, administrator: Client) -> None:
    with guard.door("tests"), in_town(cast.town):
        TownRule.objects.create(town=cast.town, started_on=timezone.localdate())
    first, _second = ids(cast)
    typed = sent(administrator.get(page(cast)).content)
    answered = administrator.post(page(cast), typed | {f"successor-{first}": "町内会"})
    preview = administrator.get(answered.headers["Location"])
    drafted = administrator.post(answered.headers["Location"].split("?")[0], hidden(preview.content))
    assert drafted.status_code == 302, text_of(drafted.content)
    with in_town(cast.town):
        assert Draft.objects.get().kind == "governance.sheet"
        assert Project.objects.get(pk=first).successor == ""


def test_what_cannot_be_read_stays_in_its_box_with_what_to_do(cast: Cast, administrator: Client) -> None:
    first, second = ids(cast)
    typed = sent(administrator.get(page(cast)).content)
    wrong = {f"planned_yen-{first}": "たくさん", f"name-{second}": "", f"purpose-{second}": "道"}
    answered = administrator.post(page(cast), typed | wrong)
    assert answered.status_code == 422
    said = answered.content.decode()
    assert 'value="たくさん"' in said
    assert "「たくさん」は数として読めません" in said
    assert "名前は空にできません" in said
    assert ">道</textarea>" in said


def test_a_project_that_somebody_else_changed_is_shown_in_both_versions(cast: Cast, administrator: Client) -> None:
    first, _second = ids(cast)
    typed = sent(administrator.get(page(cast)).content)
    take(cast.town, csv(("1", "バス", "", "買い物の足", "実施", "任意", "", "4200")), "先に.csv")
    answered = administrator.post(page(cast), typed | {f"purpose-{first}": "通院の足"})
    assert answered.status_code == 422
    said = text_of(answered.content)
    assert "ほかの人が変えました" in said
    assert "いまの内容: 買い物の足" in said
    assert "通院の足" in said
    again = sent(answered.content)
    assert administrator.post(page(cast), again).status_code == 302


def test_nothing_typed_is_no_change(cast: Cast, administrator: Client) -> None:
    answered = administrator.post(page(cast), sent(administrator.get(page(cast)).content))
    assert "変わりはありません" in text_of(answered.content)


def test_only_what_lacks_can_be_shown(cast: Cast, administrator: Client) -> None:
    said = text_of(administrator.get(page(cast), {"lacking": "purpose"}).content)
    assert "1件の事業があります" in said
    assert administrator.get(page(cast), {"lacking": "nothing"}).status_code == 200


def test_staff_of_the_town_alone_see_the_page(cast: Cast, client: Client, client_of: Callable[..., Client]) -> None:
    assert client.get(page(cast)).status_code == 302
    assert client_of(cast.resident).get(page(cast)).status_code == 403
    assert client_of(cast.other_towns_officer).get(page(cast)).status_code == 403
    assert "あてはまる事業がありません" in text_of(client_of(cast.officer).get(page(cast)).content)


def test_the_page_takes_as_many_queries_for_fifty_projects(
    cast: Cast, administrator: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    take(cast.town, csv(*((str(at), f"事業{at}", "", "", "実施", "任意", "", "") for at in range(10, 90))), "多.csv")
    with django_assert_max_num_queries(22):
        assert administrator.get(page(cast)).status_code == 200
