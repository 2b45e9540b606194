"""Looking at personal data: masked by default, shown for a purpose, and every look leaves a row in the ledger.

Whoever looks says what for.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _

from . import permissions, personal
from .actions import Field, action, announce, record_denial
from .actors import Actor
from .events import Words, event
from .records import Record
from .refusals import Refusal


@event("kernel.personal_data_viewed")
class PersonalDataViewed:
    """The named columns of the subject were shown, for a purpose that was typed."""

    columns: list[str]
    page: str
    purpose: Words = ""


@action(
    title=_("Show personal data"),
    posts=("guard", "squad_leader", "security_manager", "project_manager", "front_desk"),
    event=PersonalDataViewed,
    records_denial=True,
)
def view_personal(
    record: Record,
    *,
    columns: Annotated[list[str], Field(_("Masked fields"))],
    purpose: Annotated[str, Field(_("Purpose"), help=_("What you need it for. It is kept with your name."), required=False)] = "",
    page: Annotated[str, Field(_("Page"))] = "",
    by: Actor,
    at: datetime | None = None,
) -> Record | Refusal:
    """Show masked values of a record, for a purpose."""
    known = {field.name for field in personal.fields_of(type(record))}
    if unknown := sorted(set(columns) - known):
        return Refusal("kernel.not_personal", _("“%(column)s” is not a masked field of this record."), column=unknown[0])
    if not purpose.strip():
        return Refusal("kernel.purpose_needed", _("Nothing was shown: say what you need it for."))
    announce(PersonalDataViewed(columns=columns, page=page, purpose=purpose), subject=record)
    return record


def look(record: Record, *, columns: list[str], purpose: str = "", page: str = "", by: Actor) -> dict[str, str] | Refusal:
    """The plain values of the columns, or a Refusal. Who may not see the record at all is refused, and that is recorded too."""
    if not permissions.may_view_id(by, record._meta.label_lower, record.pk, record.scope):
        record_denial("kernel.view_personal", record, by=by)
        return Refusal("kernel.not_permitted", _("Your post does not allow “%(action)s” here. Ask the project manager for it."), action=_("Show personal data"))
    done: Any = view_personal(record, columns=columns, purpose=purpose, page=page, by=by)
    if isinstance(done, Refusal):
        return done
    return {column: getattr(record, column) for column in columns}
