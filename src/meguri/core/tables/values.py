"""What a cell says, read as the kind of value its column holds; every repair told, every refusal with what to do."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from meguri.core.errors import BadInput
from meguri.core.period import Period, PeriodKind
from meguri.core.repairs import Repair
from meguri.core.tables.numbers import NOT_PUBLISHED, read_number
from meguri.core.tables.writer import escape_formula
from meguri.core.text import half_width, normalise, search_key

Value = str | int | date | None
"""What stands in a row: text, a whole number, a day, or None where the file says nothing."""


class Read(NamedTuple):
    """A value, the repairs it needed, and what a person should look at in it."""

    value: Value
    repairs: tuple[Repair, ...] = ()
    doubt: Promise | None = None


Reader = Callable[[str], Read]
"""From the text of a cell to its value; raises BadInput with the sentence that says what to do."""

_EMPTY = NOT_PUBLISHED - {"", "x", "X", "ｘ", "Ｘ", "χ"}
_SHOWN = 40
_PHONE = re.compile(r"(?=(?:[^0-9]*[0-9]){3})[0-9+#*][0-9+#*~〜、,/ -]{1,29}")
_PHONE_DIGITS = 10
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_SERIAL_DAY = re.compile("[1-9][0-9]{4}")
_EXCEL_FIRST = date(1899, 12, 30)
_QUOTED = re.compile("'+[-=+@＝＋－＠#\\t\\r\\n]")
_FISCAL = re.compile("年度$")
_NO_DAY = frozenset(("未定", "なし", "無し", "無", "継続", "継続中", "未設定", "期限なし", "終期なし", "当面", "毎年"))
_YEAR_ALONE = re.compile(r"(?:(?:明治|大正|昭和|平成|令和|[MTSHRmtshr])\s*(?:元|[0-9]{1,2})|[12][0-9]{3})年?度?")


def escaped(cell: str) -> str:
    """`cell` as it goes out: with an apostrophe before what a spreadsheet could run. `unescaped` takes it off again."""
    return "'" + cell if _QUOTED.match(cell) or escape_formula(cell) != cell else cell


def unescaped(cell: str) -> str:
    return cell[1:] if _QUOTED.match(cell) else cell


def text(longest: int) -> Reader:
    """One line of text. What is longer than `longest` is refused."""

    def read(cell: str) -> Read:
        line = re.sub(r"\s*\n\s*", " ", unescaped(cell.strip()))
        if line in _EMPTY:
            return Read(None, (Repair.EMPTY_MARK,))
        return Read(_not_longer(normalise(line), longest) or None)

    return read


def prose(longest: int) -> Reader:
    """Text in its own form, lines kept."""

    def read(cell: str) -> Read:
        kept = unescaped(cell.replace("\r\n", "\n").replace("\r", "\n").strip()).strip()
        if kept in _EMPTY:
            return Read(None, (Repair.EMPTY_MARK,))
        return Read(_not_longer(kept, longest) or None)

    return read


def _not_longer(found: str, longest: int) -> str:
    if len(found) > longest:
        raise BadInput(
            format_lazy(_("{longest}字までにしてください（いま{count}字）。"), longest=longest, count=len(found))
        )
    return found


def phone(cell: str) -> Read:
    """A telephone number, half width, with hyphens as written; brackets become hyphens."""
    narrow = normalise(cell)
    if not narrow or cell.strip() in _EMPTY:
        return Read(None, (Repair.EMPTY_MARK,) if narrow else ())
    plain = re.sub(r"^(?:tel|電話|☎)[.:]?\s*", "", narrow, flags=re.IGNORECASE)
    plain = re.sub(r"\)\s*", "-", plain.lstrip("(")).replace("(", "-").strip("-")
    repairs: list[Repair] = [Repair.FULL_WIDTH] if half_width(cell) != cell else []
    if re.fullmatch("[1-9][0-9]{8,9}", plain):
        plain, repairs = "0" + plain, [*repairs, Repair.LOST_ZERO]
    if not _PHONE.fullmatch(plain):
        raise BadInput(_("電話番号は数字とハイフンで入れてください。例: 01564-2-2111"))
    digits = sum(one.isdecimal() for one in plain)
    too_few = plain.startswith("0") and digits < _PHONE_DIGITS and not re.search("[~〜,/]", plain)
    doubt = format_lazy(_("電話番号のけたが足りないようです（{count}けた）。"), count=digits) if too_few else None
    return Read(plain, tuple(repairs), doubt)


def extension(cell: str) -> Read:
    """An extension, or several: 「内線 121・122」 becomes 121・122."""
    narrow = re.sub(r"^内線[:]?\s*", "", normalise(cell))
    if not narrow or cell.strip() in _EMPTY:
        return Read(None, (Repair.EMPTY_MARK,) if narrow else ())
    if len(narrow) > 20 or not re.search("[0-9]", narrow):
        raise BadInput(_("内線は番号で入れてください。例: 121"))
    return Read(narrow, (Repair.FULL_WIDTH,) if half_width(cell) != cell else ())


def email(cell: str) -> Read:
    narrow = normalise(cell)
    if not narrow or cell.strip() in _EMPTY:
        return Read(None, (Repair.EMPTY_MARK,) if narrow else ())
    if len(narrow) > 254 or not _EMAIL.fullmatch(narrow):
        raise BadInput(_("メールの宛先は、fukushi@town.example.jp のように入れてください。"))
    return Read(narrow)


def whole_number(cell: str) -> Read:
    """A whole number; marks for nothing give None."""
    found = read_number(_without_unit(cell))
    if found.value is None:
        return Read(None, (Repair.EMPTY_MARK,) if found.mark else ())
    if found.value != int(found.value):
        raise BadInput(_("小数のない数を入れてください。"))
    return Read(int(found.value), found.repairs)


def yen(cell: str, factor: int = 1) -> Read:
    """Yen, when one in the cell stands for `factor` yen. 「12,345千円」 says its own factor."""
    bare = normalise(cell)
    own = unit_of(bare, bracketed=False)
    found = read_number(_without_unit(cell))
    if found.value is None:
        return Read(None, (Repair.EMPTY_MARK,) if found.mark else ())
    sum_ = _exact(cell, found.value) * (own or factor)
    if sum_ != int(sum_):
        raise BadInput(_("1円より細かい金額は読めません。単位（円・千円）をお確かめください。"))
    return Read(int(sum_), (*found.repairs, Repair.UNIT) if own else found.repairs)


def _exact(cell: str, read: int | float) -> Decimal:
    try:
        return Decimal(str(read))
    except InvalidOperation as wrong:
        raise BadInput(format_lazy(_("「{found}」は金額として読めません。"), found=cell[:_SHOWN])) from wrong


_UNITS = {"円": 1, "千円": 1_000, "百万円": 1_000_000, "万円": 10_000, "億円": 100_000_000}
_UNIT = re.compile("(百万円|千円|万円|億円|円)$")
_UNIT_TOLD = re.compile(r"(?:単位\s*[:・]?\s*|[(\[【]\s*)(百万円|千円|万円|億円|円)")


def _without_unit(cell: str) -> str:
    return _UNIT.sub("", cell.strip())


def unit_of(told: str, *, bracketed: bool = True) -> int | None:
    """How many yen one stands for where a heading or note says so (「単位：千円」: 1000); else None."""
    narrow = normalise(told)
    found = _UNIT_TOLD.search(narrow) if bracketed else _UNIT.search(narrow)
    return _UNITS[found[1]] if found else None


def fiscal_year(cell: str) -> Read:
    """A fiscal year by the year of its April: 令和8年度, R8, 2026年度, 2026."""
    narrow = normalise(cell)
    if not narrow or cell.strip() in _EMPTY:
        return Read(None)
    plain = _FISCAL.sub("年", narrow)
    found = Period.parse(plain if plain.isdecimal() or plain.endswith("年") else plain + "年")
    if found.kind not in (PeriodKind.YEAR, PeriodKind.FISCAL_YEAR):
        raise BadInput(_("年度を入れてください。例: 令和8年度、2026"))
    return Read(found.year, () if plain.isascii() or plain[:1].isdecimal() else (Repair.ERA,))


def day(cell: str) -> Read:
    """A day; of a month its first, of a fiscal year the first of April. 「未定」 and the like are none."""
    return _day(cell, last=False)


def last_day(cell: str) -> Read:
    """A day; of a month or a fiscal year its last. 「未定」 and the like are none."""
    return _day(cell, last=True)


def year_alone(cell: str) -> str:
    """「R5」 and 「令和5年」 as the fiscal year they mean in a table that speaks of 年度; "" for anything else."""
    narrow = normalise(cell)
    if not _YEAR_ALONE.fullmatch(narrow):
        return ""
    found = fiscal_year(narrow).value
    return f"{found}年度"


def _day(cell: str, *, last: bool) -> Read:
    narrow = normalise(cell)
    if not narrow or cell.strip() in _EMPTY or narrow in _EMPTY or narrow.strip("()") in _NO_DAY:
        return Read(None, (Repair.EMPTY_MARK,) if narrow else ())
    if _SERIAL_DAY.fullmatch(narrow):
        return Read(date.fromordinal(_EXCEL_FIRST.toordinal() + int(narrow)))
    found = Period.parse(narrow.split(" ")[0] if narrow[:4].isdecimal() else narrow)
    era = () if narrow[:4].isdecimal() else (Repair.ERA,)
    if found.kind is PeriodKind.FISCAL_YEAR:
        return Read(found.end, (*era, Repair.YEAR_ENDS)) if last else Read(found.start, (*era, Repair.YEAR_BEGINS))
    return Read(found.end if last else found.start, era)


def choice(words: Mapping[str, str]) -> Reader:
    """One of a few words; `words` leads from what may be written to what is stored."""
    by_key = {search_key(word): stored for word, stored in words.items()}

    def read(cell: str) -> Read:
        narrow = normalise(cell)
        if not narrow or cell.strip() in _EMPTY:
            return Read(None)
        found = by_key.get(search_key(narrow))
        if found is None:
            shown = "、".join(list(words)[:8])
            raise BadInput(
                format_lazy(
                    _("「{found}」は使えません。{words}のどれかを入れてください。"), found=narrow[:_SHOWN], words=shown
                )
            )
        return Read(found)

    return read
