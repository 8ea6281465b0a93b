"""`meguri record`: the keys that sign the record, a new key, and going on where a log was set back."""

import argparse

from meguri.cli.record_scope import in_log_scope, log_at
from meguri.cli.terminal import say
from meguri.core.actor import Channel, operator, system
from meguri.core.errors import Conflict
from meguri.record.actions import BATCH, change_key, continue_log, hand_over, sequence, sign
from meguri.record.keyring import renew, ring
from meguri.record.models import Log
from meguri.record.notes import Key
from meguri.record.sequencer import sequence_all
from meguri.record.signing import current_generation, current_key, doubt, newest_head
from meguri.record.succession import key_to_take_over

KEY_OF_THE_ENVIRONMENT = (
    "鍵は環境変数で渡されています。MEGURI_RECORD_KEY に「新しい鍵,いまの鍵」を入れて、もう一度実行してください。"
    " / The key comes from the environment: put \"new,current\" into MEGURI_RECORD_KEY and run this again."
)


def configure(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", metavar="すること", required=True, prog=parser.prog, title="すること")
    verbs.add_parser("keys", help="それぞれの記録の名前と、署名する鍵（公開のほう）を見ます")
    verbs.add_parser("change-key", help="署名する鍵を新しくします。前の鍵と新しい鍵が、ともに署名して引きつぎます")
    going_on = verbs.add_parser("continue", help="控えに戻すなどして署名できなくなった記録を、新しい名前で続けます")
    going_on.add_argument("log", metavar="コード", help="まちのコード。全国の記録は jp")


def run(asked: argparse.Namespace) -> int:
    if asked.verb == "keys":
        return _keys()
    return _change_key() if asked.verb == "change-key" else _continue(log_at(asked.log))


def _keys() -> int:
    for log in Log.objects.order_by("pk"):
        generation = current_generation(log)
        if generation is not None:
            head = newest_head(generation)
            say(f"{log.origin}  {head.size if head else 0:,} 件  {Key(generation.name, _public(log))}")
            if (why := doubt(log)) is not None:
                say(f"      署名できません: {why.sentence}")
    return 0


def _public(log: Log) -> bytes:
    generation = current_generation(log)
    return bytes(current_key(generation).public) if generation else b""


def _change_key() -> int:
    """A change that was broken off goes on where it was; nobody need know how far it came."""
    logs = list(Log.objects.order_by("pk"))
    if not any(key_to_take_over(log) for log in logs):
        if ring().is_of_the_environment:
            raise Conflict(KEY_OF_THE_ENVIRONMENT)
        sequence_all()
        renew()
    for log in logs:
        if (key := key_to_take_over(log)) is not None:
            size = _hand_over(log, key)
            say(f"{log.origin}  {size:,} 件目で引きつぎました: {key}")
    say("新しい鍵を、前の鍵とは別の場所に写しておいてください。前の鍵（retired-….key）は、写しを確かめてから消します。")
    return 0


def _hand_over(log: Log, key: Key) -> int:
    once = f"{log.origin} {key.public.hex()[:40]}"
    with in_log_scope(log):
        change_key(operator(), log, str(key), idempotency_key=once)  # type: ignore[call-arg]
    _place_all(log)
    return hand_over(system(Channel.COMMAND), log)


def _place_all(log: Log) -> None:
    while sequence(system(Channel.COMMAND), log) >= BATCH:
        pass


def _continue(log: Log) -> int:
    """What waits gets its place first: a backup taken in between may then turn out to lack nothing."""
    sequence_all()
    with in_log_scope(log):
        continue_log(operator(), log)
    _place_all(log)
    sign(system(Channel.COMMAND), log)
    generation = current_generation(log)
    say(f"{log.origin} の記録を、新しい名前で続けます: {generation}")
    say("前の名前の最後の控えは、そのまま示しつづけます。いつの控えに戻し、何が失われたかを、まちのお知らせでも知らせてください。")
    return 0
