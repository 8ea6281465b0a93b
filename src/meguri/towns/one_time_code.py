"""One-time codes by time (RFC 6238 with SHA-1), as a phone or a hardware token makes them. Pure."""

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass

SHORTEST_SEED_BYTES = 16
LONGEST_SEED_BYTES = 64
DRIFT_STEPS = 1
DRIFT_STEPS_WHEN_NEW = 5


@dataclass(frozen=True)
class Token:
    """What a device and we share. `period` in seconds; `offset`: by how many steps its clock runs ahead of ours."""

    seed: bytes
    period: int = 30
    digits: int = 6
    offset: int = 0

    def step_at(self, seconds: float) -> int:
        """The number of the step that the device is in; `seconds` since 1970 (RFC 6238, 4.2)."""
        return int(seconds // self.period) + self.offset

    def code_in(self, step: int) -> str:
        """The code of one step (RFC 4226, 5.3)."""
        digest = hmac.digest(self.seed, step.to_bytes(8, "big"), hashlib.sha1)
        start = digest[-1] & 0x0F
        number = int.from_bytes(digest[start : start + 4], "big") & 0x7FFFFFFF
        return str(number % 10**self.digits).zfill(self.digits)

    def code_at(self, seconds: float) -> str:
        return self.code_in(self.step_at(seconds))

    def step_of(self, typed: str, seconds: float, last_step: int | None) -> int | None:
        """The step whose code was typed, None for a wrong, an old or an already used one.

        A code counts one step early or late; five while the device was never used, so that its clock can be learned.
        Steps up to `last_step` are spent: a code works once (RFC 6238, 5.2).
        """
        now = self.step_at(seconds)
        drift = DRIFT_STEPS_WHEN_NEW if last_step is None else DRIFT_STEPS
        steps = (step for step in range(now - drift, now + drift + 1) if last_step is None or step > last_step)
        found = [step for step in steps if hmac.compare_digest(self.code_in(step).encode(), typed.encode())]
        return found[0] if found else None


def read_seed(typed: str) -> bytes:
    """A seed as a maker's list gives it: hexadecimal or Base32, with or without spaces. `ValueError` for anything else.

    What could be either and is long enough is hexadecimal: a Base32 seed without a letter after F happens once in 10⁹.
    """
    compact = re.sub(r"[\s\-=]", "", typed)
    for read in (bytes.fromhex, _from_base32):
        try:
            seed = read(compact)
        except ValueError:
            continue
        if SHORTEST_SEED_BYTES <= len(seed) <= LONGEST_SEED_BYTES:
            return seed
    raise ValueError(f"not a seed of {SHORTEST_SEED_BYTES} to {LONGEST_SEED_BYTES} bytes in hexadecimal or Base32")


def _from_base32(compact: str) -> bytes:
    return base64.b32decode(compact.upper() + "=" * (-len(compact) % 8))


def base32_of(seed: bytes) -> str:
    """The seed as an app takes it, without padding."""
    return base64.b32encode(seed).decode().rstrip("=")
