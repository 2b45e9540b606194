"""What is written down about backups: that one was begun, what became of it, a rehearsal, a restore."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Annotated
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .. import clock
from ..actions import Field, action, announce
from ..actors import Actor
from ..events import event
from ..jobs import enqueue
from ..models import Backup, Scope
from ..models.backups import BackupState
from ..refusals import Refusal

CARETAKERS = ("project_manager", "headquarters")
GIVEN_UP_AFTER = timedelta(hours=6)
"""A backup or rehearsal that was begun so long ago and never ended was killed."""
RUNNING, WHOLE = "running", "whole"


@event("kernel.backup_begun")
class BackupBegun:
    backup: UUID


@event("kernel.backup_ended")
class BackupEnded:
    """`fault` is a code: "" for a good one, "failed", or "copies" where a second place could not be reached."""

    backup: UUID
    rows: int
    files: int
    size: int
    sha256: str
    copies: int
    fault: str = ""


@event("kernel.restore_rehearsed")
class RestoreRehearsed:
    backup: UUID
    is_whole: bool
    seconds: int


@event("kernel.rehearsal_asked")
class RehearsalAsked:
    backup: UUID


@event("kernel.backup_restored")
class BackupRestored:
    """This installation was put back to what it was at `made_at`; `lost_seals` seals made after it are gone."""

    made_at: str
    rows: int
    lost_seals: int


def platform() -> Scope | None:
    """The scope that stands above all: what concerns the whole installation is written there."""
    return Scope.objects.filter(kind="platform").order_by("path").first()


def running() -> Backup | None:
    """A backup that is being made now."""
    since = clock.now() - GIVEN_UP_AFTER
    return Backup.everywhere.filter(state=BackupState.running, created_at__gt=since).order_by("-created_at").first()


def newest() -> Backup | None:
    """The newest backup that lies in at least one folder."""
    return Backup.everywhere.filter(state=BackupState.done).order_by("-finished_at").first()


@action(title=_("Back up now"), posts=CARETAKERS, event=BackupBegun)
def take_backup(scope: Scope, *, by: Actor, at: datetime | None = None) -> Backup | Refusal:
    """Make a backup of the whole installation in the backup folders. It runs beside the daily work; the page shows its end."""
    if running():
        return Refusal("kernel.backup_running", _("A backup is being made already. Wait for its end."))
    backup = Backup(scope=scope, name=f"anju-{clock.local(scope, at):%Y%m%d-%H%M%S}.backup", created_at=at)
    backup.save()
    announce(BackupBegun(backup=backup.id), subject=backup)
    enqueue("kernel.make_backup", str(backup.id))
    return backup


@action(title=_("Write down the end of a backup"), posts=(), event=BackupEnded)
def end_backup(
    backup: Backup,
    *,
    rows: Annotated[int, Field(pgettext_lazy("backup", "Rows"))] = 0,
    files: Annotated[int, Field(_("Stored files"))] = 0,
    size: Annotated[int, Field(_("Size"))] = 0,
    sha256: Annotated[str, Field(_("Hash of the file"), max_length=64)] = "",
    free_bytes: Annotated[int, Field(_("Room left"))] = 0,
    copies: Annotated[list[str], Field(pgettext_lazy("backup", "Copies"))] = [],  # noqa: B006 - read only
    error: Annotated[str, Field(_("Error"), max_length=400)] = "",
    by: Actor,
    at: datetime | None = None,
) -> Backup | Refusal:
    """Say what became of it: what it holds and where its copies lie (each a JSON object), or why there is none."""
    if backup.state != BackupState.running:
        return Refusal("kernel.backup_ended", _("The end of this backup is written down already."))
    backup.rows, backup.files, backup.size, backup.sha256, backup.free_bytes, backup.error = rows, files, size, sha256, free_bytes, error[:400]
    backup.copies = [json.loads(copy) for copy in copies]
    good = [copy for copy in backup.copies if not copy["fault"]]
    backup.state, backup.finished_at = (BackupState.done if good else BackupState.failed), at
    backup.save()
    fault = "failed" if not good else "copies" if len(good) < len(backup.copies) else ""
    announce(BackupEnded(backup=backup.id, rows=rows, files=files, size=size, sha256=sha256, copies=len(good), fault=fault), subject=backup)
    return backup


@action(title=_("Rehearse the restore"), posts=CARETAKERS, event=RehearsalAsked)
def rehearse_restore(scope: Scope, *, by: Actor, at: datetime | None = None) -> Scope | Refusal:
    """Restore the newest backup into a database of its own, check the whole ledger in it, and throw it away again. Nothing here changes."""
    backup = newest()
    if backup is None:
        return Refusal("kernel.no_good_backup", _("There is no backup to rehearse yet. Make one first."))
    if backup.rehearsal == RUNNING and backup.rehearsed_at > at - GIVEN_UP_AFTER:
        return Refusal("kernel.rehearsal_running", _("A rehearsal is running already. Wait for its end."))
    backup.rehearsal, backup.rehearsed_at = RUNNING, at
    backup.save(update_fields=["rehearsal", "rehearsed_at"])
    announce(RehearsalAsked(backup=backup.id), subject=scope)
    enqueue("kernel.rehearse_backup", str(backup.id))
    return scope


@action(title=_("Write down a rehearsal"), posts=(), event=RestoreRehearsed)
def end_rehearsal(
    backup: Backup, *, fault: Annotated[str, Field(_("Error"), max_length=400)], seconds: Annotated[int, Field(_("Seconds"))], by: Actor, at: datetime | None = None
) -> Backup | Refusal:
    """Say how the restore that was tried went."""
    if backup.rehearsal != RUNNING:
        return Refusal("kernel.no_rehearsal", _("No rehearsal of this backup is running."))
    backup.rehearsed_at, backup.rehearsal_seconds, backup.rehearsal = at, seconds, fault[:400] or WHOLE
    backup.save(update_fields=["rehearsed_at", "rehearsal_seconds", "rehearsal"])
    announce(RestoreRehearsed(backup=backup.id, is_whole=not fault, seconds=seconds), subject=backup)
    return backup


@action(title=_("Write down a restore"), posts=(), event=BackupRestored)
def record_restore(
    scope: Scope,
    *,
    made_at: Annotated[str, Field(_("Made at"))],
    rows: Annotated[int, Field(pgettext_lazy("backup", "Rows"))],
    lost_seals: Annotated[int, Field(_("Seals that are gone"))],
    by: Actor,
    at: datetime | None = None,
) -> Scope | Refusal:
    """Leave in the ledger that this installation was put back to an earlier moment."""
    if scope.kind != "platform":
        return Refusal("kernel.backup_is_of_all", _("A backup is made of the whole installation, not of one community."))
    announce(BackupRestored(made_at=made_at, rows=rows, lost_seals=lost_seals), subject=scope)
    return scope
