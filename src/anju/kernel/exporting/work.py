"""The job that writes a long table. It begins anew when it is run again: nothing is handed over before the last row."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.http import QueryDict
from django.utils import timezone, translation

from .. import clock, files, jobs, scope
from ..actors import Actor
from ..importing.work import actor_of
from ..models import Export
from ..screens import registry as screens
from ..screens import sheet
from ..screens.listing import total
from .actions import fail_export, finish_export, may_take

SYSTEM = Actor.system("export")
MOST_ROWS = 200_000
SILENCE = timedelta(minutes=2)


@jobs.job()
def write_table(export_id: str) -> None:
    """Write the rows of an export, and keep the file where only who asked can fetch it."""
    export = Export.everywhere.select_related("scope").get(pk=UUID(export_id))
    if export.state != "running":
        return
    with scope.entered(*scope.seen_from(export.scope)), translation.override(export.language), timezone.override(export.scope.zone):
        try:
            _write(export)
        except Exception:
            fail_export(export, by=SYSTEM)
            raise


def _write(export: Export) -> None:
    asker = actor_of(export)
    if not may_take(asker, export.screen, export.scope):
        fail_export(export, by=SYSTEM)
        return
    screen, filters = screens[export.screen], QueryDict(export.filters)
    _tell(export, total=total(screen, filters, most=MOST_ROWS))
    book, rows = sheet.workbook(screen, filters, columns=export.columns, by=asker, where=export.scope, most=MOST_ROWS, told=lambda count: _tell(export, position=count))
    with book:
        table = files.checked(book, name=sheet.file_name(screen, export.scope))
        table.retain_until_on = clock.today(export.scope) + timedelta(days=1)
        finish_export(export, table=table, rows=rows, by=SYSTEM)


def _tell(export: Export, **facts: int) -> None:
    Export.everywhere.filter(pk=export.pk).update(alive_at=clock.now(), **facts)


def is_silent(export: Export) -> bool:
    """Whether the job that wrote it died: it said nothing for longer than its longest page takes."""
    return export.state == "running" and export.alive_at is not None and export.alive_at + SILENCE < clock.now()
