"""Fills core's port for recording and asks the database to keep the record as it is."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class RecordConfig(AppConfig):
    name = "meguri.record"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from meguri.core import triggers
        from meguri.core.ports import set_recorder
        from meguri.record import actions, policies  # noqa: F401 - registers them
        from meguri.record.append import append

        set_recorder(append)
        autodiscover_modules("record_titles")
        for model in ("Entry", "Subject", "Leaf", "Tile", "Generation", "LogKey", "SignedHead"):
            triggers.immutable(f"record.{model}")
