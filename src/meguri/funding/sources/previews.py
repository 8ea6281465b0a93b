"""What a draft of this room will look like once it is public: what its form holds, and what is reckoned from it."""

from collections.abc import Mapping
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from meguri.funding.sources.keys import project_behind, row_of
from meguri.funding.sources.outcome_words import working
from meguri.funding.words import in_words, to_the_yen
from meguri.governance.draft_content import form_of
from meguri.governance.draft_content import in_words as field_in_words
from meguri.governance.models import Draft
from meguri.indicators.labels import suffix_of
from meguri.indicators.queries import catalogue


def preview(draft: Draft) -> Mapping[str, Any]:
    """Label and words of each field that says something."""
    form = form_of(draft)
    named = ((field.label, field_in_words(field, draft.content.get(name))) for name, field in form.fields.items())
    return {
        "title": draft.title,
        "project": project_behind(draft.about),
        "facts": [(str(label), said) for label, said in named if said],
    }


def loan_preview(draft: Draft) -> Mapping[str, Any]:
    form: Any = form_of(draft)
    return {**preview(draft), "schedule": schedule_table(form.schedule())}


def schedule_table(instalments: list[Any]) -> dict[str, Any]:
    """Number, day, principal, interest, sum and what is left."""
    columns = [_("回"), _("期日"), *((word, "number") for word in (_("元金"), _("利息"), _("合計"), _("残り")))]
    rows = [
        (str(one.number), date_format(one.due_on, "DATE_FORMAT"),
         *((yen, to_the_yen(yen)) for yen in (one.principal, one.interest, one.yen, one.left)))
        for one in instalments
    ]  # fmt: skip
    return {"columns": columns, "rows": rows}


def payment_preview(draft: Draft) -> Mapping[str, Any]:
    form: Any = form_of(draft)
    contract = row_of(draft.about, "outcome_contract")
    answer = form.answer(form.cleaned_data["period"])
    unit = suffix_of(catalogue().by_id[contract.indicator_id])
    return {**preview(draft), "working": working(answer.lines, unit), "pays": in_words(answer.yen)}
