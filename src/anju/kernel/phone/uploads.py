"""Photos that arrive in pieces: what came is on the disk, encrypted, and the phone goes on where the link broke."""

from __future__ import annotations

import hashlib
import io
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from .. import clock, files, keeping, vault
from .. import keys as secrets_of
from ..actors import Actor
from ..models import Blob, Scope
from ..models.files import BlobState
from ..refusals import Refusal
from ..sniffing import BadFile

MOST_BYTES = 12 * 1024 * 1024
PIECE_BYTES = 256 * 1024
MOST_PIECES = 2048
MOST_WAITING = 60
KINDS = ("image/", "audio/", "video/webm", "video/mp4")
"""Photos and voice notes; what an action takes of them it says itself."""
AGE = timedelta(days=7)
HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Arrival:
    """How much of a file is here; `file` is it, once it is whole."""

    received: int
    file: Blob | None = None


def standing(where: Scope, by: Actor, sha256: str) -> Arrival:
    """How far the upload of this content has come."""
    if (found := free_file(where, by, sha256)) is not None:
        return Arrival(found.size, found)
    return Arrival(_end_of(_pieces(_folder(where, by, sha256))))


def free_file(where: Scope, by: Actor, sha256: str) -> Blob | None:
    """A file of this content that the actor brought and no record owns yet."""
    mine = Blob.everywhere.filter(scope=where, sha256=sha256, stored_by=by.id, owner_id=None, state=BlobState.kept)
    return mine.order_by("-created_at", "-id").first()


def take(where: Scope, by: Actor, sha256: str, *, size: int, offset: int, data: bytes) -> Arrival | Refusal:
    """Keep one piece. Pieces that came already are passed over; one that leaves a gap is not kept, the answer says where to go on."""
    if not HASH.fullmatch(sha256) or not 0 < size <= MOST_BYTES or offset < 0 or len(data) > PIECE_BYTES or offset + len(data) > size:
        return Refusal("phone.bad_piece", _("Not taken: a photo has at most %(limit)s MB. Take it again, smaller."), limit=MOST_BYTES >> 20)
    if (found := free_file(where, by, sha256)) is not None:
        return Arrival(found.size, found)
    folder = _folder(where, by, sha256)
    if not folder.exists() and _waiting(folder.parent) >= MOST_WAITING:
        return Refusal("phone.too_many_photos", _("Not taken: %(count)s photos of yours are half sent. Let them finish first."), count=MOST_WAITING)
    received = _end_of(_pieces(folder))
    fresh = data[received - offset :] if offset <= received else b""
    if fresh:
        vault.write(folder / f"{received:010d}-{len(fresh):07d}", [fresh], _key(where))
        received += len(fresh)
    if received < size:
        return _or_afresh(folder, received)
    return _finish(where, by, folder, sha256)


def _or_afresh(folder: Path, received: int) -> Arrival:
    """Crumbs without end would fill the disk with names: then the photo begins again."""
    if len(_pieces(folder)) < MOST_PIECES:
        return Arrival(received)
    shutil.rmtree(folder, ignore_errors=True)
    return Arrival(0)


def _finish(where: Scope, by: Actor, folder: Path, sha256: str) -> Arrival | Refusal:
    data = b"".join(_read(folder, _key(where)))
    if hashlib.sha256(data).hexdigest() != sha256:
        shutil.rmtree(folder, ignore_errors=True)
        return Refusal("phone.photo_damaged", _("The photo arrived damaged. It is sent again."))
    try:
        kept: Any = keeping.keep_file(where, file=files.checked(io.BytesIO(data), name=sha256[:12], accept=KINDS), by=by)
    except BadFile as bad:
        kept = Refusal("phone.no_photo", _("Not taken: this is no photo. %(why)s"), why=str(bad))
    shutil.rmtree(folder, ignore_errors=True)
    return kept if isinstance(kept, Refusal) else Arrival(kept.size, kept)


def _folder(where: Scope, by: Actor, sha256: str) -> Path:
    return _root() / where.id.hex / UUID(str(by.id)).hex / sha256


def _root() -> Path:
    return Path(settings.ANJU_FILES_DIR) / "arriving"


def _key(where: Scope) -> bytes:
    return secrets_of.derived("arriving file", where.id.bytes)


def _pieces(folder: Path) -> list[tuple[int, int, Path]]:
    """(offset, end, path) of the pieces that join without a gap."""
    found, end = [], 0
    names = sorted(path.name for path in folder.glob("[0-9]*-[0-9]*")) if folder.exists() else []
    for name in names:
        offset, length = (int(part) for part in name.split("-"))
        if offset <= end < offset + length:
            found.append((end - offset, offset + length, folder / name))
            end = offset + length
    return found


def _end_of(pieces: list[tuple[int, int, Path]]) -> int:
    return pieces[-1][1] if pieces else 0


def _read(folder: Path, key: bytes) -> Iterator[bytes]:
    for skip, _end, path in _pieces(folder):
        yield b"".join(vault.read(path, key))[skip:]


def _waiting(folder: Path) -> int:
    return sum(1 for _each in folder.iterdir()) if folder.exists() else 0


def sweep() -> int:
    """Take away what has not grown for a week; the phone sends it again if it still has it."""
    limit, gone = (clock.machine() - AGE).timestamp(), 0
    for folder in _root().glob("*/*/*"):
        if folder.stat().st_mtime < limit:
            shutil.rmtree(folder, ignore_errors=True)
            gone += 1
    return gone
