"""Opening, describing and closing facilities: the places that people go to."""

from dataclasses import asdict, dataclass
from datetime import date

from django.utils.translation import gettext as _

from meguri.core.action import Public, action
from meguri.core.actor import Actor
from meguri.core.errors import BadInput, Conflict
from meguri.core.recording import Locked, Plain, Unrecorded
from meguri.governance.here import this_town
from meguri.governance.models import Facility, Organisation
from meguri.governance.objects import tell
from meguri.governance.terms import end


@dataclass(frozen=True, slots=True)
class FacilityDetails:
    """What is known of a facility. Latitude and longitude in degrees (WGS 84), both or none."""

    kana: str = ""
    purpose: str = ""
    address: str = ""
    latitude: float | None = None
    longitude: float | None = None
    phone: str = ""
    hours: str = ""


NOTHING_MORE = FacilityDetails()


@action("governance.open_facility", record=Public)
def open_facility(
    actor: Actor,
    name: Plain,
    *,
    since: date,
    organisation: Organisation | None = None,
    details: Unrecorded[FacilityDetails] = NOTHING_MORE,
) -> Facility:
    """Make a place known that people can go to. `organisation` runs it."""
    _refuse_same_name(name)
    _refuse_half_a_position(details)
    made: Facility = Facility.objects.create(
        town=this_town(), name=name, organisation=organisation, since=since, **asdict(details)
    )
    tell("facility", [made])
    return made


@action("governance.describe_facility", record=Public)
def describe_facility(
    actor: Actor,
    facility: Locked[Facility],
    name: Plain,
    *,
    organisation: Organisation | None,
    details: Unrecorded[FacilityDetails],
) -> Facility:
    """Say anew where a facility is, what it is for, when it is open and who runs it."""
    _refuse_same_name(name, but=facility)
    _refuse_half_a_position(details)
    facility.name, facility.organisation = name, organisation
    for field, value in asdict(details).items():
        setattr(facility, field, value)
    facility.save()
    tell("facility", [facility])
    return facility


@action("governance.close_facility", record=Public)
def close_facility(actor: Actor, facility: Locked[Facility], on: date) -> Facility:
    """Close a facility on a day, the first on which nobody can go there."""
    end(facility, on)
    tell("facility", [facility])
    return facility


def _refuse_same_name(name: str, but: Facility | None = None) -> None:
    same = Facility.objects.filter(name=name, until=None)
    if any(one.pk != (but.pk if but else None) for one in same):
        raise Conflict(_("%(name)sは、もう登録されています。その施設の内容を直してください。") % {"name": name})


def _refuse_half_a_position(details: FacilityDetails) -> None:
    if (details.latitude is None) != (details.longitude is None):
        raise BadInput(_("緯度と経度は、両方を入れるか、両方を空けてください。"))
