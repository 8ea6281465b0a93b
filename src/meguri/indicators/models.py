"""How we know: what is counted, where it was published, each figure with its vintages, and targets."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from meguri.core.ports import Reference
from meguri.core.scope import town_manager
from meguri.towns.models import Municipality, Town


class Family(models.TextChoices):
    """What an indicator is about. The first five lead on every town's page."""

    POPULATION = "population", _("人口")
    ECONOMY = "economy", _("経済")
    BUSINESSES = "businesses", _("企業数（事業所数）")
    INCOME = "income", _("収入（まちの歳入）")
    TAX = "tax", _("税収")
    HOUSEHOLDS = "households", _("世帯")
    LAND = "land", _("土地")
    WORK = "work", _("しごと")
    FINANCE = "finance", _("財政")
    EDUCATION = "education", _("教育")
    HEALTH = "health", _("医療")
    WELFARE = "welfare", _("福祉・子育て")
    LIFE = "life", _("くらし")
    OTHER = "other", _("そのほか")


MADE_UP = "made-up"
"""The key of the source of a sample town's figures."""


class Source(models.Model):
    """A publication that figures come from, with its credit line and licence."""

    id = models.AutoField(primary_key=True)
    key = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    publisher = models.CharField(max_length=100)
    credit = models.CharField(max_length=300)
    licence = models.CharField(max_length=200, blank=True)
    url = models.URLField(blank=True)

    def __str__(self) -> str:
        return self.name


class Edition(models.Model):
    """One issue of a source: SSDSE 2026, the register of 2020, one file a town sent.

    `rank` is the day of issue as yyyymmdd, with zeros for what is not known of it; it orders issues of all sources.
    """

    id = models.AutoField(primary_key=True)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="editions")
    label = models.CharField(max_length=60)
    rank = models.IntegerField(help_text="the day of issue as yyyymmdd, zeros for what is not known")
    digest = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the file last taken")
    file_name = models.CharField(max_length=200, blank=True)
    imported_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["source", "label"], name="one_edition_for_each_label"),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.label}"

    def public_reference(self) -> Reference:
        return Reference("edition", f"{self.source.key}-{self.label}")


class Indicator(models.Model):
    """A definition: what exactly is counted. A town's own indicator names the town; the country's has none."""

    class Nature(models.TextChoices):
        STOCK = "stock", _("ある時点の数")
        FLOW = "flow", _("ある期間の数")

    class PeriodKind(models.TextChoices):
        DAY = "day", _("日")
        MONTH = "month", _("月")
        YEAR = "year", _("年")
        FISCAL_YEAR = "fiscal_year", _("年度")

    class Better(models.TextChoices):
        MORE = "more", _("多いほどよい")
        LESS = "less", _("少ないほどよい")
        NEITHER = "neither", _("どちらともいえない")

    class ZeroMeans(models.TextChoices):
        ZERO = "zero", _("0は本当に0")
        BLANK = "blank", _("0は公表なし")

    id = models.AutoField(primary_key=True)
    key = models.SlugField(max_length=80)
    town = models.ForeignKey(Town, on_delete=models.PROTECT, null=True, blank=True, related_name="indicators")
    family = models.CharField(max_length=15, choices=Family.choices)
    lead = models.PositiveSmallIntegerField(null=True, help_text="order among those shown first; null: not first")
    name = models.CharField(_("名前"), max_length=100)
    name_en = models.CharField(max_length=140, blank=True)
    unit = models.CharField(_("単位"), max_length=20, blank=True)
    unit_en = models.CharField(max_length=40, blank=True)
    decimals = models.PositiveSmallIntegerField(default=0)
    definition = models.TextField(_("何を数えたか"))
    definition_en = models.TextField(blank=True)
    nature = models.CharField(max_length=5, choices=Nature.choices)
    period_kind = models.CharField(max_length=11, choices=PeriodKind.choices)
    base_date = models.CharField(max_length=120, blank=True, help_text="the day or span counted, in words")
    better = models.CharField(max_length=7, choices=Better.choices, default=Better.NEITHER)
    zero_means = models.CharField(max_length=5, choices=ZeroMeans.choices, default=ZeroMeans.ZERO)
    zero_note = models.CharField(max_length=300, blank=True)
    zero_note_en = models.CharField(max_length=400, blank=True)
    statistic = models.CharField(_("もとの統計"), max_length=120, blank=True)
    statistic_en = models.CharField(max_length=160, blank=True)
    comparable_group = models.CharField(
        max_length=80, help_text="only indicators of one group may stand on one axis"
    )
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="indicators")
    series_code = models.CharField(max_length=20, blank=True)
    series_name = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["family", "lead", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["key"], condition=models.Q(town__isnull=True), name="one_national_indicator_for_each_key"
            ),
            models.UniqueConstraint(fields=["town", "key"], name="one_town_indicator_for_each_key"),
        ]

    def __str__(self) -> str:
        return self.name

    def public_reference(self) -> Reference:
        owner = f"{self.town.code}-" if self.town is not None else ""
        return Reference("indicator", f"{owner}{self.key}")


class EditionColumn(models.Model):
    """That an edition carried an indicator's figures of a period, and for which places."""

    id = models.AutoField(primary_key=True)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="columns")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="columns")
    period = models.IntegerField(help_text="core.period.Period as an integer")
    places = models.BinaryField(default=b"", help_text="indicators.runs.packed_places; empty: every place")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["edition", "indicator", "period"], name="one_column_each"),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id} {self.indicator_id} {self.period}"


class Observation(models.Model):
    """One figure: stored once, with the first and the last edition that carried it.

    A revised figure is another row for the same place and period: both vintages stay. `value` is in the
    indicator's unit; it is the number as published, and `Indicator.zero_means` says how to read a 0. The index
    holds whole rows: the figures of one indicator lie apart, and fetching each would cost most of the time.
    """

    id = models.BigAutoField(primary_key=True)
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+", db_index=False)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+", db_index=False)
    period = models.IntegerField(help_text="core.period.Period as an integer")
    value = models.FloatField()
    first_edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+", db_index=False)
    last_edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["municipality", "indicator", "period", "first_edition"], name="one_figure_for_each_vintage"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["indicator", "period", "municipality", "value", "first_edition", "last_edition"],
                name="figures_of_an_indicator",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.municipality_id} {self.period}: {self.value}"


class Unsurveyed(models.Model):
    """A place that a statistic left out at one date: a 0 of that statistic, there and then, is a blank."""

    id = models.AutoField(primary_key=True)
    statistic = models.CharField(max_length=120)
    period = models.IntegerField()
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    reason_en = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["statistic", "period", "municipality"], name="left_out_once"),
        ]

    def __str__(self) -> str:
        return f"{self.statistic} {self.period} {self.municipality_id}"


class Target(models.Model):
    """What a town wants an indicator to be by a period, and the figure it set out from."""

    id = models.BigAutoField(primary_key=True)
    town = models.ForeignKey(Town, on_delete=models.PROTECT, related_name="targets")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="targets")
    period = models.IntegerField()
    value = models.FloatField(_("目標値"))
    baseline_period = models.IntegerField()
    baseline_value = models.FloatField(_("基準値"))
    reason = models.CharField(_("理由"), max_length=200, blank=True)
    set_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager["Target"]] = town_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["town", "indicator", "period"],
                condition=models.Q(replaced_at__isnull=True),
                name="one_target_in_force",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.period}: {self.value}"

    def public_reference(self) -> Reference:
        return Reference("target", str(self.pk))


class ImportMapping(models.Model):
    """How the columns of a town's own file were read the last time, so that nobody maps them twice."""

    id = models.BigAutoField(primary_key=True)
    town = models.ForeignKey(Town, on_delete=models.PROTECT, related_name="import_mappings")
    name = models.CharField(max_length=80)
    header_digest = models.CharField(max_length=64)
    columns = models.JSONField()
    updated_at = models.DateTimeField()

    objects: ClassVar[models.Manager["ImportMapping"]] = town_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["town", "header_digest"], name="one_mapping_for_each_header"),
        ]

    def __str__(self) -> str:
        return self.name
