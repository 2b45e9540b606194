"""Every screen says its columns in words that can be translated, shows only fields that exist, and tells an empty list what to do next."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.utils.functional import Promise

from anju.kernel import discovery
from anju.kernel.screens import registry


def declared() -> list:
    discovery.load_rooms()
    return [screen for _name, screen in sorted(registry.items()) if ".tests." not in type(screen).__module__]


SCREENS = declared()


def unsaid(screen) -> list[str]:
    """What people would read on the screen in English, whatever their language."""
    said = {"title": screen.title, "empty": screen.empty}
    said |= {column.path: column.label for column in [*screen.list_columns, *screen.fact_columns]}
    said |= {tab.name: tab.title for tab in screen.all_tabs()}
    return [f"{screen.name}: {name} is called {label!r}, which cannot be translated" for name, label in said.items() if not isinstance(label, Promise)]


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.name)
def test_a_screen_speaks_chinese(screen):
    assert unsaid(screen) == []


def test_planted_faults_are_found():
    column = SimpleNamespace(path="created_at", label="created at")
    screen = SimpleNamespace(name="cases", title="Cases", empty="", list_columns=[column], fact_columns=[], all_tabs=list)
    assert len(unsaid(screen)) == 3
