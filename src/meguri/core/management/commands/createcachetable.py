"""Django's `createcachetable`, let through the guard: it makes the cache's table."""

from typing import Any

from django.core.management.commands import createcachetable

from meguri.core import guard


class Command(createcachetable.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        with guard.door("createcachetable"):
            super().handle(*args, **options)
