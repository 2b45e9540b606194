"""The menu of the office: groups in a fixed order, and in each only what this person may open."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

GROUPS = (
    ("today", _("Today")),
    ("plan", _("Plan")),
    ("service", _("Service")),
    ("staff", _("Staff")),
    ("owners", _("Owners")),
    ("settings", _("Settings")),
)
PAGES = {
    "today": ((_("Today"), "today"), (_("Morning brief"), "brief")),
    "plan": ((_("Plans"), "plans:index"),),
}


def shell(request: Any) -> dict[str, Any]:
    """What every page's frame needs: the menu and the communities to choose from."""
    if getattr(request, "scope", None) is None:
        return {"menu": [], "communities": []}
    return {"menu": [group for group in (_group(code, title) for code, title in GROUPS) if group["entries"]], "communities": request.communities}


def _group(code: str, title: Any) -> dict[str, Any]:
    return {"title": title, "entries": [{"title": label, "url": reverse(name)} for label, name in PAGES.get(code, ())]}
