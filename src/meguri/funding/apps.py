"""The slice of money: so far the town's own budget and settlement, as imported."""

from django.apps import AppConfig


class FundingConfig(AppConfig):
    name = "meguri.funding"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from meguri.core import triggers
        from meguri.funding import objects, policies, sheets, tying  # noqa: F401 - registers them

        for field in ("project", "file", "last_file"):
            triggers.same_town("funding.BudgetLine", field)
