"""Files in, documents out: Word, WPS, PDF, web pages and text become a tree of lines and the plans among them.

Pure: knows no database and no Django. A file that cannot be read comes back as an ``Unreadable``, never as
an exception, and no file makes the reader use much memory or time (``limits``).
"""

from __future__ import annotations

from .messages import Message, Unreadable, warning_of
from .model import Cleaned, Document, Kind, Line, Node, Plan, Position, document_lines
from .reading import read_document

__all__ = [
    "Cleaned", "Document", "Kind", "Line", "Message", "Node", "Plan", "Position", "Unreadable", "document_lines",
    "read_document", "warning_of",
]
