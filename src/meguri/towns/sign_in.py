"""How people sign in: a code by e-mail or a passkey; staff show a second factor."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in without passwords."""


class MFAAdapter(DefaultMFAAdapter):
    """Second factors."""
