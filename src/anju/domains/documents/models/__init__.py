"""The records of the archive."""

from .classes import DocumentClass, Piece
from .disposal import Disposal, DisposalItem, Handover, HandoverItem
from .documents import Document, DocumentFile, Version
from .following import Check, FollowUp, Issue, YearOfClass
from .using import Loan, Look, Reading

__all__ = [
    "Check", "Disposal", "DisposalItem", "Document", "DocumentClass", "DocumentFile", "FollowUp", "Handover", "HandoverItem", "Issue", "Loan", "Look", "Piece",
    "Reading", "Version", "YearOfClass",
]  # fmt: skip
