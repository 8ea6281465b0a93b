"""What a town's file of budget and settlement may say, in the words towns use for 款項目節, 事業 and amounts."""

import re
from collections.abc import Mapping
from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from meguri.core.scope import active_town
from meguri.core.tables.columns import Field, SheetKind
from meguri.core.tables.values import Read, Reader, Value, choice, fiscal_year, text, whole_number, yen
from meguri.core.text import normalise
from meguri.funding.sums import PARTS

GENERAL = "一般会計"
PLACE = ("fiscal_year", "account", "side", "kan", "kou", "moku", "setsu", "undertaking", "number")
NTH = "nth"
"""Of several rows that say the same place, which: so that none is lost."""

SCOPE, ALL, PART = "scope", "all", "part"
"""Asked once for a file: whether it stands for the whole of its year, or only for the lines it names."""
SCOPE_WORDS = {ALL: "この年度のすべて", PART: "この表にある行だけ"}
BEFORE, SHIFT, REMARK = "before", "shift", "remark"
"""補正前の額; what a 補正 adds to one 節; 説明, which names an undertaking only where it is one's name."""
CARRIED_OUT = "carried_out"
_SUPPLEMENTARY = re.compile("補正予算(?!額)|補正第|第[0-9]+号補正|補正[(（]第")

_SIDES = {"歳出": "expenditure", "歳入": "revenue", "支出": "expenditure", "収入": "revenue"}
_SIDE_WORDS = {"expenditure": "歳出", "revenue": "歳入"}
_CODE = re.compile(r"^(?:第?[0-9]+[款項目節]|[0-9]+(?=[\s.:]))[\s.:]*")
_YEAR = re.compile(
    r"(?:令和|平成|昭和|[RHSrhs])\s*(?:[0-9]{1,2}|元)(?:\.0?[1-9]|年?度|年(?![0-9]*月))?|(?:19|20)[0-9]{2}年?度"
)
_ACCOUNT = re.compile(r"[^\s(),、・「」]*?(?:特別会計|事業会計|企業会計)")


def _heading(longest: int) -> Reader:
    """A name without the number before it: 「２款 総務費」 is 総務費."""
    read_text = text(longest)

    def read(cell: str) -> Read:
        found = read_text(cell)
        bare = _CODE.sub("", str(found.value or "")) or found.value
        return Read(bare, found.repairs)

    return read


def year_in(told: str) -> str | None:
    """「令和７年度　歳出決算」 says 令和7年度, and 「R7決算」 R7."""
    found = _YEAR.search(normalise(told))
    return found[0] if found else None


def account_in(told: str) -> str | None:
    """「見本町国民健康保険特別会計　歳入」 says 国民健康保険特別会計."""
    plain = normalise(told)
    town = active_town()
    if town is not None:
        plain = plain.replace(town.name, " ")
    if GENERAL in plain:
        return GENERAL
    found = _ACCOUNT.search(plain)
    return _YEAR.sub("", found[0]).strip() if found else None


def side_in(told: str) -> str | None:
    """歳入 or 歳出, where a title says one of them and not both."""
    said = {word for word in ("歳入", "歳出") if word in normalise(told)}
    return said.pop() if len(said) == 1 else None


def scope_in(told: str) -> str | None:
    """「令和8年度一般会計補正予算（第2号）」 names only the lines that change."""
    return SCOPE_WORDS[PART] if _SUPPLEMENTARY.search(normalise(told)) else None


def _scope_word(value: Value) -> str:
    return SCOPE_WORDS.get(str(value or ""), "")


def _side_word(value: Value) -> str:
    return _SIDE_WORDS.get(str(value or ""), "")


def row_name(values: Mapping[str, Value]) -> str:
    """「福祉バスの予約運行 委託料」: the undertaking, or the deepest name of the place, and its 節."""
    path = [str(values.get(key) or "") for key in ("kan", "kou", "moku")]
    name = str(values.get("undertaking") or "") or next((one for one in reversed(path) if one), "")
    setsu = str(values.get("setsu") or "")
    return " ".join(one for one in (name, setsu if setsu != name else "") if one)


