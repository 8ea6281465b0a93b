"""`meguri check`: looks whether anything is missing for Meguri to run; ends with 1 when something is."""

import argparse

from meguri.cli.findings import looks, mail_to
from meguri.cli.terminal import say


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--mail", metavar="メール", help="このアドレスに試験のメールを送ります")


def run(asked: argparse.Namespace) -> int:
    chosen = looks()
    if asked.mail:
        chosen["メール"] = mail_to(asked.mail)
    wrong = 0
    for name, look in chosen.items():
        found = list(look())
        say(f"{'だめ' if found else 'よし'}  {name}")
        for sentence in found:
            say(f"      {sentence}")
        wrong += len(found)
    say("動かす用意はできています。" if not wrong else f"直すところが {wrong} 件あります。")
    return 1 if wrong else 0
