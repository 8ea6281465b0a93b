"""Reading the two public numbers, 全国地方公共団体コード and 法人番号, with their check digits."""

import re
from collections.abc import Container, Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from meguri.core.errors import BadInput
from meguri.core.repairs import Repair
from meguri.core.text import half_width

MUNICIPALITY_WEIGHTS = (6, 5, 4, 3, 2)
LAST_PREFECTURE = 47


@dataclass(frozen=True, slots=True)
class ParsedCode:
    """A code in its full form, and what had to be repaired to get there."""

    code: str
    repairs: tuple[Repair, ...] = ()


def municipality_check_digit(five_digits: str) -> str:
    """Check digit of 5 digits (prefecture 2, place 3): the last digit of 11 − Σ(digit × 6,5,4,3,2) mod 11.

    Source: 総務省 全国地方公共団体コード仕様. A remainder of 1 gives 10, so "0"; of 0 gives 11, so "1".
    """
    if not re.fullmatch(r"[0-9]{5}", five_digits):
        raise ValueError("municipality_check_digit takes 5 ASCII digits")
    total = sum(weight * int(digit) for weight, digit in zip(MUNICIPALITY_WEIGHTS, five_digits, strict=True))
    return str((11 - total % 11) % 10)


def corporate_check_digit(twelve_digits: str) -> str:
    """Check digit of a 12-digit base: 9 − Σ(Pn × Qn) mod 9, n from the right, Qn 1 if n is odd, else 2.

    Source: 法人番号の指定等に関する省令（平成26年財務省令第70号）第2条.
    """
    if not re.fullmatch(r"[0-9]{12}", twelve_digits):
        raise ValueError("corporate_check_digit takes 12 ASCII digits")
    total = sum(int(digit) * (1 + n % 2) for n, digit in enumerate(reversed(twelve_digits)))
    return str(9 - total % 9)


def parse_municipality_code(
    text: str, *, known: Container[str] = (), has_check_digit: bool | None = None
) -> ParsedCode:
    """The 6-digit code meant by `text`.

    Six digits must carry the right check digit. Four digits are a code that lost its first zero and its check
    digit. Five digits can be read in two ways: without a check digit, or with one and without the leading zero.
    A reading counts if its prefecture is 01–47, its place number is 000 or from 100 up and, in the second way, its
    check digit is right. If both count, `has_check_digit` decides (what the rest of the column shows, or R in front,
    says), else the one in `known` (6-digit codes) is taken; if that does not settle it, BadInput names both.
    Raises BadInput for anything else.
    """
    bare, repairs = _bare_digits(text, prefix="R")
    if len(bare) == 6:
        return ParsedCode(_checked(bare), repairs)
    if len(bare) == 5:
        return _five_digits(bare, repairs, known, False if Repair.PREFIX in repairs else has_check_digit)
    if len(bare) == 4:
        return ParsedCode(_completed("0" + bare), (*repairs, Repair.LOST_ZERO, Repair.CHECK_DIGIT_ADDED))
    raise BadInput(
        format_lazy(
            _(
                "「{found}」は自治体のコードとして読めません。6桁の全国地方公共団体コード（例：016331）を入れてください。"
            ),
            found=text[:40],
        )
    )


def column_has_check_digit(texts: Iterable[str]) -> bool | None:
    """Whether a column of municipality codes carries check digits; None if it does not show, or shows both.

    Six digits have one. Four digits, five with a leading zero, and R with five digits have none.
    """
    shown = set()
    for text in texts:
        bare, repairs = _bare_digits(text, prefix="R")
        if len(bare) == 6:
            shown.add(True)
        elif len(bare) == 4 or (len(bare) == 5 and (bare[0] == "0" or Repair.PREFIX in repairs)):
            shown.add(False)
    return shown.pop() if len(shown) == 1 else None


def parse_corporate_number(text: str) -> ParsedCode:
    """The 13-digit 法人番号 meant by `text`: also with T (invoice number), hyphens, or as the 12-digit base number.

    Raises BadInput, with the check digit found and the one expected where that is what is wrong.
    """
    bare, repairs = _bare_digits(text, prefix="T")
    if len(bare) == 12:
        return ParsedCode(corporate_check_digit(bare) + bare, (*repairs, Repair.CHECK_DIGIT_ADDED))
    if len(bare) != 13:
        raise BadInput(_unreadable_corporate_number(text))
    expected = corporate_check_digit(bare[1:])
    if bare[0] != expected:
        raise BadInput(
            format_lazy(
                _(
                    "法人番号「{code}」の検査数字（先頭の1桁）が合いません。"
                    "{found} とありますが、{expected} のはずです。番号をもう一度お確かめください。"
                ),
                code=bare,
                found=bare[0],
                expected=expected,
            )
        )
    return ParsedCode(bare, repairs)


