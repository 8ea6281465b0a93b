"""The path on which many projects are edited at once."""

from django.urls import path

from meguri.projects import bulk_page
from meguri.towns import converters  # noqa: F401 - registers <municipality:…>

urlpatterns = [
    path("<municipality:code>/work/projects/bulk/", bulk_page.bulk, name="work-projects-bulk"),
]
