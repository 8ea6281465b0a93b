"""What a town's list of undertakings (事務事業一覧) may say, in the words towns use."""

import re
from calendar import monthrange
from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext_lazy as _

from meguri.core.errors import BadInput
from meguri.core.repairs import Repair
from meguri.core.tables.columns import Field, SheetKind
from meguri.core.tables.values import Read, Reader, Value, choice, day, last_day, prose, text, yen
from meguri.core.text import normalise
from meguri.core.wareki import common_year
from meguri.projects.states import State

FOLDED = ("section", "team", "post")
"""Columns that say together who is in charge; they become `charge`."""
MONEY = ("budget", "settlement")
"""Columns that belong to the sheet of budget and settlement: they are read, and told."""

STATES = {
    "検討": State.CONSIDERED, "計画": State.PLANNED, "実施": State.RUNNING, "評価": State.EVALUATED,
    "完了": State.COMPLETED, "中止": State.STOPPED,
    "検討中": State.CONSIDERED, "構想": State.CONSIDERED, "構想中": State.CONSIDERED,
    "計画中": State.PLANNED, "予定": State.PLANNED, "未着手": State.PLANNED, "準備中": State.PLANNED,
    "新規": State.PLANNED,
    "実施中": State.RUNNING, "継続": State.RUNNING, "継続中": State.RUNNING, "運用中": State.RUNNING,
    "進行中": State.RUNNING, "拡充": State.RUNNING, "縮小": State.RUNNING, "現状維持": State.RUNNING,
    "評価中": State.EVALUATED, "検証": State.EVALUATED, "検証中": State.EVALUATED, "見直し": State.EVALUATED,
    "見直し中": State.EVALUATED,
    "終了": State.COMPLETED, "完了済": State.COMPLETED, "済": State.COMPLETED, "事業終了": State.COMPLETED,
    "廃止": State.STOPPED, "休止": State.STOPPED, "取りやめ": State.STOPPED, "取り止め": State.STOPPED,
}  # fmt: skip
GROUNDS = {
    "義務": "duty", "任意": "free",
    "法令による義務": "duty", "法定": "duty", "法定受託": "duty", "法定受託事務": "duty", "義務的": "duty",
    "義務的事業": "duty", "法定事業": "duty", "法令": "duty", "必須": "duty", "○": "duty",
    "任意的": "free", "任意事業": "free", "単独": "free", "町単独": "free", "市単独": "free", "村単独": "free",
    "単独事業": "free", "法定外": "free", "×": "free",
}  # fmt: skip
_GROUND_WORDS = {"duty": "義務", "free": "任意"}


STEP = "／"
"""Between the names of organisations: 保健福祉課／福祉係."""
_MONTH_OF_ERA = re.compile(
    r"(明治|大正|昭和|平成|令和|[MTSHR])\s*(元|[0-9]{1,2})\s*[年.]\s*(1[0-2]|0?[1-9])\s*月?", re.IGNORECASE
)


def _with_months_of_eras(read_day: Reader, *, last: bool) -> Reader:
    """Also 「R1.4」, as lists write April 2019: the first year of an era as a whole, whatever its first day."""

    def read(cell: str) -> Read:
        try:
            return read_day(cell)
        except BadInput:
            found = _MONTH_OF_ERA.fullmatch(normalise(cell))
            if found is None:
                raise
            year = common_year(found[1], 1 if found[2] == "元" else int(found[2]))
            month = int(found[3])
            return Read(date(year, month, monthrange(year, month)[1] if last else 1), (Repair.ERA,))

    return read


def _charge(cell: str) -> Read:
    """An organisation or a post; the step between names as we write it."""
    found = text(200)(cell)
    return Read(found.value.replace("/", STEP) if isinstance(found.value, str) else None, found.repairs)


def _state_word(value: Value) -> str:
    return next((word for word, state in STATES.items() if state == value), "")


def _ground_word(value: Value) -> str:
    return _GROUND_WORDS.get(str(value or ""), "")


def name_of(values: Mapping[str, Value]) -> str:
    """「101 福祉バスの予約運行」"""
    return " ".join(str(values[key]) for key in ("number", "name") if values.get(key))


