"""What is stored of money that came through a bank or a site: files, rows, what they were matched to, closed months."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from meguri.core.ports import Reference
from meguri.core.scope import town_manager
from meguri.funding.bank.payment_models import Payment, PaymentEvent
from meguri.funding.journal.models import Fund, JournalEntry, Purpose
from meguri.towns.models import Town

__all__ = ["FundAccount", "Match", "MoneyFile", "MoneyRow", "MonthClosing", "Payment", "PaymentEvent"]


class FundAccount(models.Model):
    """The account at a bank in which a fund's money lies. A file of another account is not taken in for the fund."""

    class Kind(models.TextChoices):
        ORDINARY = "1", _("普通")
        CURRENT = "2", _("当座")
        SAVINGS = "4", _("貯蓄")

    id = models.BigAutoField(primary_key=True)
    town = models.ForeignKey(Town, on_delete=models.PROTECT, related_name="+")
    fund = models.OneToOneField(Fund, on_delete=models.PROTECT, related_name="account")
    bank = models.CharField(_("金融機関コード"), max_length=4)
    bank_name = models.CharField(_("金融機関の名前"), max_length=40)
    branch = models.CharField(_("支店番号"), max_length=3)
    branch_name = models.CharField(_("支店の名前"), max_length=40)
    kind = models.CharField(_("預金の種類"), max_length=1, choices=Kind.choices, default=Kind.ORDINARY)
    number = models.CharField(_("口座番号"), max_length=10)
    holder = models.CharField(_("口座の名義（カナ）"), max_length=60)

    objects: ClassVar[models.Manager["FundAccount"]] = town_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["bank", "branch", "kind", "number"], name="an_account_is_of_one_fund"),
        ]

    def __str__(self) -> str:
        return f"{self.bank_name} {self.branch_name} {self.get_kind_display()} {self.number}"


class MoneyFile(models.Model):
    """A file that was taken in for a fund. `name` is private: it may tell of persons. `before`, `after`: balances."""

    class Source(models.TextChoices):
        RECEIPTS = "receipts", _("振込入金通知（全銀）")
        MOVEMENTS = "movements", _("入出金取引明細（全銀）")
        BANK = "bank", _("入出金の明細（Excel・CSV）")
        SITE = "site", _("寄附サイトの申込一覧")
        LEDGER = "ledger", _("資金の出納簿")

    id = models.BigAutoField(primary_key=True)
    town = models.ForeignKey(Town, on_delete=models.PROTECT, related_name="+")
    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="money_files")
    source = models.CharField(_("種類"), max_length=9, choices=Source.choices)
    site = models.CharField(_("サイトの名前"), max_length=40, blank=True)
    name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    rows = models.PositiveIntegerField(help_text="rows of the file, those that stood already among them")
    new = models.PositiveIntegerField()
    after = models.BigIntegerField(null=True, help_text="the account's balance in yen after the file's last row")
    taken_at = models.DateTimeField()

    objects: ClassVar[models.Manager["MoneyFile"]] = town_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-taken_at", "-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["fund", "digest"], name="a_file_is_taken_once_for_a_fund"),
        ]

    def __str__(self) -> str:
        return self.name

    def public_reference(self) -> Reference:
        return Reference("money_file", f"{self.town.code}-{self.pk}")


