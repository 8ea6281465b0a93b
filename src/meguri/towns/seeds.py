"""Keeps the seeds of second factors unreadable in the database and its backups.

The key is derived (HKDF-SHA-256) from `SECRET_KEY`; after a change of key, those in `SECRET_KEY_FALLBACKS` still open
what was sealed before. Whoever has the database but not the key makes no codes; whoever loses the key must set all
devices up again.
"""

import base64

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.encoding import force_bytes

PURPOSE = b"meguri: seeds of second factors, 1"


class LostKey(RuntimeError):
    """A sealed seed opens with none of this installation's keys."""


def seal(text: str) -> str:
    return _box().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """`LostKey` when SECRET_KEY was changed without keeping the old one among SECRET_KEY_FALLBACKS."""
    try:
        return _box().decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise LostKey("sealed with a key that is not among SECRET_KEY and SECRET_KEY_FALLBACKS") from error


def _box() -> MultiFernet:
    return MultiFernet([Fernet(_derived(key)) for key in [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]])


def _derived(secret: str | bytes) -> bytes:
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE).derive(force_bytes(secret))
    return base64.urlsafe_b64encode(key)
