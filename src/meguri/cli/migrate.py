"""`meguri migrate`: the database in the shape of this version, its rules, and what ships with it."""

import argparse

from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command

from meguri.cli.steps import reference_steps, run_all
from meguri.cli.terminal import say, step


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--no-reference", action="store_true", help="全国の一覧と数字は入れません")
    parser.add_argument("--no-static", action="store_true", help="画面のファイルは集め直しません")


def run(asked: argparse.Namespace) -> int:
    step(1, 1, "データベースの形を合わせる", bring_up_to_date)
    if not asked.no_static:
        step(1, 1, "画面のファイルを集める", collect_static)
    if not asked.no_reference:
        run_all(reference_steps())
    say("この版の形になりました。")
    return 0


def static_is_collected() -> bool:
    """Whether the files of the pages are where this installation serves them from."""
    return bool(getattr(staticfiles_storage, "hashed_files", True))


def collect_static() -> None:
    call_command("collectstatic", interactive=False, verbosity=0)


def bring_up_to_date() -> None:
    """Migrations (which install the database's rules anew) and the table of the cache. Changes nothing when current."""
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
