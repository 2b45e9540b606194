"""What an edge knows of the rights of its own lanes: sections of keyed rows, a position in the ledger, a moment and an end. Pure.

    {"for": edge, "kind": "full", "position": [tx, id], "made_us": …, "until_us": …, "sections": {section: {key: value}}}
    {"for": edge, "kind": "change", "after": [[tx, id], made_us], …, "sections": {section: {key: value, gone key: null}}}

The position says up to which event of the ledger the rights are known; the number that people read is its second half.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Sections = dict[str, dict[str, Any]]
FIRST = ("about", "lanes", "credentials", "passes", "plates", "watch", "rules", "days", "words", "white", "wires")
SECOND = (*FIRST, "regulars", "quotas", "homes")
FORMATS = {1: FIRST, 2: SECOND, 3: (*SECOND, "cameras")}
"""The sections of each format. A box says which it reads, and is sent nothing else; one that says nothing reads the first."""
FORMAT = max(FORMATS)
SECTIONS = FORMATS[FORMAT]


class Refused(ValueError):
    """A snapshot that is not taken. `code` is older, expired, not_next or unreadable."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Held:
    """The rights as an edge holds them."""

    position: tuple[int, int] = (-1, -1)
    made_us: int = 0
    until_us: int = 0
    sections: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    @property
    def order(self) -> tuple[tuple[int, int], int]:
        return self.position, self.made_us

    @property
    def number(self) -> int:
        return max(self.position[1], 0)

    def section(self, name: str) -> Mapping[str, Any]:
        return self.sections.get(name, {})


NOTHING = Held()


def format_read(told: Any) -> int:
    """The format in which a box that says so is spoken to."""
    return min(told, FORMAT) if type(told) is int and told in range(1, 1000) else 1


def in_format(sections: Sections, number: int) -> Sections:
    """What of the sections a box of this format reads. A lockdown is known from the third on."""
    told = {name: rows for name, rows in sections.items() if name in FORMATS[number]}
    return told if number >= 3 else {**told, "lanes": {lane: _without_lockdown(row) for lane, row in told["lanes"].items()}}


def _without_lockdown(lane: dict[str, Any]) -> dict[str, Any]:
    return {**lane, "facts": {name: value for name, value in lane["facts"].items() if name != "locked_until"}}


def changes(old: Mapping[str, Mapping[str, Any]], new: Mapping[str, Mapping[str, Any]]) -> Sections:
    """What turns the old sections into the new ones; a key that is gone stands with None."""
    found: Sections = {}
    for name in SECTIONS:
        before, after = old.get(name, {}), new.get(name, {})
        if before != after:
            found[name] = {key: value for key, value in after.items() if before.get(key) != value} | {key: None for key in before if key not in after}
    return found


def after_changes(old: Mapping[str, Mapping[str, Any]], told: Mapping[str, Mapping[str, Any]]) -> Sections:
    """The sections once these changes are made."""
    found: Sections = {name: dict(rows) for name, rows in old.items()}
    for name, rows in told.items():
        kept = found.setdefault(name, {})
        for key, value in rows.items():
            if value is None:
                kept.pop(key, None)
            else:
                kept[key] = value
    return found


def taken(held: Held, paper: Mapping[str, Any], *, now_us: int) -> Held:
    """What is held after this paper; raises Refused for one that is older than what is held, over, or does not follow on it."""
    kind, position, made, until, sections = _read(paper)
    if (position, made) <= held.order:
        raise Refused("older")
    if until <= now_us:
        raise Refused("expired")
    if kind == "full":
        return Held(position, made, until, sections)
    if paper.get("after") != [list(held.position), held.made_us]:
        raise Refused("not_next")
    return Held(position, made, until, after_changes(held.sections, sections))


def _read(paper: Mapping[str, Any]) -> tuple[str, tuple[int, int], int, int, Sections]:
    kind, position, sections = paper.get("kind"), paper.get("position"), paper.get("sections")
    numbers = [*position, paper.get("made_us"), paper.get("until_us")] if isinstance(position, list) else []
    is_right = kind in ("full", "change") and len(numbers) == 4 and all(type(one) is int for one in numbers) and isinstance(sections, dict)
    if not is_right or set(sections) - set(SECTIONS) or not all(isinstance(rows, dict) for rows in sections.values()):
        raise Refused("unreadable")
    return kind, (numbers[0], numbers[1]), numbers[2], numbers[3], sections
