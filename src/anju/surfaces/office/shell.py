"""What every page of the office shows around its content."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from anju.kernel import live

from .menu import menu_for


def live_from(where: Any) -> str:
    """Where an open page listens for changes: its scope, from the position that stands now."""
    return f"/live?in={where.id}&since={live.position_now()}"


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor. The menu is computed only where a page asks for it, which fragments do not."""
    where, rights = getattr(request, "scope", None), getattr(request, "rights", frozenset())
    return {"where": where, "live_from": lambda: live_from(where), "menu": lambda: menu_for(rights) if where is not None else []}
