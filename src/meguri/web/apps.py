"""The Django app that holds the templates, components and static files every other slice draws with."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "meguri.web"
    label = "web"
    verbose_name = "画面"

    def ready(self) -> None:
        from meguri.web import daily  # noqa: F401 - registers its act and its letters
