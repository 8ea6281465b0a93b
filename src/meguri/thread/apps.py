"""The slice that walks the loop: what each public object came from, and what came of it."""

from django.apps import AppConfig


class ThreadConfig(AppConfig):
    name = "meguri.thread"
    default_auto_field = "django.db.models.BigAutoField"
