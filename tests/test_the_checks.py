"""The checks catch what they are there for: each is shown something wrong, and the tree itself is clean."""

from pathlib import Path

import pytest
from babel.messages import Message
from django.template import engines
from django.template.backends.django import DjangoTemplates

from tools import documents, licences, messages, tracked_files

ROOT = Path(__file__).resolve().parents[1]
TEMPLATES = sorted(
    path.relative_to(folder).as_posix()
    for folder in (ROOT / "src" / "meguri").glob("*/templates")
    for path in folder.rglob("*.*")
)


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_template_compiles(name: str) -> None:
    engine = engines["django"]
    assert isinstance(engine, DjangoTemplates)
    engine.get_template(name)


def test_every_setting_that_is_read_is_found() -> None:
    assert {
        "DATABASE_URL",
        "MEGURI_VAR",
        "MEGURI_EMAIL_TLS",
        "MEGURI_WORKERS",
        "MEGURI_SECRET_KEY",
    } <= documents.settings_read()


def test_a_setting_nobody_described_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    known = documents.settings_read()
    monkeypatch.setattr(documents, "settings_read", lambda: known | {"MEGURI_NEW"})
    assert "docs/operator.md does not describe the setting MEGURI_NEW" in list(documents.complaints())


def test_an_operation_that_is_not_in_the_table_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    known = documents.operations()
    monkeypatch.setattr(documents, "operations", lambda: [*known, ("GET", "/api/v1/new", "new", "")])
    assert any("docs/api.md" in complaint for complaint in documents.complaints())


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ('_("まち")', "まち"),
        ('ngettext("%(n)s件", "%(n)s件も", n)', "%(n)s件"),
        ('pgettext_lazy("色", "青")', "青"),
        ('_("長い文を"\n  "二つに分けて")', "長い文を二つに分けて"),
    ],
)
def test_a_sentence_in_code_is_found(
    source: str, sentence: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(messages, "ROOT", tmp_path)
    (tmp_path / "code.py").write_text(source)
    assert [said.msgid for said in messages.said_in_python(tmp_path / "code.py")] == [sentence]


def test_an_f_string_in_gettext_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(messages, "ROOT", tmp_path)
    (tmp_path / "code.py").write_text('_(f"{town}のページ")')
    with pytest.raises(messages.CannotExtract, match=r"code\.py:1"):
        list(messages.said_in_python(tmp_path / "code.py"))


def test_sentences_in_a_template_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(messages, "ROOT", tmp_path)
    (tmp_path / "page.html").write_text(
        '{% translate "まち" %}{{ x|default:_("なし") }}'
        "{% blocktranslate count n=n %}{{ n }}件{% plural %}{{ n }}件も{% endblocktranslate %}"
    )
    found = {(said.msgid, said.plural) for said in messages.said_in_template(tmp_path / "page.html")}
    assert found == {("まち", ""), ("なし", ""), ("%(n)s件", "%(n)s件も")}


@pytest.mark.parametrize(
    ("english", "complaint"),
    [(None, "no English"), ("", "no English"), ("%(wrong)s towns", "placeholders differ"), ("%(n)s towns", "")],
)
def test_english_has_the_placeholders_of_the_japanese(english: str | None, complaint: str) -> None:
    said = messages.Said("%(n)sのまち", "", "", "here")
    entry = None if english is None else Message("%(n)sのまち", english)
    found = messages._complaint(said, entry)
    assert complaint in found
    assert bool(found) is bool(complaint)


@pytest.mark.parametrize(
    "line",
    [
        "--index-" + "url https://example.org/simple",
        "https://registry." + "npm" + "js.org/left-pad",
        '"resol' + 'ved": "https://example.org/a.tgz"',
        "open('/ro" + "ot/x')",
        "/ho" + "me/somebody/x",
    ],
)
def test_an_address_or_a_path_of_one_machine_is_found(
    line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tracked_files, "ROOT", tmp_path)
    (tmp_path / "file").write_text(f"first\n{line}\n")
    assert tracked_files.complaints(tmp_path / "file")[0].startswith("file:2: ")


@pytest.mark.parametrize(
    ("licence", "free"),
    [
        ("MIT", True),
        ("BSD License", True),
        ("GPL-2.0 OR MIT", True),
        ("MIT AND GPL-2.0", False),
        ("AGPL-3.0-only", False),
        (licences.MISSING, False),
    ],
)
def test_a_licence_that_binds_the_whole_is_not_free(licence: str, free: bool) -> None:
    assert licences.is_free(licence) is free
