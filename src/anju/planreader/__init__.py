"""Plan reader: the text of a work plan in, its clauses out. Pure; knows no database and no Django."""

from __future__ import annotations

from .clause import Clause
from .reader import read_text, read_unit
from .units import cut

__all__ = ["Clause", "cut", "read_text", "read_unit"]
