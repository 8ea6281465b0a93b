"""Organisations and posts: founded, described and ended; no circle, nothing left behind, directly only at first."""

import pytest

from meguri.core.errors import Conflict, NotAllowed
from meguri.core.scope import in_town
from meguri.governance.actions.holders import name_deputy
from meguri.governance.actions.organisations import (
    OrganisationDetails,
    describe_organisation,
    end_organisation,
    found_organisation,
)
from meguri.governance.actions.posts import PostDetails, describe_post, end_post, found_post
from meguri.governance.actions.responsibilities import appoint
from meguri.governance.models import Deputy, Holder, Organisation, Post, PublicObject
from meguri.governance.tests.town_hall import (
    a_promise,
    a_thing,
    administrator,
    in_days,
    officer,
    set_up_is_over,
    today,
)
from meguri.record.models import Entry
from tests.fixtures.cast import Cast
from tests.fixtures.offices import Offices

Kind = Organisation.Kind


def test_an_organisation_is_founded_and_known_to_the_thread_and_the_record(cast: Cast, offices: Offices) -> None:
    with in_town(cast.town):
        made = found_organisation(administrator(cast), "建設課", parent=offices.root, since=today())
        told = PublicObject.objects.get(kind="organisation", key=made.public_reference().id)
        assert told.title == "建設課"
        assert Entry.objects.filter(action="governance.found_organisation").count() == 1


def test_one_outside_the_town_is_known_as_such(cast: Cast, offices: Offices) -> None:
    with in_town(cast.town):
        made = found_organisation(administrator(cast), "十勝総合振興局", kind=Kind.PREFECTURE, since=today())
        assert made.get_kind_display() == "都道府県"


def test_two_of_one_name_at_one_place_are_refused(cast: Cast, offices: Offices) -> None:
    with in_town(cast.town), pytest.raises(Conflict, match="保健福祉課がもうあります"):
        found_organisation(administrator(cast), "保健福祉課", parent=offices.root, since=today())


def test_a_circle_is_refused_and_named(cast: Cast, offices: Offices) -> None:
    with in_town(cast.town), pytest.raises(Conflict, match="ためし町役場 → 福祉係 → 保健福祉課 → ためし町役場"):
        describe_organisation(administrator(cast), offices.root, "ためし町役場", kind=Kind.TOWN,
                              parent=offices.welfare_section, details=OrganisationDetails())  # fmt: skip


def test_an_organisation_cannot_stand_below_itself(cast: Cast, offices: Offices) -> None:
    with in_town(cast.town), pytest.raises(Conflict, match="保健福祉課 → 保健福祉課"):
        describe_organisation(administrator(cast), offices.welfare, "保健福祉課", kind=Kind.TOWN,
                              parent=offices.welfare, details=OrganisationDetails())  # fmt: skip


def test_an_organisation_with_something_below_it_does_not_end(cast: Cast, offices: Offices) -> None:
    with in_town(cast.town):
        with pytest.raises(Conflict, match="まだ福祉係があります"):
            end_organisation(administrator(cast), offices.welfare, today())
        with pytest.raises(Conflict, match="まだ係長の役職があります"):
            end_organisation(administrator(cast), offices.general_section, today())
        end_post(administrator(cast), offices.spare_post, today())
        ended = end_organisation(administrator(cast), offices.general_section, today())
        assert ended.until == today()


def test_a_renamed_organisation_renames_its_posts_in_the_thread(cast: Cast, offices: Offices) -> None:
    with in_town(cast.town):
        describe_organisation(administrator(cast), offices.welfare_section, "地域福祉係", kind=Kind.TOWN,
                              parent=offices.welfare, details=OrganisationDetails(phone="01564-2-4114"))  # fmt: skip
        key = offices.officer_post.public_reference().id
        assert PublicObject.objects.get(kind="post", key=key).title == "地域福祉係 係長"


def test_a_post_is_founded_and_described(cast: Cast, offices: Offices) -> None:
    with in_town(cast.town):
        made = found_post(administrator(cast), offices.welfare_section, "主任", since=today())
        details = PostDetails(duties="乗合タクシー", phone="01564-2-4113")
        describe_post(administrator(cast), made, offices.welfare_section, "主査", details=details)
        stored = Post.objects.get(pk=made.pk)
        assert (stored.name, stored.duties, stored.phone) == ("主査", "乗合タクシー", "01564-2-4113")


def test_a_post_needs_an_organisation_that_stands_that_day(cast: Cast, offices: Offices) -> None:
    with in_town(cast.town), pytest.raises(Conflict, match="福祉係は、その日にはありません"):
        found_post(administrator(cast), offices.welfare_section, "主任", since=offices.root.since.replace(year=2020))


def test_a_post_that_answers_or_has_promised_does_not_end(cast: Cast, offices: Offices) -> None:
    with in_town(cast.town):
        appoint(administrator(cast), a_thing(cast.town), offices.chief_post, today())
        with pytest.raises(Conflict, match="保健福祉課 課長が責任者になっているものが、まだ1件"):
            end_post(administrator(cast), offices.chief_post, today())
        a_promise(offices.spare_post)
        with pytest.raises(Conflict, match="総務係 係長の約束が、まだ1件"):
            end_post(administrator(cast), offices.spare_post, today())


def test_holder_and_deputies_end_with_the_post(cast: Cast, offices: Offices) -> None:
    with in_town(cast.town):
        name_deputy(administrator(cast), offices.chief_post, offices.officer_post, today())
        end_post(administrator(cast), offices.officer_post, in_days(3))
        assert Holder.objects.get(post=offices.officer_post).until == in_days(3)
        assert Deputy.objects.get().until == in_days(3)


def test_an_officer_founds_nothing_directly(cast: Cast, offices: Offices) -> None:
    with in_town(cast.town), pytest.raises(NotAllowed, match="まちの管理者だけ"):
        found_organisation(officer(cast), "建設課", since=today())


def test_after_the_set_up_even_the_administrator_needs_a_draft(cast: Cast, offices: Offices) -> None:
    set_up_is_over(cast.town)
    with in_town(cast.town):
        with pytest.raises(NotAllowed, match="起案して、決裁をうけてください"):
            found_organisation(administrator(cast), "建設課", since=today())
        with pytest.raises(NotAllowed, match="起案して、決裁をうけてください"):
            appoint(administrator(cast), a_thing(cast.town), offices.chief_post, today())
