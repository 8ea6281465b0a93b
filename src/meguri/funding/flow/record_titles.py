"""What the public acts of this room are called in the record."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext_lazy as _

from meguri.core.scope import across_towns
from meguri.funding.flow.models import OfficialTotal
from meguri.funding.journal.models import Contract
from meguri.record.titles import Kind, register


def _contracts(references: Iterable[str]) -> Mapping[str, str]:
    wanted = {int(one.rpartition("-")[2]): one for one in references if one.rpartition("-")[2].isdecimal()}
    with across_towns():  # the country's record names contracts of many towns
        return {wanted[pk]: title for pk, title in Contract.objects.filter(pk__in=wanted).values_list("pk", "title")}


def _contract_page(reference: str) -> str:
    code, _dash, pk = reference.rpartition("-")
    return f"/{code}/contracts/{pk}/"


def _total_page(reference: str) -> str:
    return f"/{reference.rpartition('-')[0]}/budget/"


register(
    titles={
        "funding.publish_contract": _("契約を公表しました"),
        "funding.publish_official_total": _("予算・決算の公式の合計を公表しました"),
    },
    kinds={
        "contract": Kind(_("契約"), _contract_page, _contracts),
        "official_total": Kind(_("予算・決算の公式の合計"), _total_page),
    },
    facts={"method": _("選び方"), "signed_on": _("契約の日"), "kind": _("何の合計か")},
    values={
        "method": lambda value: str(dict(Contract.Method.choices).get(value, value)),
        "kind": lambda value: str(dict(OfficialTotal.Kind.choices).get(value, value)),
    },
)
