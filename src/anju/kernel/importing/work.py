"""The work of an import, in slices: checking every row, letting the good ones in, taking them back.

A chunk of rows is one transaction, and `Pace` says how many rows fit into its few milliseconds; where the work stands is written in the
same transaction, so that a crash neither loses nor doubles a row.
"""

from __future__ import annotations

import functools
import time
from contextlib import suppress
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db.models import F, Max
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from .. import clock, jobs, scope
from ..actions import Spec
from ..actions import registry as actions
from ..actors import Actor
from ..models import Entry, Import, ImportPart
from ..refusals import Refusal
from ..screens import registry as screens
from ..screens.declare import names
from . import cells
from .actions import finish_import, finish_undo
from .pace import Pace
from .reading import table_of

LEASE = timedelta(seconds=30)
SYSTEM = Actor.system("import")


class LeaseLost(RuntimeError):
    """Somebody else goes on with this import."""


@jobs.job
def carry_on(import_id: str) -> None:
    """The job: a slice, then the next job, so that one long table does not keep other jobs waiting."""
    if work(UUID(import_id), seconds=5.0).is_working:
        jobs.enqueue("kernel.carry_on", import_id)


def work(import_id: UUID, *, seconds: float) -> Import:
    """Go on with an import for about so long; returns it as it then stands. Nothing happens while somebody else is at it."""
    imported = _now(import_id)
    if not imported.is_working or not _lease(imported):
        return imported
    until = time.monotonic() + seconds
    imported = _now(import_id)  # who had it before us may have gone on since it was read
    try:
        with suppress(LeaseLost), scope.entered(imported.scope), translation.override(imported.language), timezone.override(imported.scope.zone):
            _slice(imported, until)
    finally:
        Import.everywhere.filter(pk=import_id).update(leased_until=None)
    return _now(import_id)


def _now(import_id: UUID) -> Import:
    return Import.everywhere.select_related("scope").get(pk=import_id)


def _lease(imported: Import) -> bool:
    now = clock.now()
    free = Import.everywhere.filter(pk=imported.pk, leased_until=None) | Import.everywhere.filter(pk=imported.pk, leased_until__lt=now)
    return bool(free.update(leased_until=now + LEASE))


def _slice(imported: Import, until: float) -> None:
    if not imported.is_working:
        return
    if imported.state == "undoing":
        step = _Undo(imported).step
    else:
        rows = _Rows(imported)
        step = rows.check if imported.state == "checking" else rows.let_in
    while step() and time.monotonic() < until:
        pass


class _Rows:
    def __init__(self, imported: Import) -> None:
        self.imported = imported
        self.spec: Spec = actions[imported.action]
        self.by = actor_of(imported)
        self.pace = Pace(is_at_once=self.spec.bulk is not None)

    @functools.cached_property
    def rows(self) -> tuple:
        return table_of(self.imported.table, self.imported.screen).rows

    @functools.cached_property
    def reader(self) -> cells.Reader:
        return cells.Reader(self.spec, self.imported.mapping, self.imported.fixed)

    @functools.cached_property
    def repeated(self) -> dict[int, int]:
        """Row number by the earlier row that has the same key."""
        columns = [self.imported.mapping[name] for name in names(screens[self.imported.screen].key) if name in self.imported.mapping]
        first: dict[tuple, int] = {}
        found: dict[int, int] = {}
        for number, line in self.rows if columns else ():
            key = tuple(line[column] if column < len(line) else None for column in columns)
            if all(value in (None, "") for value in key):
                continue
            if key in first:
                found[number] = first[key]
            else:
                first[key] = number
        return found

    @functools.cached_property
    def barred(self) -> frozenset[int]:
        """The numbers of the rows that the check found wanting."""
        found = ImportPart.objects.filter(of=self.imported).exclude(bad_rows=[]).values_list("bad_rows", flat=True)
        return frozenset(number for rows in found for number in rows)

    def check(self) -> bool:
        """Check one chunk: read it, then try it, leaving nothing. Whether there is more."""
        start = self.imported.position
        lines = self.rows[start : start + self.pace.rows]
        good, faults = self._read(lines)
        with self.pace.transaction():
            faults += self._refused(good, self.spec.try_many(self.imported.scope, [inputs for _n, inputs in good], by=self.by))
            bad_rows = sorted({number for number, _label, _text in faults})
            self._advance(start, len(lines), good=F("good") + len(lines) - len(bad_rows), bad=F("bad") + len(bad_rows))
            ImportPart.objects.create(of=self.imported, start=start, faults=sorted(faults), bad_rows=bad_rows)
            return self._is_more("checked")

    def let_in(self) -> bool:
        """Let one chunk's good rows in. Whether there is more."""
        start = self.imported.position
        lines = self.rows[start : start + self.pace.rows]
        good, faults = self._read([line for line in lines if line[0] not in self.barred])
        with self.pace.transaction():
            outcomes = self.spec.run_many(self.imported.scope, [inputs for _n, inputs in good], by=self.by)
            faults += self._refused(good, outcomes)
            part, _is_new = ImportPart.objects.get_or_create(of=self.imported, start=start)
            part.records = [str(one.pk) for one in outcomes if not isinstance(one, Refusal)]
            part.faults = sorted([*map(tuple, part.faults), *faults])
            part.last_entry = Entry.objects.aggregate(newest=Max("id"))["newest"] or 0
            part.save()
            self._advance(start, len(lines), done=F("done") + len(part.records), refused=F("refused") + len({fault[0] for fault in faults}))
            return self._is_more("done")

    def _read(self, lines: Any) -> tuple[list[tuple[int, dict[str, Any]]], list[cells.Fault]]:
        good: list[tuple[int, dict[str, Any]]] = []
        faults: list[cells.Fault] = []
        for number, line in lines:
            inputs, wrong = self.reader.read(number, line)
            if earlier := self.repeated.get(number):
                wrong = [*wrong, (number, "", _("The same as row %(row)s. Keep one of them.") % {"row": earlier})]
            faults += wrong
            if not wrong and inputs is not None:
                good.append((number, inputs))
        return good, faults

    @staticmethod
    def _refused(good: list[tuple[int, dict[str, Any]]], outcomes: list[Any]) -> list[cells.Fault]:
        return [(number, "", str(one)) for (number, _inputs), one in zip(good, outcomes, strict=True) if isinstance(one, Refusal)]

    def _advance(self, start: int, count: int, **counts: Any) -> None:
        """Write where the work stands; a worker that lost its lease finds the place taken and undoes its chunk."""
        mine = Import.everywhere.filter(pk=self.imported.pk, position=start, state=self.imported.state)
        if not mine.update(position=start + count, leased_until=clock.now() + LEASE, **counts):
            raise LeaseLost(self.imported.pk)
        self.imported.position = start + count

    def _is_more(self, after: str) -> bool:
        if self.imported.position < self.imported.total:
            return True
        if after == "done":
            finish_import(self.imported, by=SYSTEM)
        else:
            Import.everywhere.filter(pk=self.imported.pk).update(state=after)
        return False


