"""The rows of a file that was handed in, kept while the work on them goes on: reading a long table takes longer than a slice of it."""

from __future__ import annotations

import functools

from .. import files, tables
from ..models import Blob
from ..screens import registry as screens


@functools.lru_cache(maxsize=2)
def table_of(blob: Blob, screen: str) -> tables.Table:
    """The table in a file, read as this list reads files of other programs. Raises tables.Unreadable."""
    return tables.read(files.read_all(blob), type(screens[screen]).reading)  # of the class: a function of a screen would become its method
