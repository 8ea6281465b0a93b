"""The acts that make up a sample town and its people; no real town comes into being this way."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.utils import timezone
from django.utils.translation import gettext as _

from meguri.core.action import Public, action
from meguri.core.actor import Actor, Role
from meguri.core.codes import municipality_check_digit
from meguri.core.errors import BadInput
from meguri.core.recording import Plain, Unrecorded
from meguri.core.text import romaji, romaji_key, search_key
from meguri.towns.models import Membership, Municipality, Prefecture, Town, User
from meguri.towns.one_time_code import Token
from meguri.towns.second_factor import Kind, device_data

MADE_UP_PREFECTURE = "99"


@action("towns.found_sample_town", record=Public)
def found_sample_town(
    actor: Actor, base_code: Plain, name: Plain, kana: Plain, position: Unrecorded[tuple[float, float]]
) -> Municipality:
    """Make up a municipality in the made-up prefecture 99, labelled as such for good. Idempotent.

    `base_code` has five digits; `position` is latitude and longitude in degrees.
    """
    prefecture, _new = Prefecture.objects.get_or_create(
        code=MADE_UP_PREFECTURE,
        defaults={
            "name": "架空県",
            "kana": "かくうけん",
            "romaji": "Kaku",
            "latitude": position[0],
            "longitude": position[1],
            "is_fictional": True,
        },
    )
    municipality, _new = Municipality.objects.get_or_create(
        code=base_code + municipality_check_digit(base_code),
        defaults={
            "prefecture": prefecture,
            "name": name,
            "kana": kana,
            "romaji": romaji(kana),
            "kind": Municipality.Kind.TOWN,
            "latitude": position[0],
            "longitude": position[1],
            "is_fictional": True,
            "name_key": search_key(name),
            "kana_key": search_key(kana),
            "romaji_key": romaji_key(kana),
        },
    )
    return municipality


@action("towns.seat_sample_person", record=Public)
def seat_sample_person(
    actor: Actor, town: Town, email: str, name: str, role: Role, seed: Unrecorded[bytes | None] = None
) -> Membership:
    """Let somebody of the demo hold a role in a made-up town; `seed` is that of a one-time-code device. Idempotent.

    `BadInput` for a real town: there, people are invited and take up their role themselves.
    """
    if not town.is_fictional:
        raise BadInput(_("実在するまちに、見本の人は置けません。"))
    person, _new = User.objects.get_or_create(email=email, defaults={"name": name})
    EmailAddress.objects.get_or_create(user=person, email=email, defaults={"verified": True, "primary": True})
    if seed is not None:
        data = device_data(Token(seed), name=_("見本の機器"), step=None, town_id=town.pk)
        Authenticator.objects.get_or_create(user=person, type=Kind.TOTP, defaults={"data": data})
    membership: Membership = Membership.objects.get_or_create(
        town=town, person=person, role=role, until=None, defaults={"since": timezone.localdate()}
    )[0]
    return membership
