"""The verbs of a long export. Its rows are written by the job in `work`."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from .. import clock, jobs, permissions
from ..actions import Field, action, announce
from ..actors import Actor
from ..files import File
from ..models import Export, Scope
from ..refusals import Refusal
from ..screens import registry as screens
from ..screens.sheet import export_list
from .events import ExportBegun, ExportFailed, ExportReady

KEPT = timedelta(hours=24)


def may_fetch(actor: Actor, export: Export) -> bool:
    """Only who asked, while it is kept and while his post still opens the list and its export."""
    is_his = export.account_id == actor.id and export.state == "ready" and export.expires_at > clock.now()
    return is_his and may_take(actor, export.screen, export.scope)


def may_take(actor: Actor, screen: str, where: Scope) -> bool:
    declared = screens.get(screen)
    return declared is not None and declared.exporting and all(permissions.may(actor, name, where) for name in (declared.permission, export_list.spec.name))


permissions.declare_view("kernel.export", export_list.spec.name, rule=may_fetch)


@action(title=_("Export a long table"), posts=(permissions.ANYONE,), event=ExportBegun)
def begin_export(
    scope: Scope,
    *,
    screen: Annotated[str, Field(_("List"))],
    filters: Annotated[str, Field(_("Filter"), max_length=4000)] = "",
    columns: Annotated[list[str], Field(_("Columns"))] = (),
    by: Actor,
    at: datetime | None = None,
) -> Export | Refusal:
    """Have all rows of a list written to a table in the background. Whoever may open the list and export it may ask."""
    if by.id is None or not may_take(by, screen, scope):
        return Refusal("kernel.export_not_permitted", _("Your post does not allow this table to be taken out. Ask the project manager for it."))
    export = Export(scope=scope, screen=screen, filters=filters, columns=list(columns), account_id=by.id, language=get_language() or "zh-hans")
    export.save()
    announce(ExportBegun(export=export.id, screen=screen), subject=export)
    from .work import write_table  # which ends by the actions of this module

    jobs.enqueue(write_table, str(export.id))
    return export


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
    if export.state != "running":
        return Refusal("kernel.export_over", _("This table is written already."))
    export.table, export.state, export.position = table, "ready", rows
    export.expires_at = at + KEPT
    export.save()
    announce(ExportReady(export=export.id, screen=export.screen, rows=rows), subject=export)
    return export


@action(title=_("Give up the export"), posts=(), event=ExportFailed)
def fail_export(export: Export, *, by: Actor, at: datetime | None = None) -> Export | Refusal:
    """Note that the table could not be written. The product does this itself."""
    if export.state != "running":
        return Refusal("kernel.export_over", _("This table is written already."))
    export.state = "failed"
    export.save()
    announce(ExportFailed(export=export.id, screen=export.screen), subject=export)
    return export
