"""API tokens: issued once, shown once, kept as a hash."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Annotated
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .. import clock
from .. import permissions as rights
from ..actions import Field, action, announce
from ..actions import registry as actions
from ..actors import Actor
from ..events import Words, event
from ..models import ApiToken, Scope
from ..refusals import Refusal

MARK = "anju_"
ISSUERS = ("project_manager", "headquarters")
USED_EVERY = timedelta(minutes=5)


@event("kernel.token_issued")
class TokenIssued:
    token: UUID
    permissions: list[str]
    expires_at: datetime
    called: Words = ""


@event("kernel.token_revoked")
class TokenRevoked:
    token: UUID


def _offered() -> list[tuple[str, str]]:
    """Every permission with what it is called: the action's title, or the page's."""
    from ..screens import registry as screens

    pages = {screen.permission: _("See: %(page)s") % {"page": screen.title} for screen in screens.values()}
    verbs = {name: spec.title for name, spec in actions.items()}
    return [(name, f"{called} ({name})") for name, called in sorted({**pages, **verbs}.items())]


@action(title=_("Issue a token"), posts=ISSUERS, event=TokenIssued)
def issue_token(
    scope: Scope,
    *,
    name: Annotated[str, Field(_("Name"), max_length=60, help=_("Which program it is for"))],
    permissions: Annotated[list[str], Field(_("May do"), choices=_offered, help=_("Tick no more than the program needs."))],
    days: Annotated[int, Field(_("Valid for days"), minimum=1, maximum=366)] = 90,
    by: Actor,
    at: datetime | None = None,
) -> ApiToken | Refusal:
    """Make a key for a program. It acts in your name and never may more than you; it is shown once."""
    if by.id is None:
        return Refusal("kernel.token_needs_person", _("A token acts for a person. Sign in to issue one."))
    if beyond := [each for each in permissions if not _holds(by, each, scope)]:
        return Refusal("kernel.token_beyond_you", _("You may not do this yourself: %(beyond)s. Take it away."), beyond="、".join(beyond))
    secret = MARK + secrets.token_urlsafe(32)
    token = ApiToken(scope=scope, name=name, beginning=secret[:10], digest=digest_of(secret), account_id=by.id, permissions=sorted(set(permissions)))
    token.expires_at = at + timedelta(days=days)
    token.save()
    announce(TokenIssued(token=token.id, permissions=token.permissions, expires_at=token.expires_at, called=name), subject=token)
    token.shown_once = secret
    return token


def _holds(by: Actor, permission: str, scope: Scope) -> bool:
    return rights.may(by, permission, scope)


@action(title=_("Revoke the token"), posts=ISSUERS, event=TokenRevoked, confirm=True, allowed_from=("in_use",))
def revoke_token(token: ApiToken, *, by: Actor, at: datetime | None = None) -> ApiToken | Refusal:
    """End it at once. Programs that use it are refused from now on."""
    if token.state != "in_use":
        return Refusal("kernel.token_revoked", _("This token is already revoked."))
    token.state = "revoked"
    token.save(update_fields=["state"])
    announce(TokenRevoked(token=token.id), subject=token)
    return token


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def find(secret: str) -> ApiToken | None:
    """The token of this secret, in use and not expired; notes now and then that it was used."""
    if not secret.startswith(MARK):
        return None
    now = clock.now()
    token = ApiToken.everywhere.select_related("scope").filter(digest=digest_of(secret), state="in_use", expires_at__gt=now).first()
    if token is not None:
        long_ago = Q(used_at=None) | Q(used_at__lt=now - USED_EVERY)
        ApiToken.everywhere.filter(long_ago, pk=token.pk).update(used_at=now)
    return token
