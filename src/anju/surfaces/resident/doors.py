"""Who may open a resident's page: somebody signed in with a role in the community, and as a person; what he sees is asked by his person."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render


def resident_page(view: Callable[..., HttpResponse]) -> Callable[..., Any]:
    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if getattr(request, "scope", None) is None:
            return render(request, "no_role.html", status=403)
        if request.actor.person is None:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded
