"""Django's `migrate`, let through the guard: it changes the schema."""

from typing import Any

from django.core.management.commands import migrate

from meguri.core import guard


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> str | None:
        with guard.door("migrate"):
            return super().handle(*args, **options)
