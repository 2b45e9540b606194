"""Takes away what no record owns: uploads that no action confirmed, and bytes without a row."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings

from . import clock, files
from .models import Blob, Scope
from .models.files import BlobState

AGE = timedelta(hours=24)


def sweep(scope: Scope) -> int:
    """Remove this scope's orphans that are older than a day; returns how many rows and files went."""
    before = clock.now() - AGE
    orphans = Blob.everywhere.filter(scope=scope, owner_id=None, created_at__lt=before)
    rows, _kinds = Blob.everywhere.filter(pk__in=list(orphans.values_list("pk", flat=True)[:200]), owner_id=None).delete()
    return rows + _sweep_bytes(scope)


def _sweep_bytes(scope: Scope) -> int:
    root, gone = Path(settings.ANJU_FILES_DIR) / scope.id.hex, 0
    limit = (clock.machine() - AGE).timestamp()
    for path in root.glob("*/*"):
        if path.stat().st_mtime < limit and not _is_owned(scope.id, path.name.lstrip(".")[:64]):
            gone += _remove(path, limit)
    return gone


def _is_owned(scope_id: UUID, sha256: str) -> bool:
    return Blob.everywhere.filter(scope_id=scope_id, sha256=sha256, state=BlobState.kept).exists()


def _remove(path: Path, limit: float) -> int:
    """Step aside first, look again, then delete: an upload of the same bytes may have replaced the file a moment ago."""
    aside = path.with_name(f".{path.name}.gone")
    path.rename(aside)
    if aside.stat().st_mtime >= limit and not path.exists():
        aside.rename(path)
        return 0
    aside.unlink()
    return 1


def remove_bytes(blob: Blob) -> None:
    """Delete the bytes of an erased file, unless another row of the scope has the same content."""
    if not _is_owned(blob.scope_id, blob.sha256):
        path = files.path_of(blob.scope_id, blob.sha256)
        for each in [path, *path.parent.glob(f"{blob.sha256}-*")]:
            each.unlink(missing_ok=True)
