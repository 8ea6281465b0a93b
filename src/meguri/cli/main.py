"""The `meguri` command: finds the subcommand, starts Django, and turns a failure into one sentence."""

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, cast

import django
from django.utils import translation

from meguri.cli.parser import Parser
from meguri.cli.terminal import complain, say


@dataclass(frozen=True)
class Command:
    """A subcommand: the module that holds it, and what it does in one line."""

    module: str
    summary: str
    needs_an_installation: bool = True


COMMANDS = {
    "demo": Command("demo", "見本のデータを入れて動かします（はじめての人はこれだけ）"),
    "serve": Command("serve", "サーバーと、裏で動く仕事を始めます"),
    "worker": Command("worker", "裏で動く仕事（記録の順番づけ・お知らせ）だけを動かします"),
    "migrate": Command("migrate", "データベースをこの版に合わせ、全国の一覧と数字を入れます"),
    "import": Command("import_files", "統計のファイルを取り込みます"),
    "export": Command("export", "指標の数字を CSV で書き出します"),
    "check": Command("check", "動かすのに足りないものがないか調べます"),
    "record": Command("record", "公開記録の署名の鍵を見る・替える、とぎれた記録を続ける"),
    "verify": Command("verify", "公開記録が書きかえられていないか、外から確かめます", needs_an_installation=False),
    "backup": Command("backup", "動いたまま、まるごと一つのファイルに控えをとります"),
    "restore": Command("restore", "控えのファイルから元に戻します"),
    "town": Command("town", "まちを開けます。運用者を決めます"),
}


class Module(Protocol):
    """What each subcommand's module offers."""

    def configure(self, parser: argparse.ArgumentParser) -> None: ...

    def run(self, asked: argparse.Namespace) -> int: ...


def main(argv: Sequence[str] | None = None) -> int:
    """Run one subcommand; returns its exit status. A failure that a person can act on ends with 1."""
    words = list(sys.argv[1:] if argv is None else argv)
    if words and words[0] in COMMANDS:
        return _run(words[0], words[1:])
    if words[:1] in (["-h"], ["--help"]):
        say(overview())
        return 0
    if words:
        complain(f"「{words[0]}」というコマンドはありません。")
    complain(overview())
    return 2


def overview() -> str:
    """The names of the subcommands and what each does."""
    lines = [f"  {name:<9} {command.summary}" for name, command in COMMANDS.items()]
    return "\n".join(
        [
            "使い方: meguri コマンド …",
            "",
            "Meguri（めぐり）: 町と人が、みんなに見えるかたちで、いっしょにまちをつくるための場です。",
            "",
            *lines,
            "",
            "それぞれの使い方は meguri コマンド --help で見られます。くわしくは docs/operator.md をご覧ください。",
        ]
    )


def _run(name: str, words: Sequence[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "meguri.config.settings")
    if name == "demo":
        os.environ.setdefault("MEGURI_DEMO", "1")
    try:
        if not COMMANDS[name].needs_an_installation:
            return _perform(name, words)
        django.setup()
        with translation.override("ja"):
            return _perform(name, words)
    except KeyboardInterrupt:
        return 130
    except Exception as error:  # noqa: BLE001 - a failure nobody can act on is raised again
        complain(_sentence_for(error))
        return 1


def _perform(name: str, words: Sequence[str]) -> int:
    module = cast(Module, importlib.import_module(f"meguri.cli.{COMMANDS[name].module}"))
    parser = Parser(f"meguri {name}", COMMANDS[name].summary + "。")
    module.configure(parser)
    return module.run(parser.parse_args(words))


def _sentence_for(error: Exception) -> str:
    from meguri.cli.failures import sentence_for  # Django's settings are known only now

    return sentence_for(error)
