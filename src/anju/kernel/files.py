"""Files: bytes on disk by (scope, content hash), a row that says what they are and whose, and the only ways in and out.

A file comes in as an input of an action (annotate it `File`): its bytes are checked and reach the disk before the action's
transaction begins, its row is written inside it, and it becomes the property of the record that the action announces.
What no transaction confirmed is swept after a day. It goes out only through `response`, which asks who may see the owner.
"""

from __future__ import annotations

import functools
import hashlib
import io
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from . import clock, keys, permissions, vault
from .actors import Actor
from .models import Blob, Scope
from .models.files import BlobState
from .refusals import Refusal
from .sniffing import BadFile, mime_of, picture_in, without_particulars

File = Blob
MAX_BYTES = 50 * 1024 * 1024
MAX_PHOTO_BYTES = 20 * 1024 * 1024
"""What is asked for as a picture alone, such as a visitor's photo; phones send theirs much smaller."""
SCREEN_SIDE = 1600
PAPER = {"image/", "application/pdf"}
PICTURES = ("image/jpeg", "image/png", "image/gif", "image/webp")


def _not_taken(kind: str, accept: set[str]) -> str:
    """What to choose instead, where that is short to say."""
    if accept == {"image/"}:
        return _("This is no picture. Choose a photo.")
    return _("A file of this kind is not taken here. Choose a picture or a PDF.") if accept == PAPER else _("A file of this kind (%(kind)s) is not taken here.") % {"kind": kind}


def checked(source: Any, *, name: str = "", accept: tuple[str, ...] = ()) -> Blob:
    """An unsaved Blob from an upload, an open file, a path or bytes; raises BadFile with a sentence.

    `accept` names media types or their beginnings, such as ("image/", "application/pdf").
    """
    file = _opened(source)
    blob = Blob(name=_base_name(name or getattr(source, "name", "") or ""), **_measured(file, MAX_PHOTO_BYTES if accept == ("image/",) else MAX_BYTES))
    blob.mime = mime_of(file)
    if accept and not blob.mime.startswith(tuple(accept)):
        raise BadFile(_not_taken(blob.mime, set(accept)))
    if blob.mime in PICTURES:
        picture = picture_in(file)
        blob.width, blob.height, blob.taken_at = picture.width, picture.height, picture.taken_at
    blob.source = file
    return blob


def _opened(source: Any) -> BinaryIO:
    if isinstance(source, bytes | bytearray):
        return io.BytesIO(source)
    if isinstance(source, Path):
        return open(source, "rb")  # noqa: SIM115 - the blob keeps it until its bytes are stored
    return source


def _base_name(name: str) -> str:
    return Path(name.replace("\\", "/")).name.replace("\x00", "")[-200:]


def _measured(file: BinaryIO, most: int) -> dict[str, Any]:
    file.seek(0)
    hasher, size = hashlib.sha256(), 0
    while chunk := file.read(vault.FRAME):
        hasher.update(chunk)
        size += len(chunk)
        if size > most:
            raise BadFile(_("This file is larger than %(limit)s MB. Send a smaller one, or in parts.") % {"limit": most >> 20})
    if size == 0:
        raise BadFile(_("This file is empty. Choose it again."))
    return {"sha256": hasher.hexdigest(), "size": size}


def receive(inputs: dict[str, Any], *, where: Scope, subject: Any, by: Actor) -> Refusal | None:
    """Bring the bytes of an action's files to the disk before its transaction; refuse files that are not the actor's to give."""
    for blob in blobs_in(inputs):
        if hasattr(blob, "source"):
            blob.owner_type, blob.owner_id = "", None
            _store_bytes(blob, where, by)
        elif not _may_give(blob, where, subject, by):
            return Refusal("kernel.file_not_yours", _("The file %(name)s belongs to another record. Send it anew."), name=blob.name)
    return None


def _may_give(blob: Blob, where: Scope, subject: Any, by: Actor) -> bool:
    if blob.scope_id != where.id or blob.state != BlobState.kept:
        return False
    if blob.owner_id is None:
        return by.is_system or blob.stored_by == by.id
    return blob.owner_id == subject.pk


