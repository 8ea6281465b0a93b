"""Paths of towns and their people."""

from django.urls import path

from meguri.towns import converters, desk_views, member_views, operator_views

__all__ = ["converters", "urlpatterns"]

INVITATIONS = "<municipality:code>/members/invitations/"

urlpatterns = [
    path("operator/", operator_views.home, name="operator"),
    path("operator/people/", operator_views.name_operator, name="name_operator"),
    path("operator/open/<municipality:code>/", operator_views.open_town, name="open_town"),
    path("<municipality:code>/members/", member_views.members, name="town_members"),
    path("<municipality:code>/members/invite/", member_views.invite, name="town_invite"),
    path(INVITATIONS, member_views.invitations, name="town_invitations"),
    path(f"{INVITATIONS}<int:pk>/again/", member_views.send_again, name="send_invitation_again"),
    path(f"{INVITATIONS}<int:pk>/withdraw/", member_views.withdraw, name="withdraw_invitation"),
    path("<municipality:code>/members/history/", member_views.history, name="town_members_history"),
    path("<municipality:code>/members/<int:pk>/end/", member_views.end, name="end_membership"),
    path("<municipality:code>/members/<int:pk>/token/", member_views.register_token, name="register_token"),
    path("<municipality:code>/desk/", desk_views.desk, name="town_desk"),
    path("<municipality:code>/join/", member_views.join, name="join_town"),
]
