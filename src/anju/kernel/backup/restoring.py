"""Puts a backup back: proves it, loads it in one transaction, erases again what was erased since, and says so in the ledger."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import DataError, connection, transaction
from django.utils.translation import gettext_lazy as _

from .. import clock, erasure, files, keeping, ledger, retention, runner, seals, vault
from ..actors import Actor
from ..models import Backup, Cursor, Entry, ScheduledJob, Scope
from ..models.backups import BackupState
from ..refusals import Refusal
from . import columns, container, reading, records, unfinished
from .columns import Table
from .container import Unusable

ROWS_AT_ONCE = 500
Telling = Callable[[str, int], None]


@dataclass
class Restored:
    """What a restore brought back. `lost_seals`: seals made after the backup, which are gone, by the name of their scope."""

    manifest: dict[str, Any]
    rows: int = 0
    files: int = 0
    erased_again: int = 0
    lost_seals: dict[str, int] = field(default_factory=dict)


def restore(source: Path, *, replacing: bool = False, erasures_lost: bool = False, is_rehearsal: bool = False, told: Telling = lambda _name, _count: None) -> Restored:
    """Load a backup into this installation; raises Unusable before the first write, or leaves the mark of `unfinished`.

    `replacing`: what stands here is deleted first. `erasures_lost`: the list of erasures is known to be gone. A rehearsal leaves
    nothing beside the keys.
    """
    manifest = reading.prove(source, told=lambda done: told("proven", done))
    reading.fits(source, manifest)
    _may_load(source, manifest, replacing=replacing, erasures_lost=erasures_lost)
    had_begun = unfinished.mark().exists()
    unfinished.begin(source, clock.machine().isoformat(timespec="seconds"))
    call_command("migrate", interactive=False, verbosity=0)
    done = Restored(manifest)
    try:
        with transaction.atomic():
            _empty()
            _load(source, manifest, done, told)
            ledger.begin_after(manifest["highest_tx"])
            if not is_rehearsal:
                _settle(manifest, done)
    except Unusable:
        if not had_begun:
            unfinished.end()
        raise
    if not is_rehearsal:
        _note_seals()
    unfinished.end()
    return done


def _may_load(source: Path, manifest: dict[str, Any], *, replacing: bool, erasures_lost: bool) -> None:
    if _is_running():
        raise Unusable(Refusal("kernel.still_running", _("Anju is running on this database. Stop it first, then restore. Nothing was written.")))
    if _holds_anything() and not replacing and not unfinished.mark().exists():
        sentence = _("This installation is not empty. Restore into an empty one, or add --replace to delete everything that stands here. Nothing was written.")
        raise Unusable(Refusal("kernel.not_empty", sentence))
    if erasure.noted() < manifest["erasures"] and not erasures_lost:
        sentence = _(
            "The list of erasures in the key folder (erased.log) is older than %(name)s, so that erased data could come back."
            " Copy the whole key folder of that installation, or add --erasures-lost if it is gone. Nothing was written."
        )
        raise Unusable(Refusal("kernel.erasures_missing", sentence, name=source.name))


def _holds_anything() -> bool:
    """Whether anything was ever done here: what does anybody leaves a row in the ledger."""
    there = set(connection.introspection.table_names())
    asked = (model for model in (Entry, get_user_model()) if model._meta.db_table in there)
    return any(model._base_manager.exists() for model in asked)


def _is_running() -> bool:
    """Somebody renews the leases of the reactions every few seconds while the product runs."""
    if Cursor._meta.db_table not in connection.introspection.table_names():
        return False
    held = Cursor.objects.filter(leased_until__gt=clock.machine()).exclude(owner="")
    return any(not runner.is_dead(owner) for owner in held.values_list("owner", flat=True))


def _empty() -> None:
    with connection.cursor() as cursor:
        for table in reversed(columns.tables()):
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(table.name)}")


def _load(source: Path, manifest: dict[str, Any], done: Restored, told: Telling) -> None:
    tables = {table.name: table for table in columns.tables()}
    counts = dict.fromkeys(tables, 0)
    for name, _size, file in container.members(source):
        kind, _slash, rest = name.partition("/")
        owner, _slash, rest = rest.partition("/")
        if kind == "tables":
            counts[owner] += _insert(tables[owner], file)
            done.rows = sum(counts.values())
            told(owner, counts[owner])
        elif kind == "files":
            _place(UUID(owner), rest, file)
            done.files += 1
            told("files", done.files)
    wrong = [name for name, facts in manifest["tables"].items() if counts[name] != facts["rows"]]
    if wrong:
        raise Unusable(Refusal("kernel.backup_damaged", _("%(name)s was changed while it was read. Nothing was written. Use another backup."), name=source.name))
    _restart_counting(list(tables.values()))


def _insert(table: Table, file: Any) -> int:
    read, statement, count = table.readers(connection), table.insert(connection), 0
    part: list[list[Any]] = []
    with connection.cursor() as cursor:
        try:
            for row in reading.rows(file):
                part.append([one(value) for one, value in zip(read, row, strict=True)])
                if len(part) == ROWS_AT_ONCE:
                    cursor.executemany(statement, part)
                    count, part = count + len(part), []
            if part:
                cursor.executemany(statement, part)
        except (DataError, ValueError) as error:
            sentence = _("A row of %(table)s does not fit into this database: %(why)s. Nothing was written.")
            raise Unusable(Refusal("kernel.row_does_not_fit", sentence, table=table.name, why=str(error).splitlines()[0])) from None
    return count + len(part)


def _place(scope_id: UUID, sha256: str, file: Any) -> None:
    """Put a stored file where it belongs, as it was: it is encrypted, and names itself by its content."""
    path = files.path_of(scope_id, sha256)
    vault.place(path, iter(lambda: file.read(vault.FRAME), b""))


def _restart_counting(tables: list[Table]) -> None:
    """On PostgreSQL: the next number of each table follows the highest that was restored. SQLite does so by itself."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [table.model for table in tables]):
            cursor.execute(statement)


def _settle(manifest: dict[str, Any], done: Restored) -> None:
    """What must not be half done after the rows are there: erasures, and the ledger's own word that it was put back."""
    seals.trust(manifest["seal_keys"])
    done.lost_seals = _lost_seals()
    done.erased_again = erasure.replay() + keeping.replay() + sum(retention.erase_due(scope) for scope in Scope.objects.all())
    Backup.everywhere.filter(state=BackupState.running).update(state=BackupState.failed, error="restored while it was made", finished_at=clock.now())
    Cursor.objects.update(owner="", leased_until=None)
    ScheduledJob.objects.update(owner="", leased_until=None)
    if platform := records.platform():
        records.record_restore(platform, made_at=manifest["made_at"], rows=done.rows, lost_seals=sum(done.lost_seals.values()), by=Actor.system("restore"))


def _lost_seals() -> dict[str, int]:
    lost = {}
    for scope in Scope.objects.all():
        noted, newest = seals.noted_outside(scope), seals.newest(scope)
        if noted and noted[0] > (newest.number if newest else 0):
            lost[scope.name] = noted[0] - (newest.number if newest else 0)
    return lost


def _note_seals() -> None:
    """From now on the restored seals are the newest; those noted before are kept beside for whoever asks."""
    notes = Path(settings.ANJU_KEYS_DIR) / "seals"
    if notes.exists():
        os.replace(notes, notes.with_name(f"seals-before-{clock.machine():%Y%m%d-%H%M%S}"))
    for scope in Scope.objects.all():
        if newest := seals.newest(scope):
            seals.note_outside(newest)
