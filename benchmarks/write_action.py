"""What an action costs: one record written through an action, beside a bare ORM create and a create with django-auditlog.

All write the same record one by one, on the same database with the same durability (SQLite: synchronous FULL). Ours also asks the
permission and writes the ledger row and the encrypted words, all in one commit. The peer with django-auditlog is measured as it
comes (record and log entry are two commits: a crash between them loses the log) and with both in one transaction, as ours has it.
Each turn is checked: as many records, ledger rows and log entries as were asked for; the ledger is verified at the end.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from .figures import Figure, by_turns

TURN, PAIRS = 100, 25


def measure() -> list[Figure]:
    """Writes a second through an action, against each of the peers."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    bench = _Bench()
    bare = by_turns(bench.turn(bench.through_an_action), bench.turn(bench.bare), pairs=PAIRS)
    audited = by_turns(bench.turn(bench.through_an_action), bench.turn(bench.with_auditlog), pairs=PAIRS)
    together = by_turns(bench.turn(bench.through_an_action), bench.turn(bench.with_auditlog_together), pairs=PAIRS)
    bench.verify()
    return [
        Figure("write through an action, beside a bare create", "writes/s", bare[0], ">= 0.35", bare[1], "Django create()"),
        Figure("write through an action, beside an audited create", "writes/s", audited[0], ">= 1.5", audited[1], "create() with django-auditlog"),
        Figure("write through an action, beside an audited create in one commit", "writes/s", together[0], ">= 1.0", together[1], "django-auditlog in a transaction"),
    ]


class _Bench:
    def __init__(self) -> None:
        from auditlog.models import LogEntry
        from auditlog.registry import auditlog

        from anju.kernel import permissions
        from anju.kernel.models import Entry, Scope

        self.Fault, self.Audited = _table("Fault"), _table("AuditedFault")
        auditlog.register(self.Audited)
        self.Entry, self.LogEntry = Entry, LogEntry
        self.scope = Scope.objects.create(kind="community", name="锦绣花园")
        self.action = _declare_action(self.Fault)
        permissions.set_source(lambda actor, scope: frozenset({"guard"}))

    def turn(self, write: Callable[[], None]) -> Callable[[], float]:
        """Writes a second over TURN writes; raises when anything is missing afterwards."""

        def run() -> float:
            before = self._counts()
            started = time.perf_counter()
            for _number in range(TURN):
                write()
            seconds = time.perf_counter() - started
            grown = tuple(after - was for after, was in zip(self._counts(), before, strict=True))
            if grown != self._expected[write.__name__]:
                raise AssertionError(f"{write.__name__} left {grown} records, ledger rows, audited records and log entries")
            return TURN / seconds

        return run

    _expected = {
        "bare": (TURN, 0, 0, 0),
        "through_an_action": (TURN, TURN, 0, 0),
        "with_auditlog": (0, 0, TURN, TURN),
        "with_auditlog_together": (0, 0, TURN, TURN),
    }

    def _counts(self) -> tuple[int, ...]:
        tables = (self.Fault.everywhere, self.Entry.objects, self.Audited.everywhere, self.LogEntry.objects)
        return tuple(rows.count() for rows in tables)

    def bare(self) -> None:
        self.Fault.everywhere.create(scope=self.scope, kind="light", place=uuid4(), note="三楼走廊的灯不亮")

    def with_auditlog(self) -> None:
        self.Audited.everywhere.create(scope=self.scope, kind="light", place=uuid4(), note="三楼走廊的灯不亮")

    def with_auditlog_together(self) -> None:
        from django.db import transaction

        with transaction.atomic():
            self.with_auditlog()

    def through_an_action(self) -> None:
        from anju.kernel.actors import Actor

        self.action(self.scope, kind="light", place=uuid4(), note="三楼走廊的灯不亮", by=Actor("account", id=uuid4()))

    def verify(self) -> None:
        from anju.kernel import seals, verification

        while seals.seal(self.scope):
            pass
        report = verification.verify(self.scope)
        if not report.is_whole or report.rows != self.Entry.objects.filter(scope=self.scope).count() or report.unsealed:
            raise AssertionError(str(report))


def _table(name: str) -> Any:
    """A record of an ordinary room: a scope, a code, an id of another record and a note."""
    from django.db import connection, models

    from anju.kernel.records import Record

    columns = {
        "kind": models.CharField(max_length=40),
        "place": models.UUIDField(),
        "note": models.CharField(max_length=400),
        "Meta": type("Meta", (), {"app_label": "kernel", "indexes": [models.Index(fields=["scope", "kind"], name=f"{name.lower()}_kind")]}),
    }
    model = type(name, (Record,), {"__module__": __name__, **columns})
    with connection.schema_editor() as editor:
        editor.create_model(model)
    return model


def _declare_action(model: Any) -> Callable:
    from datetime import datetime
    from uuid import UUID

    from anju.kernel.actions import action, announce
    from anju.kernel.actors import Actor
    from anju.kernel.events import Words, event
    from anju.kernel.models import Scope

    @event("kernel.fault_reported")
    class FaultReported:
        fault: UUID
        kind: str
        note: Words

    # The annotations must be real classes: this module's names are not where the kernel looks for them.
    FaultReported.__annotations__ = {"fault": UUID, "kind": str, "note": Words}

    def report_fault(scope: Scope, *, kind: str, place: UUID, note: str, by: Actor, at: datetime | None = None) -> Any:
        """Report a fault."""
        fault = model(scope=scope, kind=kind, place=place, note=note)
        fault.save(force_insert=True)
        announce(FaultReported(fault=fault.pk, kind=kind, note=note), subject=fault)
        return fault

    report_fault.__annotations__ = {"scope": Scope, "kind": str, "place": UUID, "note": str, "by": Actor, "at": datetime | None, "return": Any}
    report_fault.__module__ = "anju.kernel.benchmark"
    return action(title="Report a fault", posts=("guard",), event=FaultReported)(report_fault)