def _unreadable_corporate_number(text: str) -> Promise:
    if re.fullmatch(r"[0-9]\.?[0-9]*[eE]\+?1[0-9]", half_width(text).strip()):
        template = _(
            "「{found}」は表計算ソフトが丸めた番号で、もとに戻せません。"
            "列を文字列にして、13桁の法人番号を入れ直してください。"
        )
    else:
        template = _("「{found}」は法人番号として読めません。13桁の数字（例：9000020016331）を入れてください。")
    return format_lazy(template, found=text[:40])


def _bare_digits(text: str, *, prefix: str) -> tuple[str, tuple[Repair, ...]]:
    repairs = []
    bare = half_width(text)
    if bare != text:
        repairs.append(Repair.FULL_WIDTH)
    if bare != bare.strip():
        repairs.append(Repair.SPACES)
    bare = bare.strip()
    if bare[:1].upper() == prefix:
        repairs.append(Repair.PREFIX)
        bare = bare[1:]
    if re.fullmatch(r"[0-9]+(?:[-‐−– ][0-9]+)+", bare):
        repairs.append(Repair.GROUPING)
        bare = re.sub(r"[^0-9]", "", bare)
    return (bare if re.fullmatch(r"[0-9]+", bare) else ""), tuple(repairs)


def _names_a_place(five_digits: str) -> bool:
    prefecture, place = int(five_digits[:2]), int(five_digits[2:])
    return 1 <= prefecture <= LAST_PREFECTURE and (place == 0 or place >= 100)


def _completed(five_digits: str, written: str = "") -> str:
    if not _names_a_place(five_digits):
        raise BadInput(
            format_lazy(
                _(
                    "「{found}」という自治体のコードはありません。"
                    "はじめの2桁は都道府県の番号（01〜47）、つぎの3桁は000か100以上です。"
                ),
                found=written or five_digits,
            )
        )
    return five_digits + municipality_check_digit(five_digits)


def _checked(six_digits: str) -> str:
    expected = _completed(six_digits[:5], six_digits)
    if six_digits != expected:
        raise BadInput(
            format_lazy(
                _(
                    "自治体のコード「{code}」の検査数字（末尾の1桁）が合いません。"
                    "{found} とありますが、{expected} のはずです。コードをもう一度お確かめください。"
                ),
                code=six_digits,
                found=six_digits[-1],
                expected=expected[-1],
            )
        )
    return six_digits


def _five_digits(
    bare: str, repairs: tuple[Repair, ...], known: Container[str], has_check_digit: bool | None
) -> ParsedCode:
    readings = _readings(bare, repairs)
    if len(readings) == 2 and has_check_digit is not None:
        return readings[has_check_digit]
    if not readings:
        # Neither way holds: the checks of the likelier one say which part is wrong.
        _completed(bare) if bare[0] == "0" else _checked("0" + bare)
    in_use = [reading for reading in readings if reading.code in known]
    if len(readings) == 1 or len(in_use) == 1:
        return (in_use or readings)[0]
    first, second = sorted(reading.code for reading in readings)
    raise BadInput(
        format_lazy(
            _("「{found}」は {first} とも {second} とも読めます。6桁の全国地方公共団体コードで入れてください。"),
            found=bare,
            first=first,
            second=second,
        )
    )


def _readings(bare: str, repairs: tuple[Repair, ...]) -> list[ParsedCode]:
    """What counts: first without a check digit, then with one."""
    whole = "0" + bare
    readings = []
    if _names_a_place(bare):
        readings.append(ParsedCode(_completed(bare), (*repairs, Repair.CHECK_DIGIT_ADDED)))
    if _names_a_place(whole[:5]) and municipality_check_digit(whole[:5]) == whole[5]:
        readings.append(ParsedCode(whole, (*repairs, Repair.LOST_ZERO)))
    return readings
