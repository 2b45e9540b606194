"""The box's own log and what it keeps: SQLite, each line on the disk before a bar moves (synchronous FULL)."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from anju.domains.edges.rules import envelope, log

AT_ONCE = 100
"""Lines brought home at once: what the server takes in within one short transaction."""
KEPT_LINES = 200_000
"""How many lines that came home are kept here as well; older ones go."""
_TABLES = """
CREATE TABLE IF NOT EXISTS line (number INTEGER PRIMARY KEY, text TEXT NOT NULL, digest TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS kept (name TEXT PRIMARY KEY, value BLOB NOT NULL);
"""


class Book:
    """Numbered lines, each bound to the one before. One process at a time: a second one raises sqlite3.OperationalError."""

    def __init__(self, path: Path | str) -> None:
        self._lock = threading.Lock()
        self._base = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=1)
        self._base.execute("PRAGMA locking_mode=EXCLUSIVE")
        self._base.execute("PRAGMA journal_mode=WAL")
        self._base.execute("PRAGMA synchronous=FULL")
        self._base.executescript(_TABLES)
        self._base.execute("BEGIN IMMEDIATE")
        self._base.execute("COMMIT")
        last = self._base.execute("SELECT number, digest FROM line ORDER BY number DESC LIMIT 1").fetchone()
        self._last, self._digest = last or (int(self.kept("begins_after", b"0")), log.BEGINNING)

    @property
    def last(self) -> int:
        return self._last

    @property
    def acknowledged(self) -> int:
        return int(self.kept("acknowledged", b"0"))

    @property
    def unsent(self) -> int:
        return max(0, self._last - max(self.acknowledged, int(self.kept("begins_after", b"0"))))

    def kept(self, name: str, default: bytes = b"") -> bytes:
        row = self._base.execute("SELECT value FROM kept WHERE name = ?", (name,)).fetchone()
        return bytes(row[0]) if row else default

    def keep(self, name: str, value: bytes) -> None:
        with self._lock:
            self._base.execute("INSERT INTO kept VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value", (name, value))

    def write(self, told: Mapping[str, Any]) -> int:
        """Write a line; it is durable when this returns its number."""
        with self._lock:
            return self._write(told)

    def _write(self, told: Mapping[str, Any]) -> int:
        number = self._last + 1
        text = envelope.compact({**told, "n": number})
        digest = log.digest_after(self._digest, text)
        self._base.execute("INSERT INTO line VALUES (?, ?, ?)", (number, text, digest))
        self._last, self._digest = number, digest
        return number

    def batch(self, most: int = AT_ONCE) -> dict[str, Any] | None:
        """The oldest lines that are not acknowledged, and the digest before them; None where everything is at home."""
        rows = self._base.execute("SELECT number, text FROM line WHERE number > ? ORDER BY number LIMIT ?", (self.acknowledged, most)).fetchall()
        if not rows:
            return None
        before = self._base.execute("SELECT digest FROM line WHERE number = ?", (rows[0][0] - 1,)).fetchone()
        return {"before": before[0] if before else log.BEGINNING, "lines": [text for _number, text in rows], "last": self._last}

    def acknowledge(self, number: int) -> None:
        """Everything up to this number is at home."""
        if number <= self.acknowledged:
            return
        self.keep("acknowledged", str(number).encode())
        with self._lock:
            self._base.execute("DELETE FROM line WHERE number < ?", (min(number, self._last) - KEPT_LINES,))

    def begin_after(self, number: int) -> None:
        """A new box takes over where the log of an earlier one ended."""
        if self._last < number:
            self.keep("begins_after", str(number).encode())
            self.keep("acknowledged", str(number).encode())
            self._last, self._digest = number, log.BEGINNING

    def renumber(self, first: int, after: int) -> None:
        """Lines from `first` on get numbers behind `after`: the server knows other lines under theirs, and a manager settled it."""
        with self._lock:
            rows = self._base.execute("SELECT text FROM line WHERE number >= ? ORDER BY number", (first,)).fetchall()
            shift = after + 1 - first
            self._base.execute("BEGIN")
            try:
                self._base.execute("DELETE FROM line WHERE number >= ?", (first,))
                self._last, self._digest = after, log.BEGINNING
                for (text,) in rows:
                    told = json.loads(text)
                    self._write({**told, **({"of": told["of"] + shift} if told.get("of", 0) >= first else {})})
                self._base.execute("COMMIT")
            except BaseException:
                self._base.execute("ROLLBACK")
                raise
        self.keep("acknowledged", str(after).encode())

    def newest(self, most: int) -> Iterator[dict[str, Any]]:
        """The last lines, the oldest of them first."""
        rows = self._base.execute("SELECT text FROM (SELECT number, text FROM line ORDER BY number DESC LIMIT ?) ORDER BY number", (most,)).fetchall()
        return (json.loads(text) for (text,) in rows)

    def is_whole(self, most: int = 2000) -> bool:
        """Whether the last lines still follow on each other as they were written."""
        rows = self._base.execute("SELECT number, text, digest FROM line ORDER BY number DESC LIMIT ?", (most,)).fetchall()[::-1]
        return all(
            one[0] == before[0] + 1 and one[2] == log.digest_after(before[2], one[1]) for before, one in zip(rows, rows[1:], strict=False) if int(self.kept("begins_after", b"0")) < before[0]
        )  # fmt: skip

    def close(self) -> None:
        """No line is cut off: whatever a thread of a lane is writing is on the disk before."""
        with self._lock:
            self._base.close()
