"""One-time codes written again from RFC 4226 and 6238 for the tests, apart from the program's own."""

import hashlib
import hmac
import struct

SEED = "3132333435363738393031323334353637383930"
"""The seed of the RFCs' test vectors, as a maker's list gives it."""


def totp(seed_hex: str, seconds: float, period: int = 30, digits: int = 6) -> str:
    counter = struct.pack(">Q", int(seconds) // period)
    digest = hmac.new(bytes.fromhex(seed_hex), counter, hashlib.sha1).digest()
    offset = digest[19] & 15
    (number,) = struct.unpack(">I", digest[offset : offset + 4])
    return f"{(number & 0x7FFFFFFF) % 10**digits:0{digits}d}"
