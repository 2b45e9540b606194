"""The end of keeping: personal values and files whose day has come are erased, and an event says which."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.apps import apps
from django.db import models
from django.utils.translation import gettext_lazy as _

from . import clock, keeping, personal
from .actions import Field, action, announce
from .actors import Actor
from .events import event
from .models import Blob, Scope
from .models.files import BlobState
from .refusals import Refusal

CHUNK = 200


@event("kernel.values_erased")
class ValuesErased:
    """The time of keeping was over: this column of these records was emptied."""

    model: str
    column: str
    data_class: str
    records: list[UUID]


@action(title=_("Erase personal data"), posts=(), event=ValuesErased)
def erase_values(
    scope: Scope,
    *,
    model: Annotated[str, Field(_("Kind of record"))],
    column: Annotated[str, Field(_("Column"))],
    by: Actor,
    at: datetime | None = None,
) -> Scope | Refusal:
    """Empty a personal column in up to 200 records whose day of erasure has come."""
    table = apps.get_model(model)
    field = table._meta.get_field(column)
    due = list(_due(scope, table, field)[:CHUNK])
    if not due:
        return Refusal("kernel.nothing_due", _("Nothing here is past its time of keeping."))
    table.everywhere.filter(pk__in=due).update(**{column: None if field.null else ""})
    announce(ValuesErased(model=model, column=column, data_class=field.data_class, records=due), subject=scope)
    return scope


def _due(scope: Scope, table: type[models.Model], field: Any) -> Any:
    rows = table.everywhere.filter(scope=scope, **{f"{field.erase_after}__lte": clock.today(scope)})
    empty = {f"{field.name}__isnull": True} if field.null else {field.name: ""}
    return rows.exclude(**empty).order_by("pk").values_list("pk", flat=True)


def erase_due(scope: Scope) -> int:
    """Erase all that is due in a scope: values first, then files; returns how many chunks and files went."""
    by, done = Actor.system("retention"), 0
    for table, field in personal.all_fields():
        if field.erase_after is None:
            continue
        while not isinstance(erase_values(scope, model=table._meta.label_lower, column=field.name, by=by), Refusal):
            done += 1
    return done + _erase_files(scope, by)


def _erase_files(scope: Scope, by: Actor) -> int:
    due = Blob.everywhere.filter(scope=scope, state=BlobState.kept, retain_until_on__lt=clock.today(scope))
    for blob in due:
        keeping.erase_file(blob, reason="retention", by=by)
    return len(due)
