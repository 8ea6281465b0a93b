"""`meguri town open CODE`: a municipality opens its doors here. `meguri town rebuild CODE`: its thread is made anew."""

import argparse

from meguri.cli.terminal import say
from meguri.core.actor import operator
from meguri.core.codes import parse_municipality_code
from meguri.core.errors import BadInput
from meguri.core.scope import in_town
from meguri.governance.actions.objects import rebuild_objects
from meguri.towns.actions import dismiss_operator, name_operator, open_town
from meguri.towns.models import Municipality, Town, User


def configure(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", metavar="すること", required=True, prog=parser.prog, title="すること")
    opening = verbs.add_parser("open", help="まちを開けます")
    opening.add_argument("code", metavar="コード", help="全国地方公共団体コード（6けた）")
    opening.add_argument("--administrator", metavar="メール", help="はじめのまちの管理者に招待のメールを送ります")
    rebuilding = verbs.add_parser("rebuild", help="まちのつながりを、もとの内容から作りなおします")
    rebuilding.add_argument("code", metavar="コード", help="全国地方公共団体コード（6けた）")
    naming = verbs.add_parser("operator", help="このサイトの運用者を決めます。やめるときは --end")
    naming.add_argument("email", metavar="メール")
    naming.add_argument("--end", action="store_true", help="その人を運用者からはずします")


def run(asked: argparse.Namespace) -> int:
    if asked.verb == "open":
        return _open(asked.code, asked.administrator)
    if asked.verb == "rebuild":
        return _rebuild(asked.code)
    return _dismiss(asked.email) if asked.end else _name(asked.email)


def _open(given: str, administrator: str | None) -> int:
    code = parse_municipality_code(given).code
    municipality = Municipality.objects.filter(code=code).first()
    if municipality is None:
        raise BadInput(f"{code} という番号の自治体はありません。 / No municipality has this code.")
    open_town(operator(), municipality, administrator)
    say(f"{municipality.full_name}を開けました: /{code}/")
    if administrator:
        say(f"{administrator} あての招待は、meguri serve か meguri worker が動いていれば、まもなくメールで届きます。")
    return 0


def _rebuild(given: str) -> int:
    town = Town.objects.select_related("municipality").filter(municipality__code=given.strip()).first()
    if town is None:
        raise BadInput(f"{given} のまちは、まだここで開いていません。 / No town has opened with this code.")
    with in_town(town):
        count = rebuild_objects(operator(), town)
    say(f"{town.name}のつながりを作りなおしました（{count} 件）。")
    return 0


def _name(email: str) -> int:
    person = name_operator(operator(), email)
    say(f"{person.email} を運用者にしました。")
    say("サインインのあと、二つ目の確認（ワンタイムコードかパスキー）を登録してください。")
    return 0


def _dismiss(email: str) -> int:
    person = dismiss_operator(operator(), email)
    say(f"{person.email} を運用者からはずしました。")
    if not User.objects.filter(is_operator=True).exists():
        say("運用者がいなくなりました。meguri town operator メール で、いつでも決められます。")
    return 0
