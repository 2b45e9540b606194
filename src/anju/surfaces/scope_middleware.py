"""Whose records a page may see: set once per request, from the community that the signed-in account has chosen.

Afterwards `request.actor`, `request.scope`, `request.communities` and `request.rights` stand; without a sign-in, or without any role, `request.scope`
is None and every query for records fails closed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.functional import SimpleLazyObject

from anju.domains.people import queries
from anju.kernel import permissions
from anju.kernel import scope as view
from anju.kernel.actors import Actor
from anju.kernel.models import Scope

from . import demo_entrance, post_phones, trying

CHOSEN = "scope"


class ScopeMiddleware:
    """Stands behind the authentication middleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor, request.scope, request.communities, request.rights = None, None, [], frozenset()
        if demo_entrance.is_left_over(request.session) or post_phones.is_over(request.session, request.user, request.COOKIES):
            logout(request)
        if not request.user.is_authenticated:
            return self.get_response(request)
        if post_phones.is_closed(request):
            return redirect("phone:guard")
        account = request.user
        _speak(request, account)
        request.actor = Actor.of(account)
        request.communities = SimpleLazyObject(lambda: list(queries.scopes_of(account)))
        request.scope = _chosen(request) or _first(request)
        if request.scope is None:
            return self.get_response(request)
        request.rights = SimpleLazyObject(lambda: permissions.rights_of(request.actor, request.scope))
        with view.entered(*view.seen_from(request.scope)), timezone.override(request.scope.zone):
            return trying.banded(request, trying.enter(request) or self.get_response(request))


def choose(request: HttpRequest, scope_id: UUID) -> Scope | None:
    """Remember another scope for this session; None (and nothing changes) where the account holds no role in it."""
    found = Scope.objects.filter(pk=scope_id).first()
    if found is None or not queries.may_enter(request.actor, found):
        return None
    request.session[CHOSEN] = str(found.pk)
    return found


def _speak(request: HttpRequest, account: Any) -> None:
    """The account's own language, unless another was chosen in this browser."""
    if account.language and settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
        translation.activate(account.language)
        request.LANGUAGE_CODE = account.language


def _chosen(request: HttpRequest) -> Scope | None:
    """The scope of the session, as long as the account still holds a role in it or above it."""
    try:
        wanted = UUID(request.session[CHOSEN])
    except (KeyError, ValueError, TypeError, AttributeError):
        return None
    scope = Scope.objects.filter(pk=wanted).first()
    return scope if scope is not None and permissions.posts_of(request.actor, scope) else None


def _first(request: HttpRequest) -> Scope | None:
    scope = next(iter(request.communities), None)
    if scope is not None:
        request.session[CHOSEN] = str(scope.id)
    return scope
