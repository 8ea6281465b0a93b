"""Tables of money in a layout of their own: a bank's statement, a donation site's list, a fund's ledger."""

from collections.abc import Mapping
from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from meguri.core.tables.columns import Field, SheetKind
from meguri.core.tables.values import Value, day, text, yen

_DAY = Field(
    "on",
    _("日付"),
    ("日付", "取引日", "勘定日", "年月日", "取扱日", "お取引日", "入金日", "申込日", "寄附日", "寄付日", "受付日",
     "寄附申込日", "寄付申込日", "申込日時", "受付日時", "入金確認日", "決済日"),
    day,
    required=True,
    fill_down=True,
    is_day=True,
    width=14,
)  # fmt: skip
_IN = Field(
    "in_yen",
    _("入金（円）"),
    ("入金", "入金額", "入金金額", "お預り金額", "お預かり金額", "預入金額", "預入額", "収入", "収入金額", "収入額",
     "受入", "受入額", "受入金額"),
    yen,
    is_yen=True,
)  # fmt: skip
_OUT = Field(
    "out_yen",
    _("出金（円）"),
    ("出金", "出金額", "出金金額", "お支払金額", "お引出し金額", "お引出金額", "引出金額", "支払金額", "支払額", "支出",
     "支出金額", "支出額", "払出", "払出額"),
    yen,
    is_yen=True,
)  # fmt: skip
_TEXT = Field(
    "text",
    _("摘要"),
    ("摘要", "摘要内容", "内容", "取引内容", "お取り扱い内容", "備考", "メモ", "適用"),
    text(200),
    width=32,
)


def _said(values: Mapping[str, Value]) -> str:
    return " ".join(str(values[key]) for key in ("on", "name", "payer", "text") if values.get(key))


BANK_KIND = SheetKind(
    "bank",
    _("入出金の明細（銀行）"),
    fields=(
        _DAY, _IN, _OUT, _TEXT,
        Field(
            "payer", _("振り込んだ人（カナ）"),
            ("振込依頼人名", "振込依頼人", "依頼人名", "お振込人", "振込人名", "お名前", "名義", "氏名カナ"), text(100),
        ),
        Field("number", _("番号"), ("照会番号", "取引番号", "番号", "整理番号", "No", "取引ID"), text(40), width=12),
        Field("balance", _("残高（円）"), ("残高", "差引残高", "差引残額", "お預り残高"), yen, is_yen=True),
    ),
    name=_said,
    telling=frozenset({"balance", "payer"}),
    explained=_("銀行の画面から出した、入出金の表です。"),
)  # fmt: skip
_SITE = Field(
    "site",
    _("サイトの名前"),
    (),
    text(40),
    required=True,
    hint=_("申込番号は、サイトごとに区別します。毎回同じ名前を入れてください。"),
    is_column=False,
)
SITE_KIND = SheetKind(
    "site",
    _("寄附サイトの申込一覧"),
    fields=(
        Field(
            "number", _("申込番号"),
            ("申込番号", "注文番号", "受付番号", "寄附番号", "寄付番号", "申込ID", "注文ID", "決済番号", "管理番号",
             "寄附申込番号", "寄付申込番号", "オーダーID"),
            text(60), required=True, width=18,
        ),
        _DAY,
        Field(
            "in_yen", _("寄附の額（円）"),
            ("寄附金額", "寄付金額", "寄附額", "寄付額", "金額", "申込金額", "決済金額", "寄附金の額", "合計金額"),
            yen, required=True, is_yen=True,
        ),
        Field("name", _("氏名"), ("氏名", "お名前", "寄附者名", "寄付者名", "寄附者氏名", "寄付者氏名",
             "申込者名", "申込者氏名"),
              text(100)),
        Field("payer", _("氏名（カナ）"), ("フリガナ", "氏名カナ", "氏名フリガナ", "寄附者名カナ", "寄付者名カナ", 
             "カナ", "ふりがな", "寄附者フリガナ", "寄付者フリガナ"),
              text(100)),
        Field("purpose", _("使いみち"),
              ("使い道", "使いみち", "使途",
               "寄附の使い道", "寄付の使い道", "寄附金の使い道", "寄付金の使い道", "使途名",
               "選んだ使い道"),
              text(100), width=28),
        Field("status", _("入金の状況"), ("決済状況", "入金状況", "ステータス", "状況", "支払状況",
               "決済ステータス", "状態"), text(40)),
        _TEXT,
    ),
    asked=(_SITE,),
    name=_said,
    identities=(("number",),),
    telling=frozenset({"number", "purpose", "status"}),
    explained=_("寄附サイトから出した、申込みの一覧です。並び方はサイトごとにちがってかまいません。"),
)  # fmt: skip
LEDGER_KIND = SheetKind(
    "ledger",
    _("資金の出納簿"),
    fields=(
        _DAY,
        replace(_TEXT, required=True),
        _IN, _OUT,
        Field("purpose", _("使いみち"), ("使い道", "使いみち", "使途", "科目", "区分", "費目"), text(100), width=28),
        Field("project", _("事業"), ("事業", "事業名", "対象事業"), text(100), width=28),
        Field("number", _("番号"), ("番号", "伝票番号", "整理番号", "No", "仕訳番号"), text(40), width=12),
        Field("balance", _("残高（円）"), ("残高", "差引残高", "差引残額", "累計"), yen, is_yen=True),
    ),
    name=_said,
    telling=frozenset({"project"}),
    explained=_("資金の出し入れを書いた帳簿です。摘要はそのまま公表されるので、人の名前を書かないでください。"),
)  # fmt: skip
KINDS = {one.key: one for one in (BANK_KIND, SITE_KIND, LEDGER_KIND)}