class _Undo:
    """Takes records back, those that have nothing in the ledger but their own making. `position` counts parts here."""

    def __init__(self, imported: Import) -> None:
        self.imported = imported
        self.screen = screens[imported.screen]
        self.spec = self.screen.spec("undoing")
        self.parts = list(ImportPart.objects.filter(of=imported).order_by("-start"))
        self.by = actor_of(imported)
        self.pace = Pace(is_at_once=False)

    def step(self) -> bool:
        at = self.imported.position
        if at >= len(self.parts):
            finish_undo(self.imported, by=SYSTEM)
            return False
        part = self.parts[at]
        ids = [UUID(each) for each in reversed(part.records)]
        left = ids
        while left:
            chunk, left = left[: self.pace.rows], left[self.pace.rows :]
            self._take_back(chunk, part.last_entry)
        taken_back = len(self._touched(ids, part.last_entry, by_us=True))
        mine = Import.everywhere.filter(pk=self.imported.pk, position=at)
        counts = {"taken_back": F("taken_back") + taken_back, "kept": F("kept") + len(ids) - taken_back}
        mine.update(position=at + 1, leased_until=clock.now() + LEASE, **counts)
        self.imported.position = at + 1
        return True

    def _take_back(self, ids: list[UUID], since: int) -> None:
        inputs = {item.name: _("The import was taken back") for item in self.spec.inputs if item.kind == "text" and item.is_required}
        with self.pace.transaction():
            alone = set(ids) - self._touched(ids, since)
            for record in self.screen.model.objects.select_related("scope").filter(pk__in=alone).order_by("-pk"):
                self.spec(record, by=self.by, **inputs)

    def _touched(self, ids: list[UUID], since: int, *, by_us: bool = False) -> set[UUID]:
        """Those about which the ledger says something newer; with `by_us`, that they were taken back."""
        about = Entry.objects.filter(scope=self.imported.scope, subject_type=self.screen.model._meta.label_lower, subject_id__in=ids, id__gt=since)
        return set((about.filter(action=self.spec.name) if by_us else about).values_list("subject_id", flat=True))


def actor_of(imported: Import) -> Actor:
    """Who brings the table, with his rights of now."""
    if imported.account_id is None:
        return SYSTEM
    accounts = get_user_model()
    return Actor.of(getattr(accounts, "everywhere", accounts._default_manager).select_related("person").get(pk=imported.account_id))


def faults_of(imported: Import, limit: int) -> list[cells.Fault]:
    """The first faults in the order of the file."""
    found: list[cells.Fault] = []
    for part in ImportPart.objects.filter(of=imported).exclude(faults=[]).order_by("start").values_list("faults", flat=True).iterator():
        found += [tuple(fault) for fault in part]
        if len(found) >= limit:
            break
    return sorted(found)[:limit]
