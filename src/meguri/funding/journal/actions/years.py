"""Closing the books of a fund for a fiscal year: from then on the year takes no entry."""

from django.utils import timezone
from django.utils.translation import gettext as _

from meguri.core.action import Public, action, note
from meguri.core.actor import Actor
from meguri.core.errors import Conflict
from meguri.core.fiscal import fiscal_year_range
from meguri.core.recording import Locked
from meguri.funding.journal.accounts import balances_of
from meguri.funding.journal.models import ClosedYear, Fund, JournalEntry, Purpose


@action("funding.close_year", record=Public)
def close_year(actor: Actor, fund: Locked[Fund], fiscal_year: int) -> ClosedYear:
    """`Conflict` before the year has ended, or while an earlier one is open. The fund's row is held meanwhile."""
    if ClosedYear.objects.filter(fund=fund, fiscal_year=fiscal_year).exists():
        raise Conflict(_("この年度は、もう締めています。"))
    if timezone.localdate() <= fiscal_year_range(fiscal_year)[1]:
        raise Conflict(_("年度は、3月31日が過ぎてから締めます。"))
    entries = JournalEntry.objects.filter(fund=fund)
    closed = set(ClosedYear.objects.filter(fund=fund).values_list("fiscal_year", flat=True))
    earlier = set(entries.filter(fiscal_year__lt=fiscal_year).values_list("fiscal_year", flat=True)) - closed
    if earlier:
        raise Conflict(_("先に%(year)s年度を締めてください。") % {"year": min(earlier)})
    kept = sum(one.kept for one in balances_of(Purpose.objects.filter(fund=fund)).values())
    made: ClosedYear = ClosedYear.objects.create(
        town_id=fund.town_id, fund=fund, fiscal_year=fiscal_year, closed_at=timezone.now(),
        entries=entries.filter(fiscal_year=fiscal_year).count(),
    )  # fmt: skip
    note(entries=made.entries, balance_yen=str(kept))
    return made
