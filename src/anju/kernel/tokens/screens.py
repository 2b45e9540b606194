"""The page of API tokens."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ..models import ApiToken
from ..screens import Column, Screen
from . import ISSUERS, issue_token, revoke_token


def listed(permissions: list[str]) -> str:
    return "、".join(permissions)


class TokenScreen(Screen):
    model = ApiToken
    name = "tokens"
    title = _("API tokens")
    menu = "settings"
    minor = True
    icon = "ti-key"
    position = 80
    columns = "name state beginning expires_at used_at"
    filters = "state"
    facts = ["name", "state", "beginning", Column("permissions", render=listed), "expires_at", "used_at", "created_at"]
    create = issue_token
    row = [revoke_token]
    exporting = False
    empty = _("There is no token yet. Issue one for each program that uses the API.")
    posts = ISSUERS
