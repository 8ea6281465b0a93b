"""What the tests of the desk share: a small town hall with duties and telephones, set up by actions."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from meguri.core import guard
from meguri.core.actor import system
from meguri.core.scope import in_town
from meguri.governance.actions.facilities import FacilityDetails, open_facility
from meguri.governance.actions.organisations import OrganisationDetails, found_organisation
from meguri.governance.actions.posts import PostDetails, found_post
from meguri.governance.models import Facility, Organisation, Post, PublicObject
from meguri.governance.queries.desk import find
from meguri.towns.actions import state_desk
from meguri.towns.models import Town

SINCE = dt.date(2026, 4, 1)


@dataclass(frozen=True)
class Desk:
    """建設課 with 管理係 (街灯), 住民課 with 環境係 (塵芥), 保健福祉課 with 福祉係; and a library."""

    town: Town
    lights: Post
    waste: Post
    welfare: Post
    library: Facility


def open_desk(town: Town) -> Desk:
    with in_town(town):
        state_desk(system(), town, "総務課 総務係", "01564-2-2111")
        works, residents, health = (organisation(name) for name in ("建設課", "住民課", "保健福祉課"))
        made = Desk(
            town,
            post(organisation("管理係", works, phone="01564-2-4293", hours="平日 8:30〜17:15",
                              address="ためし町字本町1"), "係長", duties="街路灯の修理・新設、道路の除雪"),
            post(organisation("環境係", residents, phone="01564-2-4292"), "係長", duties="塵芥の収集、犬の登録"),
            post(organisation("福祉係", health), "係長", duties="福祉バスの予約運行、生活保護", phone="01564-2-4296",
                 extension="12", email="fukushi@example.jp"),
            open_facility(system(), "町立図書館", since=SINCE, organisation=residents,
                          details=FacilityDetails(kana="ちょうりつとしょかん", purpose="本を読む、借りる",
                                                  address="ためし町字西2", phone="01564-2-4634")),
        )  # fmt: skip
        town.refresh_from_db()
        return made


def organisation(name: str, parent: Organisation | None = None, **details: Any) -> Organisation:
    return found_organisation(system(), name, parent=parent, since=SINCE, details=OrganisationDetails(**details))


def post(of: Organisation, name: str, **details: Any) -> Post:
    return found_post(system(), of, name, since=SINCE, details=PostDetails(**details))


def titles(question: str, town: Town) -> list[str]:
    """What answers the question, the best first."""
    with in_town(town):
        return [hit.thing.title for hit in find(question) if hit.answers]


def a_thing(town: Town, title: str, kind: str = "thing") -> PublicObject:
    with guard.door("tests"), in_town(town):
        made: PublicObject = PublicObject.objects.create(
            town=town, kind=kind, key=f"{town.code}-{title}", title=title, first_told_at=timezone.now()
        )
        return made
