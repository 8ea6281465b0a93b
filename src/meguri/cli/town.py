"""`meguri town open CODE`: a municipality opens its doors here."""

import argparse

from meguri.cli.terminal import say
from meguri.core.actor import operator
from meguri.core.codes import parse_municipality_code
from meguri.core.errors import BadInput
from meguri.towns.actions import name_operator, open_town
from meguri.towns.models import Municipality


def configure(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", metavar="すること", required=True, prog=parser.prog, title="すること")
    opening = verbs.add_parser("open", help="まちを開けます")
    opening.add_argument("code", metavar="コード", help="全国地方公共団体コード（6けた）")
    opening.add_argument("--administrator", metavar="メール", help="はじめのまちの管理者に招待のメールを送ります")
    naming = verbs.add_parser("operator", help="このサイトの運用者を決めます")
    naming.add_argument("email", metavar="メール")


def run(asked: argparse.Namespace) -> int:
    return _name(asked.email) if asked.verb == "operator" else _open(asked.code, asked.administrator)


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


def _name(email: str) -> int:
    name_operator(operator(), email)
    say(f"{email} を運用者にしました。サインインのあと、二つ目の確認（ワンタイムコードかパスキー）を登録してください。")
    return 0
