"""What came late and lost to something newer: it changes nothing any more, and is kept all the same."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.utils.translation import gettext_lazy as _

from .. import ledger
from ..actions import Field, action, announce
from ..actors import Actor
from ..events import Words, event
from ..files import File
from ..models import Entry, Scope
from ..permissions import ANYONE
from ..records import Record
from ..refusals import Refusal


@event("kernel.late_item_recorded")
class LateItemRecorded:
    """Somebody did `verb` at `done_at`, and his phone told it only after row `lost_to` had changed the same record."""

    verb: str
    code: str
    done_at: datetime
    lost_to: int
    said: Words = ""


@action(title=_("Late, recorded"), posts=(ANYONE,), event=LateItemRecorded)
def record_late_item(
    record: Record,
    *,
    verb: Annotated[str, Field(_("Action"), max_length=80)],
    code: Annotated[str, Field(_("Why it no longer counts"), max_length=80)],
    said: Annotated[str, Field(_("Entered offline"), multiline=True)] = "",
    photos: Annotated[list[File] | None, Field(_("Photos"))] = None,
    by: Actor,
    at: datetime | None = None,
) -> Record | Refusal:
    """Keep what somebody did without a network, though something newer was faster."""
    newer = newer_row(record, at, by)
    if newer is None:
        return Refusal("kernel.nothing_newer", _("Not recorded as late: nothing newer stands in this record."))
    announce(LateItemRecorded(verb=verb, code=code, done_at=at, lost_to=newer.id, said=said), subject=record)
    return record


def newer_row(record: Record, at: datetime, by: Actor) -> Entry | None:
    """The first row that somebody else left on a record after a moment."""
    if isinstance(record, Scope):
        return None
    rows = ledger.history(record).filter(at__gt=at).exclude(actor_id=by.id).exclude(name=LateItemRecorded.name)
    return rows.order_by("id").first()
