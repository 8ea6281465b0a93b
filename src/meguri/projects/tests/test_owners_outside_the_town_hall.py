"""Residents' groups and firms draft for their own projects, with the town's 決裁 as its consent; nobody for others."""

from typing import Any

import pytest

from meguri.core import guard
from meguri.core.errors import BadInput
from meguri.core.scope import in_town
from meguri.governance.models import Holder, Organisation, Post
from meguri.projects.tests.works import BUS, approved, day, project, publish
from tests.fixtures.cast import Cast
from tests.fixtures.offices import SINCE


def body(cast: Cast, name: str, member: Any, kind: str = "residents") -> Organisation:
    """A body outside the town hall, with a post that `member` holds."""
    with guard.door("tests"), in_town(cast.town):
        made: Organisation = Organisation.objects.create(town=cast.town, name=name, kind=kind, since=SINCE)
        post = Post.objects.create(town=cast.town, organisation=made, name="代表", since=SINCE)
        Holder.objects.create(town=cast.town, post=post, person=member, since=SINCE)
    return made


def test_a_residents_group_plans_a_project_of_its_own(cast: Cast) -> None:
    group = body(cast, "花いっぱいの会", cast.resident)
    content = BUS | {"name": "駅前の花だん", "owner": str(group.pk)}
    made = publish(approved(cast.town, "projects.plan", cast.resident, content))
    assert made.owner == group


@pytest.mark.parametrize("owner", ["", "other"])
def test_but_not_one_of_the_town_or_of_another_body(cast: Cast, owner: str) -> None:
    body(cast, "花いっぱいの会", cast.resident)
    other = body(cast, "ためし交通", cast.firm, "firm")
    content = BUS | {"owner": str(other.pk) if owner else ""}
    with pytest.raises(BadInput, match="花いっぱいの会が行う事業だけ"):
        publish(approved(cast.town, "projects.plan", cast.resident, content))


def test_who_is_not_known_to_belong_anywhere_is_led_to_the_desk(cast: Cast) -> None:
    with pytest.raises(BadInput, match="まだ登録されていません"):
        publish(approved(cast.town, "projects.plan", cast.elder, BUS))


def test_a_firm_reports_on_its_own_project_alone(cast: Cast) -> None:
    firm = body(cast, "ためし交通", cast.firm, "firm")
    own, other = project(cast.town, owner=firm), project(cast.town, "除雪")
    content = {"title_typed": "中間報告", "done": "20日走りました。", "next_due": day(100).isoformat()}
    assert publish(approved(cast.town, "projects.report", cast.firm, content, own)).project == own
    with pytest.raises(BadInput, match="ためし交通が行う事業だけ"):
        publish(approved(cast.town, "projects.report", cast.firm, content, other))
