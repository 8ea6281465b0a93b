"""The funds of 見本町: two of the town, one of its shops, one of its foresters; what their holders booked."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from meguri.cli.sample import mihon
from meguri.cli.sample.mihon_hall import posts, rows, town
from meguri.cli.sample.mihon_story import publish, send_no_letters, somebody_at
from meguri.core.actor import Actor
from meguri.core.scope import across_towns, in_town
from meguri.funding.journal.actions.years import close_year
from meguri.funding.journal.models import Fund, JournalEntry, Purpose
from meguri.funding.journal.policies import BOOKING, EXPENSE, FUND, REVERSAL
from meguri.governance.models import Organisation, Post
from meguri.governance.objects import object_of
from meguri.projects.models import Project

WRONG = "電気の容量を上げる工事"
CLOSED = (2024, 2025)


def tell_funds() -> None:
    """All or nothing."""
    with in_town(town()), transaction.atomic():
        _open()
        for row in rows("fund_movements"):
            _move(row)
        _reverse()
        _close()
        send_no_letters()


def is_told() -> bool:
    with across_towns():
        return Fund.objects.filter(town__municipality__code=mihon.CODE).exists()


def post_at(path: str) -> Post:
    """A post of the town hall by its path, or of a body outside it as 「見本商店／店主」."""
    known = posts().get(path)
    if known is not None:
        return known
    organisation, _slash, name = path.partition("／")
    found: Post = Post.objects.get(organisation__name=organisation, name=name, until=None)
    return found


def writer_for(holder: Organisation) -> Actor:
    """Whoever keeps the books of a body outside the hall; never the post that approves."""
    return somebody_at(Post.objects.get(organisation=holder, is_head=False, until=None))


def _open() -> None:
    numbers = {one.number: one.pk for one in Project.objects.exclude(number="")}
    author = somebody_at(posts()["総務課／財政係／係長"])
    top = Organisation.objects.get(kind=Organisation.Kind.TOWN, parent=None, until=None)
    for row in rows("funds"):
        holder = Organisation.objects.get(name=row["holder"], until=None) if row["holder"] else top
        content: dict[str, Any] = {name: row[name] for name in ("name", "kind", "ordinance", "aim", "opened_on")}
        content |= {"holder": holder.pk, "post": post_at(row["post"]).pk}
        for n, said in enumerate(row["purposes"].split("|"), start=1):
            name, _colon, number = said.partition(":")
            content |= {f"purpose_{n}": name, f"purpose_{n}_project": numbers[number] if number else ""}
        publish(author, FUND, None, content)


def _move(row: dict[str, str]) -> None:
    fund = Fund.objects.select_related("holder").get(name=row["fund"])
    purpose = Purpose.objects.get(fund=fund, name=row["purpose"])
    content: dict[str, Any] = {"purpose": purpose.pk, "amount": row["yen"], "on": row["on"], "text": row["text"]}
    if row["what"] == "spend":
        project = Project.objects.get(number=row["project"])
        content |= {"project": project.pk, "in_town": row["in_town"]}
        publish(writer_for(fund.holder), EXPENSE, object_of(fund), content)
    else:
        content |= {"what": row["what"], "way": row["way"]}
        publish(writer_for(fund.holder), BOOKING, object_of(fund), content)


def _reverse() -> None:
    """An expense was booked twice over; it is taken back with its reason."""
    entry = JournalEntry.objects.select_related("fund__holder").get(text=WRONG)
    content = {
        "entry": str(entry.pk), "on": timezone.localdate(entry.at).isoformat(),
        "reason": "工事は取りやめになり、支払っていませんでした。",
    }  # fmt: skip
    publish(writer_for(entry.fund.holder), REVERSAL, object_of(entry.fund), content)


def _close() -> None:
    for fund in Fund.objects.filter(is_copy=False).select_related("town__municipality", "holder"):
        head = somebody_at(Post.objects.get(organisation=fund.holder, is_head=True, until=None))
        for year in CLOSED:
            close_year(head, fund, year)
