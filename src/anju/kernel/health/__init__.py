"""Whether the house stands: each check is one line in words a property manager understands, with what to do about it.

    @check("backup")
    def backups() -> Finding:
        return good("backup", _("Backup"), _("made %(at)s"), at=…)

`anju doctor` prints them, the health page shows them. A check that fails itself is a finding too. Sentences are marked here and
translated where they are shown; this module needs nothing but Python, so that a house whose settings cannot be read can still say so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

GOOD, NOTICE, BAD = "good", "notice", "bad"
COLOURS = {GOOD: "green", NOTICE: "yellow", BAD: "red"}


def _(text: str) -> str:
    """Marks a sentence for the catalogue."""
    return text


@dataclass(frozen=True)
class Finding:
    """One line. `todo` is empty when nothing is to be done; `action` names the action whose button can mend it."""

    name: str
    state: str
    what: str
    said: str
    todo: str = ""
    action: str = ""
    facts: dict[str, Any] = field(default_factory=dict)

    def words(self, translate: Callable[[str], str], moment: Callable[[datetime], str]) -> tuple[str, str, str]:
        """What, how it is, and what to do, in one language; `moment` writes a time."""
        facts = {name: moment(value) if isinstance(value, datetime) else value for name, value in self.facts.items()}
        return translate(self.what) % facts, translate(self.said) % facts, translate(self.todo) % facts if self.todo else ""

    @property
    def colour(self) -> str:
        return COLOURS[self.state]


def good(name: str, what: str, said: str, /, **facts: Any) -> Finding:
    return Finding(name, GOOD, what, said, facts=facts)


def notice(name: str, what: str, said: str, todo: str = "", /, *, action: str = "", **facts: Any) -> Finding:
    return Finding(name, NOTICE, what, said, todo, action, facts)


def bad(name: str, what: str, said: str, todo: str, /, *, action: str = "", **facts: Any) -> Finding:
    return Finding(name, BAD, what, said, todo, action, facts)


Check = Callable[[], "Finding | Iterable[Finding]"]
CountOf = Callable[[Any], tuple[int, int]]
registry: dict[str, Check] = {}
counts: dict[str, tuple[str, CountOf]] = {}


def check(name: str) -> Callable[[Check], Check]:
    """Declare a check that may ask the database. They are shown in the order of their declaration."""

    def declare(function: Check) -> Check:
        registry[name] = function
        return function

    return declare


def declare_count(name: str, title: str, count: CountOf) -> None:
    """Declare something that is there or not: `count(scope)` answers (there, of how many). Rooms with devices or people call it."""
    counts[name] = (title, count)


def run(checks: dict[str, Check]) -> Iterator[Finding]:
    """Run them one after the other; one that breaks says so and stops no other."""
    for name, function in checks.items():
        try:
            found = function()
            yield from [found] if isinstance(found, Finding) else list(found)
        except Exception as error:  # noqa: BLE001 - a broken check is a finding
            why = (f"{type(error).__name__}: {error}".splitlines() or [""])[0][:200]
            yield bad(name, _("Check"), _("%(name)s could not be checked: %(error)s"), _("Send this line to whoever looks after the system."), name=name, error=why)
