"""`meguri demo`: everything in one go on this machine: database, data, made-up town, server."""

import argparse
import os

from meguri.cli.migrate import bring_up_to_date, collect_static, static_is_collected
from meguri.cli.sample import mihon
from meguri.cli.serve import add_address, need_free, serve
from meguri.cli.steps import demo_steps, reference_steps, run_all
from meguri.cli.terminal import say, step


def configure(parser: argparse.ArgumentParser) -> None:
    add_address(parser)
    parser.add_argument("--load-only", action="store_true", help="データを入れるところまでで終わります")
    parser.add_argument("--code", action="store_true", help="見本の職員が使う、いまのワンタイムコードを出します")


def run(asked: argparse.Namespace) -> int:
    if asked.code:
        say(mihon.code_now())
        return 0
    need_free(asked.host, asked.port)
    bring_up_to_date()
    if not static_is_collected():
        step(1, 1, "画面のファイルを集める", collect_static)
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
    say(f"見本町（架空の町）: {address}/{mihon.CODE}/   上士幌町: {address}/016331/")
    say(f"\n見本町の人としてサインインできます: {address}/account/login/")
    say("メールアドレスを入れると、コードがこの画面に出ます。")
    for person in mihon.PEOPLE:
        mark = "（ワンタイムコードも）" if person.needs_code else ""
        post = f"　{person.post.replace('／', ' ')}" if person.post else ""
        say(f"  {person.email:<30} {person.role.label}{post}{mark}")
    say(f"パスキーを試すときは、{address.replace('127.0.0.1', 'localhost')}/ から入ってください。")
    say("ワンタイムコードは、別の画面で meguri demo --code と打つと出ます（.venv/bin/meguri）。\n")
