"""Puts the guard on each connection and the database's own rules after each migration."""

from typing import Any

from django.apps import AppConfig
from django.core import checks
from django.db import connections
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate


class CoreConfig(AppConfig):
    name = "meguri.core"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from meguri.core import guard
        from meguri.core.checks import every_action_has_a_policy, the_database_holds_its_rules

        connection_created.connect(guard.watch, dispatch_uid="meguri.guard")
        post_migrate.connect(_install_rules, sender=self, dispatch_uid="meguri.triggers")
        checks.register(every_action_has_a_policy)
        checks.register(the_database_holds_its_rules, checks.Tags.database)


def _install_rules(using: str, **kwargs: Any) -> None:
    from meguri.core import triggers

    triggers.install(connections[using])
