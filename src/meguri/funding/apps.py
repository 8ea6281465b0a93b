"""The slice of money: the town's budget as imported, and the rooms of the journal, gifts, sources, bank and flow."""

from django.apps import AppConfig


class FundingConfig(AppConfig):
    name = "meguri.funding"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from meguri.core import triggers
        from meguri.funding import objects, policies, sheets, tying  # noqa: F401 - registers them
        from meguri.funding.bank import ready as _bank  # noqa: F401 - registers the room
        from meguri.funding.flow import ready as _flow  # noqa: F401 - registers the room
        from meguri.funding.giving import ready as _giving  # noqa: F401 - registers the room
        from meguri.funding.journal import ready as _journal  # noqa: F401 - registers the room
        from meguri.funding.sources import ready as _sources  # noqa: F401 - registers the room

        for field in ("project", "file", "last_file"):
            triggers.same_town("funding.BudgetLine", field)
