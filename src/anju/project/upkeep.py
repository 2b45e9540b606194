"""What the background threads do, done while history is made: the rooms' jobs, the reactions, the daily sums and a seal a day."""

from __future__ import annotations

from datetime import datetime, timedelta

from anju.kernel import schedule
from anju.kernel.models import Scope
from anju.kernel.runner import Runner
from anju.kernel.scope import left
from anju.kernel.seals import Sealer

ONCE_A_DAY = frozenset({"measures.catch_up"})
AT_THE_END = frozenset({"measures.check_sample"})
UNHURRIED = frozenset({"workforce.watch_posts", "devices.watch", "passes.close_due", "access.close_due"})
"""Jobs of every minute that find little in a history: the simulated people set them off when there is something to see, or bring things back in time."""
A_MINUTE = timedelta(minutes=1)
SELDOM_HOURS = 6


class Upkeep:
    """Call it after each stretch of simulated time, with the clock held at its end and the community entered.

    What the product does every minute is done each time; what it does less often waits for every sixth hour, and most of the time finds nothing.
    The kernel's own sweeping and erasing finds nothing in a community that is being made, so it waits for the running product.
    """

    def __init__(self, scope: Scope) -> None:
        self._scope, self._runner, self._sealer = scope, Runner(), Sealer(gap=timedelta())
        jobs = [job for job in schedule.registry.values() if scope.kind in job.kinds and not job.name.startswith("kernel.")]
        often = [job for job in jobs if job.period is not None and job.name not in ONCE_A_DAY]
        self._often = [job for job in often if job.period <= A_MINUTE and job.name not in UNHURRIED]
        self._seldom = [job for job in often if job not in self._often]
        self._daily = [job for job in jobs if job not in often and job.name not in AT_THE_END]
        self._at_the_end = [job for job in jobs if job.name in AT_THE_END]

    def __call__(self, at: datetime) -> None:
        self._do([*self._often, *(self._seldom if at.hour % SELDOM_HOURS == 0 else ())])
        if at.hour == 0:
            self._do(self._daily)
            with left():
                self._sealer.run_once()

    def end(self) -> None:
        """Leave nothing behind: every sum stands at the last row, a sample of them is counted again, all is sealed, leases are given back."""
        self._do([*self._often, *self._seldom, *self._daily, *self._at_the_end])
        with left():
            self._sealer.run_once()
            self._runner.release()

    def _do(self, jobs: list[schedule.Job]) -> None:
        for job in jobs:
            job.function(self._scope)
        with left():
            self._runner.drain()
