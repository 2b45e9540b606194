"""The rows of a file that was handed in, kept while the work on them goes on: reading a long table takes longer than a slice of it."""

from __future__ import annotations

import functools

from .. import files, tables
from ..models import Blob


@functools.lru_cache(maxsize=2)
def table_of(blob: Blob) -> tables.Table:
    """The table in a file. Raises tables.Unreadable."""
    return tables.read(files.read_all(blob))
