"""Who acts, in which roles, for whom, and through which channel."""

from dataclasses import dataclass, replace

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """What a person is to a town. The last two are not held by members."""

    RESIDENT = "resident", _("住民")
    SUPPORTER = "supporter", _("町の外の応援者")
    OFFICER = "officer", _("職員")
    EXECUTIVE = "executive", _("首長・副首長")
    COUNCIL = "council", _("議員")
    FIRM = "firm", _("事業者")
    EXPERT = "expert", _("専門人材")
    AUDITOR = "auditor", _("監査委員")
    ADMINISTRATOR = "administrator", _("まちの管理者")
    OPERATOR = "operator", _("運用者")
    SYSTEM = "system", _("自動処理")


STAFF_ROLES = frozenset({Role.OFFICER, Role.EXECUTIVE, Role.AUDITOR, Role.ADMINISTRATOR})
"""Roles that see or change what the public does not; they need a second factor."""

MEMBER_ROLES = frozenset(Role) - {Role.OPERATOR, Role.SYSTEM}


class Channel(TextChoices):
    """The way an act came in; all ways count the same."""

    WEB = "web", _("ウェブ")
    COUNTER = "counter", _("窓口")
    PHONE = "phone", _("電話")
    PAPER = "paper", _("紙")
    TABLET = "tablet", _("タブレット")
    IMPORT = "import", _("取り込み")
    API = "api", _("API")
    COMMAND = "command", _("コマンド")


@dataclass(frozen=True)
class Actor:
    """The one argument that every action and policy takes first.

    `roles` are those that count now: a staff role whose holder has not shown a second factor is in
    `withheld_roles` instead, so that a policy can say why it answers no.
    """

    channel: Channel
    person_id: int | None = None
    roles: frozenset[Role] = frozenset()
    withheld_roles: frozenset[Role] = frozenset()
    town_id: int | None = None
    on_behalf_of_id: int | None = None

    @property
    def is_signed_in(self) -> bool:
        return self.person_id is not None

    def has(self, *roles: Role) -> bool:
        """True when the actor holds at least one of `roles`."""
        return bool(self.roles & set(roles))

    def on_behalf_of(self, person_id: int, channel: Channel) -> "Actor":
        """The same actor, entering what another person said at the counter, by phone or on paper."""
        return replace(self, on_behalf_of_id=person_id, channel=channel)


VISITOR = Actor(channel=Channel.WEB)


def system(channel: Channel = Channel.COMMAND) -> Actor:
    """The platform itself: reference data, the demo, and what follows from an event."""
    return Actor(channel=channel, roles=frozenset({Role.SYSTEM}))


def operator(person_id: int | None = None, channel: Channel = Channel.COMMAND) -> Actor:
    """Whoever runs this installation; on the command line they are known by their access to it."""
    return Actor(channel=channel, person_id=person_id, roles=frozenset({Role.OPERATOR}))
