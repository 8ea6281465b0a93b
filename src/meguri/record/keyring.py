"""The keys that sign the record, outside the database: `signing.key` in the folder of the record, and retired ones.

`MEGURI_RECORD_KEY` takes their place where secrets come from the environment: the current key first, then those before.
"""

import base64
import binascii
import os
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

SEED_BYTES = 32
CURRENT = "signing.key"


@dataclass(frozen=True)
class KeyRing:
    """The keys at hand, the current one first; empty where this machine has none."""

    keys: tuple[Ed25519PrivateKey, ...]
    is_of_the_environment: bool = False

    @property
    def current(self) -> Ed25519PrivateKey | None:
        return self.keys[0] if self.keys else None

    def of(self, public: bytes) -> Ed25519PrivateKey | None:
        """The private half of a public key."""
        return next((key for key in self.keys if public_of(key) == public), None)


def public_of(key: Ed25519PrivateKey) -> bytes:
    return key.public_key().public_bytes_raw()


def ring() -> KeyRing:
    """The keys of the environment, else of the folder."""
    if settings.RECORD_KEYS:
        return KeyRing(tuple(_key(given, "MEGURI_RECORD_KEY") for given in settings.RECORD_KEYS), True)
    folder = settings.RECORD_FOLDER
    files = [folder / CURRENT, *sorted(folder.glob("retired-*.key"))]
    return KeyRing(tuple(_key(file.read_text(), str(file)) for file in files if file.exists()))


def ring_with_a_key() -> KeyRing:
    """The same; a first key is made where there is none at all."""
    found = ring()
    if found.current is None:
        _write_new(settings.RECORD_FOLDER / CURRENT)
        found = ring()
    return found


def renew() -> None:
    """A new current key; the one before is retired, and still there to sign that it hands over."""
    folder: Path = settings.RECORD_FOLDER
    if (folder / CURRENT).exists():
        now = _key((folder / CURRENT).read_text(), str(folder / CURRENT))
        (folder / CURRENT).rename(folder / f"retired-{public_of(now).hex()[:16]}.key")
    _write_new(folder / CURRENT)


def _write_new(target: Path) -> None:
    """Whole or not at all, and never over a key that another process has just made."""
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    partial = target.with_name(f".{target.name}.{os.getpid()}")
    with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(base64.b64encode(os.urandom(SEED_BYTES)).decode() + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(partial, target)
    except FileExistsError:
        return
    finally:
        partial.unlink()


def _key(given: str, where: str) -> Ed25519PrivateKey:
    try:
        return Ed25519PrivateKey.from_private_bytes(base64.b64decode(given.strip(), validate=True))
    except (binascii.Error, ValueError) as error:
        raise ImproperlyConfigured(f"{where}: 記録に署名する鍵ではありません / no signing key of the record") from error
