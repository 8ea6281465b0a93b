"""The history of a thing that came in with a file leads to the entry of that file."""

import datetime as dt
import uuid

from django.test import Client
from django.utils import timezone

from meguri.core import guard
from meguri.core.actor import system
from meguri.core.ports import Act
from meguri.core.scope import in_town
from meguri.governance.models import Organisation, PublicObject
from meguri.governance.objects import tell
from meguri.record.append import append
from meguri.record.models import Entry
from tests.fixtures.cast import Cast
from tests.fixtures.offices import Offices


def an_act(cast: Cast, action: str, at: dt.datetime) -> Entry:
    act = Act(uuid.uuid4(), action, system(), at, cast.town, {})
    with guard.door("tests"), in_town(cast.town):
        append(act)
        return Entry.objects.get(act_id=act.id)


def test_what_came_with_a_file_leads_to_the_act_that_took_it(cast: Cast, offices: Offices) -> None:
    told_at = timezone.now() - dt.timedelta(days=9)
    with guard.door("tests"), in_town(cast.town):
        found: Organisation = offices.welfare_section
        tell("organisation", [found])
        key = found.public_reference().id
        PublicObject.objects.filter(kind="organisation", key=key).update(first_told_at=told_at)
    an_act(cast, "governance.take_sheet", told_at - dt.timedelta(minutes=5))
    took = an_act(cast, "governance.take_sheet", told_at + dt.timedelta(seconds=3))
    later = an_act(cast, "governance.take_sheet", told_at + dt.timedelta(minutes=9))
    page = Client().get(f"/history/organisation/{key}/").content.decode()
    assert "このファイルを取り込んだ記録" in page
    assert f"/record/entry/{took.act_id}/" in page
    assert str(later.act_id) not in page


def test_what_no_file_brought_is_not_given_one(cast: Cast, offices: Offices) -> None:
    with guard.door("tests"), in_town(cast.town):
        tell("organisation", [offices.welfare_section])
    an_act(cast, "governance.take_sheet", timezone.now() + dt.timedelta(hours=2))
    page = Client().get(f"/history/organisation/{offices.welfare_section.public_reference().id}/").content.decode()
    assert "このファイルを取り込んだ記録" not in page
