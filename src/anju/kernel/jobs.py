"""Long work outside the request: exports, imports, reports. A job is a row that commits or rolls back with the action that asked.

Declare a function with `@job` in the room's `jobs.py` and ask for it by its name inside the action: `enqueue("cases.close_old", …)`. A job calls
actions, so an action that imported its job would stand in a circle. Arguments are JSON; pass ids, and enter the scope in the function. One worker thread runs in the one process (`Worker`); a larger installation starts `python -m django db_worker`.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from django.db import connections
from django_tasks import task
from django_tasks_db.management.commands.db_worker import Worker as DatabaseWorker
from django_tasks_db.models import DBTaskResult

from . import doorbell
from .actions import room_of
from .runner import owner_name

__all__ = ["Worker", "enqueue", "job", "registry"]

registry: dict[str, Any] = {}


def job(function: Callable[..., None]) -> Any:
    """Declare work under the name `room.function`."""
    registry[f"{room_of(function.__module__)}.{function.__name__}"] = work = task()(function)
    return work


def enqueue(name: str, *args: Any, **kwargs: Any) -> Any:
    """Put a job into the queue, in the running transaction; returns its result handle (`.id`, `.refresh()`, `.status`)."""
    handle = registry[name].enqueue(*args, **kwargs)
    doorbell.ring_on_commit()
    return handle


class Worker(DatabaseWorker):
    """Runs jobs in this thread, woken by the doorbell."""

    def __init__(self) -> None:
        super().__init__(
            queue_names=["*"],
            interval=0,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=owner_name(),
            excluded_queue_names=[],
        )

    def drain(self) -> int:
        """Run all that is ready; returns how many ran."""
        self._run_tasks = 0
        if DBTaskResult.objects.ready().exists():
            self.run()
        return self._run_tasks

    def run_forever(self, stop: threading.Event) -> None:
        """Run jobs until `stop` is set."""
        while not stop.is_set():
            seen = doorbell.count()
            if not self.drain():
                doorbell.wait(seen)
        connections.close_all()
