"""Every screen says its columns in words that can be translated and no two in the same, shows only fields that exist, and tells an empty list what to do next."""

from __future__ import annotations

from collections import Counter
from types import SimpleNamespace

import pytest
from django.utils import translation
from django.utils.functional import Promise

from anju.kernel import actions, discovery
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


def said_twice(place: str, labels: list) -> list[str]:
    """What a reader of Chinese cannot tell apart: the catalogue is one for all rooms, so that two English words may come out as one."""
    with translation.override("zh-hans"):
        return [f"{place}: {label!r} says {times} things" for label, times in Counter(map(str, labels)).items() if times > 1 and label]


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.name)
def test_no_two_things_of_a_screen_have_the_same_chinese(screen):
    parts = {
        "columns": [column.label for column in screen.list_columns], "facts": [column.label for column in screen.fact_columns],
        "tabs": [tab.title for tab in screen.all_tabs()], "actions": [spec.title for spec in screen.actions], "quick": [title for title, _query in screen.quick],
    }  # fmt: skip
    assert [fault for part, labels in parts.items() for fault in said_twice(f"{screen.name}.{part}", labels)] == []


def test_no_two_inputs_of_an_action_have_the_same_chinese():
    assert [fault for name, spec in actions.registry.items() for fault in said_twice(name, [one.label for one in spec.inputs])] == []


def test_planted_faults_are_found():
    assert said_twice("cases.facts", ["结束时间", "结束时间", "", ""]) == ["cases.facts: '结束时间' says 2 things"]
    column = SimpleNamespace(path="created_at", label="created at")
    screen = SimpleNamespace(name="cases", title="Cases", empty="", list_columns=[column], fact_columns=[], all_tabs=list)
    assert len(unsaid(screen)) == 3
