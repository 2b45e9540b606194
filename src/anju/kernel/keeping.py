"""The kernel's own actions on files: keep an upload for a later action, and erase a file's bytes for good."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from . import erasure, sweeping
from .actions import Field, action, announce
from .actors import Actor
from .events import Words, event
from .files import File
from .models import Blob, Scope
from .models.files import BlobState
from .permissions import ANYONE
from .refusals import Refusal


@event("kernel.file_kept")
class FileKept:
    file: UUID
    sha256: str
    size: int


@event("kernel.file_erased")
class FileErased:
    file: UUID
    sha256: str
    reason: Words = ""


@action(title=_("Send a file"), posts=(ANYONE,), event=FileKept, offline=True)
def keep_file(scope: Scope, *, file: Annotated[File, Field(_("File"))], by: Actor, at: datetime | None = None) -> Blob | Refusal:
    """Store a file for an action that follows. It is yours alone until that action takes it; after a day it is swept."""
    announce(FileKept(file=file.pk, sha256=file.sha256, size=file.size), subject=scope)
    return file


@action(title=_("Erase the file"), posts=("project_manager",), event=FileErased, confirm=True, allowed_from=("kept",))
def erase_file(
    blob: Blob, *, reason: Annotated[str, Field(_("Reason"), multiline=True)], by: Actor, at: datetime | None = None
) -> Blob | Refusal:
    """Destroy the bytes of a file. Its row stays and says when and why."""
    if blob.state != BlobState.kept:
        return Refusal("kernel.file_gone", _("The file %(name)s was already erased."), name=blob.name)
    announce(FileErased(file=blob.pk, sha256=blob.sha256, reason=reason), subject=blob)
    blob.state, blob.name = BlobState.erased, ""
    blob.save(update_fields=["state", "name"])
    transaction.on_commit(lambda: _forget(blob))
    return blob


def _forget(blob: Blob) -> None:
    sweeping.remove_bytes(blob)
    erasure.note(blob.scope, file=blob.pk.hex)


def replay() -> int:
    """After a backup was restored: erase again the files that had been erased since; returns how many."""
    noted = [UUID(each["file"]) for each in erasure.notes() if "file" in each]
    back = Blob.everywhere.filter(pk__in=noted, state=BlobState.kept).select_related("scope")
    return sum(not isinstance(erase_file(blob, reason="retention", by=Actor.system("restore")), Refusal) for blob in back)
