"""The kernel's tables."""

from .ledger import Entry, PrivateWords
from .scope import Counter, Grant, Scope

__all__ = ["Counter", "Entry", "Grant", "PrivateWords", "Scope"]
