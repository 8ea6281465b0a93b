"""Paths of the pages that belong to no slice."""

from django.urls import path

from meguri.web import views

urlpatterns = [
    path("language/", views.choose_language, name="set_language"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("licence/", views.licence, name="licence"),
]
