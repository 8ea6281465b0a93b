"""What tests read in letters that were really sent."""

import re

from django.core import mail

from meguri.core import outbox

CODE = re.compile(r"^ {4}(\d{4}) (\d{4})$", re.MULTILINE)
INVITATION = re.compile(r"^ {4}([0-9A-Z]{4}(?:-[0-9A-Z]{4}){2})$", re.MULTILINE)


def code_in_last_letter() -> str:
    found = CODE.search(str(mail.outbox[-1].body))
    assert found is not None, mail.outbox[-1].body
    return "".join(found.groups())


def invitation_codes() -> dict[str, str]:
    """By address, after the outbox was delivered."""
    outbox.deliver_due()
    letters = ((letter.to[0], INVITATION.search(str(letter.body))) for letter in mail.outbox)
    return {to: found.group(1) for to, found in letters if found is not None}
