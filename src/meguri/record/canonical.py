"""From facts to the exact bytes of an entry, with salted commitments in place of persons and texts. Pure."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import rfc8785

from meguri.core.ports import Person, Reference, Text

MAX_ENTRY_BYTES = 0xFFFF
"""What the length before an entry in a published bundle (two bytes) can say."""
SALT_BYTES = 32


@dataclass(frozen=True)
class OpenedCommitment:
    """A commitment with what opens it. `commitment` = base64url(HMAC-SHA256(salt, message))."""

    commitment: str
    salt: bytes
    meant: Person | Text


@dataclass
class Sealed:
    """The canonical bytes of an entry, what it is about, and what opens its commitments."""

    body: bytes
    references: list[Reference] = field(default_factory=list)
    openings: list[OpenedCommitment] = field(default_factory=list)


def commit(meant: Person | Text, salt: bytes) -> str:
    """HMAC-SHA256 keyed with a fresh 32-byte salt over "person:<id>" or "text:<UTF-8>"; 43 characters."""
    message = f"person:{meant.id}" if isinstance(meant, Person) else f"text:{meant.value}"
    digest = hmac.new(salt, message.encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def seal(content: Any, new_salt: Callable[[], bytes] = lambda: secrets.token_bytes(SALT_BYTES)) -> Sealed:
    """Canonical bytes (RFC 8785) of `content`, persons and texts replaced by commitments.

    Raises `ValueError` when the bytes pass 65,535 or a number has no exact JSON form.
    """
    sealed = Sealed(body=b"")
    sealed.body = rfc8785.dumps(_sealed(content, sealed, new_salt))
    if len(sealed.body) > MAX_ENTRY_BYTES:
        raise ValueError(f"an entry of {len(sealed.body)} bytes passes the limit of {MAX_ENTRY_BYTES}")
    return sealed


def _sealed(value: Any, sealed: Sealed, new_salt: Callable[[], bytes]) -> Any:
    if isinstance(value, Reference):
        if value not in sealed.references:
            sealed.references.append(value)
        return {"kind": value.kind, "id": value.id}
    if isinstance(value, Person | Text):
        salt = new_salt()
        commitment = commit(value, salt)
        sealed.openings.append(OpenedCommitment(commitment, salt, value))
        return {"commitment": commitment, "of": "person" if isinstance(value, Person) else "text"}
    if isinstance(value, dict):
        return {key: _sealed(inner, sealed, new_salt) for key, inner in value.items()}
    if isinstance(value, list):
        return [_sealed(inner, sealed, new_salt) for inner in value]
    return value
