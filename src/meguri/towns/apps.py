"""The slice that knows the municipalities, the towns that opened here, and their people."""

from django.apps import AppConfig


class TownsConfig(AppConfig):
    name = "meguri.towns"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from meguri.towns import actions, factor_actions, founding, loading, mail, policies  # noqa: F401 - registers them
