"""How money is said: amounts in prose and to the last yen, fiscal years, the name of a line."""

from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from meguri.core.wareki import era_year
from meguri.funding.models import BudgetLine
from meguri.indicators.amounts import yen_in_words

TITLE_LENGTH = 200


def in_words(yen: int | None) -> str:
    """An amount as prose writes it, 「1億2,300万円」; 未入力 where it is unknown."""
    if yen is None:
        return _("未入力")
    words = yen_in_words(abs(yen), get_language() or "ja")
    return _("マイナス%(amount)s") % {"amount": words} if yen < 0 else words


def to_the_yen(yen: int | None) -> str:
    """An amount to the last yen, for tables: 123,000,000; 「—」 where it is unknown."""
    return "—" if yen is None else f"{yen:,}".replace("-", "−")


def year_in_words(year: int) -> str:
    """「2025年度（令和7年度）」"""
    return _("%(year)s年度（%(era)s度）") % {"year": year, "era": era_year(date(year, 5, 1))}


def short_year(year: int) -> str:
    return _("%(year)s年度") % {"year": year}


def line_title(line: BudgetLine) -> str:
    """「2025年度 福祉バスの予約運行（委託料）」: what the line is for, and its 節 where that says more."""
    name = line.undertaking or line.moku or line.kou or line.kan or line.setsu or line.account
    title = f"{line.fiscal_year}年度 {name}"
    if line.setsu and line.setsu != name:
        title += f"（{line.setsu}）"
    return title[:TITLE_LENGTH]


def line_summary(line: BudgetLine) -> str:
    """「一般会計 民生費 社会福祉費 老人福祉費」"""
    return " ".join((line.account, *line.path[:3]))[:TITLE_LENGTH]


def path_in_words(line: BudgetLine) -> str:
    """「民生費 › 社会福祉費 › 老人福祉費 › 委託料」"""
    return " › ".join(line.path)


def share_in_percent(part: int, whole: int) -> int | None:
    """A share in whole percent, cut and never rounded up; None where there is no whole."""
    return part * 100 // whole if whole > 0 else None
