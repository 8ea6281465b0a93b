"""A writer of bank files for tests and for the sample: the inverse of the reader, written from the layout alone."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import jaconv

REIWA_BEFORE = 2018


@dataclass(frozen=True)
class Paid:
    """One receipt or payment to be written."""

    on: date
    yen: int
    payer: str
    number: int = 0
    edi: str = ""
    code: str = ""
    cancelled: bool = False


def kana(text: str) -> str:
    """Half-width, as banks write it: no small letters."""
    large = text.translate(str.maketrans("ァィゥェォッャュョヮ", "アイウエオツヤユヨワ"))
    return str(jaconv.z2h(large, kana=True, ascii=True, digit=True))


def number(value: int, length: int) -> bytes:
    return str(value).rjust(length, "0").encode("ascii")


def letters(text: str, length: int) -> bytes:
    return kana(text).encode("cp932")[:length].ljust(length, b" ")


def day(value: date) -> bytes:
    return f"{value.year - REIWA_BEFORE:02}{value:%m%d}".encode()


def receipts(
    rows: Sequence[Paid], *, since: date, until: date, account: str = "1234567", branch: str = "012", end: str = ""
) -> bytes:
    """振込入金通知, format A."""
    made = day(until)
    head = (
        b"1" + b"01" + b"0" + made + day(since) + day(until) + b"9999" + letters("ミホンギンコウ", 15)
        + branch.encode() + letters("ミホンシテン", 15) + b"1" + account.encode() + letters("ミホンチヨウ", 40)
    )  # fmt: skip
    data = [
        b"2" + number(one.number, 6) + day(one.on) + day(one.on) + number(one.yen, 10) + number(0, 10)
        + letters(one.code, 10) + letters(one.payer, 48) + letters("ミホンギンコウ", 15) + letters("ホンテン", 15)
        + (b"1" if one.cancelled else b" ") + letters(one.edi, 20)
        for one in rows
    ]  # fmt: skip
    kept, gone = [one for one in rows if not one.cancelled], [one for one in rows if one.cancelled]
    trail = (
        b"8" + number(len(kept), 6) + number(sum(one.yen for one in kept), 12)
        + number(len(gone), 6) + number(sum(one.yen for one in gone), 12)
    )  # fmt: skip
    return _joined([head, *data, trail, b"9"], end)


def movements(
    rows: Sequence[Paid], *, since: date, until: date, before: int = 0, account: str = "0001234567",
    branch: str = "012", end: str = "",
) -> bytes:  # fmt: skip
    """入出金取引明細 of an ordinary deposit; negative yen went out."""
    head = (
        b"1" + b"03" + b"0" + day(until) + day(since) + day(until) + b"9999" + letters("ミホンギンコウ", 15)
        + branch.encode() + letters("ミホンシテン", 15) + b"000" + b"1" + account.encode() + letters("ミホンチヨウ", 40)
        + b"1" + b"1" + number(before, 14)
    )  # fmt: skip
    data = [
        b"2" + number(one.number, 8) + day(one.on) + day(one.on) + (b"1" if one.yen > 0 else b"2") + b"11"
        + number(abs(one.yen), 12) + number(0, 12) + b" " * 12 + b" " + b" " * 7 + b"   " + letters(one.code, 10)
        + letters(one.payer, 48) + letters("", 15) + letters("", 15) + letters("", 20) + letters(one.edi, 20)
        for one in rows
    ]  # fmt: skip
    came, went = [one.yen for one in rows if one.yen > 0], [-one.yen for one in rows if one.yen < 0]
    trail = (
        b"8" + number(len(came), 6) + number(sum(came), 13) + number(len(went), 6) + number(sum(went), 13)
        + b"1" + number(before + sum(came) - sum(went), 14) + number(len(rows), 7)
    )  # fmt: skip
    last = b"9" + number(len(rows) + 3, 10) + number(1, 5)
    return _joined([head, *data, trail, last], end)


def _joined(records: Sequence[bytes], end: str) -> bytes:
    return b"".join(record.ljust(200, b" ") + end.encode() for record in records)


__all__ = ["Paid", "kana", "movements", "receipts", "replace"]
