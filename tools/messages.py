"""Keeps the English sentences in step with the Japanese ones that stand in code and templates.

python tools/messages.py check            every sentence has its English, with the same placeholders
python tools/messages.py compile          writes the .mo files
python tools/messages.py merge FILE…      takes the entries of small .po files into the catalogue
python tools/messages.py prune            drops what no code and no template says any more
"""

import argparse
import ast
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "meguri"
CATALOGUE = SOURCE / "locale" / "en" / "LC_MESSAGES" / "django.po"

_PLAIN = {"_", "gettext", "gettext_lazy", "gettext_noop"}
_PLURAL = {"ngettext", "ngettext_lazy"}
_CONTEXT = {"pgettext", "pgettext_lazy"}
_CONTEXT_PLURAL = {"npgettext", "npgettext_lazy"}
_CALL = re.compile(r"(?<!\w)(?:_|n?p?gettext)\(")
_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|(?<!\{)\{\w*(?:![rsa])?(?::[^{}]*)?\}(?!\})|%[sd]")


@dataclass(frozen=True, order=True)
class Said:
    """A sentence as the program says it, and where."""

    msgid: str
    plural: str
    context: str
    where: str


class CannotExtract(Exception):
    """A sentence put together before gettext sees it: an f-string, a sum, a format."""


def said_in_python(path: Path) -> Iterator[Said]:
    """Sentences marked for translation in a Python file; implicit joins of strings count as one."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call):
            yield from _said(node, f"{path.relative_to(ROOT)}:{node.lineno}")


def said_in_template(path: Path) -> Iterator[Said]:
    """Sentences of `{% translate %}`, `{% blocktranslate %}` and `_("…")`."""
    source = templatize(path.read_text())
    for found in _CALL.finditer(source):
        where = f"{path.relative_to(ROOT)}:{source.count(chr(10), 0, found.start()) + 1}"
        yield from _said(_parsed_call(source, found.start()), where)


def _parsed_call(source: str, start: int) -> ast.Call:
    end = start
    while (end := source.find(")", end + 1)) != -1:
        try:
            parsed = ast.parse(source[start : end + 1], mode="eval").body
        except SyntaxError:
            continue
        if isinstance(parsed, ast.Call):
            return parsed
    raise CannotExtract(source[start : start + 60])


def _said(call: ast.Call, where: str) -> Iterator[Said]:
    """The sentence of a call. One given by name was marked where it is written (`gettext_noop`, a label)."""
    name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
    if not call.args or isinstance(call.args[0], ast.Name | ast.Attribute | ast.Subscript | ast.Starred):
        return
    if name in _PLAIN:
        yield Said(_text(call.args[0], where), "", "", where)
    elif name in _PLURAL:
        yield Said(_text(call.args[0], where), _text(call.args[1], where), "", where)
    elif name in _CONTEXT:
        yield Said(_text(call.args[1], where), "", _text(call.args[0], where), where)
    elif name in _CONTEXT_PLURAL:
        yield Said(_text(call.args[1], where), _text(call.args[2], where), _text(call.args[0], where), where)


def _text(node: ast.expr, where: str) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    raise CannotExtract(f"{where}: the sentence must be written out, without f-strings and sums")


def everything_said() -> list[Said]:
    if not settings.configured:
        settings.configure()
    python = (path for path in SOURCE.rglob("*.py") if not {"tests", "migrations"} & set(path.parts))
    templates = [*SOURCE.glob("*/templates/**/*.html"), *SOURCE.glob("*/templates/**/*.txt")]
    said = [sentence for path in python for sentence in said_in_python(path)]
    return sorted(said + [sentence for path in templates for sentence in said_in_template(path)])


def catalogue() -> Catalog:
    if not CATALOGUE.exists():
        return Catalog(locale="en", project="Meguri", charset="utf-8")
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="en", charset="utf-8")


def save(entries: Catalog) -> None:
    """Write the catalogue sorted, without places and dates, so that a change shows as itself."""
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    fresh = Catalog(locale="en", fuzzy=False)
    for entry in entries:
        if entry.id:
            fresh.add(entry.id, entry.string, context=entry.context)
    with CATALOGUE.open("wb") as file:
        file.write(_HEADER.encode())
        write_po(file, fresh, sort_output=True, no_location=True, omit_header=True, width=110)


_HEADER = r"""# English, from Japanese.
msgid ""
msgstr ""
"Language: en\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

"""


def complaints() -> list[str]:
    """One sentence for each thing that is missing or does not fit."""
    entries = catalogue()
    found: dict[tuple[str, str], str] = {}
    for said in everything_said():
        entry = entries.get((said.msgid, said.plural) if said.plural else said.msgid, said.context or None)
        found.setdefault((said.msgid, said.context), _complaint(said, entry))
    return [complaint for complaint in found.values() if complaint]


def _complaint(said: Said, entry: Message | None) -> str:
    strings = [] if entry is None else list(entry.string) if isinstance(entry.string, tuple | list) else [entry.string]
    if not strings or not all(strings) or (said.plural and len(strings) < 2):
        return f"{said.where}: no English for “{said.msgid}”"
    wanted = set(_PLACEHOLDER.findall(said.plural or said.msgid))
    if (
        set(_PLACEHOLDER.findall(str(strings[-1]))) != wanted
        or not set(_PLACEHOLDER.findall(str(strings[0]))) <= wanted
    ):
        return f"{said.where}: placeholders differ in “{said.msgid}” → “{strings[-1]}”"
    return ""


def check() -> int:
    found = complaints()
    for complaint in found:
        print(complaint, file=sys.stderr)
    print(f"translations: {len(found)} complaints")
    return 1 if found else 0


def merge(paths: list[Path]) -> int:
    entries = catalogue()
    for path in paths:
        with path.open("rb") as file:
            for entry in read_po(file, locale="en", charset="utf-8"):
                if entry.id:
                    entries.delete(entry.id, entry.context)
                    entries.add(entry.id, entry.string, context=entry.context)
    save(entries)
    return 0


def prune() -> int:
    said = {(s.msgid, s.context or None) for s in everything_said()}
    entries = catalogue()
    for entry in list(entries):
        msgid = entry.id[0] if isinstance(entry.id, tuple | list) else entry.id
        if msgid and (msgid, entry.context) not in said:
            entries.delete(entry.id, entry.context)
    save(entries)
    return 0


def compile_all() -> int:
    for path in SOURCE.glob("locale/*/LC_MESSAGES/*.po"):
        with path.open("rb") as source, path.with_suffix(".mo").open("wb") as target:
            write_mo(target, read_po(source, locale=path.parts[-3], charset="utf-8"))
    return 0


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("verb", choices=["check", "compile", "merge", "prune"])
    parser.add_argument("files", nargs="*", type=Path)
    asked = parser.parse_args()
    verbs: dict[str, Callable[[], int]] = {
        "check": check,
        "compile": compile_all,
        "prune": prune,
        "merge": lambda: merge(asked.files),
    }
    return verbs[asked.verb]()


if __name__ == "__main__":
    sys.exit(main())
