"""Fields that the forms of this room share: sums of at least a yen, rates, organisations, purposes; terms checked."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from meguri.funding.journal.models import Purpose
from meguri.governance.models import Organisation
from meguri.governance.posts import on_day
from meguri.projects.forms.fields import Choices, YenField


class SumField(YenField):
    """Whole yen, at least one."""

    def to_python(self, value: Any) -> Any:
        yen = super().to_python(value)
        if yen == 0:
            raise forms.ValidationError(_("金額は、1円以上で入れてください。"))
        return yen


def sum_field(label: Any, *, required: bool = False, help_text: Any = "") -> SumField:
    return SumField(label=label, required=required, help_text=help_text)


def rate_field(label: Any, *, required: bool = False, help_text: Any = "") -> forms.DecimalField:
    """A percentage from 0 to 100 with up to three decimals."""
    said = gettext_lazy("0から100までの数（％）で入れてください。例: 1.5")
    errors = {"min_value": said, "max_value": said, "invalid": said, "max_decimal_places": said, "max_digits": said}
    return forms.DecimalField(
        label=label, required=required, help_text=help_text, min_value=Decimal(0), max_value=Decimal(100),
        max_digits=6, decimal_places=3, error_messages=errors,
    )  # fmt: skip


def text_area(label: Any, *, required: bool = True, most: int = 1000, help_text: Any = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, required=required, max_length=most, widget=widget, help_text=help_text)


def bodies() -> Choices:
    """Firms and associations that stand today. One query."""
    rows = Organisation.objects.filter(on_day(timezone.localdate())).exclude(kind=Organisation.Kind.TOWN)
    named = rows.order_by("kind", "position", "pk").values_list("pk", "name")
    return [("", _("選んでください")), *((str(pk), name) for pk, name in named)]


def purposes() -> Choices:
    """Purposes of the funds that are open, by fund. One query."""
    rows = Purpose.objects.filter(fund__closed_on=None).select_related("fund").order_by("fund__name", "position")
    groups: dict[str, list[tuple[str, str]]] = {}
    for one in rows:
        groups.setdefault(one.fund.name, []).append((str(one.pk), one.name))
    return [("", _("選んでください")), *groups.items()]


def check_term(form: forms.Form, begin: str, end: str) -> None:
    """An error at `end` where it lies before `begin`."""
    first, last = form.cleaned_data.get(begin), form.cleaned_data.get(end)
    if first is not None and last is not None and last < first:
        form.add_error(end, _("「%(begin)s」より後の日にしてください。") % {"begin": form.fields[begin].label})


def not_after_today(form: forms.Form, name: str) -> None:
    day = form.cleaned_data.get(name)
    if day is not None and day > timezone.localdate():
        form.add_error(name, _("今日までの日にしてください。"))
