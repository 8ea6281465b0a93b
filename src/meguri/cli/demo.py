"""`meguri demo`: everything in one go on this machine: database, data, made-up town, server."""

import argparse
import os

from meguri.cli.migrate import bring_up_to_date
from meguri.cli.serve import add_address, need_free, serve
from meguri.cli.steps import demo_sign_ins, demo_steps, reference_steps, run_all
from meguri.cli.terminal import say


def configure(parser: argparse.ArgumentParser) -> None:
    add_address(parser)
    parser.add_argument("--load-only", action="store_true", help="データを入れるところまでで終わります")


def run(asked: argparse.Namespace) -> int:
    need_free(asked.host, asked.port)
    bring_up_to_date()
    run_all([*reference_steps(), *demo_steps()])
    if asked.load_only:
        return 0
    address = f"http://{asked.host}:{asked.port}"
    os.environ.setdefault("MEGURI_ADDRESS", address)
    welcome(address)
    return serve(asked.host, asked.port, asked.workers, worker=True)


def welcome(address: str) -> None:
    """Where to look, and who to be."""
    say(f"\nMeguri が動いています: {address}/  （止めるには Ctrl-C）")
    people = demo_sign_ins()
    if people:
        say(f"\n見本の人でサインインできます: {address}/account/login/  （コードはこの画面に出ます）")
    for person in people:
        say(f"  {person.role:　<8} {person.email}")
    say()
