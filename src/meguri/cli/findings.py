"""What `meguri check` looks at: each look gives what is wrong, in sentences that say what to do."""

import datetime as dt
import shutil
from collections.abc import Callable, Iterator
from itertools import islice

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core import checks
from django.core.mail import get_connection, send_mail
from django.db import connection
from django.utils import timezone

from meguri.cli import record_state
from meguri.cli.engines import rows
from meguri.config.health import unapplied_migrations
from meguri.core import outbox, triggers
from meguri.core.scope import across_towns, in_town
from meguri.governance.object_drift import drifts
from meguri.record.models import Log, Unsequenced
from meguri.record.signing import doubt
from meguri.record.stored_check import stored_faults
from meguri.towns import second_factor, seeds
from meguri.towns.models import Town

FREE_MB = 500
MOST_FAULTS = 5
"""So many changed entries of one log are named."""
SECONDS_UNTIL_SEQUENCED = 60

Look = Callable[[], Iterator[str]]


def looks() -> dict[str, Look]:
    """Each look by its name in Japanese, in the order in which they make sense."""
    return {
        "設定": configuration,
        "データベースの形": schema,
        "データベースの決まり": rules,
        "公開記録": the_record,
        "記録の署名": the_signatures,
        "記録の中身": the_stored_record,
        "つながり": the_thread,
        "鍵": key,
        "お知らせの列": waiting_messages,
        "ディスクの空き": disk,
    }


def configuration() -> Iterator[str]:
    """Django's own checks, those for a deployment too when it is served over https."""
    found = checks.run_checks(include_deployment_checks=settings.HTTPS, databases=["default"])
    for message in found:
        if message.level >= checks.ERROR and message.id != "meguri.E002":
            yield f"設定が正しくありません: {message.msg} {message.hint or ''}".rstrip()


def schema() -> Iterator[str]:
    if waiting := unapplied_migrations():
        yield f"データベースがこの版の形になっていません。meguri migrate を実行してください（{len(waiting)} 件）。"


def rules() -> Iterator[str]:
    if missing := triggers.missing(connection):
        yield f"記録を守る決まりがデータベースにありません。meguri migrate を実行してください: {'、'.join(missing)}"


def the_record() -> Iterator[str]:
    """Places without gaps, and nobody waiting for a place longer than a minute."""
    for origin in record_state.gaps(rows):
        yield f"記録 {origin} の順番が欠けています。控えから戻してください（docs/operator.md の「控えと復元」）。"
    since = timezone.now() - dt.timedelta(seconds=SECONDS_UNTIL_SEQUENCED)
    if late := Unsequenced.objects.filter(entry__at__lt=since).count():
        yield f"順番のついていない記録が {late} 件あります。meguri worker が動いているかたしかめてください。"


def the_signatures() -> Iterator[str]:
    """Each log can be signed: key and last checkpoint are here, and the database holds all that was signed."""
    for log in Log.objects.order_by("pk"):
        if (why := doubt(log)) is not None:
            yield f"記録 {log.origin} に署名できません。{why.sentence}（docs/operator.md の「記録の署名」）"


def the_stored_record() -> Iterator[str]:
    """Every entry, as it is stored, is what its place in the tree stands for."""
    for log in Log.objects.order_by("pk"):
        yield from islice(stored_faults(log), MOST_FAULTS)


def the_thread() -> Iterator[str]:
    """In each town, what is kept of every public thing and its links is what its own row says."""
    with across_towns():
        towns = list(Town.objects.select_related("municipality").order_by("pk"))
    for town in towns:
        with in_town(town):
            for drift in drifts():
                yield (
                    f"{town.name}の{drift.word}のつながりが、もとの内容と {drift.total} 件ちがいます。"
                    f"meguri town rebuild {town.code} を実行してください。"
                )


def key() -> Iterator[str]:
    """The key at hand opens what was sealed with it: the seeds of second factors."""
    sealed = Authenticator.objects.filter(type=Authenticator.Type.TOTP).first()
    try:
        if sealed is not None:
            second_factor.token_of(sealed)
    except seeds.LostKey:
        yield (
            "いまの鍵では、職員のワンタイムコードを読めません。もとの var/secret.key を戻すか、"
            "MEGURI_SECRET_KEY_FALLBACKS にもとの鍵を入れてください。"
        )


def waiting_messages() -> Iterator[str]:
    if failed := outbox.overdue():
        yield f"何度も届けられないお知らせが {failed} 件あります。meguri worker のログとメールの設定をみてください。"


def disk() -> Iterator[str]:
    """Room where the database and the uploaded files are."""
    settings.VAR.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(settings.VAR).free // 2**20
    if free < FREE_MB:
        yield f"ディスクの空きが {free} MB しかありません。{FREE_MB} MB 以上空けてください: {settings.VAR}"


def mail_to(address: str) -> Look:
    """A look that sends one message; what the mail server answers is shown."""

    def look() -> Iterator[str]:
        try:
            with get_connection(fail_silently=False) as mail:
                send_mail(
                    "[Meguri] メールの試験 / test message",
                    "このメールが届いたら、Meguri からのメールは正しく送れています。\nMail from Meguri works.\n",
                    None,
                    [address],
                    connection=mail,
                )
        except OSError as error:
            yield f"メールを送れません（{error}）。MEGURI_EMAIL_HOST などの設定をたしかめてください。"

    return look
