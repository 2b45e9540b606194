"""The signing key of sessions and forms: made once per installation, kept beside the master key."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def secret_key(keys_dir: Path) -> str:
    """The key from ANJU_SECRET_KEY, or from a file of mode 0600 that is made on first use."""
    if given := os.environ.get("ANJU_SECRET_KEY"):
        return given
    path = keys_dir / "session.key"
    keys_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text()
    with os.fdopen(handle, "w") as file:
        made = secrets.token_urlsafe(50)
        file.write(made)
    return made
