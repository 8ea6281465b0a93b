"""Meguri's settings as they are, but with no limit on the API and without a manifest of static files."""

from meguri.config.settings import *  # noqa: F403 - the same settings
from meguri.config.settings import STORAGES as _STORAGES

API_REQUESTS_PER_MINUTE = 0
STORAGES = _STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
