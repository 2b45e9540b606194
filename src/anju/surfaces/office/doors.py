"""Who may open an office page: somebody signed in who holds a role in the community he is looking at, and the page's permission."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from anju.kernel import permissions


def office_page(view: Callable[..., HttpResponse] | None = None, *, permission: str = "") -> Callable[..., Any]:
    """Ask for a sign-in, a community and a permission; `request.scope` and `request.actor` are set by the scope middleware."""
    if view is None:
        return partial(office_page, permission=permission)

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if getattr(request, "scope", None) is None:
            return render(request, "no_role.html", status=403)
        if permission and not permissions.may(request.actor, permission, request.scope):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded
