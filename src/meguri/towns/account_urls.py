"""Paths of signing in and of one's own page. The library's own pages, passwords among them, have no path here."""

from django.urls import path

from meguri.towns import account_views, passkey_views, second_factor_views, sign_in_views

urlpatterns = [
    path("", account_views.home, name="account"),
    path("login/", sign_in_views.ask_address, name="account_login"),
    path("login/code/", sign_in_views.ask_code, name="account_confirm_login_code"),
    path("login/passkey/options/", sign_in_views.passkey_options, name="passkey_sign_in_options"),
    path("login/passkey/", sign_in_views.by_passkey, name="passkey_sign_in"),
    path("logout/", sign_in_views.sign_out, name="account_logout"),
    path("second-factor/", second_factor_views.page, name="second_factor"),
    path("second-factor/passkey/options/", second_factor_views.passkey_options, name="second_factor_passkey_options"),
    path("second-factor/passkey/", second_factor_views.by_passkey, name="second_factor_passkey"),
    path("second-factor/app/", second_factor_views.set_up_app, name="set_up_app"),
    path("second-factor/token/", second_factor_views.set_up_token, name="set_up_token"),
    path("second-factor/recovery-codes/", second_factor_views.recovery_codes, name="recovery_codes"),
    path("second-factor/<int:pk>/remove/", second_factor_views.remove, name="remove_factor"),
    path("passkeys/add/", passkey_views.add, name="add_passkey"),
    path("passkeys/options/", passkey_views.options, name="passkey_options"),
    path("passkeys/<int:pk>/", passkey_views.rename, name="rename_passkey"),
    path("me/", account_views.describe, name="describe_self"),
    path("address/", account_views.change_address, name="change_address"),
    path("address/code/", account_views.prove_address, name="prove_address"),
    path("sessions/<int:pk>/end/", account_views.end_session, name="end_session"),
    path("sessions/end/", account_views.end_all_sessions, name="end_all_sessions"),
    path("data/", account_views.take_data, name="take_data"),
    path("invitation/", account_views.accept_invitation, name="accept_invitation"),
    path("roles/<int:pk>/leave/", account_views.leave, name="leave_role"),
]
