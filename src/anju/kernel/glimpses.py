"""The newest picture of a camera for those who look at it now: kept for a moment beside the database, never in it.

    look_at(device)      somebody looks: pictures are wanted for a few seconds
    wanted(device)       whether anybody does; who fetches pictures asks this
    show(device, jpeg)   the newest picture
    newest(device)       (picture, seconds since it was taken), or None
"""

from __future__ import annotations

import os
from pathlib import Path
from uuid import UUID

from django.conf import settings

from . import clock

WANTED_SECONDS, FRESH_SECONDS = 6.0, 15.0
MOST_BYTES = 1_500_000


def _folder() -> Path:
    folder = Path(settings.ANJU_DATA_DIR) / "glimpses"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def _age(file: Path) -> float | None:
    try:
        return max(clock.machine().timestamp() - file.stat().st_mtime, 0.0)
    except FileNotFoundError:
        return None


def look_at(device: UUID) -> None:
    (_folder() / f"{device.hex}.wanted").touch()


def wanted(device: UUID) -> bool:
    age = _age(_folder() / f"{device.hex}.wanted")
    return age is not None and age <= WANTED_SECONDS


def anybody() -> bool:
    """Whether any picture is wanted at all."""
    return any((age := _age(file)) is not None and age <= WANTED_SECONDS for file in _folder().glob("*.wanted"))


def show(device: UUID, jpeg: bytes) -> None:
    file = _folder() / f"{device.hex}.jpg"
    fresh = file.with_suffix(f".{os.getpid()}.new")
    fresh.write_bytes(jpeg[:MOST_BYTES])
    fresh.replace(file)


def newest(device: UUID) -> tuple[bytes, float] | None:
    file = _folder() / f"{device.hex}.jpg"
    age = _age(file)
    if age is None or age > FRESH_SECONDS:
        return None
    return file.read_bytes(), age
