"""The side menu: ten groups, only pages that exist and that the person may open."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from anju.kernel.screens import registry

GROUPS: dict[str, Any] = {
    "today": _("Today"),
    "plan": _("Plan"),
    "access": _("Access"),
    "security": _("Security"),
    "fire": _("Fire and hazards"),
    "service": _("Service"),
    "staff": _("Staff"),
    "assets": _("Assets and money"),
    "owners": _("Owners"),
    "settings": _("Settings"),
}


@dataclass(frozen=True)
class Item:
    """A page in the menu. `permission` may be empty: then everybody who is signed in sees it."""

    group: str
    title: Any
    url_name: str
    icon: str
    permission: str = ""
    position: int = 50
    arguments: tuple[str, ...] = ()

    @property
    def address(self) -> str:
        return reverse(self.url_name, args=self.arguments)


_pages: dict[str, Item] = {
    item.url_name: item
    for item in (
        Item("today", _("Today"), "today", "ti-sun", position=0),
        Item("today", _("Morning brief"), "brief", "ti-news", position=1),
        Item("plan", _("Plans"), "plans:index", "ti-file-text", position=0),
    )
}


def add_page(item: Item) -> None:
    """Put a page that is no screen into the menu; its module calls this once."""
    _pages[item.url_name] = item
    _drawn.cache_clear()


@dataclass(frozen=True)
class Link:
    """An item as the page draws it, in one language."""

    address: str
    icon: str
    title: str


def menu_for(rights: frozenset[str] | None) -> tuple[tuple[str, tuple[Link, ...]], ...]:
    """(group title, links) for somebody with these rights; empty groups are left out."""
    return _drawn(None if rights is None else frozenset(rights), get_language() or "")


@functools.lru_cache(maxsize=256)
def _drawn(rights: frozenset[str] | None, language: str) -> tuple[tuple[str, tuple[Link, ...]], ...]:
    """The people of one post share one menu; it is put together once per post and language."""
    screens = [Item(s.menu, s.title, "office:list", s.icon, s.permission, s.position, (s.name,)) for s in registry.values() if s.menu]
    items = [item for item in (*_pages.values(), *screens) if not item.permission or rights is None or item.permission in rights]
    items.sort(key=lambda item: item.position)
    groups = [(str(title), tuple(Link(one.address, one.icon, str(one.title)) for one in items if one.group == group)) for group, title in GROUPS.items()]
    return tuple((title, links) for title, links in groups if links)
