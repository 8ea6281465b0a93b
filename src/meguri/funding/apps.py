"""The slice of money: so far the town's own budget and settlement, as imported."""

from django.apps import AppConfig


class FundingConfig(AppConfig):
    name = "meguri.funding"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from meguri.core import triggers

        triggers.same_town("funding.BudgetLine", "project")
        triggers.same_town("funding.BudgetLine", "file")
