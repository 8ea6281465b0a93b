"""Municipalities (the national list), towns (those that opened here), people and what they are to a town."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from meguri.core.actor import MEMBER_ROLES, Role
from meguri.core.ports import Person, Reference
from meguri.core.scope import town_manager


class Prefecture(models.Model):
    """One of the 47. `code` is the 2-digit JIS code; 99 stands for the made-up one of the sample town."""

    code = models.CharField(max_length=2, primary_key=True)
    name = models.CharField(max_length=10)
    kana = models.CharField(max_length=20)
    romaji = models.CharField(max_length=20)
    latitude = models.FloatField()
    longitude = models.FloatField()
    is_fictional = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name


class MunicipalityQuerySet(models.QuerySet["Municipality"]):
    def real(self) -> "MunicipalityQuerySet":
        """The 1,741 of today; neither made-up nor merged ones."""
        return self.filter(is_fictional=False)


class Municipality(models.Model):
    """A city, ward, town or village, known by its 6-digit code."""

    class Kind(models.TextChoices):
        DESIGNATED_CITY = "designated_city", _("政令指定都市")
        CITY = "city", _("市")
        SPECIAL_WARD = "special_ward", _("特別区")
        TOWN = "town", _("町")
        VILLAGE = "village", _("村")

    id = models.AutoField(primary_key=True)
    code = models.CharField(max_length=6, unique=True)
    prefecture = models.ForeignKey(Prefecture, on_delete=models.PROTECT, related_name="municipalities")
    name = models.CharField(max_length=20)
    kana = models.CharField(max_length=40)
    romaji = models.CharField(max_length=60)
    county = models.CharField(max_length=20, blank=True)
    kind = models.CharField(max_length=15, choices=Kind.choices)
    latitude = models.FloatField()
    longitude = models.FloatField()
    website = models.URLField(blank=True)
    is_fictional = models.BooleanField(default=False)
    name_key = models.CharField(max_length=40, db_index=True, help_text="core.text.search_key of the name")
    other_names_key = models.CharField(max_length=80, blank=True, help_text="keys of other spellings, in blanks")
    kana_key = models.CharField(max_length=40, db_index=True, help_text="core.text.search_key of the kana")
    romaji_key = models.CharField(max_length=60, db_index=True, help_text="core.text.romaji_key of the kana")

    objects = MunicipalityQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["code"]

    def __str__(self) -> str:
        return self.name

    @property
    def full_name(self) -> str:
        return f"{self.prefecture.name}{self.name}"

    def public_reference(self) -> Reference:
        return Reference("municipality", self.code)


class CodeChange(models.Model):
    """A code that a municipality had before: renamed, raised to a city, or merged into another."""

    old_code = models.CharField(max_length=6)
    old_name = models.CharField(max_length=20)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="former_codes")
    on = models.DateField()
    source = models.CharField(max_length=200)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["old_code", "old_name", "on"], name="one_change_of_code"),
        ]

    def __str__(self) -> str:
        return f"{self.old_name} → {self.municipality}"


class Station(models.TextChoices):
    """The six stations of the ring, clockwise from the top."""

    VISION = "vision", _("願い")
    VOICES = "voices", _("声")
    DECIDE = "decide", _("決める")
    ACT = "act", _("動く")
    FUND = "fund", _("お金")
    RESULTS = "results", _("成果")


def only_results() -> list[str]:
    """What a town uses on its first day: the station it has something to show at."""
    return [Station.RESULTS.value]


class Town(models.Model):
    """A municipality that has opened its doors here (a tenant)."""

    id = models.BigAutoField(primary_key=True)
    municipality = models.OneToOneField(Municipality, on_delete=models.PROTECT, related_name="town")
    opened_at = models.DateTimeField()
    stations = models.JSONField(default=only_results, help_text="stations of the ring that the town uses")
    general_desk = models.CharField(_("代表の窓口"), max_length=40, blank=True)
    general_phone = models.CharField(_("代表電話"), max_length=20, blank=True)

    def __str__(self) -> str:
        return str(self.municipality)

    @property
    def code(self) -> str:
        return self.municipality.code

    @property
    def name(self) -> str:
        return self.municipality.name

    @property
    def is_fictional(self) -> bool:
        return self.municipality.is_fictional

    def public_reference(self) -> Reference:
        return Reference("town", self.code)


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """A person with a way to sign in. No password: a code by e-mail, or a passkey."""

    id = models.BigAutoField(primary_key=True)
    email = models.EmailField(_("メールアドレス"), unique=True)
    name = models.CharField(_("お名前"), max_length=60, blank=True)
    language = models.CharField(_("ことば"), max_length=10, default="ja")
    is_active = models.BooleanField(default=True)
    is_operator = models.BooleanField(default=False)
    date_joined = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(Lower("email"), name="one_person_for_each_address"),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def public_reference(self) -> Person:
        return Person(self.pk)

    @property
    def is_staff(self) -> bool:
        """Nobody enters a back office that writes past the actions."""
        return False

    @property
    def is_superuser(self) -> bool:
        return False


ROLE_CHOICES = [(role.value, role.label) for role in Role if role in MEMBER_ROLES]


class Membership(models.Model):
    """What a person is to a town, from one day to another (half open)."""

    id = models.BigAutoField(primary_key=True)
    town = models.ForeignKey(Town, on_delete=models.PROTECT, related_name="memberships")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(_("役割"), max_length=15, choices=ROLE_CHOICES)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    objects: ClassVar[models.Manager["Membership"]] = town_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["town", "person", "role"], condition=models.Q(until__isnull=True), name="one_open_membership"
            ),
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
                name="membership_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.role}"


class Invitation(models.Model):
    """An offer of a role, sent by e-mail with a code that is used once. Only the code's digest is kept."""

    id = models.BigAutoField(primary_key=True)
    town = models.ForeignKey(Town, on_delete=models.PROTECT, related_name="invitations")
    email = models.EmailField(_("メールアドレス"))
    role = models.CharField(_("役割"), max_length=15, choices=ROLE_CHOICES)
    code_digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager["Invitation"]] = town_manager()

    def __str__(self) -> str:
        return f"{self.email} {self.role}"

    def public_reference(self) -> Reference:
        return Reference("invitation", str(self.pk))


class Attempt(models.Model):
    """One try at something that may be tried only so often; gone when it no longer counts. `key` is a digest."""

    id = models.BigAutoField(primary_key=True)
    key = models.CharField(max_length=64, db_index=True)
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.key[:8]} {self.expires_at}"


class SourcedFact(models.Model):
    """One statement about a municipality, with its source; an empty statement says that none was found."""

    id = models.BigAutoField(primary_key=True)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="facts")
    topic = models.CharField(max_length=40)
    label = models.CharField(max_length=80)
    statement = models.TextField(blank=True)
    as_of = models.CharField(max_length=40, blank=True)
    source = models.CharField(max_length=200, blank=True)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering: ClassVar[list[str]] = ["municipality", "position"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["municipality", "topic", "label", "as_of"], name="one_fact_each"),
            models.CheckConstraint(
                condition=models.Q(statement="") | ~models.Q(source=""), name="a_statement_has_a_source"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label}: {self.statement or '公開資料なし'}"

    def public_reference(self) -> Reference:
        return Reference("fact", f"{self.municipality.code}-{self.position}")


def stations_in_use(town: Town) -> list[Any]:
    """The stations a town uses, clockwise from the top."""
    return [station for station in Station if station.value in town.stations]
