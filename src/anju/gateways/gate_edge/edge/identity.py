"""Who this box is: the keys it made, whose word it believes, where the server answers. One file that nobody else may read."""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

FILE = "identity.json"


@dataclass(frozen=True)
class Identity:
    """Private keys in hexadecimal; `edge`, `community_key` and `community` are empty until it is enrolled. `lane_key` is what its lanes show."""

    sign: str = field(default_factory=lambda: Ed25519PrivateKey.generate().private_bytes_raw().hex())
    seal: str = field(default_factory=lambda: X25519PrivateKey.generate().private_bytes_raw().hex())
    lane_key: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    server: str = ""
    edge: str = ""
    community_key: str = ""

    @cached_property
    def sign_key(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(self.sign))

    @cached_property
    def seal_key(self) -> X25519PrivateKey:
        return X25519PrivateKey.from_private_bytes(bytes.fromhex(self.seal))

    @property
    def public_key(self) -> bytes:
        """The community's, with which snapshots and answers are signed."""
        return bytes.fromhex(self.community_key)

    @property
    def is_enrolled(self) -> bool:
        return bool(self.edge)


def load(folder: Path) -> Identity:
    """The identity in a folder, made at the first start."""
    path = folder / FILE
    if path.exists():
        return Identity(**json.loads(path.read_text(encoding="utf-8")))
    made = Identity()
    save(folder, made)
    return made


def save(folder: Path, one: Identity) -> None:
    """Write it whole or not at all, for the owner's eyes only."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = folder / (FILE + ".new")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(asdict(one), file)
        file.flush()
        os.fsync(file.fileno())
    os.replace(draft, folder / FILE)
