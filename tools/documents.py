"""The documents say what the program does: each command and option, each setting, each operation of the API.

python tools/documents.py check    fails on what docs/ does not describe
python tools/documents.py write    writes the table of the API's operations into docs/api.md
"""

import argparse
import importlib
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
API = DOCS / "api.md"
START, END = "<!-- operations: written by tools/documents.py -->", "<!-- end of operations -->"
_SETTING = re.compile(
    r"(?:\b(?:env|environment)\.(?:text|flag|words|number)|\b(?:text|flag|words|number)|environ(?:\.get|\.setdefault)?)"
    r"[\[(]\s*\"([A-Z][A-Z_]+)\""
)
NOT_OURS = {"DJANGO_SETTINGS_MODULE"}
_LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")


def settings_read() -> set[str]:
    """Names of environment variables that the program reads."""
    sources = (path.read_text() for path in (ROOT / "src" / "meguri").rglob("*.py") if "tests" not in path.parts)
    return {name for source in sources for name in _SETTING.findall(source)} - NOT_OURS


def commands() -> dict[str, list[str]]:
    """Each subcommand with its long options."""
    from meguri.cli.main import COMMANDS
    from meguri.cli.parser import Parser

    found: dict[str, list[str]] = {}
    for name, command in COMMANDS.items():
        parser = Parser(f"meguri {name}")
        importlib.import_module(f"meguri.cli.{command.module}").configure(parser)
        found[name] = sorted(_long_options(parser) - {"--help"})
    return found


def _long_options(parser: argparse.ArgumentParser) -> set[str]:
    found: set[str] = set()
    for action in parser._actions:
        found |= {option for option in action.option_strings if option.startswith("--")}
        if isinstance(action, argparse._SubParsersAction):
            found |= {option for inner in action.choices.values() for option in _long_options(inner)}
    return found


def operations() -> list[tuple[str, str, str, str]]:
    """Method, path, summary and description of each operation in the OpenAPI document."""
    from django.utils.translation import override

    from meguri.web.api import api
    from meguri.web.openapi import document

    with override("ja"):
        paths = document(api)["paths"]
    return [
        (method.upper(), path, told.get("summary", ""), told.get("description", ""))
        for path, methods in sorted(paths.items())
        for method, told in sorted(methods.items())
    ]


def table_of_operations() -> str:
    rows = [f"| `{method} {path}` | {summary} | {_cell(about)} |" for method, path, summary, about in operations()]
    return "\n".join([START, "| 操作 | なにを返すか | くわしく |", "|---|---|---|", *rows, END])


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def complaints() -> Iterator[str]:
    """One sentence for each thing the documents leave out or get wrong."""
    text = "\n".join(path.read_text() for path in DOCS.rglob("*.md"))
    operator = (DOCS / "operator.md").read_text()
    for name in sorted(settings_read()):
        if f"`{name}`" not in operator:
            yield f"docs/operator.md does not describe the setting {name}"
    for command, options in commands().items():
        if f"meguri {command}" not in text:
            yield f"docs/ do not describe the command meguri {command}"
        yield from (f"docs/ do not describe meguri {command} {o}" for o in options if o not in operator)
    if table_of_operations() not in API.read_text():
        yield "docs/api.md does not list the API as it is: python tools/documents.py write"
    yield from dead_links()


def dead_links() -> Iterator[str]:
    """Links between files that lead nowhere."""
    for path in [*DOCS.rglob("*.md"), *ROOT.glob("*.md")]:
        for target in _LINK.findall(path.read_text()):
            if "://" not in target and not target.startswith("mailto:") and not (path.parent / target).exists():
                yield f"{path.relative_to(ROOT)} links to {target}, which is not there"


def write() -> None:
    text = API.read_text()
    before, after = text.split(START)[0], text.split(END)[1]
    API.write_text(before + table_of_operations() + after)


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "meguri.config.settings")
    django.setup()
    if sys.argv[1:] == ["write"]:
        write()
        return 0
    found = list(complaints())
    print("\n".join(found) or "documents: everything is described")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
