"""Everything `anju doctor` and the health page look at, in the order in which people read it."""

from __future__ import annotations

import importlib
from collections.abc import Iterator

from anju.kernel import health
from anju.kernel.health import Finding, machine

from . import around

BEFORE_DJANGO = {**machine.CHECKS, "front": around.front_end, "fonts": around.fonts, "certificate": around.certificate}
"""What can be asked although no setting can be read."""

ORDER = ("backup", "process", "database", "migrations", "clock", "seals", "schedule", "reactions", "poison", "jobs", "locks")


def with_database() -> Iterator[Finding]:
    """The checks that ask the database. Django must be set up."""
    for module in ("anju.kernel.health.backups", "anju.kernel.health.database", "anju.kernel.health.ledger", "anju.kernel.health.work", f"{__name__}.calendar", f"{__name__}.lanes", f"{__name__}.police"):
        importlib.import_module(module)
    declared = dict(health.registry)
    first = {name: declared.pop(name) for name in ORDER if name in declared}
    yield from health.run({**first, **declared})


def of_the_machine() -> Iterator[Finding]:
    yield from health.run(BEFORE_DJANGO)
