"""Who may open an office page: somebody signed in who holds a role in the community he is looking at."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def office_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Ask for a sign-in and a community; `request.scope` and `request.actor` are set by the scope middleware."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if getattr(request, "scope", None) is None:
            return render(request, "no_role.html", status=403)
        return view(request, *args, **kwargs)

    return guarded
