"""What this room holds about a person who has an account: their pledges and gifts."""

from typing import Any

from meguri.funding.giving.models import Gift, Giver, Pledge
from meguri.towns.models import User
from meguri.towns.own_data import holds


@holds("givers")
def _givers(person: User) -> list[dict[str, Any]]:
    rows = Giver.objects.filter(person=person).select_related("town__municipality").order_by("id")
    names = ("kind", "name", "email", "postcode", "address", "corporate_number", "is_politician")
    return [{"town": one.town.name, **{name: getattr(one, name) for name in names}} for one in rows]


@holds("pledges")
def _pledges(person: User) -> list[dict[str, Any]]:
    rows = Pledge.objects.filter(giver__person=person).select_related("town__municipality", "purpose").order_by("id")
    names = ("code", "yen", "way", "honour", "honour_name", "wants_news", "burden", "state", "channel")
    return [
        {"town": one.town.name, "purpose": one.purpose.name, "on": one.made_on.isoformat()}
        | {name: getattr(one, name) for name in names}
        for one in rows
    ]


@holds("gifts")
def _gifts(person: User) -> list[dict[str, Any]]:
    rows = Gift.objects.filter(giver__person=person).select_related("town__municipality", "purpose").order_by("id")
    names = ("yen", "way", "honour", "honour_name", "wants_news")
    return [
        {"town": one.town.name, "purpose": one.purpose.name, "on": one.on.isoformat()}
        | {name: getattr(one, name) for name in names}
        for one in rows
    ]
