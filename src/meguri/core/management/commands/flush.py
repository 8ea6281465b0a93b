"""Django's `flush`, let through the guard: it empties a test database."""

from typing import Any

from django.core.management.commands import flush

from meguri.core import guard


class Command(flush.Command):
    def handle(self, **options: Any) -> None:
        with guard.door("flush"):
            super().handle(**options)
