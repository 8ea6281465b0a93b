"""What is typed of a loan, and of a repayment that came in."""

from fractions import Fraction
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from meguri.funding.journal.forms.choices import projects, purposes_of
from meguri.funding.sources.forms.fields import bodies, not_after_today, rate_field, sum_field
from meguri.funding.sources.keys import fund_behind, row_of
from meguri.funding.sources.loan_schedule import Instalment, Method, Terms, owed, schedule
from meguri.funding.sources.models import Loan, Repayment
from meguri.funding.words import to_the_yen
from meguri.governance.models import PublicObject
from meguri.projects.forms.fields import YenField, choice_of, day_field
from meguri.projects.forms.sectioned import Part, SectionedForm

MOST_INSTALMENTS = 600


class LoanForm(SectionedForm):
    """A loan out of a purpose of the fund that the draft is about."""

    name = forms.CharField(label=gettext_lazy("何のための融資か"), max_length=100)
    borrower = choice_of(bodies, gettext_lazy("借りる会社・団体"), required=True)
    project = choice_of(projects, gettext_lazy("どの事業のためか"), required=True)
    purpose = choice_of(lambda: [], gettext_lazy("どの使いみちから"), required=True)
    amount = sum_field(gettext_lazy("貸す額（円）"), required=True)
    rate = rate_field(gettext_lazy("年利（％）"), required=True, help_text=gettext_lazy("利息をとらないときは0。"))
    way = forms.ChoiceField(label=gettext_lazy("返し方"), choices=Loan.Way.choices)
    every = forms.TypedChoiceField(label=gettext_lazy("返す間隔"), choices=Loan.Every.choices, coerce=int)
    instalments = forms.IntegerField(
        label=gettext_lazy("返す回数"), min_value=1, max_value=MOST_INSTALMENTS,
        error_messages={
            "min_value": gettext_lazy("1回から600回までで入れてください。"),
            "max_value": gettext_lazy("1回から600回までで入れてください。"),
        },
    )  # fmt: skip
    lent_on = day_field(gettext_lazy("貸した日"), required=True)
    first_due = day_field(gettext_lazy("1回目の期日"), required=True)
    security = forms.CharField(
        label=gettext_lazy("担保・保証"), max_length=300, help_text=gettext_lazy("ないときは「なし」と書きます。")
    )

    PARTS: ClassVar[tuple[Part, ...]] = (
        (gettext_lazy("だれに、何のために"), "", ("name", ("borrower", "project"), "purpose")),
        (gettext_lazy("条件"), gettext_lazy("返す予定の表は、この条件から計算します。"),
         (("amount", "rate"), ("way", "every"), "instalments", ("lent_on", "first_due"), "security")),
    )  # fmt: skip

    def __init__(self, *args: Any, about: PublicObject | None = None, **kwargs: Any) -> None:
        super().__init__(*args, about=about, **kwargs)
        self.fund = fund_behind(about)
        field: Any = self.fields["purpose"]
        field.choices = purposes_of(self.fund)

    def title(self) -> str:
        return _("融資 %(yen)s円: %(name)s") % {"yen": to_the_yen(self.yen()), "name": self.said("name")}

    def yen(self) -> int | None:
        found: int | None = getattr(self, "cleaned_data", {}).get("amount")
        return found

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        not_after_today(self, "lent_on")
        lent, first = cleaned.get("lent_on"), cleaned.get("first_due")
        if lent is not None and first is not None and first <= lent:
            self.add_error("first_due", _("1回目の期日は、貸した日より後の日にしてください。"))
        if self.fund is not None and self.fund.holder_id == cleaned.get("borrower"):
            self.add_error("borrower", _("資金を持つ団体が、自分に貸すことはできません。"))
        return cleaned

    def schedule(self) -> list[Instalment]:
        """Of a valid form."""
        given = self.cleaned_data
        rate = Fraction(given["rate"]) / 100
        return schedule(
            Terms(given["amount"], rate, Method(given["way"]), given["first_due"], given["instalments"], given["every"])
        )


class RepaymentForm(SectionedForm):
    """What came in for one instalment; what the schedule says stands in the choice."""

    number = choice_of(lambda: [], gettext_lazy("何回目か"), required=True)
    on = day_field(gettext_lazy("入った日"), required=True)
    principal = YenField(label=gettext_lazy("元金（円）"), required=True)
    interest = YenField(label=gettext_lazy("利息（円）"), required=True)

    PARTS: ClassVar[tuple[Part, ...]] = (
        (gettext_lazy("返済が入った"), "", ("number", "on", ("principal", "interest"))),
    )

    def __init__(self, *args: Any, about: PublicObject | None = None, **kwargs: Any) -> None:
        super().__init__(*args, about=about, **kwargs)
        self.loan: Loan | None = row_of(about, "loan")
        field: Any = self.fields["number"]
        field.choices = [("", _("選んでください")), *(_told(one) for one in self._instalments())]

    def _instalments(self) -> list[Instalment]:
        return schedule(self.loan.terms) if self.loan is not None else []

    def title(self) -> str:
        told = {"name": self.loan.name if self.loan else "", "number": self.said("number")}
        return _("「%(name)s」の%(number)s回目の返済") % told

    def yen(self) -> int | None:
        given = getattr(self, "cleaned_data", {})
        return (given.get("principal") or 0) + (given.get("interest") or 0) or None

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        not_after_today(self, "on")
        if self.loan is not None:
            self._check(self.loan, cleaned)
        return cleaned

    def _check(self, loan: Loan, cleaned: dict[str, Any]) -> None:
        earlier = list(Repayment.objects.filter(loan=loan))
        number, principal, interest = (cleaned.get(name) for name in ("number", "principal", "interest"))
        if number is not None and any(one.number == number for one in earlier):
            self.add_error("number", _("この回の返済は、もう記帳されています。別の回を選んでください。"))
        left = owed(loan.yen, [one.paid for one in earlier])
        if principal is not None and principal > left:
            sentence = _("元金の残りは%(left)s円です。それより多くは受け取れません。")
            self.add_error("principal", sentence % {"left": f"{left:,}"})
        if not principal and not interest and principal is not None and interest is not None:
            self.add_error("principal", _("元金か利息の、入った額を入れてください。"))
        if cleaned.get("on") is not None and cleaned["on"] < loan.lent_on:
            self.add_error("on", _("貸した日より後の日にしてください。"))


def _told(one: Instalment) -> tuple[str, str]:
    word = _("%(number)s回目　%(due)s　元金 %(principal)s円、利息 %(interest)s円")
    return str(one.number), word % {
        "number": one.number, "due": one.due_on, "principal": f"{one.principal:,}", "interest": f"{one.interest:,}",
    }  # fmt: skip
