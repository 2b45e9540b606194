"""The master key, and what is derived from it. It lives in a file outside the database and outside its backup."""

from __future__ import annotations

import hmac
import os
import secrets
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings


def secret_file(path: Path, size: int = 32) -> bytes:
    """The bytes of a secret file; made with mode 0600 on first use, and never overwritten."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_bytes()
    with os.fdopen(handle, "wb") as file:
        made = secrets.token_bytes(size)
        file.write(made)
        file.flush()
        os.fsync(file.fileno())
    return made


@cache
def _master(directory: str) -> bytes:
    return secret_file(Path(directory) / "master.key")


def derived(purpose: str, salt: bytes = b"") -> bytes:
    """A 32-byte key for one purpose (and salt)."""
    return hmac.digest(_master(str(settings.ANJU_KEYS_DIR)), purpose.encode() + b"\0" + salt, "sha256")


def sealed(plain: bytes, key: bytes) -> bytes:
    """AES-256-GCM: 12 bytes of nonce, then the ciphertext with its tag."""
    nonce = secrets.token_bytes(12)
    return nonce + AESGCM(key).encrypt(nonce, plain, None)


def opened(cipher: bytes, key: bytes) -> bytes:
    """The plain bytes; raises cryptography's InvalidTag when a byte was changed."""
    return AESGCM(key).decrypt(cipher[:12], cipher[12:], None)
