"""A code by e-mail proves an address: sent to any address alike, kept with the browser's session, good for one use."""

import hmac
import logging
import secrets
import time
from typing import TypedDict

from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from meguri.core.errors import BadInput
from meguri.towns import limits
from meguri.towns.letters import Letter, send

log = logging.getLogger(__name__)

DIGITS = 8
MINUTES = 15
_KEY = "email_code"


class Pending(TypedDict):
    """What the session remembers of a code that was sent; the code itself only as a keyed digest."""

    email: str
    purpose: str
    digest: str
    at: float


def send_code(request: HttpRequest, email: str, purpose: str) -> None:
    """Send a new code to `email`; an earlier one no longer counts.

    Does the same for every address and looks none up, so that neither the page nor its timing says whether the
    address is known here. `TooMany`, and `BadInput` when the mail server does not take the letter.
    """
    limits.take(limits.CODES_FROM_ONE_PLACE, limits.place_of(request))
    limits.take(limits.CODES_TO_ONE_ADDRESS, email)
    code = "".join(secrets.choice("0123456789") for _digit in range(DIGITS))
    pending = Pending(email=email, purpose=purpose, digest=_digest(purpose, email, code), at=time.time())
    request.session[_KEY] = pending
    try:
        send(code_letter(code, purpose), email)
    except OSError:
        log.exception("a code could not be sent")
        raise BadInput(
            _("いま、メールを送れませんでした。アドレスをたしかめて、少し待ってからもう一度お試しください。")
        ) from None


def pending_address(request: HttpRequest, purpose: str) -> str | None:
    """The address to which this browser had a code sent for `purpose`."""
    pending: Pending | None = request.session.get(_KEY)
    return pending["email"] if pending and pending["purpose"] == purpose else None


def prove_address(request: HttpRequest, typed: str, purpose: str) -> str | None:
    """The address that the typed code proves; None for a wrong, used or old one. `TooMany` at the eleventh guess."""
    place = limits.take(limits.GUESSES_FROM_ONE_PLACE, limits.place_of(request))
    pending: Pending | None = request.session.get(_KEY)
    if pending is None:
        return None
    guess = limits.take(limits.GUESSES_FOR_ONE_ADDRESS, pending["email"])
    right = hmac.compare_digest(pending["digest"], _digest(purpose, pending["email"], typed))
    if not right or time.time() - pending["at"] > MINUTES * 60:
        return None
    place.delete()
    guess.delete()
    del request.session[_KEY]
    return pending["email"]


def _digest(purpose: str, email: str, code: str) -> str:
    return salted_hmac("meguri.email_code", f"{purpose}|{email}|{code}", algorithm="sha256").hexdigest()


def code_letter(code: str, purpose: str) -> Letter:
    """The letter that carries a code, in the language of the page."""
    changes_address = purpose == "address"
    return Letter(
        subject=_("確認コード %(code)s") % {"code": in_groups(code)},
        opening=[
            _("メールアドレスを変えるための確認コードです。もとの画面に入れてください。")
            if changes_address
            else _("サインインの確認コードです。もとの画面に入れてください。")
        ],
        code=in_groups(code),
        closing=[
            _("このコードは%(minutes)d分のあいだ、1回だけ使えます。") % {"minutes": MINUTES},
            _(
                "心あたりがないときは、何もしなくてかまいません。コードを入れないかぎり、だれもサインインできません。"
                "コードは、職員をふくめ、だれにも教えないでください。"
            ),
        ],
    )


def in_groups(code: str) -> str:
    """Two groups of four, easier to carry from one screen to another."""
    return f"{code[:4]} {code[4:]}"
