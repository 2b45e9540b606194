"""Plan reader: the text of a work plan in, its clauses out. Pure; knows no database and no Django."""

from __future__ import annotations

from .clause import Clause
from .reader import read_text, read_unit
from .units import cut, without_number
from .whole import Found, read_document_units

__all__ = ["Clause", "Found", "cut", "read_document_units", "read_text", "read_unit", "without_number"]
