"""One-time links to choose a password: signed, for 72 hours, worthless once used or followed by a newer one."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.tokens import PasswordResetTokenGenerator

from anju.kernel import clock

from .models import Account

VALID_HOURS = 72


class _Links(PasswordResetTokenGenerator):
    key_salt = "anju.people.choose_password"

    def _now(self) -> datetime:
        return clock.now().replace(tzinfo=None)

    def _make_hash_value(self, user: Any, timestamp: int) -> str:
        return f"{user.pk}|{user.password}|{user.links_issued}|{user.is_active}|{timestamp}"


_links = _Links()


def link_of(account: Any) -> str:
    """The part of the address that proves the link: `<account>.<token>`."""
    return f"{account.pk.hex}.{_links.make_token(account)}"


def account_of(link: str) -> Any | None:
    """The account that may now choose its password by this link, or None. Settings hold the 72 hours (PASSWORD_RESET_TIMEOUT)."""
    name, _dot, token = link.partition(".")
    try:
        account = Account.everywhere.select_related("person", "scope").filter(pk=UUID(hex=name), is_active=True).first()
    except ValueError:
        return None
    return account if account is not None and _links.check_token(account, token) else None