_YEAR_FIELD = Field(
    "fiscal_year",
    _("年度"),
    ("年度", "会計年度", "予算年度"),
    fiscal_year,
    found_in=year_in,
    hint=_("例: 令和7年度、2025"),
    width=10,
)
_ACCOUNT_FIELD = Field(
    "account",
    _("会計"),
    ("会計", "会計名", "会計区分"),
    text(60),
    found_in=account_in,
    hint=_("書いていなければ、一般会計として読みます。"),
)
_SIDE_FIELD = Field(
    "side",
    _("歳入・歳出"),
    ("歳入歳出", "歳入歳出区分", "歳入／歳出", "区分"),
    choice(_SIDES),
    found_in=side_in,
    shown=_side_word,
    choices=("歳出", "歳入"),
    hint=_("書いていなければ、歳出として読みます。"),
    width=10,
)
_SCOPE_FIELD = Field(
    SCOPE,
    _("この表が言うこと"),
    (),
    choice({word: key for key, word in SCOPE_WORDS.items()}),
    found_in=scope_in,
    shown=_scope_word,
    choices=tuple(SCOPE_WORDS.values()),
    hint=_(
        "「すべて」なら、この表にない行は終わります。補正予算のように、変わる行だけの表は「この表にある行だけ」です。"
    ),
    is_column=False,
)
BUDGET_KIND = SheetKind(
    "budget",
    _("予算と決算"),
    fields=(
        _YEAR_FIELD,
        _ACCOUNT_FIELD,
        _SIDE_FIELD,
        Field("kan", _("款"), ("款", "款名", "款名称", "科目／款", "予算科目／款"), _heading(60), fill_down=True),
        Field("kou", _("項"), ("項", "項名", "項名称", "科目／項", "予算科目／項"), _heading(60), fill_down=True),
        Field("moku", _("目"), ("目", "目名", "目名称", "科目／目", "予算科目／目"), _heading(60), fill_down=True),
        Field(
            "setsu",
            _("節"),
            ("節", "節名", "節名称", "節区分", "科目／節", "節／名称"),
            _heading(60),
            fill_down=True,
        ),
        Field(
            "number",
            _("事業番号"),
            ("事業番号", "事業コード", "事業No", "番号", "整理番号", "事務事業番号"),
            text(30),
            fill_down=True,
            width=12,
        ),
        Field(
            "undertaking",
            _("事業の名前"),
            ("事業", "事業名", "事業名称", "事務事業", "事務事業名", "細事業", "細事業名", "小事業", "事業説明"),
            text(100),
            fill_down=True,
            width=32,
        ),
        Field(REMARK, _("説明"), ("説明", "説明欄", "内容", "摘要"), text(200)),
        Field(
            BEFORE,
            _("補正前の額（円）"),
            ("補正前の額", "補正前", "補正前額", "補正前予算額", "補正前の予算額", "既定予算額", "既決予算額"),
            yen,
            is_yen=True,
        ),
        Field(
            SHIFT,
            _("節ごとの補正額（円）"),
            ("節金額", "節／金額", "節補正額", "節／補正額"),
            yen,
            is_yen=True,
        ),
        Field(
            "initial",
            _("当初予算額（円）"),
            ("当初", "当初予算", "当初予算額", "予算額／当初", "本年度当初", "金額／当初予算額"),
            yen,
            is_yen=True,
        ),
        Field(
            "supplement",
            _("補正予算額（円）"),
            ("補正", "補正額", "補正予算", "補正予算額", "予算額／補正", "補正計"),
            yen,
            is_yen=True,
        ),
        Field(
            "carried",
            _("前年度からの繰越額（円）"),
            ("繰越", "繰越額", "前年度繰越額", "繰越予算額", "継続費及び繰越事業費繰越額", "予算額／繰越",
             "前年度からの繰越額", "前年度からの繰越"),
            yen,
            is_yen=True,
        ),
        Field(
            "transfer",
            _("流用・充用の増減（円）"),
            ("流用", "流用額", "流用増減", "流用増減額", "流用充用額", "流用・充用", "充用・流用",
             "予備費支出及び流用増減", "予備費支出及び流用増減額", "予備費充用及び流用増減", "予算額／流用",
             "予算現額／流用増減"),
            yen,
            is_yen=True,
        ),
        Field(
            "budget",
            _("予算額（円）"),
            ("予算額", "予算", "予算現額", "現計予算", "現計予算額", "最終予算", "最終予算額", "本年度予算額",
             "予算額／計", "予算額／合計", "予算計", "金額／予算現額", "計", "補正後", "補正後の額", "補正後予算額",
             "補正後の予算額"),
            yen,
            is_yen=True,
        ),
        Field(
            "settlement",
            _("決算額（円）"),
            ("決算", "決算額", "支出済額", "収入済額", "支出額", "収入額", "執行額", "執行済額", "金額／決算額"),
            yen,
            is_yen=True,
        ),
        Field(
            "carried_out",
            _("翌年度への繰越額（円）"),
            ("翌年度繰越額", "翌年度への繰越額", "翌年度繰越", "翌年度へ繰越", "翌年度への繰越", "翌年度繰越額／計",
             "翌年度繰越額／合計"),
            yen,
            is_yen=True,
        ),
        Field(NTH, _("同じところの何行目か"), (), whole_number),
    ),
    asked=(replace(_YEAR_FIELD, required=True), _ACCOUNT_FIELD, _SIDE_FIELD, _SCOPE_FIELD),
    name=row_name,
    identities=((*PLACE, NTH),),
    out=(*PLACE, *PARTS, "budget", "settlement", CARRIED_OUT),
    telling=frozenset({"kan", "kou", "moku", "setsu", "settlement", "initial", "supplement", BEFORE}),
    explained=_("款・項・目・節か事業ごとの、予算と決算の表です。小計の行や、千円の表のままで大丈夫です。"),
)  # fmt: skip
