"""The eight digits of a transfer slip: seven and a check digit, by which a mistyped one is known before money is lost.

Check digit by H. Michael Damm's totally anti-symmetric quasigroup of order 10 (2004): every single wrong digit, and
every two neighbours that changed places, are noticed.
"""

import re

LENGTH = 8

_TABLE = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)


def check_digit(digits: str) -> str:
    """The digit that stands after `digits`."""
    interim = 0
    for digit in digits:
        interim = _TABLE[interim][int(digit)]
    return str(interim)


def code_of(number: int) -> str:
    """The code of a number below ten million."""
    if not 0 <= number < 10 ** (LENGTH - 1):
        raise ValueError("a slip's number has seven digits")
    seven = f"{number:0{LENGTH - 1}d}"
    return seven + check_digit(seven)


def is_code(text: str) -> bool:
    return re.fullmatch(r"[0-9]{8}", text) is not None and check_digit(text[:-1]) == text[-1]


def spoken(code: str) -> str:
    """As it is read aloud and typed: 1234 5678."""
    return f"{code[:4]} {code[4:]}"
