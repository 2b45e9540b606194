"""Which columns of a list somebody wants to see, and in what order: kept for his account and the screen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from .. import permissions
from ..actions import Field, action, announce
from ..actors import Actor
from ..events import event
from ..models import ColumnChoice, Scope
from ..refusals import Refusal
from .declare import Column, Screen, registry


@event("kernel.columns_chosen")
class ColumnsChosen:
    screen: str
    columns: list[str]


def offered(screen: Screen) -> tuple[Column, ...]:
    """The columns of the list, then the facts of the record page, which whoever opens the list may see anyway.

    Where only few may open a record, its facts stay there.
    """
    if not permissions.sees_every(screen.model._meta.label_lower):
        return screen.list_columns
    listed = {column.path for column in screen.list_columns}
    return (*screen.list_columns, *(column for column in screen.fact_columns if column.path not in listed))


def columns_of(screen: Screen, chosen: Sequence[str]) -> tuple[Column, ...]:
    """The chosen ones that are offered, in the chosen order; those declared when none is."""
    known = {column.path: column for column in offered(screen)} if chosen else {}
    return tuple(known[path] for path in chosen if path in known) or screen.list_columns


def chosen_by(account_id: UUID | None) -> dict[str, list[str]]:
    """What an account chose, by the name of the screen; a screen that is left as declared is not among them."""
    return dict(ColumnChoice.objects.filter(account_id=account_id).values_list("screen", "columns"))


@action(title=_("Choose columns"), posts=(permissions.ANYONE,), event=ColumnsChosen)
def choose_columns(
    scope: Scope, *, screen: Annotated[str, Field(_("List"))], columns: Annotated[list[str], Field(_("Columns"))] = (), by: Actor, at: datetime | None = None
) -> Scope | Refusal:
    """Say which columns of a list you want to see, in which order; none for those it comes with."""
    declared = registry.get(screen)
    if declared is None or by.id is None or not permissions.may(by, declared.permission, scope):
        return Refusal("kernel.list_not_open", _("This list is not open to your post. Ask the project manager for it."))
    chosen = list(dict.fromkeys(columns))
    if set(chosen) - {column.path for column in offered(declared)}:
        return Refusal("kernel.no_such_column", _("One of these columns does not exist in this list. Open the page again and choose anew."))
    ColumnChoice.objects.filter(account_id=by.id, screen=screen).delete()
    if chosen:
        ColumnChoice.objects.create(account_id=by.id, screen=screen, columns=chosen)
    announce(ColumnsChosen(screen=screen, columns=chosen), subject=scope)
    return scope