UNDERTAKINGS = SheetKind(
    key="undertakings",
    word=_("事務事業一覧"),
    name=name_of,
    identities=(("number",), ("name",)),
    telling=frozenset({
        "purpose", "ground", "law", "end_condition", "successor", "state", "activity", "begins_on", "ends_on"
    }),
    telling_together=(frozenset({"name", "charge"}), frozenset({"name", "section"})),
    out=(
        "number", "name", "charge", "purpose", "activity", "state", "ground", "law", "begins_on", "ends_on",
        "end_condition", "successor", "planned_yen", "place", "came_from", "report_due",
    ),
    explained=_("事業の名前、担当、目的などの分かる一覧です。事業番号がなければ、名前で見分けます。"),
    fields=(
        Field(
            "number",
            _("事業番号"),
            ("No", "番号", "事業No", "事業コード", "整理番号", "事務事業番号", "事務事業コード", "管理番号"),
            text(30),
            width=10,
        ),
        Field(
            "name",
            _("事業の名前"),
            ("事業名", "事務事業名", "事務事業", "事業名称", "事務事業の名称", "事務事業名称", "名称", "事業"),
            text(100),
            required=True,
            width=30,
        ),
        Field(
            "charge",
            _("担当"),
            ("担当組織", "所管", "所属", "主管", "担当部署", "所管部署", "責任者", "担当課係", "所管課係",
             "担当課係名"),
            _charge,
            hint=_("課や係の名前で大丈夫です。その長が責任者になり、本人の確認を待ちます。"),
            width=28,
        ),
        Field("section", _("課"), ("担当課", "所管課", "主管課", "担当課名", "所管課名", "課名", "部署"), text(60),
              fill_down=True),
        Field("team", _("係"), ("担当係", "所管係", "係名", "担当係名", "班", "グループ"), text(60)),
        Field("post", _("役職"), ("担当役職", "職名", "責任者の役職"), text(60)),
        Field(
            "purpose",
            _("何のために"),
            ("目的", "事業の目的", "事業目的", "ねらい", "対象と意図", "目的・意図"),
            prose(1000),
            width=40,
        ),
        Field(
            "activity",
            _("何をするか"),
            ("内容", "事業内容", "事業の内容", "事業概要", "事業の概要", "概要", "主な内容", "取組内容",
             "手段", "活動内容"),
            prose(2000),
            width=40,
        ),
        Field(
            "state",
            _("段階"),
            ("進み具合", "状態", "状況", "進捗", "進捗状況", "実施状況", "今後の方向性", "区分"),
            choice(STATES),
            shown=_state_word,
            choices=("検討", "計画", "実施", "評価", "完了", "中止"),
            width=10,
        ),
        Field(
            "ground",
            _("根拠"),
            ("法定任意", "義務任意", "法令による義務任意", "法定任意の別", "義務任意の別", "根拠区分", "実施根拠",
             "事業区分", "法定受託自治"),
            choice(GROUNDS),
            shown=_ground_word,
            choices=("義務", "任意"),
            width=10,
        ),
        Field(
            "law",
            _("根拠の法令・条例"),
            ("根拠法令", "根拠法令等", "法令根拠", "関係法令", "根拠条例", "根拠法令条例", "法令条例"),
            text(200),
            width=24,
        ),
        Field(
            "begins_on",
            _("始まる日"),
            ("開始", "開始年月", "開始年度", "開始日", "開始年月日", "事業開始", "着手", "始期", "事業期間／開始",
             "期間／開始", "事業期間／自", "期間／自"),
            _with_months_of_eras(day, last=False),
            width=14,
            is_day=True,
        ),
        Field(
            "ends_on",
            _("終わる日"),
            ("終了", "終了予定", "終了年月", "終了年度", "終了日", "終了予定年月", "事業終了", "終期", "事業期間／終了",
             "期間／終了", "事業期間／至", "期間／至"),
            _with_months_of_eras(last_day, last=True),
            width=14,
            is_day=True,
        ),
        Field(
            "end_condition",
            _("何をもって終えるか"),
            ("終了条件", "終了の条件", "廃止の条件", "終期設定の考え方", "見直しの条件", "完了の条件", "サンセット"),
            text(300),
            width=36,
        ),
        Field(
            "successor",
            _("終えたあと、だれが続けるか"),
            ("引き継ぎ先", "終了後の引き継ぎ先", "引継ぎ先", "引継先", "終了後の引継ぎ先", "終了後の担い手"),
            text(200),
            width=24,
        ),
        Field(
            "planned_yen",
            _("見込みの費用（円）"),
            ("事業費見込み", "事業費見込", "見込額", "事業費", "概算事業費", "計画事業費", "総事業費", "見込みの費用"),
            yen,
            is_yen=True,
        ),
        Field("budget", _("予算額"), ("予算", "当初予算", "当初予算額", "予算現額", "本年度予算"), yen, is_yen=True),
        Field("settlement", _("決算額"), ("決算", "決算見込", "決算見込額", "前年度決算", "実績額"), yen, is_yen=True),
        Field("place", _("場所"), ("実施場所", "対象地域", "実施地域", "施設", "地区"), text(200)),
        Field(
            "came_from",
            _("もとになった計画や声"),
            ("総合計画", "総合計画上の位置づけ", "総合計画の位置付け", "施策", "施策名", "上位計画", "位置づけ"),
            text(200),
            width=24,
        ),
        Field(
            "report_due",
            _("次の報告の期限"),
            ("報告の期限", "報告期限", "報告書の提出期限", "報告書提出期限", "評価書の提出期限", "評価書提出期限",
             "評価シート提出期限", "提出期限"),
            day,
            width=14,
        ),
    ),
)  # fmt: skip
