"""The backup of every night: into the first folder, copied to the others, the oldest thrown away; and its rehearsal on demand."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings

from .. import clock, vault
from ..actors import Actor
from ..jobs import job
from ..models import Backup, Scope
from ..runner import said
from ..schedule import daily
from . import records, writing
from .container import Unusable

OURS = re.compile(r"anju-\d{8}-\d{6}\.backup")
DRAFT = re.compile(r"\.[0-9a-f]{16}")
BY = Actor.system("backup")


def folders() -> list[Path]:
    """Where backups go: ANJU_BACKUP_DIRS, else `backups` in the data folder."""
    given = [Path(each) for each in os.environ.get("ANJU_BACKUP_DIRS", "").split(os.pathsep) if each.strip()]
    return given or [Path(settings.ANJU_DATA_DIR) / "backups"]


def kept() -> int:
    """How many backups stay in each folder; ANJU_BACKUP_KEEP, at least 1."""
    given = os.environ.get("ANJU_BACKUP_KEEP", "")
    return max(1, int(given)) if given.isascii() and given.isdigit() else 14


def is_apart(folder: Path) -> bool:
    """Whether a folder lies on another disk than the data, as far as the system tells."""
    try:
        return folder.stat().st_dev != Path(settings.ANJU_DATA_DIR).stat().st_dev
    except OSError:
        return False


@daily("kernel.backup", at="02:10", kinds=("platform",))
def every_night(scope: Scope) -> None:
    """Back up the whole installation."""
    records.take_backup(scope, by=Actor.system("schedule"))


@job
def make_backup(backup_id: str) -> None:
    """Make a backup that was begun, and write down its end whatever it was."""
    backup = Backup.everywhere.select_related("scope").get(pk=backup_id)
    try:
        outcome = _made(backup.name)
    except Unusable as no:
        outcome = {"error": str(no)[:400]}
    except Exception as error:  # noqa: BLE001 - a full disk, a pulled stick: shown on the health page
        outcome = {"error": said(error)[:400]}
    records.end_backup(backup, by=BY, **outcome)


def _made(name: str) -> dict[str, Any]:
    first, *others = folders()
    made = writing.write(first / name)
    sha256 = _hash_of(made.path)
    copies = [{"folder": str(first), "is_apart": is_apart(first), "fault": ""}]
    copies += [_copied(made.path, folder, sha256) for folder in others]
    for folder in folders():
        _throw_away_old(folder)
    lost = f"{len(made.missing)} stored files were not on the disk" if made.missing else ""
    return {"size": made.size, "rows": made.rows, "files": made.files, "sha256": sha256, "free_bytes": free_bytes(Path(settings.ANJU_DATA_DIR)), "copies": [json.dumps(copy) for copy in copies], "error": lost}


def _hash_of(path: Path) -> str:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _copied(source: Path, folder: Path, sha256: str) -> dict[str, Any]:
    """A copy in another folder. A folder that is not there is a stick that was pulled out: it is not made anew on this disk."""
    copy = {"folder": str(folder), "is_apart": is_apart(folder), "fault": ""}
    if not folder.is_dir():
        return {**copy, "fault": "missing"}
    try:
        vault.place(folder / source.name, _chunks(source))
    except OSError as error:
        return {**copy, "fault": error.strerror or str(error)}
    return copy if _hash_of(folder / source.name) == sha256 else {**copy, "fault": "differs"}


def _chunks(source: Path) -> Iterator[bytes]:
    with open(source, "rb") as file:
        while chunk := file.read(vault.FRAME):
            yield chunk


def _throw_away_old(folder: Path) -> None:
    """Keep the newest; take away what a killed run left half done."""
    if not folder.is_dir():
        return
    for old in sorted(path for path in folder.iterdir() if OURS.fullmatch(path.name))[: -kept()]:
        old.unlink(missing_ok=True)
    limit = (clock.machine() - timedelta(days=1)).timestamp()
    for draft in folder.iterdir():
        if DRAFT.fullmatch(draft.name) and draft.stat().st_mtime < limit:
            draft.unlink(missing_ok=True)


@job
def rehearse_backup(backup_id: str) -> None:
    """Restore a backup in a process of its own into a folder that is thrown away, and check its ledger."""
    backup = Backup.everywhere.select_related("scope").get(pk=backup_id)
    began = clock.machine()
    where = next((folder / backup.name for folder in folders() if (folder / backup.name).exists()), None)
    fault = tried(where) if where else "the file is not in any backup folder"
    seconds = max(1, round((clock.machine() - began).total_seconds()))
    records.end_rehearsal(backup, fault=fault[-400:], seconds=seconds, by=BY)


def tried(path: Path) -> str:
    """What a restore of this file reports as wrong; empty when all is whole."""
    environment = {**os.environ, "ANJU_DATA_DIR": str(settings.ANJU_DATA_DIR), "ANJU_KEYS_DIR": str(settings.ANJU_KEYS_DIR)}
    done = subprocess.run([sys.executable, "-m", "anju", "restore", "--check", str(path)], env=environment, capture_output=True, text=True, encoding="utf-8")
    return "" if done.returncode == 0 else (done.stdout + done.stderr).strip() or f"status {done.returncode}"


def free_bytes(folder: Path) -> int:
    """How much more fits where the folder lies."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return shutil.disk_usage(folder).free
