"""Paths of those who answer: organisations, posts and facilities in public, and the work on them."""

from django.urls import path

from meguri.governance.pages import offices

TOWN = "<municipality:code>/"

urlpatterns = [
    path(f"{TOWN}who/", offices.who, name="who"),
    path(f"{TOWN}organisations/<int:organisation>/", offices.organisation, name="organisation"),
    path(f"{TOWN}posts/<int:post>/", offices.post, name="post"),
    path(f"{TOWN}facilities/<int:facility>/", offices.facility, name="facility"),
]
