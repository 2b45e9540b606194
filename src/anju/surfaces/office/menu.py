"""The side menu: ten groups, only pages that exist and that the person may open."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from markupsafe import Markup

from anju.kernel import permissions
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
    is_minor: bool = False

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
    if item.permission.partition(".")[2].startswith("see_"):
        permissions.titles.setdefault(item.permission, item.title)
    _drawn.cache_clear()
    _html.cache_clear()


@dataclass(frozen=True)
class Link:
    """An item as the page draws it, in one language."""

    address: str
    icon: str
    title: str


@dataclass(frozen=True)
class Group:
    """One line of the menu and the pages that unfold under it."""

    title: str
    links: tuple[Link, ...]
    more: tuple[Link, ...] = ()


def menu_for(rights: frozenset[str] | None) -> tuple[Group, ...]:
    """The menu of somebody with these rights; empty groups are left out."""
    return _drawn(None if rights is None else frozenset(rights), get_language() or "")


def current(groups: tuple[Group, ...], path: str) -> str:
    """The address of the menu's page that `path` belongs to: the longest that it begins with; "" when it belongs to none."""
    known = [link.address for group in groups for link in (*group.links, *group.more)]
    return max((address for address in known if path == address or (address != "/" and path.startswith(address))), key=len, default="")


def drawn_for(rights: frozenset[str] | None, path: str) -> Markup:
    """The menu as it stands on every page, with the page of this address marked and its group unfolded."""
    return _html(None if rights is None else frozenset(rights), get_language() or "", current(menu_for(rights), path))


@functools.lru_cache(maxsize=1024)
def _html(rights: frozenset[str] | None, language: str, here: str) -> Markup:
    return Markup(render_to_string("menu.html", {"groups": _drawn(rights, language), "here": here}, using="jinja2"))


@functools.lru_cache(maxsize=256)
def _drawn(rights: frozenset[str] | None, language: str) -> tuple[Group, ...]:
    """The people of one post share one menu; it is put together once per post and language."""
    screens = [Item(s.menu, s.title, "office:list", s.icon, s.permission, s.position, (s.name,), s.minor) for s in registry.values() if s.menu]
    items = [item for item in (*_pages.values(), *screens) if not item.permission or rights is None or item.permission in rights]
    items.sort(key=lambda item: item.position)
    groups = (_group(str(title), [item for item in items if item.group == group]) for group, title in GROUPS.items())
    return tuple(group for group in groups if group.links)


def _group(title: str, items: list[Item]) -> Group:
    """Main pages, then those behind 更多; where somebody has only the latter, they are his main pages."""
    main = [item for item in items if not item.is_minor] or items
    behind = [item for item in items if item not in main]
    return Group(title, _links(main), _links(behind))


def _links(items: list[Item]) -> tuple[Link, ...]:
    return tuple(Link(one.address, one.icon, str(one.title)) for one in items)
