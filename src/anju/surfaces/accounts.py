"""Who may make an account: nobody by himself. Accounts are opened by the people who run the community."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter


class ClosedSignup(DefaultAccountAdapter):
    def is_open_for_signup(self, request) -> bool:
        return False
