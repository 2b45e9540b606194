"""What a box remembers of its own log for the next decisions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from anju.domains.edges.rules.snapshot import Held

from .clockwork import MICRO
from .counting import Comings


@dataclass
class Memory:
    """What happened at this box: who went which way when (seconds), how often a pass was used here, and who was let in."""

    ways: dict[str, tuple[str, int]] = field(default_factory=dict)
    used: dict[str, int] = field(default_factory=dict)
    pass_ways: dict[str, str] = field(default_factory=dict)
    comings: Comings = field(default_factory=Comings)

    def went(self, told: Mapping[str, Any], held: Held) -> None:
        """Somebody went, by this line."""
        if told["credential"]:
            self.ways[told["credential"]] = (told["way"], told["at"] // MICRO)
        regular = (told["facts"].get("turns") or {}).get("id", "")
        if told["pass"]:
            self.used[told["pass"]] = self.used.get(told["pass"], 0) + 1
        if _is_news(told, held):
            if told["pass"]:
                self.pass_ways[told["pass"]] = told["way"]
            if regular:
                self.comings.inside[regular] = told["way"] == "in"
        self.comings.remember(told["n"], told["at"], told["category"], told["way"], told["pass"], regular)

    def learn(self, before: Held, held: Held) -> None:
        """Whoever the server says something new about: it knows better who is inside."""
        for pk, row in held.section("passes").items():
            if before.section("passes").get(pk) != row:
                self.pass_ways.pop(pk, None)
        for key, row in held.section("regulars").items():
            if before.section("regulars").get(key) != row:
                self.comings.inside.pop(row[0], None)


def _is_news(told: Mapping[str, Any], held: Held) -> bool:
    """Whether the rights that are held were made without this line."""
    counted = held.section("about").get("counted")
    return told["n"] > counted["upto"] if counted else told["at"] >= held.made_us
