"""After the set-up organisations, posts and appointments are drafted, approved and only then done."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from meguri.core.errors import BadInput, Conflict
from meguri.core.scope import in_town
from meguri.governance.actions.drafts import decide, start_draft, submit_draft
from meguri.governance.actions.responsibilities import appoint, confirm
from meguri.governance.models import Decision, Draft, Organisation, Post, PublicObject, Responsibility
from meguri.governance.tests.drafting import actor
from meguri.governance.tests.town_hall import a_thing, administrator, answers, in_days, officer, set_up_is_over, today
from meguri.record.models import Entry
from tests.fixtures.cast import Cast
from tests.fixtures.offices import Offices, seat

Clients = Callable[..., Client]
APPROVED = Decision.Verdict.APPROVED


def drafted(cast: Cast, of: str, about: PublicObject | None = None, /, **content: Any) -> Draft:
    """Written by the officer and handed in; without a route of the town's own, the head of 福祉係's parent approves."""
    return submit_draft(officer(cast), start_draft(officer(cast), of, about, content))


def approved(cast: Cast, draft: Draft) -> Draft:
    """By everybody whose turn it is."""
    for _step in range(5):
        draft.refresh_from_db()
        if draft.state != Draft.State.SUBMITTED:
            break
        draft = decide(actor(cast, "mayor"), draft, APPROVED)
    draft.refresh_from_db()
    return draft


@pytest.fixture
def started(cast: Cast, offices: Offices) -> Offices:
    """The set-up is over; the mayor holds the division's head post as well, and so approves for it."""
    seat(offices.chief_post, cast.mayor)
    set_up_is_over(cast.town)
    return offices


def test_an_appointment_is_made_by_its_last_approval(cast: Cast, started: Offices) -> None:
    with in_town(cast.town):
        bus = a_thing(cast.town)
        draft = drafted(cast, "governance.appointment", bus, what="appoint", post=started.officer_post.pk,
                        part="accountable", since=str(today()), reason="担当の係になったため")  # fmt: skip
        assert draft.title == "「福祉バスの予約運行」の責任者を福祉係 係長に決める"
        assert answers(bus, today()) == []
        done = approved(cast, draft)
        assert done.state == Draft.State.PUBLISHED
        assert done.published_as == bus
        assert answers(bus, today()) == ["福祉係 係長"]
        assert Entry.objects.filter(action="governance.appoint").count() == 1


def test_a_relief_by_draft_leaves_a_gap(cast: Cast, offices: Offices) -> None:
    with in_town(cast.town):
        bus = a_thing(cast.town)
        appoint(administrator(cast), bus, offices.officer_post, in_days(-5))
    seat(offices.chief_post, cast.mayor)
    set_up_is_over(cast.town)
    with in_town(cast.town):
        draft = drafted(cast, "governance.appointment", bus, what="relieve", post=offices.officer_post.pk,
                        part="accountable", since=str(today()))  # fmt: skip
        approved(cast, draft)
        assert answers(bus, today()) == []


def test_an_appointment_that_cannot_begin_is_not_handed_in(cast: Cast, offices: Offices) -> None:
    with in_town(cast.town):
        bus = a_thing(cast.town)
        confirm(officer(cast), appoint(administrator(cast), bus, offices.officer_post, in_days(-5)))
    set_up_is_over(cast.town)
    with in_town(cast.town), pytest.raises(Conflict, match="所管を確認しています"):
        drafted(cast, "governance.appointment", bus, what="appoint", post=offices.admin_post.pk, part="accountable",
                since=str(in_days(-2)))  # fmt: skip


