"""Reads a backup: proves every byte first, then gives its tables and files in order."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from .. import vault
from ..refusals import Refusal
from . import columns, container, writing
from .container import Unusable

LONGEST_MANIFEST = 64 << 20


def prove(path: Path, *, told: Callable[[int], None] = lambda _bytes: None) -> dict[str, Any]:
    """Read the whole file once and compare every hash; returns its manifest, raises Unusable. Nothing is written anywhere."""
    head = container.head_of(path)
    _is_ours(path, head)
    counted = _Counted()
    manifest: dict[str, Any] | None = None
    read = 0
    for name, size, file in container.members(path):
        if manifest is not None or size > LONGEST_MANIFEST and name == container.MANIFEST:
            raise _damaged(path)
        if name == container.MANIFEST:
            manifest = json.loads(file.read())
        else:
            counted.take(name, size, file)
        read += size
        told(read)
    if manifest is None or not counted.agrees(manifest):
        raise _damaged(path)
    return manifest


def _is_ours(path: Path, head: container.Head) -> None:
    if not container.has_master_key():
        sentence = _("The master key is not here. It is never in a backup: copy the key folder of the installation that made %(name)s to %(folder)s, then try again. Nothing was written.")
        raise Unusable(Refusal("kernel.no_master_key", sentence, name=path.name, folder=str(settings.ANJU_KEYS_DIR)))
    if head.key != container.key_mark():
        sentence = _("%(name)s was made with another master key than the one in %(folder)s. Put the key folder of that installation there, then try again. Nothing was written.")
        raise Unusable(Refusal("kernel.other_master_key", sentence, name=path.name, folder=str(settings.ANJU_KEYS_DIR)))


def _damaged(path: Path) -> Unusable:
    return Unusable(Refusal("kernel.backup_damaged", _("%(name)s was changed or cut short since it was made. Nothing was written. Use another backup."), name=path.name))


class _Counted:
    """Rows and hashes as they are read, to be compared with what the manifest says."""

    def __init__(self) -> None:
        self._tables: dict[str, tuple[Any, int]] = {}
        self._contents, self._files = hashlib.sha256(), 0

    def take(self, name: str, size: int, file: Any) -> None:
        kind, owner, rest = name.split("/", 2)
        if kind == "tables":
            data = container.unpacked(file.read())
            hasher, rows = self._tables.setdefault(owner, (hashlib.sha256(), 0))
            hasher.update(data)
            self._tables[owner] = (hasher, rows + data.count(b"\n"))
            return
        self._files += 1
        self._contents.update(f"{owner}/{rest}:{size}\n".encode())
        while chunk := file.read(vault.FRAME):
            self._contents.update(chunk)

    def agrees(self, manifest: dict[str, Any]) -> bool:
        empty = hashlib.sha256().hexdigest()
        found = {name: (rows, hasher.hexdigest()) for name, (hasher, rows) in self._tables.items()}
        told = {name: (facts["rows"], facts["sha256"]) for name, facts in manifest["tables"].items()}
        files = manifest["files"]
        return {**dict.fromkeys(told, (0, empty)), **found} == told and (self._files, self._contents.hexdigest()) == (files["count"], files["sha256"])


def fits(path: Path, manifest: dict[str, Any]) -> None:
    """Whether this version of Anju has the tables of that file; raises Unusable."""
    ours = {table.name: table.columns for table in columns.tables()}
    theirs = {name: facts["columns"] for name, facts in manifest["tables"].items()}
    if ours != theirs or writing.migrations() != manifest["migrations"]:
        sentence = _("%(name)s was made by Anju %(version)s, whose tables differ from this version's. Restore it with that version, then update. Nothing was written.")
        raise Unusable(Refusal("kernel.backup_version", sentence, name=path.name, version=manifest["product"]))


def rows(file: Any) -> Iterator[list[Any]]:
    """The rows of one part of a table."""
    for line in container.unpacked(file.read()).splitlines():
        yield json.loads(line)
