"""What every page of the office shows around its content."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.utils.functional import SimpleLazyObject
from markupsafe import Markup

from anju.kernel import live

from .menu import drawn_for


def live_from(where: Any) -> str:
    """Where an open page listens for changes: its scope, from the position that stands now."""
    return f"/live?in={where.id}&since={live.position_now()}"


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor. The menu is computed only where a page asks for it, which fragments do not."""
    where, rights = getattr(request, "scope", None), getattr(request, "rights", frozenset())
    token = getattr(request, "csrf_stand_in", None) or SimpleLazyObject(lambda: get_token(request))
    return {
        "where": where,
        "live_from": lambda: live_from(where),
        "menu": lambda: drawn_for(rights, request.path) if where is not None else "",
        # One masked token for all forms of a page: Django would mask it anew for each.
        "csrf_token": token,
        "csrf_input": SimpleLazyObject(lambda: Markup('<input type="hidden" name="csrfmiddlewaretoken" value="{}">').format(token)),
    }
