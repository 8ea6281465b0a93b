"""The slice of figures: definitions, observations, targets, and how they come in."""

from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "meguri.indicators"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from meguri.core import triggers
        from meguri.indicators import (  # noqa: F401 - registers them
            defining,
            drafts,
            importing,
            loading,
            objects,
            policies,
            publishing,
            sample,
            town_import,
        )

        triggers.same_town("indicators.Target", "indicator")
