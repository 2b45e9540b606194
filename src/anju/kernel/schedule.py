"""The schedule: what is done by the clock, per scope. A declared job has one row per scope that says when it is due next.

    @every("cases.escalate", minutes=5)
    def escalate(scope): ...

    @daily("duties.close_day", at="00:10")
    def close_day(scope): ...

The function runs with its scope entered and calls actions `by=Actor.system("schedule")`. Runs that were missed while the product
stood still are made up by one. A failure is written in the row and shown; the next run goes on as usual.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.db import InterfaceError, OperationalError, close_old_connections, connection, connections
from django.db.models import F, Q

from . import clock, scope
from .models import ScheduledJob, Scope
from .runner import owner_name, said

LEASE = timedelta(minutes=10)
_log = logging.getLogger(__name__)

registry: dict[str, Job] = {}


@dataclass(frozen=True)
class Job:
    """A declared job: every `period`, or daily at the local time `at`, in scopes of these kinds."""

    name: str
    function: Callable[[Scope], Any]
    kinds: tuple[str, ...]
    period: timedelta | None = None
    at: time | None = None

    def next_after(self, moment: datetime, where: Scope) -> datetime:
        """The first due time after `moment`: on the grid of the period since 1970, or at the scope's next local `at`."""
        if self.period is not None:
            seconds = int(self.period.total_seconds())
            return datetime.fromtimestamp((int(moment.timestamp()) // seconds + 1) * seconds, moment.tzinfo)
        day = clock.local(where, moment).date()
        due = datetime.combine(day, self.at, clock.zone(where))
        if due <= moment:
            due = datetime.combine(day + timedelta(days=1), self.at, clock.zone(where))
        return due.astimezone(moment.tzinfo)


def every(name: str, *, minutes: float, kinds: tuple[str, ...] = ("community",)) -> Callable[[Callable], Callable]:
    """Declare that the function below is called with each scope of these kinds every so many minutes."""
    return _declaring(name, kinds, period=timedelta(minutes=minutes))


def daily(name: str, *, at: str, kinds: tuple[str, ...] = ("community",)) -> Callable[[Callable], Callable]:
    """Declare that the function below is called with each scope once a day, at this local time ("03:10")."""
    return _declaring(name, kinds, at=time.fromisoformat(at))


def _declaring(name: str, kinds: tuple[str, ...], **when: Any) -> Callable[[Callable], Callable]:
    def declare(function: Callable[[Scope], Any]) -> Callable[[Scope], Any]:
        if name in registry:
            raise ValueError(f"job {name} is declared twice")
        registry[name] = Job(name, function, kinds, **when)
        return function

    return declare


def enrol() -> None:
    """Give every declared job a row in each scope of its kinds; a new one is due at its next time."""
    known = set(ScheduledJob.objects.values_list("name", "scope_id"))
    now = clock.now()
    missing = [
        ScheduledJob(name=job.name, scope=where, next_at=job.next_after(now, where))
        for where in Scope.objects.order_by("path")
        for job in registry.values()
        if where.kind in job.kinds and (job.name, where.id) not in known
    ]
    ScheduledJob.objects.bulk_create(missing, ignore_conflicts=True, batch_size=500)


class Scheduler:
    """One worker of the schedule. Due rows are leased, so that several may run; a worker that vanished loses its lease."""

    def __init__(self) -> None:
        self.owner = owner_name()
        self._enrolled_at: datetime | None = None

    def run_forever(self, stop: threading.Event, *, pause_seconds: float = 1.0) -> None:
        """Run what is due, once a second, until `stop` is set."""
        while not stop.wait(pause_seconds):
            try:
                self.run_due(stop)
                close_old_connections()
            except (OperationalError, InterfaceError) as error:
                _log.warning("the schedule waits for the database: %s", error)
                connection.close()
        connections.close_all()

    def run_due(self, stop: threading.Event | None = None) -> int:
        """Run every job that is due at the clock's present; returns how many ran."""
        self._enrol_now_and_then()
        rows = ScheduledJob.objects.filter(next_at__lte=clock.now(), is_paused=False, name__in=list(registry))
        ran = 0
        for row in rows.select_related("scope").order_by("next_at", "pk"):
            if stop is not None and stop.is_set():
                break
            ran += self._lease(row) and self._run(row)
        return ran

    def _enrol_now_and_then(self) -> None:
        now = clock.machine()
        if self._enrolled_at is None or now - self._enrolled_at > timedelta(minutes=1):
            enrol()
            self._enrolled_at = now

    def _lease(self, row: ScheduledJob) -> bool:
        now = clock.machine()
        is_free = Q(leased_until=None) | Q(leased_until__lt=now)
        mine = ScheduledJob.objects.filter(is_free, pk=row.pk, next_at=row.next_at)
        return bool(mine.update(owner=self.owner, leased_until=now + LEASE, started_at=clock.now()))

    def _run(self, row: ScheduledJob) -> bool:
        job, outcome = registry[row.name], {"error": "", "failures": 0}
        try:
            with scope.entered(row.scope):
                job.function(row.scope)
        except Exception as error:  # noqa: BLE001 - shown in the row; the other jobs go on
            _log.error("job %s failed in %s", row.name, row.scope_id, exc_info=error)
            outcome = {"error": said(error)[:400], "failures": F("failures") + 1}
        now = clock.now()
        facts = {"next_at": job.next_after(now, row.scope), "finished_at": now, "owner": "", "leased_until": None}
        ScheduledJob.objects.filter(pk=row.pk, owner=self.owner).update(**facts, **outcome)
        return True
