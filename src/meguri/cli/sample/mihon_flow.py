"""The contracts of 見本町 and the official totals of its accounts, drafted by the finance section and approved."""

from django.db import transaction

from meguri.cli.sample import mihon
from meguri.cli.sample.mihon_hall import posts, rows, town
from meguri.cli.sample.mihon_story import publish, send_no_letters, somebody_at
from meguri.core.scope import across_towns, in_town
from meguri.funding.flow.policies import CONTRACT, OFFICIAL_TOTAL
from meguri.funding.models import Contract
from meguri.projects.models import Project

FINANCE = "総務課／財政係／係長"


def tell_flow() -> None:
    """All or nothing."""
    with in_town(town()), transaction.atomic():
        author = somebody_at(posts()[FINANCE])
        numbers = {one.number: one.pk for one in Project.objects.exclude(number="")}
        for row in rows("contracts"):
            publish(author, CONTRACT, None, {**row, "project": numbers[row["project"]]})
        for row in rows("official_totals"):
            publish(author, OFFICIAL_TOTAL, None, row)
        send_no_letters()


def is_told() -> bool:
    with across_towns():
        return Contract.objects.filter(town__municipality__code=mihon.CODE).exists()
