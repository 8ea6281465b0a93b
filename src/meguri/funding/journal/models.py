"""Funds and their books: accounts by purpose, entries whose postings sum to zero, contracts, closed years."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from meguri.core.ports import Reference
from meguri.core.scope import town_manager
from meguri.core.uuid7 import uuid7
from meguri.governance.models import Draft, Organisation, Post
from meguri.projects.models import Project
from meguri.towns.models import Town


class Fund(models.Model):
    """Money kept for purposes, by the town, a firm or an association (`holder`).

    `is_copy`: the town's own money. Its books are kept in the town's accounting system; what stands here is a copy for
    the public (公表用), and its entries come from files alone. `ordinance`: the law of a 基金, empty for other funds.
    """

    class Kind(models.TextChoices):
        ORDINANCE = "ordinance", _("基金（条例による）")
        OTHER = "other", _("資金")

    id = models.BigAutoField(primary_key=True)
    town = models.ForeignKey(Town, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("資金の名前"), max_length=100)
    kind = models.CharField(_("種類"), max_length=9, choices=Kind.choices, default=Kind.OTHER)
    ordinance = models.CharField(_("もとになる条例"), max_length=200, blank=True)
    holder = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="funds")
    is_copy = models.BooleanField(default=False)
    aim = models.TextField(_("何のためのお金か"), max_length=1000)
    opened_on = models.DateField(_("はじめた日"))
    closed_on = models.DateField(_("終えた日"), null=True, blank=True)
    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    first_published_at = models.DateTimeField()

    objects: ClassVar[models.Manager["Fund"]] = town_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["name", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["town", "name"], name="one_fund_for_each_name"),
            models.CheckConstraint(
                condition=models.Q(closed_on__isnull=True) | models.Q(closed_on__gte=models.F("opened_on")),
                name="fund_closes_after_it_opens",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def public_reference(self) -> Reference:
        return Reference("fund", f"{self.town.code}-{self.pk}")


class Purpose(models.Model):
    """What a part of a fund is for (使いみち); a purpose may be one project. Money never changes purpose in silence."""

    id = models.BigAutoField(primary_key=True)
    town = models.ForeignKey(Town, on_delete=models.PROTECT, related_name="+")
    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="purposes")
    name = models.CharField(_("使いみち"), max_length=100)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, null=True, blank=True, related_name="purposes")
    position = models.PositiveIntegerField(default=0)

    objects: ClassVar[models.Manager["Purpose"]] = town_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["fund", "position", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["fund", "name"], name="one_purpose_for_each_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Account(models.Model):
    """An account of a fund's books. Those of a purpose say what it has; PLAN and PLEDGE hold what has not come yet.

    A posting's yen are positive on the debit side (借方) and negative on the credit side (貸方).
    """

    class Kind(models.TextChoices):
        CASH = "cash", _("預金・現金")
        PURPOSE = "purpose", _("使いみち別の残高")
        LENT = "lent", _("貸付金")
        PLANNED = "planned", _("予定")
        PLANNED_CONTRA = "planned_contra", _("予定の控え")
        COMMITTED = "committed", _("約束")
        COMMITTED_CONTRA = "committed_contra", _("約束の控え")

    id = models.BigAutoField(primary_key=True)
    town = models.ForeignKey(Town, on_delete=models.PROTECT, related_name="+")
    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="accounts")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    purpose = models.ForeignKey(Purpose, on_delete=models.PROTECT, null=True, blank=True, related_name="accounts")

    objects: ClassVar[models.Manager["Account"]] = town_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["fund", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["fund", "kind"], condition=models.Q(purpose__isnull=True), name="one_account_of_each_kind"
            ),
            models.UniqueConstraint(
                fields=["purpose", "kind"],
                condition=models.Q(purpose__isnull=False),
                name="one_account_of_each_purpose",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=["purpose", "lent", "planned", "committed"], purpose__isnull=False)
                | models.Q(kind__in=["cash", "planned_contra", "committed_contra"], purpose=None),
                name="accounts_by_purpose",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.fund_id} {self.kind}"


class Contract(models.Model):
    """A contract for a project: with whom, how it was chosen, for how much. Published as OCDS."""

    class Method(models.TextChoices):
        OPEN = "open", _("一般競争入札")
        SELECTIVE = "selective", _("指名競争入札")
        PROPOSAL = "proposal", _("公募型プロポーザル")
        DIRECT = "direct", _("随意契約")

    id = models.BigAutoField(primary_key=True)
    town = models.ForeignKey(Town, on_delete=models.PROTECT, related_name="+")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="contracts")
    title = models.CharField(_("件名"), max_length=200)
    supplier = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="contracts"
    )
    supplier_name = models.CharField(_("契約の相手"), max_length=100)
    supplier_number = models.CharField(_("法人番号"), max_length=13, blank=True)
    in_town = models.BooleanField(_("町内の相手か"), null=True, blank=True)
    method = models.CharField(_("選び方"), max_length=9, choices=Method.choices)
    reason = models.CharField(_("その方法にした理由"), max_length=300, blank=True)
    yen = models.BigIntegerField(_("契約の額（円）"))
    signed_on = models.DateField(_("契約の日"))
    begins_on = models.DateField(_("いつから"), null=True, blank=True)
    ends_on = models.DateField(_("いつまで"), null=True, blank=True)
    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects: ClassVar[models.Manager["Contract"]] = town_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-signed_on", "-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(yen__gt=0), name="contract_has_a_sum"),
        ]

    def __str__(self) -> str:
        return self.title

    def public_reference(self) -> Reference:
        return Reference("contract", f"{self.town.code}-{self.pk}")


class JournalEntry(models.Model):
    """One movement of a fund's money, or of what is planned and promised to it. Immutable; it is reversed, not changed.

    It is written after its postings and seals them: the database takes it only when they sum to zero, and no posting
    after it. `key`: the name of what it came from, as a bank file's row, so that nothing is booked twice. `text` is
    public and names no person. `in_town`: whether the one who was paid is in the town; null: not known.
    """

    class Stage(models.TextChoices):
        PLANNED = "planned", _("予定")
        COMMITTED = "committed", _("約束")
        RECEIVED = "received", _("受取")
        SPENT = "spent", _("支出")
        RETURNED = "returned", _("返還")
        MOVED = "moved", _("振替")

    class Way(models.TextChoices):
        DONATION = "donation", _("寄附")
        HOMETOWN_TAX = "hometown_tax", _("ふるさと納税")
        CORPORATE = "corporate", _("企業版ふるさと納税")
        SUBSIDY = "subsidy", _("補助金")
        LOAN = "loan", _("融資")
        INVESTMENT = "investment", _("投資")
        OWN = "own", _("自己資金・繰入")
        OTHER = "other", _("その他")

    class Origin(models.TextChoices):
        BOOKED = "booked", _("ここで記帳")
        FILE = "file", _("ファイルから")
        PROVIDER = "provider", _("決済事業者から")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    town = models.ForeignKey(Town, on_delete=models.PROTECT, related_name="+")
    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="entries")
    fiscal_year = models.PositiveSmallIntegerField()
    on = models.DateField(_("日付"))
    stage = models.CharField(max_length=9, choices=Stage.choices)
    way = models.CharField(max_length=12, choices=Way.choices, blank=True)
    origin = models.CharField(max_length=8, choices=Origin.choices, default=Origin.BOOKED)
    text = models.CharField(_("摘要"), max_length=200)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, null=True, blank=True, related_name="entries")
    approved_by = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, null=True, blank=True, related_name="entries")
    in_town = models.BooleanField(null=True, blank=True)
    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    key = models.CharField(max_length=120, null=True, blank=True)
    reverses = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="reversed_by"
    )
    reason = models.CharField(_("取り消す理由"), max_length=300, blank=True)
    at = models.DateTimeField()

    objects: ClassVar[models.Manager["JournalEntry"]] = town_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-on", "-id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["fund", "on", "id"], name="journal_of_a_fund"),
            models.Index(fields=["project", "stage", "on"], name="journal_of_a_project"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["fund", "key"], name="one_entry_for_each_key"),
            models.CheckConstraint(
                condition=~models.Q(stage="spent")
                | models.Q(project__isnull=False, approved_by__isnull=False)
                | models.Q(origin="file"),
                name="an_expense_names_project_and_post",
            ),
            models.CheckConstraint(
                condition=models.Q(reverses__isnull=True) | ~models.Q(reason=""), name="a_reversal_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.text

    def public_reference(self) -> Reference:
        return Reference("journal_entry", f"{self.town.code}-{self.pk}")


class Posting(models.Model):
    """One line of an entry (仕訳明細): an account and its yen, debit positive. Immutable.

    The number grows in the order of booking; by it money that came first is told to go first.
    """

    id = models.BigAutoField(primary_key=True)
    town = models.ForeignKey(Town, on_delete=models.PROTECT, related_name="+")
    entry = models.ForeignKey(JournalEntry, on_delete=models.PROTECT, related_name="postings")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="postings", db_index=False)
    yen = models.BigIntegerField()

    objects: ClassVar[models.Manager["Posting"]] = town_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["account", "id", "yen"], name="balance_of_an_account"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["entry", "account"], name="one_posting_for_each_account"),
            models.CheckConstraint(condition=~models.Q(yen=0), name="a_posting_has_yen"),
            models.CheckConstraint(
                condition=models.Q(yen__gte=-(10**15)) & models.Q(yen__lte=10**15), name="a_posting_within_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.yen:+,}"


class ClosedYear(models.Model):
    """That the books of a fund are closed for a fiscal year: it takes no entry any more. Immutable."""

    id = models.BigAutoField(primary_key=True)
    town = models.ForeignKey(Town, on_delete=models.PROTECT, related_name="+")
    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="closed_years")
    fiscal_year = models.PositiveSmallIntegerField()
    closed_at = models.DateTimeField()
    entries = models.PositiveIntegerField(help_text="how many entries the year has")

    objects: ClassVar[models.Manager["ClosedYear"]] = town_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["fund", "-fiscal_year"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["fund", "fiscal_year"], name="a_year_is_closed_once"),
        ]

    def __str__(self) -> str:
        return f"{self.fund_id} {self.fiscal_year}"

    def public_reference(self) -> Reference:
        return Reference("fund_year", f"{self.town.code}-{self.fund_id}-{self.fiscal_year}")
