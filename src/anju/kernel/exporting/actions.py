"""The verbs of a long export: it is asked for here, written by the job in `work`, and ended by `ending`."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from .. import jobs, permissions
from ..actions import Field, action, announce
from ..actors import Actor
from ..models import Export, Scope
from ..refusals import Refusal
from .ending import fail_export, finish_export
from .events import ExportBegun
from .rights import may_fetch, may_take

__all__ = ["begin_export", "fail_export", "finish_export", "may_fetch", "may_take"]


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
    jobs.enqueue("kernel.write_table", str(export.id))
    return export
