"""What the public acts on funds are called in the record."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext_lazy as _

from meguri.core.scope import across_towns
from meguri.funding.journal.models import Fund, JournalEntry
from meguri.record.titles import Kind, register


def _funds(references: Iterable[str]) -> Mapping[str, str]:
    wanted = {int(one.rpartition("-")[2]): one for one in references if one.rpartition("-")[2].isdecimal()}
    with across_towns():  # the country's record names funds of many towns
        return {wanted[pk]: name for pk, name in Fund.objects.filter(pk__in=wanted).values_list("pk", "name")}


def _entries(references: Iterable[str]) -> Mapping[str, str]:
    wanted = {one.partition("-")[2]: one for one in references}
    with across_towns():  # the country's record names entries of many towns
        rows = list(JournalEntry.objects.filter(pk__in=wanted).values_list("pk", "text"))
    return {wanted[str(pk)]: text for pk, text in rows}


def _fund_page(reference: str) -> str:
    code, _dash, pk = reference.rpartition("-")
    return f"/{code}/funds/{pk}/"


def _entry_page(reference: str) -> str:
    code, _dash, pk = reference.partition("-")
    return f"/{code}/journal/{pk}/"


register(
    titles={
        "funding.publish_fund": _("資金をつくるか、改めました"),
        "funding.publish_expense": _("資金から支出しました"),
        "funding.publish_booking": _("資金のお金が動きました"),
        "funding.publish_reversal": _("仕訳を取り消しました"),
        "funding.close_year": _("資金の年度を締めました"),
    },
    kinds={
        "fund": Kind(_("資金"), _fund_page, _funds),
        "journal_entry": Kind(_("仕訳"), _entry_page, _entries),
        "fund_year": Kind(_("資金の年度")),
    },
    facts={
        "fund": _("資金"),
        "stage": _("お金の段階"),
        "yen": _("金額（円）"),
        "approved_by": _("決裁した役職"),
        "holder": _("だれが持つお金か"),
        "is_copy": _("まちのお金の写し"),
        "reversed": _("取り消した仕訳"),
        "fiscal_year": _("年度"),
        "entries": _("仕訳の数"),
        "balance_yen": _("残り（円）"),
    },
    values={"stage": lambda value: str(dict(JournalEntry.Stage.choices).get(value, value))},
)
