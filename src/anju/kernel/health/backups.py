"""Checks of the backups: how old the last good one is, where its copies lie, and whether a restore was ever tried."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from .. import clock
from ..backup import records
from ..models import Backup, Entry
from ..models.backups import BackupState
from . import Finding, _, bad, check, good, notice

TOO_OLD = timedelta(days=2)
REHEARSE_EVERY = timedelta(days=92)
NOW = "kernel.take_backup"


@check("backup")
def newest_backup() -> Iterator[Finding]:
    last, now = records.newest(), clock.now()
    failed = Backup.everywhere.filter(state=BackupState.failed).order_by("-created_at").first()
    if running := records.running():
        yield notice("backup_running", _("Backup"), _("is being made since %(at)s"), at=running.created_at)
    if last is None:
        told = bad if Entry.objects.filter(at__lt=now - TOO_OLD).exists() else notice
        yield told("backup", _("Backup"), _("there is none yet"), _("Make one now. After that one is made every night at 02:10."), action=NOW)
        return
    facts = {"at": last.finished_at, "count": sum(not copy["fault"] for copy in last.copies), "size": f"{max(0.1, last.size / (1 << 20)):,.1f}"}
    if now - last.finished_at > TOO_OLD:
        why = _("the last good one is of %(at)s")
        yield bad("backup", _("Backup"), why, _("Make one now, and find out why the nightly ones stopped."), action=NOW, **facts)
    elif failed is not None and failed.created_at > last.created_at:
        facts |= {"failed_at": failed.created_at, "error": failed.error}
        yield bad("backup", _("Backup"), _("failed at %(failed_at)s: %(error)s"), _("Mend the cause and make one now. The last good one is of %(at)s."), action=NOW, **facts)
    else:
        yield good("backup", _("Backup"), _("made %(at)s, %(size)s MB, in %(count)s places") if facts["count"] > 1 else _("made %(at)s, %(size)s MB, in one place"), **facts)
    yield from _copies(last)
    yield _rehearsal(last, now)


def _copies(last: Backup) -> Iterator[Finding]:
    for copy in last.copies:
        if copy["fault"]:
            todo = _("Plug the disk in or mend the folder; the next backup copies there again.")
            yield bad("backup_copy", _("Copy of the backup"), _("there is none in %(folder)s: %(why)s"), todo, folder=copy["folder"], why=copy["fault"])
    if not any(copy["is_apart"] and not copy["fault"] for copy in last.copies):
        todo = _("Add a folder on another disk or a stick to ANJU_BACKUP_DIRS: when this disk dies, the backup dies with it.")
        yield notice("backup_apart", _("Backup on another disk"), _("none: it lies on the disk of the data"), todo)


def _rehearsal(last: Backup, now) -> Finding:
    tried = Backup.everywhere.exclude(rehearsal__in=("", records.RUNNING)).order_by("-rehearsed_at").first()
    action = "kernel.rehearse_restore"
    if last.rehearsal == records.RUNNING:
        return notice("rehearsal", _("Restore rehearsal"), _("is running since %(at)s"), at=last.rehearsed_at)
    if tried is None:
        return notice("rehearsal", _("Restore rehearsal"), _("was never tried"), _("Try it once: a backup is only good when it can be restored."), action=action)
    facts = {"at": tried.rehearsed_at, "seconds": tried.rehearsal_seconds}
    if tried.rehearsal != records.WHOLE:
        return bad("rehearsal", _("Restore rehearsal"), _("failed at %(at)s: %(why)s"), _("Make a new backup and rehearse again; if it fails again, call whoever looks after the system."), action=action, why=tried.rehearsal, **facts)
    if now - tried.rehearsed_at > REHEARSE_EVERY:
        return notice("rehearsal", _("Restore rehearsal"), _("the last one was %(at)s"), _("Rehearse once a quarter."), action=action, **facts)
    return good("rehearsal", _("Restore rehearsal"), _("went well %(at)s, in %(seconds)s seconds"), **facts)


