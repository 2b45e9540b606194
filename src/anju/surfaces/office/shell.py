"""What every page of the office shows around its content."""

from __future__ import annotations

from typing import Any

from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.utils.translation import get_language

from .menu import menu_for


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `menu` and `notes` are computed only where a page asks for them."""
    where, rights = getattr(request, "scope", None), getattr(request, "rights", frozenset())
    return {
        "where": where,
        "menu": lambda: menu_for(rights) if where is not None else [],
        "notes": lambda: get_messages(request),
        "language": get_language() or "zh-hans",
        "is_fragment": request.headers.get("HX-Request") == "true",
    }
