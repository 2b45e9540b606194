"""How many rows one transaction takes: as many as this machine does in a few milliseconds just now, because everybody else who writes
waits meanwhile."""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

BUDGET = 0.02
FEWEST_AT_ONCE, FEWEST_ONE_BY_ONE, MOST = 50, 5, 200


class Pace:
    """`rows` for the next transaction, reckoned from what the last one took before its commit: the disk's time is no shorter for fewer rows.

    An action that does many rows at once asks the database the same questions for few as for many: fewer than 50 would only cost time.
    """

    def __init__(self, *, is_at_once: bool) -> None:
        self.fewest = self.rows = FEWEST_AT_ONCE if is_at_once else FEWEST_ONE_BY_ONE

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """A transaction of about `rows` rows."""
        with _collecting_later(), transaction.atomic():
            began = time.perf_counter()
            yield
            took = time.perf_counter() - began
        self.rows = max(self.fewest, min(MOST, int(self.rows * min(2.0, max(0.5, BUDGET / took)))))


@contextmanager
def _collecting_later() -> Iterator[None]:
    """With a long table in memory Python's search for unused objects stops everything for a third of a second: not while others wait."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