class MoneyRow(models.Model):
    """One row of a file: money that came in (positive yen) or went out (negative), and what was decided of it.

    `payer`, `name` and `text` are of a person: private, never in the record, emptied after `erased_at`. `key` tells the
    row from every other of the fund and holds nothing of the person but 16 bits. `twin`: a row that says the same
    stands already under another key, so a person has to look.
    """

    class State(models.TextChoices):
        OPEN = "open", _("まだ決めていない")
        BOOKED = "booked", _("記帳した")
        ASIDE = "aside", _("取りのけた")
        RETURNED = "returned", _("返す・返した")

    class Aside(models.TextChoices):
        PAYOUT = "payout", _("決済事業者・寄附サイトからのまとめての入金")
        OTHER = "other", _("この資金のお金ではない・そのほか")

    id = models.BigAutoField(primary_key=True)
    town = models.ForeignKey(Town, on_delete=models.PROTECT, related_name="+")
    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="money_rows")
    file = models.ForeignKey(MoneyFile, on_delete=models.PROTECT, related_name="money_rows")
    key = models.CharField(max_length=120)
    position = models.PositiveIntegerField(help_text="the row, or the record, in its file")
    on = models.DateField()
    yen = models.BigIntegerField()
    payer = models.CharField(max_length=100, blank=True)
    name = models.CharField(max_length=100, blank=True)
    text = models.CharField(max_length=200, blank=True)
    purpose = models.ForeignKey(Purpose, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    twin = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    aside = models.CharField(max_length=6, choices=Aside.choices, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager["MoneyRow"]] = town_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["on", "id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["fund", "state", "on"], name="rows_of_a_fund_by_state"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["fund", "key"], name="a_row_is_taken_once"),
            models.CheckConstraint(condition=~models.Q(yen=0), name="a_row_has_yen"),
            models.CheckConstraint(
                condition=~models.Q(state__in=["aside", "returned"]) | ~models.Q(reason=""),
                name="what_is_set_aside_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.yen:+,}"


class Match(models.Model):
    """What a booked row is, in the books: its entry, and how that was settled."""

    class How(models.TextChoices):
        CODE = "code", _("番号と金額が合った")
        PERSON = "person", _("人が見て決めた")
        FILE = "file", _("ファイルに書いてあった")

    id = models.BigAutoField(primary_key=True)
    town = models.ForeignKey(Town, on_delete=models.PROTECT, related_name="+")
    row = models.OneToOneField(MoneyRow, on_delete=models.PROTECT, related_name="match")
    entry = models.OneToOneField(JournalEntry, on_delete=models.PROTECT, related_name="bank_match")
    how = models.CharField(max_length=6, choices=How.choices)
    at = models.DateTimeField()

    objects: ClassVar[models.Manager["Match"]] = town_manager()

    def __str__(self) -> str:
        return f"{self.row_id} {self.how}"


class MonthClosing(models.Model):
    """That a month of a fund's account was closed: the statement's balance beside the books, and the difference.

    books − elsewhere + aside = statement − difference, all in yen. `elsewhere`: booked as taken in by a payment
    provider or a donation site, paid out or not. `aside`: on the account, and not in the books. `in_yen`, `out_yen`:
    through the account; `rows` counts the orders of sites as well.
    """

    id = models.BigAutoField(primary_key=True)
    town = models.ForeignKey(Town, on_delete=models.PROTECT, related_name="+")
    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="closed_months")
    month = models.DateField(help_text="its first day")
    statement_yen = models.BigIntegerField(_("通帳の残高（円）"))
    books_yen = models.BigIntegerField()
    elsewhere_yen = models.BigIntegerField()
    aside_yen = models.BigIntegerField()
    difference_yen = models.BigIntegerField()
    reason = models.CharField(_("ちがいのわけ"), max_length=200, blank=True)
    rows = models.PositiveIntegerField()
    booked = models.PositiveIntegerField()
    in_yen = models.BigIntegerField()
    out_yen = models.BigIntegerField()
    closed_at = models.DateTimeField()
    reopened_at = models.DateTimeField(null=True, blank=True)
    reopened_because = models.CharField(max_length=200, blank=True)

    objects: ClassVar[models.Manager["MonthClosing"]] = town_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-month", "-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["fund", "month"], condition=models.Q(reopened_at__isnull=True), name="a_month_is_closed_once"
            ),
            models.CheckConstraint(
                condition=models.Q(difference_yen=0) | ~models.Q(reason=""), name="a_difference_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.fund_id} {self.month:%Y-%m}"
