"""Who listens at `/live`, and what he may hear of: read from the session cookie, in a thread, outside the page stack."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from importlib import import_module
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import get_user

from . import permissions
from .actors import Actor
from .models import Scope


@dataclass(frozen=True)
class Viewer:
    """A signed-in person, the scopes in which he holds a post, and the models he may see in each."""

    actor: Actor
    scopes: dict[UUID, Scope]
    models: dict[UUID, frozenset[str]]

    def hears(self, scope_id: UUID, model: str) -> bool:
        return model in self.models.get(scope_id, ())

    def sees(self, scope_id: UUID, model: str, record_id: UUID) -> bool:
        """The narrow question, record by record; it may ask the database."""
        return permissions.sees_every(model) or permissions.may_view_id(self.actor, model, record_id, self.scopes[scope_id])


endings: list[Callable[[Any, Any, dict[str, str]], bool]] = []
"""Functions (session, account, cookies) that say whether a session is over though its row is still there. A surface adds one."""

lenses: list[Callable[[Any, Actor, list[Scope]], tuple[Actor, list[Scope]]]] = []
"""Functions (session, actor, scopes asked for) that say as whom a session listens, and where. A surface adds one."""


def viewer_of(cookies: str, asked: list[UUID]) -> Viewer | None:
    """The viewer behind a Cookie header, for those of the asked scopes in which he holds a post; None when there is nobody or none."""
    actor, session = _actor_of(cookies)
    if actor is None or not asked:
        return None
    places = list(Scope.objects.filter(pk__in=asked))
    for lens in lenses:
        actor, places = lens(session, actor, places)
    scopes = {scope.id: scope for scope in places if permissions.posts_of(actor, scope)}
    if not scopes:
        return None
    models = {id: frozenset(permissions.viewable(actor, scope)) for id, scope in scopes.items()}
    return Viewer(actor, scopes, models)


def _actor_of(cookies: str) -> tuple[Actor | None, Any]:
    """Who is signed in, and his session."""
    try:
        jar = SimpleCookie(cookies)
    except CookieError:
        return None, None
    morsel = jar.get(settings.SESSION_COOKIE_NAME)
    if morsel is None:
        return None, None
    session = import_module(settings.SESSION_ENGINE).SessionStore(morsel.value)
    account = get_user(SimpleNamespace(session=session))
    if not account.is_authenticated or not account.is_active:
        return None, None
    sent = {name: each.value for name, each in jar.items()}
    return (None, None) if any(is_over(session, account, sent) for is_over in endings) else (Actor.of(account), session)
