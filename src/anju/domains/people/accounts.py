"""The account table's own verbs, which Django's sign-in calls."""

from __future__ import annotations

from django.contrib.auth.base_user import BaseUserManager


class Accounts(BaseUserManager):
    def get_by_natural_key(self, username: str):
        return self.get(username=username)
