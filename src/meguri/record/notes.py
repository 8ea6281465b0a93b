"""C2SP signed notes and checkpoints: a few lines of text under Ed25519 signatures, in exactly one spelling. Pure.

The specifications are c2sp.org/signed-note and c2sp.org/tlog-checkpoint. What has a second spelling (base64 with other
last bits, a key whose id does not fit) is refused, so that no byte of a published file can change unseen.
"""

import base64
import binascii
import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from meguri.record.merkle import HASH_BYTES

ED25519 = b"\x01"
ID_BYTES = 4
MAX_NOTE_BYTES = 64 * 1024
_DASH = "— "
_SIZE = re.compile("[0-9]{1,18}")


class BrokenNote(ValueError):
    """Bytes that are no note, checkpoint or key."""


@dataclass(frozen=True)
class Key:
    """The public half of a key that signs under a name."""

    name: str
    public: bytes

    @property
    def id(self) -> bytes:
        return sha256(self.name.encode() + b"\n" + ED25519 + self.public).digest()[:ID_BYTES]

    def __str__(self) -> str:
        """The form in which transparency-log clients take a key."""
        return f"{self.name}+{self.id.hex()}+{_text(ED25519 + self.public)}"

    @classmethod
    def read(cls, given: str) -> "Key":
        name, _sep, rest = given.partition("+")
        _id, _sep, encoded = rest.partition("+")
        found = cls(name, _bytes(encoded)[1:])
        if not name or any(mark.isspace() for mark in name) or len(found.public) != HASH_BYTES or str(found) != given:
            raise BrokenNote("no Ed25519 key, or its id does not fit")
        return found

    def signed(self, text: str, signature: bytes) -> bool:
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, text.encode())
        except (InvalidSignature, ValueError):
            return False
        return True


@dataclass(frozen=True)
class Note:
    """A text and who signed it: name, key id and signature of each line below it."""

    text: str
    signatures: tuple[tuple[str, bytes, bytes], ...]

    def is_signed_by(self, key: Key) -> bool:
        found = [signature for name, id, signature in self.signatures if (name, id) == (key.name, key.id)]
        return bool(found) and all(key.signed(self.text, signature) for signature in found)

    def is_signed_by_exactly(self, keys: Sequence[Key]) -> bool:
        """By each of these, and nobody else has a line in it."""
        return len(self.signatures) == len(keys) and all(self.is_signed_by(key) for key in keys)

    def is_signed_by_some(self, keys: Sequence[Key]) -> bool:
        """By one of these at least, and nobody else has a line in it."""
        known = {(key.name, key.id): key for key in keys}
        return bool(self.signatures) and all(
            (name, id) in known and known[name, id].signed(self.text, signature)
            for name, id, signature in self.signatures
        )


@dataclass(frozen=True)
class Checkpoint:
    """The head of a log: `origin` names the log, `root` is RFC 6962's over its first `size` leaves."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        return f"{self.origin}\n{self.size}\n{_text(self.root)}\n"


def sign(text: str, name: str, keys: Sequence[Ed25519PrivateKey]) -> str:
    """The note: `text`, a blank line, and a line for each key."""
    lines = []
    for key in keys:
        public = Key(name, key.public_key().public_bytes_raw())
        lines.append(f"{_DASH}{name} {_text(public.id + key.sign(text.encode()))}\n")
    return f"{text}\n{''.join(lines)}"


def read_note(content: bytes) -> Note:
    """`BrokenNote` for anything but the one spelling of a note."""
    try:
        given = content.decode()
    except UnicodeDecodeError as error:
        raise BrokenNote("no UTF-8") from error
    text, found, below = given.rpartition("\n\n")
    if not found or not below.endswith("\n") or len(content) > MAX_NOTE_BYTES:
        raise BrokenNote("no blank line between text and signatures")
    if any(mark < " " and mark != "\n" for mark in given):
        raise BrokenNote("control characters")
    return Note(f"{text}\n", tuple(_signature(line) for line in below[:-1].split("\n")))


def read_checkpoint(note: Note) -> Checkpoint:
    """The checkpoint that a note states, without extension lines, which nobody could audit."""
    lines = note.text.split("\n")
    if len(lines) != 4 or not lines[0] or not _SIZE.fullmatch(lines[1]):
        raise BrokenNote("no three lines of a checkpoint")
    found = Checkpoint(lines[0], int(lines[1]), _bytes(lines[2]))
    if found.text != note.text or len(found.root) != HASH_BYTES:
        raise BrokenNote("a checkpoint in another spelling")
    return found


def _signature(line: str) -> tuple[str, bytes, bytes]:
    name, _sep, encoded = line.removeprefix(_DASH).partition(" ")
    if not line.startswith(_DASH) or not name or "+" in name:
        raise BrokenNote("no line of a signature")
    found = _bytes(encoded)
    if len(found) <= ID_BYTES:
        raise BrokenNote("a signature that is too short")
    return name, found[:ID_BYTES], found[ID_BYTES:]


def _text(given: bytes) -> str:
    return base64.b64encode(given).decode()


def _bytes(given: str) -> bytes:
    try:
        found = base64.b64decode(given, validate=True)
    except (binascii.Error, ValueError) as error:
        raise BrokenNote("no base64") from error
    if _text(found) != given:
        raise BrokenNote("base64 in another spelling")
    return found
