"""The keys of payment providers: sealed under the master key, which is not in the database; opened only to sign and to check."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from anju.kernel import keys

FIELDS = {
    "wechat": ("private_key", "api_v3_key", "platform_key", "platform_serial"),
    "alipay": ("private_key", "platform_key"),
    "test": (),
}


def sealed(scope_id: Any, values: dict[str, str]) -> bytes:
    return keys.sealed(json.dumps(values, sort_keys=True).encode(), _key(scope_id))


def opened(scope_id: Any, cipher: bytes | None) -> dict[str, str]:
    return json.loads(keys.opened(bytes(cipher), _key(scope_id))) if cipher else {}


def mark_of(values: dict[str, str]) -> str:
    """Eight digits by which people tell one key from another."""
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()[:8] if values else ""


def _key(scope_id: Any) -> bytes:
    return keys.derived("charges merchant", scope_id.bytes)
