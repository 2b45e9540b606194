"""How a long export ends: the whole table is handed over, or nothing is. The product does this itself."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated

from django.utils.translation import gettext_lazy as _

from ..actions import Field, action, announce
from ..actors import Actor
from ..files import File
from ..models import Export
from ..refusals import Refusal
from .events import ExportFailed, ExportReady

KEPT = timedelta(hours=24)


@action(title=_("Hand the table over"), posts=(), event=ExportReady)
def finish_export(
    export: Export,
    *,
    table: Annotated[File, Field(_("Table"))],
    rows: Annotated[int, Field(_("Number of rows"))],
    by: Actor,
    at: datetime | None = None,
) -> Export | Refusal:
    """Keep the finished table for a day. The product does this itself."""
    export = _held(export)
    if export.state != "running":
        return Refusal("kernel.export_over", _("This table is written already."))
    export.table, export.state, export.position, export.parts = table, "ready", rows, []
    export.expires_at = at + KEPT
    export.save()
    announce(ExportReady(export=export.id, screen=export.screen, rows=rows), subject=export)
    return export


@action(title=_("Give up the export"), posts=(), event=ExportFailed)
def fail_export(export: Export, *, by: Actor, at: datetime | None = None) -> Export | Refusal:
    """Note that the table could not be written. The product does this itself."""
    export = _held(export)
    if export.state != "running":
        return Refusal("kernel.export_over", _("This table is written already."))
    export.state, export.parts = "failed", []
    export.save()
    announce(ExportFailed(export=export.id, screen=export.screen), subject=export)
    return export


def _held(export: Export) -> Export:
    return Export.objects.select_for_update().select_related("scope").get(pk=export.pk)
