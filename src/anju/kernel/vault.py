"""Encrypted files on disk. A file is a row of frames, each AES-256-GCM over at most one mebibyte, bound to its place in the row.

Frame: 12 bytes of nonce, ciphertext, 16 bytes of tag. The associated data is the frame's number and whether it is the last, so
that a cut, reordered or foreign frame is noticed. Bytes are on the disk (fsync of file and folder) when `write` returns.
"""

from __future__ import annotations

import itertools
import os
import secrets
import struct
from collections.abc import Iterable, Iterator
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

FRAME = 1 << 20
_SEALED_FRAME = 12 + FRAME + 16


class Damaged(RuntimeError):
    """The file on disk is not what was written: changed, cut short, or of another key."""


def write(path: Path, chunks: Iterable[bytes], key: bytes, *, head: bytes = b"") -> None:
    """Write `head` in clear and `chunks` sealed to `path` in one step: readers see the whole old file or the whole new one."""
    place(path, itertools.chain([head], _sealed(chunks, AESGCM(key))))


def place(path: Path, chunks: Iterable[bytes]) -> None:
    """Write bytes as they are to `path`, in one step."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.parent / f".{secrets.token_hex(8)}"
    try:
        with open(draft, "xb", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
            for chunk in chunks:
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def renew(path: Path) -> bool:
    """Whether the bytes lie there already; then they count as written now, so that nobody sweeps them away."""
    try:
        os.utime(path)
    except FileNotFoundError:
        return False
    return True


def read(path: Path, key: bytes, *, skip: int = 0) -> Iterator[bytes]:
    """The plain bytes after a head of `skip` bytes, frame by frame; raises Damaged, and FileNotFoundError at the first frame."""
    cipher = AESGCM(key)
    with open(path, "rb") as file:
        file.seek(skip)
        number, frame = 0, file.read(_SEALED_FRAME)
        while frame:
            following = file.read(_SEALED_FRAME)
            try:
                plain = cipher.decrypt(frame[:12], frame[12:], _place(number, is_last=not following))
            except (InvalidTag, ValueError):  # ValueError: too short to hold a nonce or a tag
                raise Damaged(f"frame {number} of {path.name} was changed") from None
            yield plain
            number, frame = number + 1, following
        if number == 0:
            raise Damaged(f"{path.name} is empty")


def _sealed(chunks: Iterable[bytes], cipher: AESGCM) -> Iterator[bytes]:
    number, held = 0, None
    for plain in _frames(chunks):
        if held is not None:
            yield _seal(cipher, held, number, is_last=False)
            number += 1
        held = plain
    yield _seal(cipher, held or b"", number, is_last=True)


def _frames(chunks: Iterable[bytes]) -> Iterator[bytes]:
    buffer = bytearray()
    for chunk in chunks:
        buffer += chunk
        while len(buffer) >= FRAME:
            yield bytes(buffer[:FRAME])
            del buffer[:FRAME]
    if buffer:
        yield bytes(buffer)


def _seal(cipher: AESGCM, plain: bytes, number: int, *, is_last: bool) -> bytes:
    nonce = secrets.token_bytes(12)
    return nonce + cipher.encrypt(nonce, plain, _place(number, is_last=is_last))


def _place(number: int, *, is_last: bool) -> bytes:
    return struct.pack(">QB", number, is_last)


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":  # a folder cannot be opened there; NTFS keeps the renaming in its own journal
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
