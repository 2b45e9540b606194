"""The job that writes a long table, a slice at a time, so that other jobs run between.

The rows of a slice are a part on the disk, sealed like any file and known by its hash; how far the table is stands in its row, written
once the part lies there. After a crash the next slice begins where the row says. When the last row is written, one more slice joins the
parts; before that there is no file. Parts belong to no record, so they are swept after a day.
"""

from __future__ import annotations

import time
from datetime import timedelta
from uuid import UUID

from django.db.models import F
from django.http import QueryDict
from django.utils import timezone, translation

from .. import clock, files, jobs, scope
from ..actors import Actor
from ..importing.work import actor_of
from ..models import Export, Scope
from ..screens import registry as screens
from ..screens import sheet
from ..screens.listing import total
from . import parts
from .ending import fail_export, finish_export
from .rights import may_take

SYSTEM = Actor.system("export")
MOST_ROWS = 200_000
SLICE_SECONDS = 2.0
SILENCE = timedelta(minutes=2)
MOST_RESUMED = 3
END = "end"


@jobs.job
def write_table(export_id: str) -> None:
    """The job: a slice, then the next job, so that one long table does not keep other jobs waiting."""
    if work(UUID(export_id), seconds=SLICE_SECONDS):
        jobs.enqueue("kernel.write_table", export_id)


def work(export_id: UUID, *, seconds: float) -> bool:
    """Write on for about so long; whether there is more to do. A fault gives the export up and is raised."""
    export = Export.everywhere.select_related("scope").get(pk=export_id)
    if export.state != "running":
        return False
    with scope.entered(*scope.seen_from(export.scope)), translation.override(export.language), timezone.override(export.scope.zone):
        try:
            return _slice(export, seconds)
        except Exception:
            fail_export(export, by=SYSTEM)
            raise


def _slice(export: Export, seconds: float) -> bool:
    asker = actor_of(export)
    if not may_take(asker, export.screen, export.scope):
        fail_export(export, by=SYSTEM)
        return False
    rows = sheet.Rows(screens[export.screen], QueryDict(export.filters), export.columns)
    if export.place == END:
        _hand_over(export, rows, asker)
        return False
    if not export.position:
        Export.everywhere.filter(pk=export.pk).update(total=total(rows.screen, QueryDict(export.filters), most=MOST_ROWS), alive_at=clock.now())
    return _write(export, rows, time.monotonic() + seconds)


def _write(export: Export, rows: sheet.Rows, until: float) -> bool:
    """One part, of as many pages as the time allows. Whoever was overtaken meanwhile finds the place taken and stops."""
    at, count = rows.position(export.place) if export.place else None, 0
    with parts.Part(rows, first=export.position + 2) as part:
        while True:
            page, at = rows.page(at, min(sheet.PAGE, MOST_ROWS - export.position - count))
            part.write(page)
            count += len(page)
            is_over = at is None or export.position + count >= MOST_ROWS
            if is_over or time.monotonic() >= until:
                break
        name = part.keep(export.scope)
    mine = Export.everywhere.filter(pk=export.pk, state="running", position=export.position, place=export.place)
    place = END if is_over else at.code()
    return bool(mine.update(position=export.position + count, place=place, parts=[*export.parts, name], alive_at=clock.now()))


def _hand_over(export: Export, rows: sheet.Rows, asker: Actor) -> None:
    Export.everywhere.filter(pk=export.pk).update(alive_at=clock.now())
    with parts.joined(export, rows, asker, is_whole=export.position < MOST_ROWS) as book:
        table = files.checked(book, name=sheet.file_name(rows.screen, export.scope))
        table.retain_until_on = clock.today(export.scope) + timedelta(days=1)
        finish_export(export, table=table, rows=export.position, by=SYSTEM)


def resume(where: Scope) -> int:
    """Go on with exports whose job died: they said nothing for longer than any slice takes. One that dies again and again is given up."""
    silent = list(Export.everywhere.filter(scope=where, state="running", alive_at__lt=clock.now() - SILENCE))
    for export in silent:
        if export.resumed >= MOST_RESUMED:
            fail_export(export, by=SYSTEM)
            continue
        Export.everywhere.filter(pk=export.pk).update(resumed=F("resumed") + 1, alive_at=clock.now())
        jobs.enqueue("kernel.write_table", str(export.pk))
    return len(silent)
