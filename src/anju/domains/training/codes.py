"""The moving code of a session: eight characters that change every 30 seconds and follow from a secret that never leaves the server. Pure."""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import datetime
from uuid import UUID

STEP_SECONDS, LENGTH = 30, 8
KEPT_STEPS = 1
"""How many steps an older code still counts: the time to look up from the wall to the phone."""


def code_at(secret: bytes, session: UUID, at: datetime, *, steps_ago: int = 0) -> str:
    """The code that the wall shows at a moment."""
    step = int(at.timestamp()) // STEP_SECONDS - steps_ago
    digest = hmac.new(secret, session.bytes + step.to_bytes(8, "big"), hashlib.sha256).digest()
    return base64.b32encode(digest)[:LENGTH].decode()


def fits(secret: bytes, session: UUID, code: str, at: datetime) -> bool:
    """Whether this is the code of the moment or of the step before."""
    given = code.strip().upper().encode()
    return any(hmac.compare_digest(code_at(secret, session, at, steps_ago=ago).encode(), given) for ago in range(KEPT_STEPS + 1))


def seconds_left(at: datetime) -> int:
    """How long the code of a moment stays on the wall."""
    return STEP_SECONDS - int(at.timestamp()) % STEP_SECONDS
