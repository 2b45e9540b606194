"""Who comes again and again, and how often a category came today: what the server told, and what was let in here since."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from anju.domains.access import rules as gate
from anju.domains.edges.rules.log import moment
from anju.domains.edges.rules.snapshot import Held

MOST_COMINGS = 20_000


@dataclass(frozen=True)
class Coming:
    """Somebody was let in here: by which line of the log, when (microseconds), as what, and who (credential, pass or regular with its id)."""

    number: int
    us: int
    category: str
    who: str


@dataclass
class Comings:
    """Who was let in at this box, and whether regulars are inside since."""

    let_in: list[Coming] = field(default_factory=list)
    inside: dict[str, bool] = field(default_factory=dict)

    def remember(self, number: int, us: int, category: str, way: str, permit: str, regular: str) -> None:
        """Keep whose entry counts: of passes and regulars; the server counts no cards."""
        who = f"regular:{regular}" if regular else f"pass:{permit}" if permit else ""
        if way == "in" and who:
            self.let_in.append(Coming(number, us, category, who))
            del self.let_in[:-MOST_COMINGS]

    def came(self, held: Held, category: str, home: str, today: date) -> int:
        """How often the category came to a dwelling today: what the server knew, and lines of this log that it had not when it told.

        A pass counts once, as its visit does; one that was used before was counted there.
        """
        if not category or not home:
            return 0
        counted = held.section("about").get("counted", {})
        known = held.section("quotas").get(f"{category}:{home}", 0) if counted.get("on") == today.isoformat() else 0
        fresh = [one for one in self.let_in if one.number > counted.get("upto", 0) and one.category == category and day_of(held, one.us) == today]
        here = [one for one in fresh if held.section("homes").get(one.who) == home]
        passes = {one.who for one in here if one.who.startswith("pass:") and _begins_visit(held, one.who)}
        return known + len(passes) + sum(one.who.startswith("regular:") for one in here)


def _begins_visit(held: Held, who: str) -> bool:
    row = held.section("passes").get(who.partition(":")[2])
    return bool(row and row.get("visit") and not row["last"])


def day_of(held: Held, us: int) -> date:
    """The day at the gate."""
    return moment(us).astimezone(ZoneInfo(held.section("about").get("zone", "Asia/Shanghai"))).date()


def knows_count(held: Held, *, is_online: bool) -> bool:
    """Whether the server's count is at hand: heard now, from a server that tells it."""
    return is_online and "counted" in held.section("about")


def turns_of(row: list[Any], inside: dict[str, bool]) -> gate.Turns:
    """The turns of a regular as they are held, and whether he is inside; what happened here counts on top."""
    pk, _category, days, opens, closes, _last, _home, is_inside = row
    return gate.Turns(days, opens, closes, pk, inside.get(pk, is_inside))
