"""A parser of the command line whose own words are Japanese."""

import argparse
import sys
from typing import Any, NoReturn

from meguri.cli.terminal import complain


class JapaneseHelp(argparse.HelpFormatter):
    """argparse's help; "usage:" reads 使い方."""

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, "使い方: " if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """Ends with 2, and one sentence, when it does not understand."""

    def __init__(self, prog: str, description: str | None = None, **options: Any) -> None:
        options |= {"formatter_class": JapaneseHelp, "add_help": False}
        super().__init__(prog=prog, description=description, **options)
        self._positionals.title = "あたえるもの"
        self._optionals.title = "えらべるもの"
        self.add_argument("-h", "--help", action="help", help="この説明を表示します")

    def error(self, message: str) -> NoReturn:
        complain(f"指定をたしかめてください: {message}\n{self.format_usage().rstrip()}")
        sys.exit(2)
