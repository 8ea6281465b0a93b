"""The repairs a reader may make by itself; each one is told to the person whose file it was."""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Repair(StrEnum):
    """One kind of repair; `sentence` tells the reader what was done."""

    FULL_WIDTH = "full_width"
    PREFIX = "prefix"
    GROUPING = "grouping"
    LOST_ZERO = "lost_zero"
    CHECK_DIGIT_ADDED = "check_digit_added"
    THOUSANDS = "thousands"
    NEGATIVE_SIGN = "negative_sign"
    PERCENT = "percent"
    SPACES = "spaces"
    EXCEL_TEXT = "excel_text"
    EXTRA_CELLS = "extra_cells"
    BLANK_ROW = "blank_row"
    SAVED_VALUE = "saved_value"
    MERGED = "merged"
    FILLED_DOWN = "filled_down"
    TOTAL_ROW = "total_row"
    NOTE_ROW = "note_row"
    HEADING_AGAIN = "heading_again"
    UNIT = "unit"
    ERA = "era"
    EMPTY_MARK = "empty_mark"
    YEAR_BEGINS = "year_begins"
    YEAR_ENDS = "year_ends"

    @property
    def sentence(self) -> Promise:
        """What was repaired, in the reader's language."""
        return _SENTENCES[self]


_SENTENCES: dict[Repair, Promise] = {
    Repair.FULL_WIDTH: _("全角の文字を半角に直しました。"),
    Repair.PREFIX: _("番号の前に付いた文字を外しました。"),
    Repair.GROUPING: _("番号の区切りを外しました。"),
    Repair.LOST_ZERO: _("先頭の0が落ちていたので、補いました。"),
    Repair.CHECK_DIGIT_ADDED: _("検査数字を補いました。"),
    Repair.THOUSANDS: _("桁区切りの「,」を外しました。"),
    Repair.NEGATIVE_SIGN: _("マイナスの記号を「-」に直しました。"),
    Repair.PERCENT: _("「%」を外しました。数はそのままです。"),
    Repair.SPACES: _("前後の空白を外しました。"),
    Repair.EXCEL_TEXT: _('表計算ソフトで文字として扱うための「="…"」を外しました。'),
    Repair.EXTRA_CELLS: _("右端の空のセルを外しました。"),
    Repair.BLANK_ROW: _("空の行を読みとばします。"),
    Repair.SAVED_VALUE: _("式は計算せず、ファイルに保存されていた値を読みました。"),
    Repair.MERGED: _("結合されたセルの値を、その下や右の行にも入れて読みました。"),
    Repair.FILLED_DOWN: _("空のセルを、すぐ上の値と同じとして読みました。"),
    Repair.TOTAL_ROW: _("計の行は、ほかの行の合計なので読みとばします。"),
    Repair.NOTE_ROW: _("注記の行を読みとばします。"),
    Repair.HEADING_AGAIN: _("くり返された見出しの行を読みとばします。"),
    Repair.UNIT: _("表に書かれた単位に合わせて、円に直しました。"),
    Repair.ERA: _("元号の日付を西暦に直しました。"),
    Repair.EMPTY_MARK: _("「-」などのしるしは、空として読みました。"),
    Repair.YEAR_BEGINS: _("年度だけなので、その年度の初めの日（4月1日）として読みました。"),
    Repair.YEAR_ENDS: _("年度だけなので、その年度の終わりの日（3月31日）として読みました。"),
}