def test_an_organisation_and_a_post_are_founded_described_and_ended(cast: Cast, started: Offices) -> None:
    with in_town(cast.town):
        approved(cast, drafted(cast, "governance.organisation", name="見守り係", kind="town", parent=started.welfare.pk,
                               on=str(today())))  # fmt: skip
        section = Organisation.objects.get(name="見守り係")
        assert section.since == today()
        approved(cast, drafted(cast, "governance.post", organisation=section.pk, name="係長", is_head=True,
                               on=str(today())))  # fmt: skip
        post = Post.objects.get(organisation=section)
        assert post.is_head
        about = PublicObject.objects.get(kind="post", key=post.public_reference().id)
        approved(cast, drafted(cast, "governance.post", about, what="describe", organisation=section.pk, name="係長",
                               duties="ひとり暮らしの見守り", on=""))  # fmt: skip
        assert Post.objects.get(pk=post.pk).duties == "ひとり暮らしの見守り"
        approved(cast, drafted(cast, "governance.post", about, what="end", organisation=section.pk, name="係長",
                               on=str(in_days(1))))  # fmt: skip
        assert Post.objects.get(pk=post.pk).until == in_days(1)
        told = PublicObject.objects.get(kind="organisation", key=section.public_reference().id)
        approved(cast, drafted(cast, "governance.organisation", told, what="end", name="見守り係", kind="town",
                               parent=started.welfare.pk, on=str(in_days(1))))  # fmt: skip
        assert Organisation.objects.get(pk=section.pk).until == in_days(1)


def test_an_end_without_its_day_is_not_handed_in(cast: Cast, started: Offices) -> None:
    with in_town(cast.town):
        about = PublicObject.objects.get(kind="post", key=started.spare_post.public_reference().id)
        with pytest.raises(BadInput, match="終わりの日を入れてください"):
            drafted(
                cast, "governance.post", about, what="end", organisation=started.general_section.pk, name="係長", on=""
            )


def test_a_circle_goes_to_the_approver_and_nothing_is_done(cast: Cast, started: Offices) -> None:
    with in_town(cast.town):
        about = PublicObject.objects.get(kind="organisation", key=started.welfare.public_reference().id)
        draft = drafted(cast, "governance.organisation", about, what="describe", name="保健福祉課", kind="town",
                        parent=started.welfare_section.pk, on="")  # fmt: skip
        with pytest.raises(Conflict, match="元にもどってしまいます"):
            approved(cast, draft)
        assert Organisation.objects.get(pk=started.welfare.pk).parent == started.root


@pytest.mark.parametrize("kind", ["organisation", "post", "appointment"])
def test_each_kind_is_written_and_previewed_on_pages(
    cast: Cast, started: Offices, client_of: Clients, kind: str
) -> None:
    client, new = client_of(cast.officer), f"/{cast.town.code}/work/drafts/new/governance.{kind}/"
    with in_town(cast.town):
        bus = a_thing(cast.town, key=f"{cast.town.code}-1")
    typed = {
        "organisation": {"name": "見守り係", "kind": "town", "parent": started.welfare.pk, "on": today()},
        "post": {"organisation": started.welfare_section.pk, "name": "主任", "on": today()},
        "appointment": {"object": bus.pk, "what": "appoint", "post": started.officer_post.pk, "part": "accountable",
                        "since": today()},
    }[kind]  # fmt: skip
    assert client.get(new).status_code == 200
    shown = client.post(new, {**typed, "then": "preview"}, follow=True)
    assert shown.status_code == 200
    expected = {"organisation": "見守り係", "post": "主任", "appointment": "福祉係 係長"}[kind]
    assert expected in shown.content.decode()


def test_a_draft_begins_with_what_stands_now(cast: Cast, started: Offices, client_of: Clients) -> None:
    key = started.officer_post.public_reference().id
    path = f"/{cast.town.code}/work/drafts/new/governance.post/?about=post:{key}"
    assert "福祉バスの運行、高齢者の見守り" in client_of(cast.officer).get(path).content.decode()


def test_the_parts_beside_the_accountable_one_are_drafted_too(cast: Cast, started: Offices) -> None:
    with in_town(cast.town):
        bus = a_thing(cast.town)
        approved(cast, drafted(cast, "governance.appointment", bus, what="appoint", post=started.spare_post.pk,
                               part="consulted", since=str(today())))  # fmt: skip
        assert Responsibility.objects.get(object=bus).part == "consulted"
