"""The components write what a screen reader, a keyboard and a printer need."""

import re
from pathlib import Path

import pytest
from django.test import Client

from meguri.web.templatetags import meguri_web

pytestmark = [pytest.mark.django_db, pytest.mark.urls("meguri.web.tests.sample_urls")]


@pytest.fixture
def page(client: Client) -> str:
    return client.get("/components/", headers={"accept-language": "ja"}).content.decode()


def refused_form(client: Client) -> str:
    typed = {"body": "街灯が消えています", "phone": "x"}
    return client.post("/components/", typed, headers={"accept-language": "ja"}).content.decode()


def test_no_page_holds_a_style_or_a_script_of_its_own(page: str) -> None:
    assert not re.search(r"\sstyle=|<style|<script(?![^>]*\ssrc=)|\son\w+=|javascript:", page)


def test_a_page_has_one_heading_of_the_first_order_and_one_main(page: str) -> None:
    assert page.count("<h1") == 1
    assert page.count("<main") == 1


def test_ids_are_not_used_twice(page: str) -> None:
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert sorted(ids) == sorted(set(ids))


def test_a_figure_in_a_table_has_its_value_for_machines_and_a_missing_one_has_none(page: str) -> None:
    assert '<data value="4765">4,765</data>' in page
    assert '<td class="number none">公開資料なし</td>' in page


def test_a_label_a_hint_and_the_word_required_stand_with_each_field(page: str) -> None:
    assert re.search(r'<label class="field__label" for="id_title">題名.*?必須', page, re.DOTALL)
    assert 'aria-describedby="id_title_helptext"' in page
    assert 'id="id_title_helptext"' in page


def test_a_refused_form_keeps_what_was_typed_and_leads_to_each_fault(client: Client) -> None:
    page = refused_form(client)
    assert "街灯が消えています" in page
    assert '<a href="#id_phone">電話番号:' in page
    assert 'href="#id_stage_field"' in page
    assert 'id="id_stage_field"' in page
    assert 'aria-describedby="id_title_helptext id_title_error"' in page
    assert 'id="id_title_error"' in page


def test_choices_stand_in_a_fieldset_with_their_question(page: str) -> None:
    assert re.search(r'<fieldset[^>]*id="id_stage_field".*?<legend[^>]*>どの段階ですか', page, re.DOTALL)


def test_each_form_has_a_key_of_its_own_against_sending_twice(client: Client) -> None:
    keys = {re.search(r'idempotency_key" value="([^"]+)"', client.get("/components/").content.decode()) for _ in "ab"}
    assert len({found[1] for found in keys if found}) == 2


def test_the_other_pages_of_a_list_keep_the_question_that_was_asked(client: Client) -> None:
    page = client.get("/components/?q=%E5%B8%AF%E5%BA%83&page=7").content.decode()
    assert 'href="?q=%E5%B8%AF%E5%BA%83&amp;page=8"' in page
    assert re.search(r'page=7"\s+aria-current="page"', page)


def test_a_heading_may_break_between_phrases_only() -> None:
    assert str(meguri_web.phrases("あなたのまちは、どこですか")).count("<wbr>") >= 1


def test_markup_in_a_heading_stays_text() -> None:
    assert "&lt;b&gt;" in meguri_web.phrases("<b>町")


def test_an_unknown_icon_is_a_mistake_at_once() -> None:
    with pytest.raises(KeyError):
        meguri_web.icon("unicorn")


def test_the_header_is_the_same_for_every_visitor_so_that_it_can_be_cached(client: Client) -> None:
    first, second = (client.get("/licence/").content for _ in range(2))
    assert first == second
    assert "csrftoken" not in client.cookies


def test_the_language_is_chosen_with_one_press_and_kept(client: Client) -> None:
    answer = client.post("/language/", {"language": "en", "next": "/licence/"})
    assert answer.headers["Location"] == "/licence/"
    assert '<html lang="en">' in client.get("/licence/").content.decode()


def test_choosing_a_language_never_leads_to_another_site(client: Client) -> None:
    answer = client.post("/language/", {"language": "en", "next": "https://elsewhere.example/"})
    assert answer.headers["Location"] == "/"


@pytest.mark.parametrize(
    "text",
    ["2026年6月30日が期限の報告", "2025年度の報告（2）を出しました", "予算は1億2,300万円です", "約束は12件あります"],
)
def test_no_date_and_no_number_is_cut(text: str) -> None:
    cut = str(meguri_web.phrases(text))
    assert not re.search("[0-9]<wbr>[0-9年月日度件円億万,）]|（<wbr>", cut), cut
    assert cut.replace("<wbr>", "") == f'<span class="phrases">{text}</span>'


def test_a_code_to_be_read_by_a_phone_has_a_size_of_its_own() -> None:
    sheet = (Path(meguri_web.__file__).parents[1] / "client/css/figure.css").read_text("utf-8")
    assert "inline-size: 12rem" in sheet.partition(".qr {")[2].partition("}")[0]
