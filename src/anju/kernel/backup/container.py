"""The file itself: one line in clear that says what it is, then a tar in the frames of `vault`, bound to that line and to the master key."""

from __future__ import annotations

import gzip
import hashlib
import json
import tarfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from .. import keys, vault
from ..refusals import Refusal

MAGIC = "anju backup 1"
HEAD_BYTES = 512
MANIFEST = "manifest.json"


class Unusable(RuntimeError):
    """A backup cannot be made, read or put back; the refusal says why and what to do."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(str(refusal))
        self.refusal = refusal


@dataclass(frozen=True)
class Head:
    """What stands in clear. `key` is the beginning of a hash that tells one master key from another and nothing about it."""

    magic: str
    product: str
    made_at: str
    key: str

    def line(self) -> bytes:
        return json.dumps(asdict(self), separators=(",", ":")).encode().ljust(HEAD_BYTES - 1) + b"\n"


def key_mark() -> str:
    return keys.derived("backup mark").hex()[:16]


def has_master_key() -> bool:
    return (Path(settings.ANJU_KEYS_DIR) / "master.key").exists()


def write(path: Path, head: Head, members: Iterable[tuple[str, bytes | tuple[int, Iterator[bytes]]]]) -> None:
    """Write a file in one step: under its name stands the whole of it or nothing."""
    line = head.line()
    vault.write(path, _tar(members), _key(line), head=line)


def _key(line: bytes) -> bytes:
    return keys.derived("backup", hashlib.sha256(line).digest())


def _tar(members: Iterable[tuple[str, bytes | tuple[int, Iterator[bytes]]]]) -> Iterator[bytes]:
    for name, content in members:
        size, chunks = (len(content), iter([content])) if isinstance(content, bytes) else content
        info = tarfile.TarInfo(name)
        info.size = size
        yield info.tobuf(tarfile.GNU_FORMAT)
        yield from _exactly(size, chunks, name)
        yield b"\0" * (-size % tarfile.BLOCKSIZE)
    yield b"\0" * (2 * tarfile.BLOCKSIZE)


def _exactly(size: int, chunks: Iterator[bytes], name: str) -> Iterator[bytes]:
    for chunk in chunks:
        size -= len(chunk)
        yield chunk
    if size:
        raise OSError(f"{name} changed its size while it was read")


def packed(data: bytes) -> bytes:
    return gzip.compress(data, compresslevel=3, mtime=0)


def unpacked(data: bytes) -> bytes:
    return gzip.decompress(data)


def head_of(path: Path) -> Head:
    """The first line of a file; raises Unusable where it is no backup, or one of another installation."""
    try:
        with open(path, "rb") as file:
            line = file.read(HEAD_BYTES)
    except OSError as error:
        raise Unusable(Refusal("kernel.backup_unreadable", _("The file %(name)s cannot be read: %(why)s."), name=str(path), why=error.strerror or str(error))) from None
    try:
        facts = json.loads(line)
        head = Head(**facts)
    except (ValueError, TypeError):
        raise Unusable(Refusal("kernel.no_backup", _("%(name)s is no backup of Anju, or its beginning was changed. Nothing was written."), name=path.name)) from None
    if head.magic != MAGIC:
        raise Unusable(Refusal("kernel.backup_version", _("%(name)s was made by another version of Anju (%(version)s). Use that version. Nothing was written."), name=path.name, version=str(head.product)))
    return head


def members(path: Path) -> Iterator[tuple[str, int, Any]]:
    """(name, size, open file) of each member, in order; each must be read before the next. Raises Unusable at the first wrong byte."""
    with open(path, "rb") as file:
        line = file.read(HEAD_BYTES)
    stream = _Stream(_plain(path, line))
    try:
        with tarfile.open(fileobj=stream, mode="r|") as tar:
            for info in tar:
                yield info.name, info.size, tar.extractfile(info)
        stream.exhaust()
    except (tarfile.TarError, EOFError):
        raise _damaged(path) from None


def _plain(path: Path, line: bytes) -> Iterator[bytes]:
    """The members' bytes; refused here too, because whoever reads a member meets a wrong byte outside of `members`."""
    try:
        yield from vault.read(path, _key(line), skip=HEAD_BYTES)
    except vault.Damaged:
        raise _damaged(path) from None


def _damaged(path: Path) -> Unusable:
    return Unusable(Refusal("kernel.backup_damaged", _("%(name)s was changed or cut short since it was made. Nothing was written. Use another backup."), name=path.name))


class _Stream:
    """A generator of bytes as a file that can only be read forward."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks, self._held = chunks, b""

    def read(self, size: int) -> bytes:
        parts, missing = [], size
        while missing:
            if not self._held:
                self._held = next(self._chunks, b"")
                if not self._held:
                    break
            part, self._held = self._held[:missing], self._held[missing:]
            parts.append(part)
            missing -= len(part)
        return b"".join(parts)

    def exhaust(self) -> None:
        """Read to the end, so that the last frame is proven too."""
        while self.read(1 << 20):
            pass
