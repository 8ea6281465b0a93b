"""What the public acts of this room are called in the record."""

from django.utils.translation import gettext_lazy as _

from meguri.funding.bank.models import MoneyFile
from meguri.record.titles import Kind, register

register(
    titles={
        "funding.name_account": _("資金の口座を登録しました"),
        "funding.take_money_file": _("入出金の明細を取り込みました"),
        "funding.decide_rows": _("入出金の明細を、見て決めました"),
        "funding.accept_sure_rows": _("番号と金額の合う明細を、まとめて記帳しました"),
        "funding.close_month": _("資金の口座の月を締めました"),
        "funding.reopen_month": _("締めた月を開きました"),
        "funding.settle_payment": _("支払われた寄附を、あとから記帳しました"),
        "funding.forget_payers": _("締めた月の明細から、振り込んだ人の名前を消しました"),
    },
    kinds={
        "money_file": Kind(_("入出金のファイル")),
        "fund_account": Kind(_("資金の口座")),
        "month_closing": Kind(_("締めた月")),
        "payment": Kind(_("決済事業者からのお金")),
    },
    facts={
        "bank": _("金融機関コード"),
        "bank_name": _("金融機関"),
        "branch": _("支店番号"),
        "branch_name": _("支店"),
        "source": _("ファイルの種類"),
        "rows": _("明細の数"),
        "new": _("新しい明細の数"),
        "booked": _("記帳した数"),
        "put_away": _("記帳しなかった数"),
        "in_yen": _("入金の合計（円）"),
        "out_yen": _("出金の合計（円）"),
        "month": _("月"),
        "payment": _("支払い"),
        "statement_yen": _("通帳の残高（円）"),
        "books_yen": _("帳簿の残高（円）"),
        "difference_yen": _("ちがい（円）"),
        "before": _("この日より前"),
    },
    values={"source": lambda value: str(dict(MoneyFile.Source.choices).get(value, value))},
)
