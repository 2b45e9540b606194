"""The verbs of an import. The rows themselves go in through the action that the screen names."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from .. import tables
from ..actions import Field, action, announce
from ..actions import registry as actions
from ..actors import Actor
from ..files import File
from ..models import Import, ImportPart, Scope
from ..refusals import Refusal
from ..screens import registry as screens
from . import cells
from .events import (
    ColumnsMatched,
    ImportConfirmed,
    ImportFinished,
    ImportGivenUp,
    ImportUndoBegun,
    ImportUndone,
    TableTakenIn,
)
from .reading import table_of

MATCHED, REMEMBERED = ("checked", "running", "done", "undoing", "undone"), 20


@action(title=_("Import a table"), posts=(), event=TableTakenIn)
def import_table(
    scope: Scope, *, screen: Annotated[str, Field(_("List"))], table: Annotated[File, Field(_("Table (xlsx, xls or csv)"))], by: Actor, at: datetime | None = None
) -> Import | Refusal:
    """Read a table and propose which column fills what. Nothing is imported yet."""
    declared = screens.get(screen)
    spec = declared.spec("importing") if declared else None
    if spec is None:
        return Refusal("kernel.no_such_screen", _("This list takes no table."))
    read = _readable(table, screen)
    if isinstance(read, Refusal):
        return read
    imported = Import(scope=scope, screen=screen, action=spec.name, table=table, account_id=by.id, language=get_language() or "zh-hans")
    imported.head, imported.total = list(read.head), len(read.rows)
    imported.source, imported.remarks = str(read.source), [[one.is_good, str(one.said)] for one in read.remarks]
    before = _matched_before(imported)
    imported.mapping = before.mapping if before else dict(read.mapping) or cells.matched(read.head, spec)
    imported.fixed = {**(before.fixed if before else {}), **read.fixed}
    imported.save()
    announce(TableTakenIn(of_import=imported.id, screen=screen, rows=imported.total, file_name=table.name), subject=imported)
    return imported


def _matched_before(imported: Import) -> Import | None:
    """The last import of a table of the same heads, such as what one make of device writes, with what people chose; None where there was none."""
    same = Import.objects.filter(scope=imported.scope, screen=imported.screen, action=imported.action, state__in=MATCHED).order_by("-created_at", "-pk")
    return next((one for one in same[:REMEMBERED] if one.head == imported.head), None)


@import_table.beforehand
def read_table(scope: Scope, *, table: File, screen: str, **_rest: Any) -> Refusal | None:
    """A long table takes a second to read; its rows are kept for the action and for the slices after it."""
    read = _readable(table, screen) if screen in screens else None
    return read if isinstance(read, Refusal) else None


def _readable(table: File, screen: str) -> tables.Table | Refusal:
    try:
        return table_of(table, screen)
    except tables.Unreadable as error:
        return Refusal("kernel.table_unreadable", _("Nothing was imported. %(why)s"), why=str(error))


@action(title=_("Check the rows"), posts=(), event=ColumnsMatched, allowed_from=("matching", "checked"))
def match_columns(
    imported: Import,
    *,
    mapping: Annotated[dict, Field(_("Columns"))],
    fixed: Annotated[dict | None, Field(_("The same for all rows"))] = None,
    by: Actor,
    at: datetime | None = None,
) -> Import | Refusal:
    """Say which column fills which input, and what is the same for all rows; then every row is checked. What the file itself says stays."""
    imported = _held(imported)
    if imported.state not in ("matching", "checked"):
        return _too_late()
    spec = actions[imported.action]
    items = {item.name: item for item in cells.importable(spec)}
    chosen = {name: column for name, column in mapping.items() if name in items and isinstance(column, int) and 0 <= column < len(imported.head)}
    said = {name: str(value) for name, value in (fixed or {}).items() if name in items and str(value) in {str(code) for code, _label in items[name].options}}
    said |= table_of(imported.table, imported.screen).fixed
    missing = [str(item.label) for item in items.values() if item.is_required and item.name not in (chosen | said)]
    if missing:
        return Refusal("kernel.columns_missing", _("These have no column yet: %(missing)s. Choose one for each."), missing="、".join(missing))
    ImportPart.objects.filter(of=imported).delete()
    imported.mapping, imported.fixed = chosen, said
    imported.state, imported.position, imported.good, imported.bad = "checking", 0, 0, 0
    imported.save()
    announce(ColumnsMatched(of_import=imported.id, columns=len(chosen)), subject=imported)
    return imported


@match_columns.beforehand
def read_again(imported: Import, **_rest: Any) -> Refusal | None:
    """What the file says of itself, read before anything is locked."""
    read = _readable(imported.table, imported.screen)
    return read if isinstance(read, Refusal) else None


@action(title=_("Import the good rows"), posts=(), event=ImportConfirmed, allowed_from=("checked",))
def confirm_import(imported: Import, *, by: Actor, at: datetime | None = None) -> Import | Refusal:
    """Let the rows in that have no fault."""
    imported = _held(imported)
    if imported.state != "checked":
        return _too_late()
    if imported.good == 0:
        return Refusal("kernel.no_good_rows", _("No row can be imported. Put the listed faults right in the file and import it again."))
    imported.state, imported.position = "running", 0
    imported.save()
    announce(ImportConfirmed(of_import=imported.id, rows=imported.good, left_out=imported.bad), subject=imported)
    return imported


@action(title=_("Give up this import"), posts=(), event=ImportGivenUp, allowed_from=("matching", "checked"))
def give_up_import(imported: Import, *, by: Actor, at: datetime | None = None) -> Import | Refusal:
    """Import nothing of it."""
    imported = _held(imported)
    if imported.state not in ("matching", "checked"):
        return _too_late()
    imported.state = "given_up"
    imported.save()
    announce(ImportGivenUp(of_import=imported.id), subject=imported)
    return imported


@action(title=_("Finish the import"), posts=(), event=ImportFinished)
def finish_import(imported: Import, *, by: Actor, at: datetime | None = None) -> Import | Refusal:
    """Note what came of it. The product does this itself."""
    imported = _held(imported)
    imported.state = "done"
    imported.save()
    announce(ImportFinished(of_import=imported.id, done=imported.done, refused=imported.refused), subject=imported)
    return imported


@action(title=_("Take this import back"), posts=(), event=ImportUndoBegun, confirm=True, allowed_from=("done",))
def undo_import(imported: Import, *, by: Actor, at: datetime | None = None) -> Import | Refusal:
    """Take back every record this import made and nobody has touched since."""
    imported = _held(imported)
    if imported.state != "done":
        return _too_late()
    if screens[imported.screen].spec("undoing") is None:
        return Refusal("kernel.no_undo", _("Records of this kind cannot be taken back together. Correct them one by one."))
    imported.state, imported.position = "undoing", 0
    imported.save()
    announce(ImportUndoBegun(of_import=imported.id, rows=imported.done), subject=imported)
    return imported


@action(title=_("Finish taking back"), posts=(), event=ImportUndone)
def finish_undo(imported: Import, *, by: Actor, at: datetime | None = None) -> Import | Refusal:
    """Note what was taken back and what was kept. The product does this itself."""
    imported = _held(imported)
    imported.state = "undone"
    imported.save()
    announce(ImportUndone(of_import=imported.id, taken_back=imported.taken_back, kept=imported.kept), subject=imported)
    return imported


def _held(imported: Import) -> Import:
    return Import.objects.select_for_update().select_related("scope").get(pk=imported.pk)


def _too_late() -> Refusal:
    return Refusal("kernel.import_moved_on", _("This import has moved on meanwhile. Look at it again."))

