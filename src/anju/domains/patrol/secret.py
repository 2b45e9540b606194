"""What a tag says, as it is kept: a keyed digest, so that nobody who reads the list can make the tag."""

from __future__ import annotations

import hashlib
import hmac

from anju.kernel import keys
from anju.kernel.models import Scope

PREFIX = "ANJU:"
"""A code that the product made names its point openly, so that a phone without a network can say where it is; the rest is secret."""


def digest_of(text: str) -> str:
    """The keyed digest of a tag's id, case and blanks aside for ids that people copy."""
    plain = text.strip() if text.strip().startswith(PREFIX) else "".join(text.split()).upper().replace(":", "").replace("-", "")
    return hmac.new(keys.derived("patrol tag", b"all communities"), plain.encode(), hashlib.sha256).hexdigest()


def seed_of(scope: Scope, *about: object) -> int:
    """The seed of an unpredictable plan: nobody can tell it, and audit can make it again."""
    text = ":".join(map(str, about))
    return int.from_bytes(hmac.new(keys.derived("patrol plan", scope.id.bytes), text.encode(), hashlib.sha256).digest()[:6], "big")
