"""Who is asking, and which communities he sees: set once per request, for every surface."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from anju.domains.people import queries as people
from anju.kernel import permissions, scope
from anju.kernel.actors import Actor
from anju.kernel.models import Scope

CHOSEN = "scope"


class Identity:
    """Middleware: gives the request its `actor`, its `scope` (None without any role) and `rights`, and enters the view."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor, request.scope, request.rights = None, None, frozenset()
        if not request.user.is_authenticated:
            return self.get_response(request)
        request.actor = Actor.of(request.user)
        request.scope = chosen_scope(request)
        if request.scope is None:
            return self.get_response(request)
        request.rights = permissions.rights_of(request.actor, request.scope)
        with scope.entered(*view_from(request.scope)), timezone.override(request.scope.zone):
            return self.get_response(request)


def view_from(chosen: Scope) -> tuple[UUID, ...]:
    """A community is seen alone; an organisation or region with everything below it."""
    return (chosen.id,) if chosen.kind == "community" else scope.below(chosen)


def chosen_scope(request: HttpRequest) -> Scope | None:
    """The scope chosen in this session while the person may enter it, else the first that he may."""
    if kept := request.session.get(CHOSEN):
        found = Scope.objects.filter(pk=kept).first()
        if found is not None and people.may_enter(request.actor, found):
            return found
    first = people.communities_of(request.user).first() or people.scopes_of(request.user).first()
    if first is not None:
        request.session[CHOSEN] = str(first.pk)
    return first


def choose(request: HttpRequest, scope_id: UUID) -> Scope | None:
    """Remember another scope for this session; None (and nothing changes) where the person may not enter it."""
    found = Scope.objects.filter(pk=scope_id).first()
    if found is None or not people.may_enter(request.actor, found):
        return None
    request.session[CHOSEN] = str(found.pk)
    return found
