"""Finding out in which encoding a text file was saved; what cannot be decided is refused, never guessed."""

import codecs
import re
from typing import NamedTuple

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from meguri.core.errors import BadInput

_MARKS = (
    (codecs.BOM_UTF8, "utf-8", "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16-be"),
)
_SAMPLE = 20_000
_NOT_TEXT = re.compile("[\0-\x08\x0e-\x1f\x7f]")
_NO_CHARACTER_IN_CP932 = re.compile("[\x80-\xa0\uf8f0-\uf8f3]")
_FULL_WIDTH_KANA = re.compile("[ぁ-んァ-ヶ]")


class Decoded(NamedTuple):
    """The text of a file without its byte order mark, and the encoding in which it was saved."""

    text: str
    encoding: str


def decode(content: bytes) -> Decoded:
    """The text of `content`, decoded strictly: UTF-8 or UTF-16 with or without mark, Shift_JIS (cp932), EUC-JP.

    Raises BadInput for any other encoding, for one that cannot be told, and for bytes that are no text.
    """
    decoded = _by_mark(content) or _by_content(content)
    text = decoded.text.removesuffix("\x1a")
    if _NOT_TEXT.search(text):
        raise _no_text(text)
    return Decoded(text, decoded.encoding)


def _by_mark(content: bytes) -> Decoded | None:
    for mark, codec, name in _MARKS:
        if content.startswith(mark):
            try:
                return Decoded(content[len(mark) :].decode(codec), name)
            except UnicodeDecodeError as broken:
                raise _broken(content, broken.start, name) from broken
    return None


def _by_content(content: bytes) -> Decoded:
    if b"\0" in content:
        return _utf16_without_mark(content)
    try:
        return Decoded(content.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as failed:
        if _is_mostly_utf8(content):
            raise _broken(content, failed.start, "utf-8") from failed
    return _japanese(content)


def _utf16_without_mark(content: bytes) -> Decoded:
    """The byte order in which nearly all characters are those of Japanese text; swapped bytes give rare signs."""
    shares = {}
    for codec in ("utf-16-le", "utf-16-be"):
        text = _decoded(content, codec)
        if text and "\0" not in text:
            shares[codec] = (_share_known_in_japan(text[:_SAMPLE]), text)
    ranked = sorted(shares.items(), key=lambda item: item[1][0], reverse=True)
    if not ranked or ranked[0][1][0] < 0.9 or (len(ranked) == 2 and ranked[0][1][0] == ranked[1][1][0]):
        raise _no_text(content.decode("latin-1"))
    codec, (_share, text) = ranked[0]
    return Decoded(text, codec)


def _share_known_in_japan(text: str) -> float:
    return len(text.encode("cp932", "ignore").decode("cp932")) / len(text)


def _is_mostly_utf8(content: bytes) -> bool:
    text = content.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    return sum(not char.isascii() for char in text[: 10 * _SAMPLE]) - bad > 2 * bad


def _japanese(content: bytes) -> Decoded:
    cp932, euc = _decoded(content, "cp932"), _decoded(content, "euc_jp")
    if cp932 is not None and _NO_CHARACTER_IN_CP932.search(cp932):
        cp932 = None
    if cp932 is not None and euc is not None:
        return _told_apart(euc)
    if cp932 is not None:
        return Decoded(cp932, "cp932")
    if euc is not None:
        return Decoded(euc, "euc_jp")
    raise BadInput(
        _(
            "文字コードがわかりませんでした。"
            "Excelでは「CSV UTF-8（コンマ区切り）」を選んで保存し直し、もう一度お送りください。"
        )
    )


def _told_apart(euc: str) -> Decoded:
    """Both readings are possible, so half-width kana in cp932: EUC-JP if it reads as usual text."""
    if _reads_as_euc(euc):
        return Decoded(euc, "euc_jp")
    raise BadInput(
        _(
            "文字コードがShift_JISかEUC-JPか、判断できませんでした。"
            "「CSV UTF-8」で保存し直して、もう一度お送りください。"
        )
    )


def _reads_as_euc(text: str) -> bool:
    """Whether text is kana and common kanji (JIS level 1), which half-width kana misread as EUC-JP are not for long."""
    wide = [char for char in text[:_SAMPLE] if not char.isascii()]
    kana = sum(bool(_FULL_WIDTH_KANA.match(char)) for char in wide)
    common = sum(char.encode("euc_jp") < b"\xd0" for char in wide)
    return common >= 0.95 * len(wide) and (kana >= 2 + 0.1 * len(wide) or len(wide) >= 12)


def _decoded(content: bytes, codec: str) -> str | None:
    try:
        return content.decode(codec)
    except UnicodeDecodeError:
        return None


def _broken(content: bytes, position: int, encoding: str) -> BadInput:
    return BadInput(
        format_lazy(
            _(
                "{row}行目あたりに、{encoding}として読めない文字があります。元のファイルを開いて保存し直し、もう一度お送りください。"
            ),
            row=content[:position].count(b"\n") + 1,
            encoding=encoding.upper(),
        )
    )


def _no_text(text: str) -> BadInput:
    found = _NOT_TEXT.search(text)
    position = found.start() if found else 0
    return BadInput(
        format_lazy(
            _("{row}行目あたりに、文字ではないデータが入っています。CSVかExcelブック（.xlsx）をお送りください。"),
            row=text.count("\n", 0, position) + 1,
        )
    )
