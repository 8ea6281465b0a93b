"""The bytes of a bank's file as text of one byte a letter, and its records of 200. Pure but for the sentences."""

from django.utils.translation import gettext as _

from meguri.core.errors import BadInput

LENGTH = 200
_BREAKS = ("\r\n", "\n", "\r")
_EBCDIC_ONE, _EBCDIC_ZERO, _EBCDIC_SPACE = 0xF1, 0xF0, 0x40


def decoded(content: bytes) -> str:
    """One letter for each byte. JIS with half-width kana is read; anything else raises `BadInput` with what to do."""
    content = content.removesuffix(b"\x1a")
    if not content:
        raise BadInput(_("ファイルに中身がありません。銀行から、もう一度受け取ってください。"))
    if content[:2] == bytes((_EBCDIC_ONE, _EBCDIC_ZERO)):
        raise BadInput(_("文字コードがEBCDICのファイルです。銀行の画面で「JIS」を選んで、もう一度受け取ってください。"))
    if content.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")) or b"\0" in content:
        raise BadInput(
            _(
                "文字コードがUnicodeに変わっています。表計算ソフトなどで開かずに、受け取ったままのファイルを選んでください。"
            )
        )
    return "".join(_letter(byte, place) for place, byte in enumerate(content))


def _letter(byte: int, place: int) -> str:
    """JIS X 0201: ASCII, and half-width katakana from A1 to DF."""
    if 0x20 <= byte <= 0x7E or byte in b"\r\n":
        return chr(byte)
    if 0xA1 <= byte <= 0xDF:
        return chr(0xFF61 + byte - 0xA1)
    sentence = _("%(place)sバイト目に、全銀の形式では使えない文字（全角など）があります。"
                 "表計算ソフトなどで開かずに、受け取ったままのファイルを選んでください。")  # fmt: skip
    raise BadInput(sentence % {"place": f"{place + 1:,}"})


def records_of(text: str) -> list[str]:
    """The text cut into records: every 200 letters, with one kind of line break after each or with none at all."""
    found = next((one for one in _BREAKS if one in text), "")
    if not found:
        records = [text[at : at + LENGTH] for at in range(0, len(text), LENGTH)]
    else:
        records = text.removesuffix(found).split(found)
    for number, record in enumerate(records, start=1):
        if len(record) != LENGTH or "\r" in record or "\n" in record:
            sentence = _("%(n)s件目のレコードが%(length)sバイトです（200バイトのはずです）。"
                         "ファイルが途中で切れたか、書きかえられています。"
                "銀行から、もう一度受け取ってください。")  # fmt: skip
            raise BadInput(sentence % {"n": number, "length": len(record)})
    return records
