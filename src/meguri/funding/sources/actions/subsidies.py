"""Publishing a subsidy, or changes of one; and that a report which was due for it has been handed in."""

from django.utils.translation import gettext as _

from meguri.core.action import Public, action, note
from meguri.core.actor import Actor
from meguri.core.errors import BadInput, Conflict
from meguri.core.recording import Unrecorded
from meguri.funding.sources.actions.approved import given_in, made_now, project_of_draft
from meguri.funding.sources.keys import row_of
from meguri.funding.sources.models import Subsidy, SubsidyDuty
from meguri.governance.models import Draft
from meguri.governance.objects import tell

COLUMNS = (
    "name", "giver", "giver_name", "rate", "yearly_yen", "decided_on", "begins_on", "ends_on", "conditions",
    "carried_by", "after",
)  # fmt: skip
DUTIES = 4


@action("funding.publish_subsidy", record=Public)
def publish_subsidy(actor: Actor, draft: Unrecorded[Draft]) -> Subsidy:
    """Store the approved subsidy; reports that are due are added to those it has."""
    given = given_in(draft)
    columns = {name: given[name] for name in COLUMNS} | {"yen": given["amount"]}
    subsidy = row_of(draft.about, "subsidy")
    if subsidy is None:
        subsidy = Subsidy.objects.create(project=project_of_draft(draft), **columns, **made_now(draft))
    else:
        Subsidy.objects.filter(pk=subsidy.pk).update(**columns, draft=draft)
        subsidy = row_of(draft.about, "subsidy")
    for n in range(1, DUTIES + 1):
        if given[f"duty_{n}"]:
            SubsidyDuty.objects.get_or_create(
                subsidy=subsidy, name=given[f"duty_{n}"], due_on=given[f"duty_{n}_due"], town=draft.town
            )
    tell("subsidy", [subsidy])
    note(project=subsidy.project, yen=str(subsidy.yen), yearly_yen=str(subsidy.yearly_yen), ends_on=subsidy.ends_on)
    return subsidy  # type: ignore[no-any-return]  # one row of several kinds


@action("funding.publish_subsidy_duty", record=Public)
def publish_subsidy_duty(actor: Actor, draft: Unrecorded[Draft]) -> Subsidy:
    """Note the day on which a report was handed in. `Conflict` where it was noted before."""
    given, subsidy = given_in(draft), row_of(draft.about, "subsidy")
    if subsidy is None:
        raise BadInput(_("どの補助金のことかが分かりません。補助金のページから起案してください。"))
    changed = SubsidyDuty.objects.filter(pk=given["duty"], subsidy=subsidy, done_on=None).update(
        done_on=given["done_on"], said=given["said_of_it"]
    )
    if not changed:
        raise Conflict(_("この報告は、もう出したことになっています。"))
    note(subsidy=subsidy, on=given["done_on"])
    return subsidy  # type: ignore[no-any-return]  # one row of several kinds
