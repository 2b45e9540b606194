"""Who calls: a person's session (with the form token against forgery) or a program's bearer token. Both end in one Caller."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer, SessionAuth

from anju.kernel import permissions, tokens
from anju.kernel import scope as view
from anju.kernel.actors import Actor
from anju.kernel.models import Scope


@dataclass(frozen=True)
class Caller:
    """The actor, the scope he calls from, and what he may do there; None stands for everything."""

    actor: Actor
    scope: Scope
    rights: frozenset[str] | None

    def holds(self, permission: str) -> bool:
        return self.rights is None or permission in self.rights


class Session(SessionAuth):
    """The browser's own session; what changes something needs the X-CSRFToken header."""

    def authenticate(self, request: HttpRequest, key: str | None) -> Caller | None:
        if not request.user.is_authenticated or request.scope is None:
            return None
        return Caller(request.actor, request.scope, permissions.rights_of(request.actor, request.scope))


class Token(HttpBearer):
    """`Authorization: Bearer anju_…`: what the token names, of what its account may do today."""

    def authenticate(self, request: HttpRequest, token: str) -> Caller | None:
        found = tokens.find(token)
        accounts = get_user_model()
        account = found and accounts.everywhere.select_related("person").filter(pk=found.account_id, is_active=True).first()
        if not account:
            return None
        actor = Actor.of(account)
        held = permissions.rights_of(actor, found.scope) or frozenset()
        return Caller(actor, found.scope, held & frozenset(found.permissions))


@contextmanager
def entered(caller: Caller) -> Iterator[None]:
    """The caller's view: his community, or his organisation with all below it."""
    ids = (caller.scope.id,) if caller.scope.kind == "community" else view.below(caller.scope)
    with view.entered(*ids), timezone.override(caller.scope.zone):
        yield