def _store_bytes(blob: Blob, where: Scope, by: Actor) -> None:
    blob.scope, blob.stored_by = where, by.id
    taken_at = getattr(blob, "taken_at", None)
    if isinstance(taken_at, datetime):
        blob.captured_at = taken_at if taken_at.tzinfo else taken_at.replace(tzinfo=clock.zone(where))
    path = path_of(where, blob.sha256)
    if not vault.renew(path):
        blob.source.seek(0)
        vault.write(path, iter(lambda: blob.source.read(vault.FRAME), b""), key_of(where.id))


def blobs_in(inputs: dict[str, Any]) -> list[Blob]:
    """All files among an action's inputs."""
    found: list[Blob] = []
    for value in inputs.values():
        found += [each for each in (value if isinstance(value, list) else [value]) if isinstance(each, Blob)]
    return found


def admit(blobs: list[Blob]) -> None:
    """Write the rows of the files that came with an action, inside its transaction."""
    for blob in blobs:
        if hasattr(blob, "source"):
            blob.save()
            transaction.on_commit(functools.partial(_settle, blob))


def _settle(blob: Blob) -> None:
    """The row is committed: from now on the blob is an ordinary record, no longer something brought along."""
    vars(blob).pop("source", None)


def own(blobs: list[Blob], owner: Model) -> None:
    """Make `owner` the owner of those that have none yet. A scope owns no files: what is announced about it leaves them free."""
    for blob in blobs:
        if blob.owner_id is None and not isinstance(owner, Scope):
            blob.owner_type, blob.owner_id = owner._meta.label_lower, owner.pk
            blob.save(update_fields=["owner_type", "owner_id"])


def store(
    scope: Scope, source: Any, *, owner: Model, name: str = "", data_class: str = "file", retain_until_on: date | None = None
) -> Blob:
    """Keep what the product itself made (a report, a label) for `owner`. Call it inside an action; raises BadFile."""
    blob = checked(source, name=name)
    blob.data_class, blob.retain_until_on = data_class, retain_until_on
    _store_bytes(blob, scope, Actor.system("files"))
    admit([blob])
    own([blob], owner)
    return blob


def read(blob: Blob) -> Iterator[bytes]:
    """The bytes as they came, a mebibyte at a time; raises vault.Damaged when the disk holds something else."""
    return vault.read(path_of(blob.scope_id, blob.sha256), key_of(blob.scope_id))


def read_all(blob: Blob) -> bytes:
    """The bytes as they came, checked against the content hash."""
    data = b"".join(read(blob))
    if hashlib.sha256(data).hexdigest() != blob.sha256:
        raise vault.Damaged(f"{blob.sha256} is not what was stored")
    return data


def screen_copy(blob: Blob, *, side: int = SCREEN_SIDE) -> tuple[bytes, str]:
    """A picture for the screen without position, device or time inside: (bytes, media type). Made once, then kept beside it."""
    for mime, ending in (("image/jpeg", "jpg"), ("image/png", "png")):
        kept = path_of(blob.scope_id, blob.sha256).with_name(f"{blob.sha256}-{side}.{ending}")
        if kept.exists():
            return b"".join(vault.read(kept, key_of(blob.scope_id))), mime
    data, mime = without_particulars(io.BytesIO(read_all(blob)), side)
    ending = "jpg" if mime == "image/jpeg" else "png"
    kept = path_of(blob.scope_id, blob.sha256).with_name(f"{blob.sha256}-{side}.{ending}")
    vault.write(kept, [data], key_of(blob.scope_id))
    return data, mime


def may_view(blob: Blob, by: Actor) -> bool:
    """Whether the actor may see the file: he may see the record it belongs to, or it is still his own upload."""
    if blob.state != BlobState.kept:
        return False
    if by.is_system:
        return True
    if blob.owner_id is None:
        return blob.stored_by == by.id
    return permissions.may_view_id(by, blob.owner_type, blob.owner_id, blob.scope)


def path_of(scope: Scope | Any, sha256: str) -> Path:
    """Where the bytes lie; `scope` is a Scope or its id."""
    scope_id = scope.id if isinstance(scope, Scope) else scope
    return Path(settings.ANJU_FILES_DIR) / scope_id.hex / sha256[:2] / sha256


def key_of(scope_id: Any) -> bytes:
    """The key under which the files of a scope are sealed."""
    return keys.derived("file", scope_id.bytes)
