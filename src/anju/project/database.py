"""One address, one database: `sqlite:///path` or `postgresql://user@host:port/name`."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

SQLITE_START = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON; PRAGMA cache_size=-32000;"


def database_from(address: str) -> dict[str, Any]:
    """Django's settings for a database address; raises ValueError for a scheme that is not supported."""
    parts = urlsplit(address)
    if parts.scheme == "sqlite":
        return _sqlite(unquote(parts.path[1:]))
    if parts.scheme in ("postgresql", "postgres"):
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": str(parts.port or ""),
            "OPTIONS": dict(parse_qsl(parts.query)),
        }
    raise ValueError(f"ANJU_DATABASE must begin with sqlite:/// or postgresql://, not {parts.scheme!r}")


def _sqlite(path: str) -> dict[str, Any]:
    if path != ":memory:":
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 5, "init_command": SQLITE_START},
    }
